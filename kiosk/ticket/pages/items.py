"""One department's items, and its queues for those who are not sure. Pure."""

from __future__ import annotations

from msgspec import Struct

from broker.domain.hall import Queue
from kiosk.ticket.events import QueueChosen, Touch
from kiosk.ticket.pages.item_rows import ItemRow, choices, row_name
from kiosk.ticket.pages.keys import TURNING, searching
from kiosk.ticket.pages.phrases import department_name
from kiosk.ticket.pages.scene import Scene, Touchable
from kiosk.ticket.pages.terms import badge
from kiosk.ticket.screens import Items, Purpose
from kiosk.words import NOTHING, Wording, named, say
from kiosk.words.paging import paged
from kiosk.words.values import PagedPage

ITEMS = 8  # on one page


class DirectKey(Struct, frozen=True):
    """A queue as a key: straight to its number."""

    name: str
    label: Wording
    people: Wording


class ItemsPage(PagedPage, frozen=True):
    """A department's items, some of them at a time, and its queues."""

    department: Wording
    direct: tuple[DirectKey, ...]
    rows: tuple[ItemRow, ...]


def items(screen: Items, scene: Scene) -> Touchable:
    """One department's items, eight at a time, and its queues for those who are not sure."""
    shown = paged(scene.catalogue.items_of(screen.department), screen.page, ITEMS)
    taking = screen.purpose is Purpose.TAKE
    direct = scene.catalogue.queues_of(screen.department) if taking else ()
    page = ItemsPage(
        department=department_name(screen.department, scene),
        direct=tuple(_direct_key(queue, scene) for queue in direct),
        rows=tuple(
            ItemRow(row_name(nth), each.name, badge(each.guide))
            for nth, each in enumerate(shown.rows, 1)
        ),
        page=shown.page,
        pages=shown.pages,
    )
    queues: dict[str, Touch] = {f"queue-{queue.id}": QueueChosen(queue.id) for queue in direct}
    touches = {**choices(shown.rows), **queues, **searching(screen.purpose), **TURNING}
    return Touchable(page, touches)


def _direct_key(queue: Queue, scene: Scene) -> DirectKey:
    state = scene.world.queues.get(queue.id)
    people = say("ticket.people", count=state.waiting) if state else NOTHING
    return DirectKey(f"queue-{queue.id}", named(queue), people)
