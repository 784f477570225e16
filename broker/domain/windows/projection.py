"""From facts to the windows of the day."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from broker.domain.attendance.projection import AttendanceFloor
from broker.domain.base import Fact
from broker.domain.client_names import panel_at
from broker.domain.desks.projection import DeskFloor
from broker.domain.ids import NO_STAFF, NO_TICKET, NO_VISIT, StaffId, TicketId, VisitId
from broker.domain.tickets.facts import TicketCancelled, TicketExpired, TicketVoided
from broker.domain.tickets.projection import TicketFloor
from broker.domain.windows import facts


@dataclass(slots=True)
class Counter:
    """A window now."""

    number: int
    clerk: StaffId = NO_STAFF
    paused: facts.PauseReason | None = None  # the reason, while paused
    ticket: TicketId = NO_TICKET
    undelivered: bool = False
    finished: VisitId = NO_VISIT  # the visit that may be rated
    served: int = 0
    seconds: float = 0.0  # of service, over all that were served


class WindowFloor(TicketFloor, AttendanceFloor, DeskFloor):
    """Who sits where, and who stands before them."""

    def begin(self, day: date | None) -> None:
        super().begin(day)
        self.counters = {w.number: Counter(w.number) for w in self.hall.windows}
        self.touched.windows.update(self.counters)

    def counter(self, number: int) -> Counter:
        """A window, about to change."""
        self.touched.windows.add(number)
        return self.counters.setdefault(number, Counter(number))

    def release(self, window: int, ticket: TicketId) -> Counter:
        """The ticket leaves the window."""
        counter = self.counter(window)
        if counter.ticket == ticket:
            counter.ticket, counter.undelivered = NO_TICKET, False
        return counter


def _opened(floor: WindowFloor, fact: facts.WindowOpened, _at: datetime) -> None:
    counter = floor.counter(fact.window)
    counter.clerk, counter.paused = fact.clerk, None
    floor.sit(panel_at(fact.window), fact.clerk, fact.session)
    _served_changed(floor, fact.window)


def _paused(floor: WindowFloor, fact: facts.WindowPaused, _at: datetime) -> None:
    floor.counter(fact.window).paused = fact.reason


def _resumed(floor: WindowFloor, fact: facts.WindowResumed, _at: datetime) -> None:
    floor.counter(fact.window).paused = None


def _closed(floor: WindowFloor, fact: facts.WindowClosed, _at: datetime) -> None:
    counter = floor.counter(fact.window)
    counter.clerk, counter.paused = NO_STAFF, None
    floor.desks.pop(panel_at(fact.window), None)
    _served_changed(floor, fact.window)


def _served_changed(floor: WindowFloor, window: int) -> None:
    found = floor.hall.window(window)
    if found is not None:
        floor.touched.queues.update(found.queues)


def _left(
    floor: WindowFloor, fact: TicketVoided | TicketCancelled | TicketExpired, _at: datetime
) -> None:
    """A ticket that ended stands before no window any more."""
    ticket = floor.tickets.get(fact.ticket)
    if ticket is not None and ticket.window is not None:
        floor.release(ticket.window, ticket.id)


APPLY: Mapping[type[Fact], Callable[[WindowFloor, Any, datetime], None]] = {
    facts.WindowOpened: _opened,
    facts.WindowPaused: _paused,
    facts.WindowResumed: _resumed,
    facts.WindowClosed: _closed,
    TicketVoided: _left,
    TicketCancelled: _left,
    TicketExpired: _left,
}
