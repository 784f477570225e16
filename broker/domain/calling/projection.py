"""From facts to the calls and visits of the day."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from broker.domain.calling import facts
from broker.domain.calling.facts import CallingFact
from broker.domain.ids import CallId, StaffId, TicketId, VisitId, visit_of
from broker.domain.tickets.life import TicketState
from broker.domain.windows.projection import WindowFloor

BOARD = 8  # calls kept for the hall board


@dataclass(slots=True)
class Called:
    """One call, for the board."""

    call: CallId
    number: str
    window: int
    at: datetime
    recalls: int = 0
    undelivered: bool = False


@dataclass(slots=True)
class Visit:
    """A visit as the facts so far tell it. Only projections change one."""

    id: VisitId
    ticket: TicketId
    window: int
    clerk: StaffId
    called_at: datetime
    recalls: int = 0
    finished_at: datetime | None = None
    seconds: float = 0.0


@dataclass(slots=True)
class Tally:
    """What became of the calls of the day."""

    called: int = 0
    served: int = 0
    missed: int = 0
    undelivered: int = 0


class CallingFloor(WindowFloor):
    """Calls and visits of the day."""

    def begin(self, day: date | None) -> None:
        super().begin(day)
        self.visits: dict[VisitId, Visit] = {}
        self.calls: deque[Called] = deque(maxlen=BOARD)
        self.reported: dict[CallId, bool] = {}
        self.tally = Tally()
        self.touched.calls = True


def _called(floor: CallingFloor, fact: facts.TicketCalled, at: datetime) -> None:
    ticket = floor.tickets[fact.ticket]
    ticket.state, ticket.window, ticket.recalls = TicketState.CALLED, fact.window, 0
    ticket.visits += 1
    ticket.called_at, ticket.started_at = at, None
    floor.line_of(ticket).pop(ticket.id, None)
    counter = floor.counter(fact.window)
    counter.ticket, counter.undelivered = ticket.id, False
    floor.visits[fact.visit] = Visit(fact.visit, ticket.id, fact.window, fact.clerk, at)
    floor.calls.appendleft(Called(fact.call, fact.number, fact.window, at))
    floor.touched.calls = True
    floor.tally.called += 1


def _recalled(floor: CallingFloor, fact: facts.TicketRecalled, at: datetime) -> None:
    ticket = floor.tickets[fact.ticket]
    ticket.recalls = fact.times
    floor.visits[visit_of(fact.call)].recalls = fact.times
    floor.counter(fact.window).undelivered = False
    again = Called(fact.call, ticket.number, fact.window, at, fact.times)
    others = [call for call in floor.calls if call.number != ticket.number]
    floor.calls = deque([again, *others], maxlen=BOARD)
    floor.touched.calls = True


def _started(floor: CallingFloor, fact: facts.ServiceStarted, at: datetime) -> None:
    ticket = floor.tickets[fact.ticket]
    ticket.state, ticket.started_at = TicketState.SERVING, at
    floor.counter(fact.window)


def _finished(floor: CallingFloor, fact: facts.ServiceFinished, at: datetime) -> None:
    ticket = floor.tickets[fact.ticket]
    ticket.state = TicketState.DONE
    counter = floor.release(fact.window, ticket.id)
    counter.finished, counter.served = fact.visit, counter.served + 1
    visit = floor.visits[fact.visit]
    visit.finished_at, visit.seconds = at, fact.seconds
    if ticket.called_at is not None:
        floor.took(ticket, (at - ticket.called_at).total_seconds())
    floor.tally.served += 1


def _missed(floor: CallingFloor, fact: facts.TicketMissed, at: datetime) -> None:
    ticket = floor.tickets[fact.ticket]
    ticket.state, ticket.missed_at = TicketState.NO_SHOW, at
    floor.release(fact.window, ticket.id)
    floor.tally.missed += 1


def _transferred(floor: CallingFloor, fact: facts.TicketTransferred, _at: datetime) -> None:
    ticket = floor.tickets[fact.ticket]
    ticket.state, ticket.queue = TicketState.WAITING, fact.queue
    ticket.joined, ticket.window = fact.joined, fact.window
    floor.release(fact.from_window, ticket.id)
    floor.line_of(ticket)[ticket.id] = ticket


def _delivered(floor: CallingFloor, fact: facts.CallDelivered, _at: datetime) -> None:
    _mark(floor, fact.call, delivered=True)


def _undelivered(floor: CallingFloor, fact: facts.CallUndelivered, _at: datetime) -> None:
    _mark(floor, fact.call, delivered=False)
    floor.tally.undelivered += visit_of(fact.call) in floor.visits


def _mark(floor: CallingFloor, call: CallId, *, delivered: bool) -> None:
    floor.reported[call] = delivered
    for shown in floor.calls:
        if shown.call == call:
            shown.undelivered = not delivered
            floor.touched.calls = True
            counter = floor.counter(shown.window)
            ticket = floor.tickets.get(counter.ticket)
            if ticket is not None and ticket.call == call:
                counter.undelivered = not delivered


APPLY: Mapping[type[CallingFact], Callable[[CallingFloor, Any, datetime], None]] = {
    facts.TicketCalled: _called,
    facts.TicketRecalled: _recalled,
    facts.ServiceStarted: _started,
    facts.ServiceFinished: _finished,
    facts.TicketMissed: _missed,
    facts.TicketTransferred: _transferred,
    facts.CallDelivered: _delivered,
    facts.CallUndelivered: _undelivered,
}
