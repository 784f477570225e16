"""What an inspector must know of a ledger, found while its facts go by once. Pure.

A body that is withheld is one that a fact `staff-forgotten` names, and a body that such a fact
names is withheld: whoever takes out one more, or puts one back, is found. Of a copy that was made
to be given away, bodies may be missing on purpose (`redacted`).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator

from broker.domain.attendance.facts import StaffForgotten
from broker.domain.calling.facts import TicketCalled
from broker.domain.errors import StoreKnown
from broker.domain.facts import AnyFact
from broker.domain.ids import ticket_id
from broker.domain.tickets.facts import TicketReserved
from broker.ledger.chain import Row, breaks
from broker.ledger.id_set import Ids
from broker.ledger.rows import recorded


class Inspection:
    """One reading of a ledger. `facts` and `withheld` are counted, `last` is the newest hash;
    `erasures` are told, each with the time and the number of its fact."""

    def __init__(self, *, redacted: bool = False) -> None:
        self.erasures: list[tuple[int, int, StaffForgotten]] = []
        self._redacted = redacted
        self._gone: set[int] = set()
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
        yield from self._unexplained()
        for (day, number), times in self._again.items():
            yield f"number {number} was given {times + 1} times on {day}"
        for call, times in self._called_again.items():
            yield f"call {call} was made {times + 1} times"

    def _unexplained(self) -> Iterator[str]:
        """A body that is missing without a word, and one that is there against a word."""
        told: set[int] = set()
        for _, seq, fact in self.erasures:
            told.update(fact.places)
            for place in fact.places:
                if place not in self._gone:
                    yield f"fact {place} was erased, says fact {seq}, and its body is there"
        for place in sorted(self._gone - told) if not self._redacted else ():
            yield f"the body of fact {place} was taken out, and no fact says by whom"

    def _seen(self, rows: Iterable[Row]) -> Iterator[Row]:
        for row in rows:
            self.facts += 1
            self.last = row.hash
            if row.withheld:
                self.withheld += 1
                self._gone.add(row.seq)
            else:
                self._read(row)
            yield row

    def _read(self, row: Row) -> None:
        try:
            fact = recorded(row).fact
            self._count(fact)
            if isinstance(fact, StaffForgotten):
                self.erasures.append((row.at, row.seq, fact))
        except StoreKnown as error:
            self._unreadable = self._unreadable or str(error)

    def _count(self, fact: AnyFact) -> None:
        if isinstance(fact, TicketReserved):
            if not self._numbers.add(ticket_id(fact.day, fact.number)):
                self._again[str(fact.day), fact.number] += 1
        elif isinstance(fact, TicketCalled) and not self._calls.add(fact.call):
            self._called_again[fact.call] += 1
