"""From facts to the tickets and queues of the day."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, assert_never

from broker.domain.appointments import Appointments
from broker.domain.ground import Ground
from broker.domain.hall import PriorityClass
from broker.domain.ids import (
    NO_ITEM,
    CallId,
    ItemId,
    StaffId,
    TicketId,
    VisitId,
    call_id,
    is_spare,
    number_parts,
    visit_id,
)
from broker.domain.tickets import facts
from broker.domain.tickets.facts import DeskStep, TicketFact
from broker.domain.tickets.life import TicketState

_AWAITED = (TicketState.WAITING, TicketState.CALLED)
_PACE = 20  # visits that tell how long one takes lately


@dataclass(slots=True)
class Ticket:
    """A ticket as the facts so far tell it. Only projections change one."""

    id: TicketId
    day: date
    queue: str
    number: str
    group: PriorityClass
    order: int  # over all queues of the day: ties are broken by it
    state: TicketState = TicketState.RESERVED
    item: ItemId = NO_ITEM
    slot: datetime | None = None
    reserved_at: datetime | None = None
    joined: datetime | None = None
    window: int | None = None  # where it is called or served, or must be called after a transfer
    visits: int = 0
    recalls: int = 0
    called_at: datetime | None = None
    started_at: datetime | None = None
    missed_at: datetime | None = None
    note: str = ""  # for the next window
    reprints: int = 0  # second slips

    @property
    def visit(self) -> VisitId:
        """Id of the current visit."""
        return visit_id(self.id, self.visits)

    @property
    def call(self) -> CallId:
        """Id of the current call: a recall is a new call of the same visit."""
        return call_id(self.visit, self.recalls)


@dataclass(frozen=True, slots=True)
class LastDeskStep:
    """What a guide did last with a ticket, and how the ticket stood before."""

    step: DeskStep
    at: datetime
    by: StaffId
    visits: int
    window: int | None


class TicketFloor(Ground):
    """The tickets of the day, and who waits in which queue.

    `issued` counts the tickets of a queue, `spares` those of them that a kiosk gave from its
    series, and `highest` the other numbers of a letter. They differ where
    hall.toml was changed during the day: a letter that went to another queue goes on counting.
    `appointments` is no fact but the hall's table, which the ledger reads; None: unread.
    """

    appointments: Appointments | None = None
    partial: bool = False

    def begin(self, day: date | None) -> None:
        super().begin(day)
        self.tickets: dict[TicketId, Ticket] = {}
        self.waiting: dict[str, dict[TicketId, Ticket]] = {q.id: {} for q in self.hall.queues}
        self.issued: dict[str, int] = {q.id: 0 for q in self.hall.queues}
        self.spares: dict[str, int] = {}
        self.highest: dict[str, int] = {}
        self.pace: dict[str, deque[float]] = {}
        self.desk_steps: dict[TicketId, LastDeskStep] = {}
        self.persons: dict[str, list[TicketId]] = {}  # by the key of an ID card
        self.codes: dict[str, TicketId] = {}  # by the code of an appointment, the latest
        self.touched.queues.update(self.waiting)

    def lay(self, appointments: Appointments | None, *, partial: bool = False) -> None:
        """The hall's table of appointments, as it is now. `partial`: more stands in it than can be
        read."""
        self.appointments, self.partial = appointments, partial

    def line_of(self, ticket: Ticket) -> dict[TicketId, Ticket]:
        """Who waits in the ticket's queue, about to change."""
        self.touched.queues.add(ticket.queue)
        return self.waiting.setdefault(ticket.queue, {})

    def held_by(self, queue: str, person: str) -> Ticket | None:
        """The ticket with which somebody waits in a queue, or is called."""
        theirs = (self.tickets[each] for each in self.persons.get(person, ()))
        return next((t for t in theirs if t.queue == queue and t.state in _AWAITED), None)

    def given_to(self, queue: str, person: str, since: datetime) -> Ticket | None:
        """The number of a queue that a screen is giving to somebody, reserved after `since`."""
        theirs = (self.tickets[each] for each in self.persons.get(person, ()))
        reserved = (t for t in theirs if t.queue == queue and t.state is TicketState.RESERVED)
        return next((t for t in reserved if t.reserved_at and t.reserved_at > since), None)

    def took(self, ticket: Ticket, seconds: float) -> None:
        """How long a visit of the ticket's queue lasted, from the call."""
        self.pace.setdefault(ticket.queue, deque(maxlen=_PACE)).append(seconds)
        self.touched.queues.add(ticket.queue)

    def took_not(self, ticket: Ticket, seconds: float) -> None:
        """The visit is not over after all."""
        pace = self.pace.get(ticket.queue)
        if pace is not None and seconds in pace:
            pace.remove(seconds)
            self.touched.queues.add(ticket.queue)


def _reserved(floor: TicketFloor, fact: facts.TicketReserved, at: datetime) -> None:
    floor.issued[fact.queue] = floor.issued.get(fact.queue, 0) + 1
    letter, count = number_parts(fact.number)
    if is_spare(fact.number):  # counted apart, by whoever grants series
        floor.spares[fact.queue] = floor.spares.get(fact.queue, 0) + 1
    else:
        floor.highest[letter] = max(count, floor.highest.get(letter, 0))
    ticket = Ticket(
        id=fact.ticket,
        day=fact.day,
        queue=fact.queue,
        number=fact.number,
        group=fact.group,
        order=sum(floor.issued.values()),
        item=fact.item,
        reserved_at=at,
        slot=fact.slot,
    )
    floor.tickets[ticket.id] = ticket
    if fact.person:
        floor.persons.setdefault(fact.person, []).append(ticket.id)
    if fact.code:
        floor.codes[fact.code] = ticket.id
    floor.line_of(ticket)


def _joined(
    floor: TicketFloor, fact: facts.TicketActivated | facts.TicketRequeued, _at: datetime
) -> None:
    ticket = floor.tickets.get(fact.ticket)
    if ticket is not None:
        ticket.state, ticket.joined = TicketState.WAITING, fact.joined
        ticket.window = None
        floor.line_of(ticket)[ticket.id] = ticket


def _requeued(floor: TicketFloor, fact: facts.TicketRequeued, at: datetime) -> None:
    _keep(floor, fact, DeskStep.REQUEUE, at)
    _joined(floor, fact, at)


def _cancelled(floor: TicketFloor, fact: facts.TicketCancelled, at: datetime) -> None:
    _keep(floor, fact, DeskStep.CANCEL, at)
    _ended(floor, fact, at)


def _keep(
    floor: TicketFloor,
    fact: facts.TicketRequeued | facts.TicketCancelled,
    step: DeskStep,
    at: datetime,
) -> None:
    """Keep how the ticket stands before this step of a guide, who may take it back."""
    ticket = floor.tickets.get(fact.ticket)
    if ticket is not None and fact.by:
        last = LastDeskStep(step, at, fact.by, ticket.visits, ticket.window)
        floor.desk_steps[ticket.id] = last


def _undone(floor: TicketFloor, fact: facts.DeskStepUndone, _at: datetime) -> None:
    """The ticket waits as it waited, with its time of arrival; or has missed its call as before."""
    ticket = floor.tickets.get(fact.ticket)
    last = floor.desk_steps.pop(fact.ticket, None)
    if ticket is None or last is None:
        return
    match fact.step:
        case DeskStep.CANCEL:
            ticket.state = TicketState.WAITING
            floor.line_of(ticket)[ticket.id] = ticket
        case DeskStep.REQUEUE:
            ticket.state, ticket.window = TicketState.NO_SHOW, last.window
            floor.line_of(ticket).pop(ticket.id, None)
        case _:
            assert_never(fact.step)


def _reprinted(floor: TicketFloor, fact: facts.TicketReprinted, _at: datetime) -> None:
    ticket = floor.tickets.get(fact.ticket)
    if ticket is not None:
        ticket.reprints += 1


def _ended(
    floor: TicketFloor,
    fact: facts.TicketVoided | facts.TicketCancelled | facts.TicketExpired,
    _at: datetime,
) -> None:
    ticket = floor.tickets.get(fact.ticket)
    if ticket is not None:
        ticket.state = _END[type(fact)]
        floor.line_of(ticket).pop(ticket.id, None)


_END = {
    facts.TicketVoided: TicketState.VOID,
    facts.TicketCancelled: TicketState.CANCELLED,
    facts.TicketExpired: TicketState.EXPIRED,
}

APPLY: Mapping[type[TicketFact], Callable[[TicketFloor, Any, datetime], None]] = {
    facts.TicketReserved: _reserved,
    facts.TicketActivated: _joined,
    facts.TicketRequeued: _requeued,
    facts.TicketVoided: _ended,
    facts.TicketCancelled: _cancelled,
    facts.TicketExpired: _ended,
    facts.DeskStepUndone: _undone,
    facts.TicketReprinted: _reprinted,
}
