"""From facts to the calls and visits of the day."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from broker.domain.base import Fact
from broker.domain.calling import facts
from broker.domain.calling.facts import ClerkStep
from broker.domain.ids import NO_VISIT, CallId, StaffId, TicketId, VisitId, visit_of
from broker.domain.tickets.life import TicketState
from broker.domain.tickets.projection import Ticket
from broker.domain.windows.facts import WindowClosed, WindowPaused
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


@dataclass(frozen=True, slots=True)
class LastStep:
    """The last step of a window, and where its ticket stood before it."""

    step: ClerkStep
    ticket: TicketId
    visit: VisitId
    at: datetime
    queue: str
    to_window: int | None = None


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
        self.last_steps: dict[int, LastStep] = {}
        self.touched.calls = True


def _called(floor: CallingFloor, fact: facts.TicketCalled, at: datetime) -> None:
    ticket = floor.tickets[fact.ticket]
    _keep(floor, fact, ClerkStep.CALL, at)
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
    floor.last_steps.pop(fact.window, None)
    floor.visits[visit_of(fact.call)].recalls = fact.times
    floor.counter(fact.window).undelivered = False
    again = Called(fact.call, ticket.number, fact.window, at, fact.times)
    others = [call for call in floor.calls if call.number != ticket.number]
    floor.calls = deque([again, *others], maxlen=BOARD)
    floor.touched.calls = True


def _started(floor: CallingFloor, fact: facts.ServiceStarted, at: datetime) -> None:
    ticket = floor.tickets[fact.ticket]
    _keep(floor, fact, ClerkStep.START, at)
    ticket.state, ticket.started_at = TicketState.SERVING, at
    floor.counter(fact.window)


def _finished(floor: CallingFloor, fact: facts.ServiceFinished, at: datetime) -> None:
    ticket = floor.tickets[fact.ticket]
    _keep(floor, fact, ClerkStep.FINISH, at)
    ticket.state = TicketState.DONE
    counter = floor.release(fact.window, ticket.id)
    counter.finished, counter.served = fact.visit, counter.served + 1
    counter.seconds += fact.seconds
    visit = floor.visits[fact.visit]
    visit.finished_at, visit.seconds = at, fact.seconds
    if ticket.called_at is not None:
        floor.took(ticket, (at - ticket.called_at).total_seconds())
    floor.tally.served += 1


def _missed(floor: CallingFloor, fact: facts.TicketMissed, at: datetime) -> None:
    ticket = floor.tickets[fact.ticket]
    _keep(floor, fact, ClerkStep.MISS, at)
    ticket.state, ticket.missed_at = TicketState.NO_SHOW, at
    floor.release(fact.window, ticket.id)
    floor.tally.missed += 1


def _transferred(floor: CallingFloor, fact: facts.TicketTransferred, at: datetime) -> None:
    ticket = floor.tickets[fact.ticket]
    floor.last_steps[fact.from_window] = LastStep(
        ClerkStep.TRANSFER, ticket.id, fact.visit, at, ticket.queue
    )
    ticket.state, ticket.queue = TicketState.WAITING, fact.queue
    ticket.joined, ticket.window = fact.joined, fact.window
    floor.release(fact.from_window, ticket.id)
    floor.line_of(ticket)[ticket.id] = ticket


def _noted(floor: CallingFloor, fact: facts.TicketNoted, _at: datetime) -> None:
    floor.tickets[fact.ticket].note = fact.note
    floor.counter(fact.window)


def _keep(
    floor: CallingFloor, fact: facts.TicketCalled | facts.OfVisit, step: ClerkStep, at: datetime
) -> None:
    """Keep how the ticket stands before this step of its window."""
    ticket = floor.tickets[fact.ticket]
    floor.last_steps[fact.window] = LastStep(
        step, ticket.id, fact.visit, at, ticket.queue, ticket.window
    )


def _undone(floor: CallingFloor, fact: facts.StepUndone, _at: datetime) -> None:
    """The ticket stands where it stood before the step; what the step had counted counts no
    more. Its number stays: a visit that a call began is not given to anybody else."""
    ticket = floor.tickets[fact.ticket]
    floor.last_steps.pop(fact.window, None)
    _BACK[fact.step](floor, ticket, fact)


def _call_undone(floor: CallingFloor, ticket: Ticket, fact: facts.StepUndone) -> None:
    ticket.state, ticket.called_at = TicketState.WAITING, None
    floor.release(fact.window, ticket.id)
    ticket.window = fact.to_window
    floor.line_of(ticket)[ticket.id] = ticket
    floor.calls = deque(
        (call for call in floor.calls if visit_of(call.call) != fact.visit), maxlen=BOARD
    )
    floor.touched.calls = True
    floor.tally.called -= 1


def _start_undone(floor: CallingFloor, ticket: Ticket, fact: facts.StepUndone) -> None:
    _back_at_window(floor, ticket, fact)
    ticket.state, ticket.started_at = TicketState.CALLED, None


def _finish_undone(floor: CallingFloor, ticket: Ticket, fact: facts.StepUndone) -> None:
    _back_at_window(floor, ticket, fact)
    visit, counter = floor.visits[fact.visit], floor.counter(fact.window)
    if ticket.called_at is not None and visit.finished_at is not None:
        floor.took_not(ticket, (visit.finished_at - ticket.called_at).total_seconds())
    counter.seconds -= visit.seconds
    visit.finished_at, visit.seconds = None, 0.0
    counter.finished, counter.served = NO_VISIT, counter.served - 1
    floor.tally.served -= 1


def _miss_undone(floor: CallingFloor, ticket: Ticket, fact: facts.StepUndone) -> None:
    _back_at_window(floor, ticket, fact)
    ticket.missed_at = None
    floor.tally.missed -= 1


def _transfer_undone(floor: CallingFloor, ticket: Ticket, fact: facts.StepUndone) -> None:
    floor.line_of(ticket).pop(ticket.id, None)
    ticket.queue = fact.queue
    _back_at_window(floor, ticket, fact)


def _back_at_window(floor: CallingFloor, ticket: Ticket, fact: facts.StepUndone) -> None:
    """Called there, or served where service had begun."""
    ticket.state = TicketState.CALLED if ticket.started_at is None else TicketState.SERVING
    ticket.window = fact.window
    floor.counter(fact.window).ticket = ticket.id


_BACK: Mapping[ClerkStep, Callable[[CallingFloor, Ticket, facts.StepUndone], None]] = {
    ClerkStep.CALL: _call_undone,
    ClerkStep.START: _start_undone,
    ClerkStep.FINISH: _finish_undone,
    ClerkStep.MISS: _miss_undone,
    ClerkStep.TRANSFER: _transfer_undone,
}


def _window_left(floor: CallingFloor, fact: WindowClosed | WindowPaused, _at: datetime) -> None:
    floor.last_steps.pop(fact.window, None)


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


APPLY: Mapping[type[Fact], Callable[[CallingFloor, Any, datetime], None]] = {
    facts.TicketCalled: _called,
    facts.TicketRecalled: _recalled,
    facts.ServiceStarted: _started,
    facts.ServiceFinished: _finished,
    facts.TicketMissed: _missed,
    facts.TicketTransferred: _transferred,
    facts.TicketNoted: _noted,
    facts.StepUndone: _undone,
    WindowClosed: _window_left,
    WindowPaused: _window_left,
    facts.CallDelivered: _delivered,
    facts.CallUndelivered: _undelivered,
}
