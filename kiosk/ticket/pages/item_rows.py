"""Items as rows to choose from, as many on a page as hold their names. Pure."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import Struct
from msgspec.structs import replace

from broker.domain.catalogue import Item
from kiosk.ticket import measures
from kiosk.ticket.events import ItemChosen, Touch
from kiosk.ticket.measures import GAP, HALF, TARGET, UNIT
from kiosk.ticket.pages.scene import Scene
from kiosk.words import NOTHING, Wording

_BROAD = 300.0  # millimetres that hold two columns of standing type
_PADDING, _ARROW = 3.0, 9.0
_SHORTEST = 8  # letters of a name that is left of the longest


class ItemRow(Struct, frozen=True):
    """One item. Where it was searched for, `before`, `marked` and `after` are its label once more
    with the match apart, and `department` says where it belongs."""

    name: str
    label: Wording
    badge: Wording
    before: str = ""
    marked: str = ""
    after: str = ""
    department: Wording = NOTHING


class RowsShown(Struct, frozen=True):
    """The `rows` of one page, from `first` of all to before `end`; `page`, from 1, of `pages`."""

    rows: tuple[ItemRow, ...]
    first: int
    end: int
    page: int
    pages: int


def titled(item: Item) -> Wording:
    """What an item is called, in either language."""
    return Wording(item.name, item.name_en or item.name)


def row_name(nth: int) -> str:
    """What the nth row, from 1, is called."""
    return f"item-{nth}"


def choices(rows: Sequence[Item]) -> dict[str, Touch]:
    """What touching each row means."""
    return {
        row_name(nth): ItemChosen(item.department, item.number) for nth, item in enumerate(rows, 1)
    }


def columns(scene: Scene) -> int:
    """Columns that rows stand in."""
    return 2 if scene.room.width > _BROAD and not scene.comfort.elder else 1


def cut(
    rows: Sequence[ItemRow], number: int, high: float, scene: Scene, pager: float = TARGET + GAP
) -> RowsShown:
    """The page `number`, counted from 0, of rows in a room so high: letters keep their size, so a
    page of long names has fewer of them. More than one page has a `pager` in it."""
    across = columns(scene)
    width = (scene.room.width - (across - 1) * GAP) / across
    fitting = [_fitting(row, width, high - pager, scene) for row in rows]
    lines = [
        max(_high(row, width, scene) for row in fitting[first : first + across])
        for first in range(0, len(rows), across)
    ]
    cuts = measures.pages(lines, high)
    if len(cuts) > 1:
        cuts = measures.pages(lines, high - pager)
    number = min(max(number, 0), len(cuts) - 1)
    first, end = (place * across for place in cuts[number])
    named = [replace(row, name=row_name(nth)) for nth, row in enumerate(fitting[first:end], 1)]
    return RowsShown(tuple(named), first, end, number + 1, len(cuts))


def _fitting(row: ItemRow, width: float, high: float, scene: Scene) -> ItemRow:
    """`row`, or as much of it as a page holds: its name whole before all else; and one that is
    longer than any real one ends in … and is said whole on the page that it leads to."""
    alone = replace(row, badge=NOTHING, department=NOTHING)
    for each in (row, replace(row, badge=NOTHING), replace(row, department=NOTHING), alone):
        if _high(each, width, scene) <= high:
            return each
    row = alone
    while _high(row, width, scene) > high and len(scene.said(row.label)) > _SHORTEST:
        label = scene.said(row.label).rstrip("…")[:-4] + "…"
        marked = row.marked and len(row.before) + len(row.marked) < len(label)
        after = label[len(row.before) + len(row.marked) :] if marked else ""
        said = Wording(label, label)
        row = replace(row, label=said, marked=row.marked if marked else "", after=after)
    return row


def _high(row: ItemRow, width: float, scene: Scene) -> float:
    room = scene.room
    badge = measures.ems_of(scene.said(row.badge)) * room.type("body")
    inner = width - 2 * _PADDING - _ARROW - (badge + 2 * UNIT + HALF if badge else 0.0)
    name = room.high(scene.said(row.label), "rowName", inner, heavy=bool(row.marked))
    return max(TARGET, name + room.high(scene.said(row.department), "body", inner) + 2 * _PADDING)
