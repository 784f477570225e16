"""Keys for how items begin, where a department has more than one can leaf through. Pure."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import Struct

from broker.domain.catalogue import Item
from kiosk.ticket.events import GoTo, Touch
from kiosk.ticket.heads import Beginning, Name, common, heads, parted
from kiosk.ticket.measures import GAP, HALF, PIXEL, TARGET, Cells, ems_of
from kiosk.ticket.pages.item_rows import titled
from kiosk.ticket.pages.scene import Scene, Touches
from kiosk.ticket.screens import HeadItems, Language, Purpose
from kiosk.words import Wording, say
from kiosk.words.paging import paged

_FEW = 3  # items behind a key: they stand on one page, however large its letters


class HeadKey(Struct, frozen=True):
    """How some items begin."""

    name: str
    label: Wording


class Index(Struct, frozen=True):
    """The keys of one page, and what each means; `head` is how all the items begin."""

    head: str
    grid: Cells
    keys: tuple[HeadKey, ...]
    touches: Touches
    page: int
    pages: int


def index(
    items: Sequence[Item], place: tuple[Purpose, str, int], high: float, scene: Scene
) -> Index | None:
    """Keys for all of these, in a room so high: `place` is what for, in which department, and
    which page. None where they all begin alike."""
    purpose, department, page = place
    between = "" if scene.comfort.language is Language.ZH else " "
    names = [_parts(scene.said(titled(each)), between) for each in items]
    found, grid = _fitting(names, between, high, scene)
    if len(found) < 2:
        return None
    keys = [HeadKey(f"head-{nth}", Wording(e.label, e.label)) for nth, e in enumerate(found, 1)]
    touches: dict[str, Touch] = {
        key.name: GoTo(HeadItems(purpose, department, _numbers(items, head.places)))
        for key, head in zip(keys, found, strict=True)
    }
    every = _numbers(items, range(len(items)))
    touches["head-all"] = GoTo(HeadItems(purpose, department, every, whole=True))
    keys.append(HeadKey("head-all", say("ticket.heads.all")))
    shown = paged(keys, page, grid.places)
    head = between.join(names[0][: common(names)])
    here = {key.name: touches[key.name] for key in shown.rows}
    return Index(head, grid, shown.rows, here, shown.page, shown.pages)


def _parts(text: str, between: str) -> Name:
    return tuple(text.split() if between else text)


def _numbers(items: Sequence[Item], places: Sequence[int]) -> tuple[int, ...]:
    return tuple(items[each].number for each in places)


def _fitting(
    names: Sequence[Name], between: str, high: float, scene: Scene
) -> tuple[tuple[Beginning, ...], Cells]:
    """The longest labels, and the smallest groups, that stand on one page; else the largest."""
    for least, few in ((2, _FEW), (1, _FEW), (2, len(names)), (1, len(names))):
        groups = parted(names, most=len(names), few=few)
        found = heads(names, groups, between, least)
        grid = _grid([each.label for each in found], high, scene)
        if grid.places > len(found):
            break
    return found, grid


def _grid(labels: Sequence[str], high: float, scene: Scene) -> Cells:
    """Cells that hold each label on one line, and all of them if they can."""
    room = scene.room
    every = (*labels, scene.said(say("ticket.heads.all")))
    widest = max(ems_of(each, heavy=True) for each in every) * (room.type("rowName") + PIXEL)
    wide = max(TARGET, widest + 2 * HALF)
    columns = max(1, int((room.width + GAP) / (wide + GAP)))
    needed = -(-len(every) // columns)
    lines = max(1, int((high + GAP) / (TARGET + GAP)))
    if needed > lines:
        lines = max(1, int((high - TARGET) / (TARGET + GAP)))
    return Cells(columns, min(lines, needed))
