"""Departments and their items as the screens ask for them, and what is known of an item. Pure.

Searching by pinyin is in `kiosk.ticket.search`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import MappingProxyType

from msgspec import Struct

from broker.domain.catalogue import Item
from broker.domain.hall import Department, Hall, Queue


class Guide(Struct, frozen=True):
    """What an item's guide page (办事指南) says. None or empty: the catalogue does not know,
    and the screen says 请到窗口咨询 instead of leaving a blank.

    `promised_days` 0 is an 即办件, done at once; `fee` must say 不收费 where nothing is charged.
    """

    promised_days: int | None = None
    materials: tuple[str, ...] = ()
    fee: str = ""
    result: str = ""
    basis: str = ""
    conditions: str = ""
    procedure: str = ""


_NOTHING_KNOWN = Guide()
ItemKey = tuple[str, int]  # department and number


class Catalogue:
    """The hall's items. `guides` adds what is known of single items beyond their name."""

    def __init__(
        self,
        hall: Hall,
        items: Sequence[Item],
        guides: Mapping[ItemKey, Guide] = MappingProxyType({}),
    ) -> None:
        self.items = tuple(items)
        self._guides = guides
        self._queues = {queue.id: queue for queue in hall.queues}
        self._by_key = {(item.department, item.number): item for item in items}
        self._departments = {each.id: each for each in hall.departments}
        self.departments = tuple(each for each in hall.departments if self.queues_of(each.id))

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

    def guide(self, item: Item) -> Guide:
        """What is known of an item."""
        return self._guides.get((item.department, item.number), _NOTHING_KNOWN)
