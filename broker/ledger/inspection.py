"""What an inspector must know of a ledger, found while its facts go by once. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator

from broker.domain.calling.facts import TicketCalled
from broker.domain.errors import StoreKnown
from broker.domain.facts import AnyFact
from broker.domain.ids import ticket_id
from broker.domain.tickets.facts import TicketReserved
from broker.ledger.chain import Row, breaks
from broker.ledger.id_set import Ids
from broker.ledger.rows import recorded


class Inspection:
    """One reading of a ledger. `facts` and `withheld` are counted, `last` is the newest hash."""

    def __init__(self) -> None:
        self.facts = self.withheld = 0
        self.last = b""
        self._numbers, self._calls = Ids(), Ids()
        self._again: Counter[tuple[str, str]] = Counter()
        self._called_again: Counter[str] = Counter()
        self._unreadable: str | None = None

    def troubles(self, rows: Iterable[Row]) -> Iterator[str]:
        """A sentence for a broken chain, a number given twice, a ticket called twice."""
        yield from breaks(self._seen(rows))
        if self._unreadable:
            yield self._unreadable
        for (day, number), times in self._again.items():
            yield f"number {number} was given {times + 1} times on {day}"
        for call, times in self._called_again.items():
            yield f"call {call} was made {times + 1} times"

    def _seen(self, rows: Iterable[Row]) -> Iterator[Row]:
        for row in rows:
            self.facts += 1
            self.last = row.hash
            if row.withheld:
                self.withheld += 1
            else:
                self._read(row)
            yield row

    def _read(self, row: Row) -> None:
        try:
            self._count(recorded(row).fact)
        except StoreKnown as error:
            self._unreadable = self._unreadable or str(error)

    def _count(self, fact: AnyFact) -> None:
        if isinstance(fact, TicketReserved):
            if not self._numbers.add(ticket_id(fact.day, fact.number)):
                self._again[str(fact.day), fact.number] += 1
        elif isinstance(fact, TicketCalled) and not self._calls.add(fact.call):
            self._called_again[fact.call] += 1
