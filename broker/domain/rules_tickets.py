"""Rules of a ticket outside the windows: given, held, given back, come back."""

from __future__ import annotations

from datetime import datetime, timedelta

from broker.domain import facts as f
from broker.domain import requests as r
from broker.domain.calling import joined_at
from broker.domain.floor import Floor
from broker.domain.hours import is_open
from broker.domain.refusals import No, Refusal
from broker.domain.tickets import (
    Party,
    Step,
    Ticket,
    TicketState,
    next_state,
    number,
    ticket_id,
)


def ticket_of(floor: Floor, key: str) -> Ticket:
    """The ticket of today with this id. Raises `Refusal`."""
    ticket = floor.tickets.get(key)
    if ticket is None:
        raise Refusal(No.UNKNOWN_TICKET, ticket=key)
    return ticket


def check_step(ticket: Ticket, step: Step, party: Party) -> None:
    """Raise `Refusal` where the table of transitions does not allow the step."""
    if next_state(ticket.state, step, party) is None:
        raise Refusal(No.WRONG_STATE, ticket=ticket.number, state=ticket.state)


def reserve(floor: Floor, request: r.ReserveTicket, now: datetime) -> list[f.AnyFact]:
    """Give the next number of a queue."""
    queue = floor.hall.queue(request.queue)
    if queue is None:
        raise Refusal(No.UNKNOWN_QUEUE, queue=request.queue)
    if not is_open(floor.hall.hours, now, floor.zone):
        raise Refusal(No.CLOSED)
    day = floor.day_of(now)
    count = floor.issued[queue.id] if day == floor.day else 0
    if queue.daily_limit and count >= queue.daily_limit:
        raise Refusal(No.LIMIT)
    given = number(queue.prefix, count + 1)
    return [
        f.TicketReserved(
            ticket=ticket_id(day, given),
            day=day,
            queue=queue.id,
            number=given,
            group=request.group,
            item=request.item,
            slot=request.slot,
            ahead=len(floor.waiting[queue.id]) if day == floor.day else 0,
            windows=tuple(window.number for window in floor.hall.windows_of(queue.id)),
        )
    ]


def activate(floor: Floor, request: r.ActivateTicket, now: datetime) -> list[f.AnyFact]:
    """The citizen holds the number. A second word about the same is no news."""
    ticket = ticket_of(floor, request.ticket)
    if ticket.joined is not None:
        return []
    check_step(ticket, Step.ACTIVATE, Party.KIOSK)
    joined = joined_at(ticket.group, ticket.slot, now, floor.hall.calling)
    return [f.TicketActivated(ticket=ticket.id, joined=joined, paper=request.paper)]


def void(floor: Floor, request: r.VoidTicket, _now: datetime) -> list[f.AnyFact]:
    """Nobody took the number."""
    ticket = ticket_of(floor, request.ticket)
    if ticket.state is TicketState.VOID:
        return []
    check_step(ticket, Step.VOID, Party.KIOSK)
    return [f.TicketVoided(ticket=ticket.id, reason=request.reason)]


def cancel(floor: Floor, request: r.CancelTicket, _now: datetime) -> list[f.AnyFact]:
    """A waiting number is given back."""
    ticket = ticket_of(floor, request.ticket)
    check_step(ticket, Step.CANCEL, Party.KIOSK)
    return [f.TicketCancelled(ticket=ticket.id, reason=request.reason)]


def requeue(floor: Floor, request: r.RequeueTicket, now: datetime) -> list[f.AnyFact]:
    """Missed, and came after all: waits again, with the time of arrival kept."""
    ticket = ticket_of(floor, request.ticket)
    check_step(ticket, Step.REQUEUE, Party.GUIDE)
    minutes = floor.hall.calling.requeue_minutes
    if ticket.missed_at is None or now - ticket.missed_at > timedelta(minutes=minutes):
        raise Refusal(No.TOO_LATE, minutes=minutes)
    return [f.TicketRequeued(ticket=ticket.id, joined=ticket.joined or now)]
