"""Departments and their items as the screens ask for them. Pure.

Searching by pinyin is in `kiosk.ticket.search`.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from operator import is_

from broker.domain.catalogue import Item
from broker.domain.hall import Department, Hall, Queue


class Catalogue:
    """The hall's items that are valid: all of them until a day is said."""

    def __init__(self, hall: Hall, items: Sequence[Item]) -> None:
        self._all = tuple(items)
        self.items = self._all
        self._queues = {queue.id: queue for queue in hall.queues}
        self._by_key = {(item.department, item.number): item for item in items}
        self._departments = {each.id: each for each in hall.departments}
        self.departments = tuple(each for each in hall.departments if self.queues_of(each.id))

    def replace(self, items: Sequence[Item], day: date) -> None:
        """Offer another catalogue from now on: what of it is valid on `day`."""
        self._all = tuple(items)
        self.turn_to(day)

    def turn_to(self, day: date) -> bool:
        """Offer what is valid on `day`; whether that is anything else than before."""
        offered = tuple(item for item in self._all if item.offered(day))
        if len(offered) == len(self.items) and all(map(is_, offered, self.items)):
            return False
        self.items = offered
        self._by_key = {(item.department, item.number): item for item in offered}
        return True

    def department(self, key: str) -> Department | None:
        """The department with this id."""
        return self._departments.get(key)

    def queues_of(self, department: str) -> tuple[Queue, ...]:
        """The department's queues, in the order of hall.toml."""
        return tuple(each for each in self._queues.values() if each.department == department)

    def items_of(self, department: str) -> tuple[Item, ...]:
        """The department's items, in the catalogue's order."""
        return tuple(item for item in self.items if item.department == department)

    def item(self, department: str, number: int) -> Item | None:
        """One item."""
        return self._by_key.get((department, number))

    def item_name(self, department: str, number: int) -> str:
        """The name of an item; "" where there is none."""
        item = self.item(department, number)
        return item.name if item else ""
