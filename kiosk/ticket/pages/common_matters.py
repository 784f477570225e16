"""Common matters: a key for each, straight to its queue. Pure."""

from __future__ import annotations

from kiosk.ticket import measures
from kiosk.ticket.measures import GAP, TARGET
from kiosk.ticket.pages.keys import TURNING, searching
from kiosk.ticket.pages.scene import Scene, Touchable
from kiosk.ticket.pages.word_keys import CommonKey, common_choices, key_needs
from kiosk.ticket.screens import Common, Purpose
from kiosk.words.paging import paged
from kiosk.words.values import PagedPage

_MOST = 8  # columns


class CommonPage(PagedPage, frozen=True):
    """Some of the matters at a time, in a grid."""

    columns: int
    lines: int
    keys: tuple[CommonKey, ...]


def common(screen: Common, scene: Scene) -> Touchable:
    """Common matters, as many on a page as hold their words."""
    choices = common_choices(scene)
    keys = [each.key for each in choices]
    needs = key_needs(keys, scene.room.width, _MOST, scene)
    grid = measures.cells(len(keys), needs, scene.room.height - TARGET - GAP, TARGET + GAP)
    shown = paged(choices, screen.page, grid.places)
    page = CommonPage(
        columns=grid.columns,
        lines=grid.lines,
        keys=tuple(each.key for each in shown.rows),
        page=shown.page,
        pages=shown.pages,
    )
    touches = {each.key.name: each.touch for each in shown.rows}
    return Touchable(page, {**touches, **searching(Purpose.TAKE), **TURNING})
