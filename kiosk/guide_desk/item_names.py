"""How items are called at the guide desk and on its slips, by the catalogue that the hall runs on.

A new catalogue is taken while the desk runs, when the ledger has (ADR 63). Names of the one before
stay: a number that is given may be of an item that is gone.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable

from broker.domain.alerts import AlertCode
from broker.domain.catalogue import Item
from broker.settings import Settings
from kiosk.issuing.newer_items import Aside, NewerItems


class ItemNames:
    """Names by department and number. `complain` hears of a catalogue that cannot be used, or is
    another than the ledger's for a while, and ("") of its end; the table of common words is no
    matter of a desk."""

    def __init__(
        self,
        settings: Settings,
        seconds: Callable[[], float],
        aside: Aside,
        complain: Callable[[AlertCode, str], None],
    ) -> None:
        self._newer = NewerItems(settings, seconds, aside, complain)
        self._names: dict[tuple[str, int], str] = {}
        self._learn(settings.items)

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
