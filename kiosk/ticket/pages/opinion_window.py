"""Which window an opinion is about. Pure."""

from __future__ import annotations

from broker.domain.hall import Window, Zone
from broker.wire.messages import WindowStatus
from kiosk.ticket.events import OpinionGiven, Touch
from kiosk.ticket.measures import FOOT_KEY, GAP
from kiosk.ticket.opinion_screens import OpinionWindow
from kiosk.ticket.pages.item_rows import ItemRow, columns, cut, row_name
from kiosk.ticket.pages.keys import TURNING
from kiosk.ticket.pages.scene import Scene, Touchable
from kiosk.words import Wording, at_windows, named, say
from kiosk.words.values import PagedPage


class OpinionWindowPage(PagedPage, frozen=True):
    """Which window it is about."""

    columns: int
    rows: tuple[ItemRow, ...]


def opinion_window(screen: OpinionWindow, scene: Scene) -> Touchable:
    """The windows that are open, to name one; 不针对窗口 hands it in without."""
    windows = _open(scene)
    rows = [ItemRow("", _called(each), named(_zone(each, scene))) for each in windows]
    title = scene.room.high(scene.said(say("opinion.which")), "title", scene.room.width, heavy=True)
    shown = cut(rows, screen.page, scene.room.height - title - FOOT_KEY - 2 * GAP, scene)
    page = OpinionWindowPage(
        columns=columns(scene), rows=shown.rows, page=shown.page, pages=shown.pages
    )
    each = enumerate(windows[shown.first : shown.end], 1)
    keys: dict[str, Touch] = {row_name(nth): OpinionGiven(window.number) for nth, window in each}
    return Touchable(page, {**keys, **TURNING, "give": OpinionGiven()})


def _open(scene: Scene) -> tuple[Window, ...]:
    """Those that are open now; all of them while none is: somebody was served all the same."""
    world = scene.world.windows
    known = tuple(
        each
        for each in scene.hall.windows
        if each.number in world and world[each.number].status is not WindowStatus.CLOSED
    )
    return known or scene.hall.windows


def _called(window: Window) -> Wording:
    return at_windows("ticket.windows.one", "ticket.windows", (window.number,))


def _zone(window: Window, scene: Scene) -> Zone:
    return next(each for each in scene.hall.zones if each.id == window.zone)
