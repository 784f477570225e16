"""How items are called at the guide desk and on its slips, by the catalogue that the hall runs on.

A new catalogue is taken while the desk runs, when the ledger has (ADR 63). Names of the one before
stay: a number that is given may be of an item that is gone.
"""

from __future__ import annotations

from collections.abc import Iterable

from broker.domain.catalogue import Item
from kiosk.issuing.newer_items import NewerItems


class ItemNames:
    """Names by department and number, of what `newer` offers and has offered."""

    def __init__(self, newer: NewerItems) -> None:
        self._newer = newer
        self._names: dict[tuple[str, int], str] = {}
        self._learn(newer.offered.items)

    def __call__(self, department: str, number: int) -> str:
        """The name; "" of what no catalogue has had."""
        return self._names.get((department, number), "")

    def heard(self, catalogue: str) -> None:
        """The ledger knows this one."""
        self._newer.heard(catalogue)

    def look(self) -> None:
        """See whether there is another, and take it."""
        self._newer.look()
        if self._newer.take():
            self._learn(self._newer.offered.items)

    def _learn(self, items: Iterable[Item]) -> None:
        self._names |= {(each.department, each.number): each.name for each in items}
