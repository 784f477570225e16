"""Choices from lists, and what they lead to. Pure."""

from __future__ import annotations

from typing import assert_never

from msgspec import Struct

from broker.domain.catalogue import Item
from kiosk.ticket.catalogue import Catalogue
from kiosk.ticket.events import DepartmentChosen, ItemChosen, QueueChosen
from kiosk.ticket.screens import Choose, Guidance, HeadItems, Items, Meant, Purpose, Screen, Search


class Wanted(Struct, frozen=True):
    """A number of `queue` is wanted, perhaps for an item."""

    queue: str
    item: Item | None = None


def chosen(
    choice: DepartmentChosen | ItemChosen | QueueChosen, screen: Screen, catalogue: Catalogue
) -> Items | Guidance | Wanted | None:
    """What a choice on `screen` leads to; None where the catalogue does not know it."""
    match choice:
        case QueueChosen(queue):
            return Wanted(queue)
        case DepartmentChosen(key):
            known = catalogue.department(key) is not None
            return Items(_purpose(screen), key) if known else None
        case ItemChosen(department, number):
            item = catalogue.item(department, number)
            if item is None:
                return None
            guide = _purpose(screen) is Purpose.GUIDE
            return Guidance(item) if guide else Wanted(item.queue, item)
        case _:
            assert_never(choice)


def _purpose(screen: Screen) -> Purpose:
    """What the visitor came to this list for."""
    match screen:
        case Choose(purpose=purpose) | Items(purpose=purpose) | Search(purpose=purpose):
            return purpose
        case Meant(purpose=purpose) | HeadItems(purpose=purpose):
            return purpose
        case _:
            return Purpose.TAKE
