"""One department's items, or how they begin, and its queues for those who are not sure. Pure."""

from __future__ import annotations

from functools import lru_cache

from msgspec import Struct

from broker.domain.catalogue import Item
from broker.domain.hall import Queue
from kiosk.ticket.events import QueueChosen, Touch
from kiosk.ticket.measures import FOOT_KEY, GAP, HALF, QUARTER, TARGET
from kiosk.ticket.pages.head_keys import HeadKey, Index, index
from kiosk.ticket.pages.item_rows import ItemRow, choices, columns, cut, fullest, titled
from kiosk.ticket.pages.keys import TURNING, searching
from kiosk.ticket.pages.phrases import department_name
from kiosk.ticket.pages.scene import Scene, Touchable
from kiosk.ticket.pages.terms import badge
from kiosk.ticket.screens import HeadItems, Items, Purpose
from kiosk.words import NOTHING, Wording, named, say
from kiosk.words.values import PagedPage

_LEAFED = 3  # pages of items that one leafs through
_TITLE = 0.54  # of the width: the department's name, beside the search field


class DirectKey(Struct, frozen=True):
    """A queue as a key: straight to its number."""

    name: str
    label: Wording
    people: Wording


class ItemsPage(PagedPage, frozen=True):
    """A department's items, some of them at a time, and its queues."""

    department: Wording
    direct: tuple[DirectKey, ...]
    columns: int
    rows: tuple[ItemRow, ...]


class HeadsPage(PagedPage, frozen=True):
    """A department whose items are many: keys for how they begin, and its queues."""

    department: Wording
    direct: tuple[DirectKey, ...]
    lead: Wording
    columns: int
    lines: int
    keys: tuple[HeadKey, ...]


def items(screen: Items, scene: Scene) -> Touchable:
    """One department's items, a page at a time, and its queues for those who are not sure. Where
    they would be leafed through for long, how they begin is asked first."""
    found = scene.catalogue.items_of(screen.department)
    taking = screen.purpose is Purpose.TAKE
    direct = scene.catalogue.queues_of(screen.department) if taking else ()
    return _listed(screen, found, direct, _LEAFED, scene)


def head_items(screen: HeadItems, scene: Scene) -> Touchable:
    """Those that begin alike; what is still long is parted once more."""
    known = (scene.catalogue.item(screen.department, number) for number in screen.numbers)
    found = tuple(item for item in known if item is not None)
    return _listed(screen, found, (), len(found) if screen.whole else _LEAFED - 1, scene)


def _listed(
    screen: Items | HeadItems,
    found: tuple[Item, ...],
    direct: tuple[Queue, ...],
    most: int,
    scene: Scene,
) -> Touchable:
    """The items, if they stand on so many pages; else keys for how they begin."""
    keys = tuple(_direct_key(queue, scene) for queue in direct)
    name = department_name(screen.department, scene)
    free = _free(name, keys, scene)
    queues: dict[str, Touch] = {f"queue-{queue.id}": QueueChosen(queue.id) for queue in direct}
    stays = {**queues, **searching(screen.purpose), **TURNING}
    if _longer(found, most, free, scene):
        asked, beside = _asked(screen, found, keys, scene)
        if asked is not None:
            return Touchable(_heads_page(asked, name, beside), {**stays, **asked.touches})
    shown = cut(_rows(found), screen.page, free, scene)
    page = ItemsPage(
        department=name,
        direct=keys,
        columns=columns(scene),
        rows=shown.rows,
        page=shown.page,
        pages=shown.pages,
    )
    return Touchable(page, {**choices(found[shown.first : shown.end]), **stays})


@lru_cache(maxsize=4)
def _rows(found: tuple[Item, ...]) -> tuple[ItemRow, ...]:
    """Of a department with thousands of items, whose guides lie in a file, made once."""
    return tuple(ItemRow("", titled(each), badge(each.guide)) for each in found)


def _longer(found: tuple[Item, ...], most: int, high: float, scene: Scene) -> bool:
    """Whether they fill more than so many pages; where that is plain, none is measured."""
    if len(found) > most * fullest(high, scene):
        return True
    return cut(_rows(found), 0, high, scene).pages > most


def _asked(
    screen: Items | HeadItems,
    found: tuple[Item, ...],
    direct: tuple[DirectKey, ...],
    scene: Scene,
) -> tuple[Index | None, tuple[DirectKey, ...]]:
    """Keys for how they begin, and the queues that stand above these."""
    place = (screen.purpose, screen.department, screen.page)
    crowded = scene.room.flat and scene.comfort.elder  # a queue alone is a key of home
    keys = () if crowded else direct
    free = _free(department_name(screen.department, scene), keys, scene) - _lead_high(scene)
    return index(found, place, free, scene), keys


def _heads_page(asked: Index, name: Wording, direct: tuple[DirectKey, ...]) -> HeadsPage:
    after = say("ticket.heads.after", head=asked.head)
    return HeadsPage(
        department=name,
        direct=direct,
        lead=after if asked.head else say("ticket.heads"),
        columns=asked.grid.columns,
        lines=asked.grid.lines,
        keys=asked.keys,
        page=asked.page,
        pages=asked.pages,
    )


def _lead_high(scene: Scene) -> float:
    return scene.room.high(scene.said(say("ticket.heads")), "button", scene.room.width) + GAP


def _free(name: Wording, direct: tuple[DirectKey, ...], scene: Scene) -> float:
    """What is left for the rows below the name and the queues."""
    room = scene.room
    head = room.high(scene.said(name), "title", room.width * _TITLE - GAP, heavy=True)
    high = room.height - max(TARGET, head) - GAP
    if not direct:
        return high
    width = (room.width - (len(direct) - 1) * GAP) / len(direct) - 2 * HALF
    keys = max(
        room.high(scene.said(each.label), "button", width, heavy=True)
        + room.high(scene.said(each.people), "body", width)
        for each in direct
    )
    invite = room.high(scene.said(say("ticket.direct")), "body", room.width)
    return high - HALF - invite - QUARTER - max(FOOT_KEY, keys + 2 * HALF)


def _direct_key(queue: Queue, scene: Scene) -> DirectKey:
    state = scene.world.queues.get(queue.id)
    people = say("ticket.people", count=state.waiting) if state else NOTHING
    return DirectKey(f"queue-{queue.id}", named(queue), people)
