"""Keys for how items begin, where a department has more than one can leaf through. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache

from msgspec import Struct

from broker.domain.catalogue import Item
from kiosk.ticket.events import GoTo, Touch
from kiosk.ticket.heads import Beginning, Group, Name, common, finished, heads, parted
from kiosk.ticket.measures import GAP, HALF, PIXEL, TARGET, Cells, Room, ems_of
from kiosk.ticket.pages.item_rows import titled
from kiosk.ticket.pages.scene import Scene, Touches
from kiosk.ticket.screens import HeadItems, Language, Purpose
from kiosk.words import Wording, say
from kiosk.words.paging import paged

_FEW = 3  # items behind a key: they stand on one page, however large its letters
_KEPT = 8  # departments, modes and languages of which the keys are not made anew


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


class _Begun(Struct, frozen=True):
    """How all names begin, how groups of them go on, and where keys for these stand."""

    head: str
    found: tuple[Beginning, ...]
    grid: Cells


def index(
    items: Sequence[Item], place: tuple[Purpose, str, int], high: float, scene: Scene
) -> Index | None:
    """Keys for all of these, in a room so high: `place` is what for, in which department, and
    which page. None where they all begin alike."""
    purpose, department, page = place
    between = "" if scene.comfort.language is Language.ZH else " "
    labels = tuple(scene.said(titled(each)) for each in items)
    every = say("ticket.heads.all")
    begun = _begun(labels, between, scene.said(every), high, scene.room)
    if len(begun.found) < 2:
        return None
    keys = [HeadKey(f"head-{n}", Wording(e.label, e.label)) for n, e in enumerate(begun.found, 1)]
    touches: dict[str, Touch] = {
        key.name: GoTo(HeadItems(purpose, department, _numbers(items, head.places)))
        for key, head in zip(keys, begun.found, strict=True)
    }
    numbers = _numbers(items, range(len(items)))
    touches["head-all"] = GoTo(HeadItems(purpose, department, numbers, whole=True))
    keys.append(HeadKey("head-all", every))
    shown = paged(keys, page, begun.grid.places)
    here = {key.name: touches[key.name] for key in shown.rows}
    return Index(begun.head, begun.grid, shown.rows, here, shown.page, shown.pages)


def _parts(text: str, between: str) -> Name:
    return tuple(text.split() if between else text)


def _numbers(items: Sequence[Item], places: Sequence[int]) -> tuple[int, ...]:
    return tuple(items[each].number for each in places)


@lru_cache(maxsize=_KEPT)
def _begun(labels: tuple[str, ...], between: str, every: str, high: float, room: Room) -> _Begun:
    """The longest labels, and the smallest groups, that stand on one page with `every`; else the
    largest."""
    names = [_parts(each, between) for each in labels]
    for groups in _groups(names, _columns(TARGET, room) * _lines(high)):
        for least in (2, 1):
            found = heads(names, groups, between, least)
            grid = _grid([*(each.label for each in found), every], high, room)
            if grid.places > len(found):
                return _Begun(between.join(names[0][: common(names)]), found, grid)
    return _Begun(between.join(names[0][: common(names)]), found, grid)


def _groups(names: Sequence[Name], most: int) -> Iterator[tuple[Group, ...]]:
    """The smallest, if there are no more than `most`, then the largest."""
    smallest = parted(names, most, _FEW)
    if finished(names, smallest, _FEW):
        yield smallest
    yield parted(names, most, len(names))


def _grid(labels: Sequence[str], high: float, room: Room) -> Cells:
    """Cells that hold each label on one line, and all of them if they can."""
    widest = max(ems_of(each, heavy=True) for each in labels) * (room.type("rowName") + PIXEL)
    columns = _columns(max(TARGET, widest + 2 * HALF), room)
    needed, lines = -(-len(labels) // columns), _lines(high)
    if needed > lines:
        lines = max(1, int((high - TARGET) / (TARGET + GAP)))
    return Cells(columns, min(lines, needed))


def _columns(wide: float, room: Room) -> int:
    """How many keys so wide stand beside each other."""
    return max(1, int((room.width + GAP) / (wide + GAP)))


def _lines(high: float) -> int:
    """How many stand below each other."""
    return max(1, int((high + GAP) / (TARGET + GAP)))
