"""One department's items, and its queues for those who are not sure. Pure."""

from __future__ import annotations

from msgspec import Struct

from broker.domain.hall import Queue
from kiosk.ticket.events import QueueChosen, Touch
from kiosk.ticket.measures import FOOT_KEY, GAP, HALF, QUARTER, TARGET
from kiosk.ticket.pages.item_rows import ItemRow, choices, columns, cut, titled
from kiosk.ticket.pages.keys import TURNING, searching
from kiosk.ticket.pages.phrases import department_name
from kiosk.ticket.pages.scene import Scene, Touchable
from kiosk.ticket.pages.terms import badge
from kiosk.ticket.screens import Items, Purpose
from kiosk.words import NOTHING, Wording, named, say
from kiosk.words.values import PagedPage

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


def items(screen: Items, scene: Scene) -> Touchable:
    """One department's items, a page at a time, and its queues for those who are not sure."""
    found = scene.catalogue.items_of(screen.department)
    taking = screen.purpose is Purpose.TAKE
    direct = scene.catalogue.queues_of(screen.department) if taking else ()
    keys = tuple(_direct_key(queue, scene) for queue in direct)
    name = department_name(screen.department, scene)
    rows = [ItemRow("", titled(each), badge(each.guide)) for each in found]
    shown = cut(rows, screen.page, _free(name, keys, scene), scene)
    page = ItemsPage(
        department=name,
        direct=keys,
        columns=columns(scene),
        rows=shown.rows,
        page=shown.page,
        pages=shown.pages,
    )
    queues: dict[str, Touch] = {f"queue-{queue.id}": QueueChosen(queue.id) for queue in direct}
    touches = {
        **choices(found[shown.first : shown.end]),
        **queues,
        **searching(screen.purpose),
        **TURNING,
    }
    return Touchable(page, touches)


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
