"""Items as rows to choose from, as many on a page as hold their names. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache

from msgspec import Struct
from msgspec.structs import replace

from broker.domain.catalogue import Item
from kiosk.ticket import measures
from kiosk.ticket.events import ItemChosen, Touch
from kiosk.ticket.measures import GAP, HALF, TARGET, UNIT, Room
from kiosk.ticket.pages.scene import Scene
from kiosk.ticket.screens import Language
from kiosk.words import NOTHING, Wording

_BROAD = 300.0  # millimetres that hold two columns of standing type
_PADDING, _ARROW = 3.0, 9.0
_SHORTEST = 8  # letters of a name that is left of the longest
_KEPT = 8  # lists that are not measured anew when they are shown again


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


def fullest(high: float, scene: Scene) -> int:
    """The most rows that a page so high may hold, were they as low as a row can be."""
    return columns(scene) * max(1, int((high + GAP) / (TARGET + GAP)))


def cut(
    rows: Sequence[ItemRow], number: int, high: float, scene: Scene, pager: float = TARGET + GAP
) -> RowsShown:
    """The page `number`, counted from 0, of rows in a room so high: letters keep their size, so a
    page of long names has fewer of them. More than one page has a `pager` in it."""
    across = columns(scene)
    glass = _Glass(scene.room, scene.comfort.language, across)
    fitting, cuts = _laid(tuple(rows), high, pager, glass)
    number = min(max(number, 0), len(cuts) - 1)
    first, end = (place * across for place in cuts[number])
    named = [replace(row, name=row_name(nth)) for nth, row in enumerate(fitting[first:end], 1)]
    return RowsShown(tuple(named), first, end, number + 1, len(cuts))


class _Glass(Struct, frozen=True):
    """What a row's height hangs on besides its words."""

    room: Room
    language: Language
    across: int

    @property
    def width(self) -> float:
        """Of one row."""
        return (self.room.width - (self.across - 1) * GAP) / self.across

    def said(self, words: Wording) -> str:
        """As this visitor reads them."""
        return words.en if self.language is Language.EN else words.zh


@lru_cache(maxsize=_KEPT)
def _laid(
    rows: tuple[ItemRow, ...], high: float, pager: float, glass: _Glass
) -> tuple[tuple[ItemRow, ...], tuple[tuple[int, int], ...]]:
    """The rows as they fit, and which lines of them stand on each page. A page is made anew each
    time that anything happens in the hall; its list is measured once."""
    fitting = [_fitting(row, high - pager, glass) for row in rows]
    highs = [each for _, each in fitting]
    lines = [max(highs[at : at + glass.across]) for at in range(0, len(rows), glass.across)]
    cuts = measures.pages(lines, high)
    cuts = cuts if len(cuts) == 1 else measures.pages(lines, high - pager)
    return tuple(row for row, _ in fitting), cuts


def _fitting(row: ItemRow, high: float, glass: _Glass) -> tuple[ItemRow, float]:
    """`row`, or as much of it as a page holds, and how high that is: its name whole before all
    else; and one that is longer than any real one ends in … and is said whole on the page that it
    leads to."""
    for each in _briefer(row):
        needed = _high(each, glass)
        if needed <= high:
            return each, needed
    while needed > high and len(glass.said(each.label)) > _SHORTEST:
        each = _shorter(each, glass)
        needed = _high(each, glass)
    return each, needed


def _briefer(row: ItemRow) -> Iterator[ItemRow]:
    """The row, then with less and less beside its name."""
    yield row
    yield replace(row, badge=NOTHING)
    yield replace(row, department=NOTHING)
    yield replace(row, badge=NOTHING, department=NOTHING)


def _shorter(row: ItemRow, glass: _Glass) -> ItemRow:
    """The row with less of its name."""
    label = glass.said(row.label).rstrip("…")[:-4] + "…"
    marked = row.marked and len(row.before) + len(row.marked) < len(label)
    after = label[len(row.before) + len(row.marked) :] if marked else ""
    said = Wording(label, label)
    return replace(row, label=said, marked=row.marked if marked else "", after=after)


def _high(row: ItemRow, glass: _Glass) -> float:
    room = glass.room
    badge = measures.ems_of(glass.said(row.badge)) * room.type("body")
    inner = glass.width - 2 * _PADDING - _ARROW - (badge + 2 * UNIT + HALF if badge else 0.0)
    name = room.high(glass.said(row.label), "rowName", inner, heavy=bool(row.marked))
    return max(TARGET, name + room.high(glass.said(row.department), "body", inner) + 2 * _PADDING)
