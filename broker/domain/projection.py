"""From facts to the floor: what each fact changes."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from datetime import datetime
from typing import Any

from broker.domain import facts as f
from broker.domain.floor import BOARD, Called, Floor
from broker.domain.ratings import Visit
from broker.domain.tickets import Ticket, TicketState


def apply(floor: Floor, fact: f.AnyFact, at: datetime) -> None:
    """Take over one fact, written at `at`; a fact of a new business day begins that day."""
    day = floor.day_of(at)
    if floor.day is None or day > floor.day:
        floor.begin(day)
    APPLY[type(fact)](floor, fact, at)


def _reserved(floor: Floor, fact: f.TicketReserved, _at: datetime) -> None:
    floor.tally.issued += 1
    floor.issued[fact.queue] += 1
    floor.touched.queues.add(fact.queue)
    floor.tickets[fact.ticket] = Ticket(
        id=fact.ticket,
        day=fact.day,
        queue=fact.queue,
        number=fact.number,
        group=fact.group,
        order=floor.tally.issued,
        item=fact.item,
        slot=fact.slot,
    )


def _joined(floor: Floor, fact: f.TicketActivated | f.TicketRequeued, _at: datetime) -> None:
    ticket = floor.tickets.get(fact.ticket)
    if ticket is not None:
        ticket.state, ticket.joined = TicketState.WAITING, fact.joined
        ticket.window = None
        floor.line_of(ticket)[ticket.id] = ticket


def _ended(
    floor: Floor, fact: f.TicketVoided | f.TicketCancelled | f.TicketExpired, _at: datetime
) -> None:
    ticket = floor.tickets.get(fact.ticket)
    if ticket is None:
        return
    ticket.state = _END[type(fact)]
    floor.line_of(ticket).pop(ticket.id, None)
    if ticket.window is not None:
        floor.release(ticket.window, ticket.id)


def _called(floor: Floor, fact: f.TicketCalled, at: datetime) -> None:
    ticket = floor.tickets[fact.ticket]
    ticket.state, ticket.window, ticket.recalls = TicketState.CALLED, fact.window, 0
    ticket.visits += 1
    ticket.called_at, ticket.started_at = at, None
    floor.line_of(ticket).pop(ticket.id, None)
    counter = floor.counter(fact.window)
    counter.ticket, counter.undelivered = ticket.id, False
    floor.visits[fact.visit] = Visit(fact.visit, ticket.id, fact.window, fact.clerk)
    floor.calls.appendleft(Called(fact.call, fact.number, fact.window, at))
    floor.touched.calls = True
    floor.tally.called += 1


def _recalled(floor: Floor, fact: f.TicketRecalled, at: datetime) -> None:
    ticket = floor.tickets[fact.ticket]
    ticket.recalls = fact.times
    floor.counter(fact.window).undelivered = False
    again = Called(fact.call, ticket.number, fact.window, at, fact.times)
    others = [call for call in floor.calls if call.number != ticket.number]
    floor.calls = deque([again, *others], maxlen=BOARD)
    floor.touched.calls = True


def _started(floor: Floor, fact: f.ServiceStarted, at: datetime) -> None:
    ticket = floor.tickets[fact.ticket]
    ticket.state, ticket.started_at = TicketState.SERVING, at
    floor.counter(fact.window)


def _finished(floor: Floor, fact: f.ServiceFinished, at: datetime) -> None:
    ticket = floor.tickets[fact.ticket]
    ticket.state = TicketState.DONE
    counter = floor.release(fact.window, ticket.id)
    counter.finished, counter.served = fact.visit, counter.served + 1
    visit = floor.visits[fact.visit]
    visit.finished_at, visit.seconds = at, fact.seconds
    if ticket.called_at is not None:
        floor.pace[ticket.queue].append((at - ticket.called_at).total_seconds())
    floor.touched.queues.add(ticket.queue)
    floor.tally.served += 1


def _missed(floor: Floor, fact: f.TicketMissed, at: datetime) -> None:
    ticket = floor.tickets[fact.ticket]
    ticket.state, ticket.missed_at = TicketState.NO_SHOW, at
    floor.release(fact.window, ticket.id)
    floor.tally.missed += 1


def _transferred(floor: Floor, fact: f.TicketTransferred, _at: datetime) -> None:
    ticket = floor.tickets[fact.ticket]
    ticket.state, ticket.queue = TicketState.WAITING, fact.queue
    ticket.joined, ticket.window = fact.joined, fact.window
    floor.release(fact.from_window, ticket.id)
    floor.line_of(ticket)[ticket.id] = ticket


def _opened(floor: Floor, fact: f.WindowOpened, _at: datetime) -> None:
    counter = floor.counter(fact.window)
    counter.clerk, counter.paused = fact.clerk, None
    _served_changed(floor, fact.window)


def _paused(floor: Floor, fact: f.WindowPaused, _at: datetime) -> None:
    floor.counter(fact.window).paused = fact.reason


def _resumed(floor: Floor, fact: f.WindowResumed, _at: datetime) -> None:
    floor.counter(fact.window).paused = None


def _closed(floor: Floor, fact: f.WindowClosed, _at: datetime) -> None:
    counter = floor.counter(fact.window)
    counter.clerk, counter.paused = "", None
    _served_changed(floor, fact.window)


def _served_changed(floor: Floor, window: int) -> None:
    found = floor.hall.window(window)
    if found is not None:
        floor.touched.queues.update(found.queues)


def _delivered(floor: Floor, fact: f.CallDelivered, _at: datetime) -> None:
    floor.reported[fact.call] = True
    _mark(floor, fact.call, undelivered=False)


def _undelivered(floor: Floor, fact: f.CallUndelivered, _at: datetime) -> None:
    floor.reported[fact.call] = False
    _mark(floor, fact.call, undelivered=True)
    floor.tally.undelivered += fact.call.rpartition(".")[0] in floor.visits


def _mark(floor: Floor, call: str, *, undelivered: bool) -> None:
    for shown in floor.calls:
        if shown.call == call:
            shown.undelivered = undelivered
            floor.touched.calls = True
            counter = floor.counter(shown.window)
            ticket = floor.tickets.get(counter.ticket)
            if ticket is not None and ticket.call == call:
                counter.undelivered = undelivered


def _rated(floor: Floor, fact: f.RatingGiven, _at: datetime) -> None:
    floor.counter(fact.window).presses.append(fact.pressed_at)
    visit = floor.visits.get(fact.visit)
    if visit is not None:
        floor.tally.unrated -= visit.unrated
        floor.tally.rated += 1
        visit.level, visit.unrated = fact.level, False


def _unrated(floor: Floor, fact: f.VisitUnrated, _at: datetime) -> None:
    floor.counter(fact.window)
    visit = floor.visits.get(fact.visit)
    if visit is not None:
        visit.unrated = True
        floor.tally.unrated += 1


def _stray(floor: Floor, _fact: f.StrayPressed, _at: datetime) -> None:
    floor.tally.strays += 1


def _follow_up(floor: Floor, _fact: f.FollowUpOpened, _at: datetime) -> None:
    """Followed up elsewhere; nothing on the floor changes."""


def _punched(floor: Floor, fact: f.PunchRecorded, _at: datetime) -> None:
    if fact.day == floor.day:
        floor.punches[fact.staff].append(fact.at)
        floor.punches[fact.staff].sort()
        floor.tally.punches += 1
        floor.touched.duty = True


_END = {
    f.TicketVoided: TicketState.VOID,
    f.TicketCancelled: TicketState.CANCELLED,
    f.TicketExpired: TicketState.EXPIRED,
}

APPLY: dict[type[f.Fact], Callable[[Floor, Any, datetime], None]] = {
    f.TicketReserved: _reserved,
    f.TicketActivated: _joined,
    f.TicketRequeued: _joined,
    f.TicketVoided: _ended,
    f.TicketCancelled: _ended,
    f.TicketExpired: _ended,
    f.TicketCalled: _called,
    f.TicketRecalled: _recalled,
    f.ServiceStarted: _started,
    f.ServiceFinished: _finished,
    f.TicketMissed: _missed,
    f.TicketTransferred: _transferred,
    f.WindowOpened: _opened,
    f.WindowPaused: _paused,
    f.WindowResumed: _resumed,
    f.WindowClosed: _closed,
    f.CallDelivered: _delivered,
    f.CallUndelivered: _undelivered,
    f.RatingGiven: _rated,
    f.VisitUnrated: _unrated,
    f.StrayPressed: _stray,
    f.FollowUpOpened: _follow_up,
    f.PunchRecorded: _punched,
}
