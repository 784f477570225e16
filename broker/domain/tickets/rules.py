"""Rules of a ticket outside the windows: given, held, given back, come back."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, datetime, timedelta
from typing import Any

from broker.domain.base import Request
from broker.domain.hall import AT_GUIDE_DESK, Calling, Hall, PriorityClass
from broker.domain.hours import is_open
from broker.domain.ids import LAST_ORDINARY, TicketId, ticket_id, ticket_number
from broker.domain.refusals import HasNumber, No, Refusal
from broker.domain.tickets import facts, requests
from broker.domain.tickets.booking import booked
from broker.domain.tickets.facts import DeskStep, TicketFact
from broker.domain.tickets.life import UNDO, Party, TicketState, TicketStep, next_state
from broker.domain.tickets.projection import Ticket, TicketFloor

_ON_THE_WAY = timedelta(seconds=3)  # for a press in the last moment
_GIVING = timedelta(minutes=3)  # printing, and noting from the glass, take less

_LEFT = {DeskStep.REQUEUE: TicketState.WAITING, DeskStep.CANCEL: TicketState.CANCELLED}


def ticket_of(floor: TicketFloor, key: TicketId) -> Ticket:
    """The ticket of today with this id. Raises `Refusal`."""
    ticket = floor.tickets.get(key)
    if ticket is None:
        raise Refusal(No.UNKNOWN_TICKET, ticket=key)
    return ticket


def check_step(ticket: Ticket, step: TicketStep, party: Party) -> None:
    """Raise `Refusal` where the table of transitions does not allow the step."""
    if next_state(ticket.state, step, party) is None:
        raise Refusal(No.WRONG_STATE, ticket=ticket.number, state=ticket.state)


def check_guide(hall: Hall, staff: str) -> None:
    """Raise `Refusal` where somebody is named who may not work at the guide desk."""
    if not staff:
        return
    member = hall.member(staff)
    if member is None:
        raise Refusal(No.UNKNOWN_STAFF, staff=staff)
    if member.role not in AT_GUIDE_DESK:
        raise Refusal(No.ROLE, staff=staff)


def reserve(floor: TicketFloor, request: requests.ReserveTicket, now: datetime) -> list[TicketFact]:
    """Give the next number of a queue. One that was booked is given though the day's limit is
    reached: it was promised."""
    if request.code:
        request = booked(floor, request, now)
    queue = floor.hall.queue(request.queue)
    if queue is None:
        raise Refusal(No.UNKNOWN_QUEUE, queue=request.queue)
    if not is_open(floor.hall.hours, now, floor.zone):
        raise Refusal(No.CLOSED)
    day = floor.day_of(now)
    _check_wish(floor, request, day)
    today = day == floor.day
    _check_person(floor, request, now)
    if (
        today
        and queue.daily_limit
        and not request.code
        and floor.issued[queue.id] >= queue.daily_limit
    ):
        raise Refusal(No.LIMIT)
    count = 1 + (floor.highest.get(queue.prefix, 0) if today else 0)
    if count > LAST_ORDINARY:
        raise Refusal(No.LIMIT)
    given = ticket_number(queue.prefix, count)
    return [
        facts.TicketReserved(
            ticket=ticket_id(day, given),
            day=day,
            queue=queue.id,
            number=given,
            group=request.group,
            item=request.item,
            slot=request.slot,
            ahead=len(floor.waiting[queue.id]) if today else 0,
            windows=tuple(window.number for window in floor.hall.windows_of(queue.id)),
            person=request.person,
            code=request.code,
        )
    ]


def _check_person(floor: TicketFloor, request: requests.ReserveTicket, now: datetime) -> None:
    """Raise `Refusal` for who waits in this queue already, or was called and is awaited; and for
    whose number is being printed elsewhere. What became of it is known before long, and a kiosk
    that died over it keeps nobody out."""
    first = floor.held_by(request.queue, request.person)
    if first is not None:
        raise HasNumber(first.id, first.number)
    given = floor.given_to(request.queue, request.person, now - _GIVING)
    if given is not None:
        raise Refusal(No.BEING_GIVEN, number=given.number)


def _check_wish(floor: TicketFloor, request: requests.ReserveTicket, day: date) -> None:
    """Raise `Refusal` for an item that the queue does not serve, or a slot of another day."""
    if request.item and request.queue not in floor.queues_of_item.get(request.item, ()):
        raise Refusal(No.UNKNOWN_ITEM, queue=request.queue, item=request.item)
    if request.slot is not None and floor.day_of(request.slot) != day:
        raise Refusal(No.NO_SUCH_TIME, moment=request.slot.isoformat())


def activate(
    floor: TicketFloor, request: requests.ActivateTicket, now: datetime
) -> list[TicketFact]:
    """The citizen holds the number. A second word about the same is no news."""
    ticket = ticket_of(floor, request.ticket)
    if ticket.joined is not None:
        return []
    check_step(ticket, TicketStep.ACTIVATE, Party.KIOSK)
    joined = joined_at(ticket.group, ticket.slot, now, floor.hall.calling)
    return [facts.TicketActivated(ticket=ticket.id, joined=joined, paper=request.paper)]


def joined_at(
    group: PriorityClass, slot: datetime | None, now: datetime, rules: Calling
) -> datetime:
    """Since when a ticket waits. An appointment counts from its slot less the tolerance, but not
    from before the citizen came."""
    if group is PriorityClass.APPOINTMENT and slot is not None:
        return max(now, slot - timedelta(minutes=rules.appointment_tolerance_minutes))
    return now


def void(floor: TicketFloor, request: requests.VoidTicket, _now: datetime) -> list[TicketFact]:
    """Nobody took the number."""
    ticket = ticket_of(floor, request.ticket)
    if ticket.state is TicketState.VOID:
        return []
    check_step(ticket, TicketStep.VOID, Party.KIOSK)
    return [facts.TicketVoided(ticket=ticket.id, reason=request.reason)]


def cancel(floor: TicketFloor, request: requests.CancelTicket, _now: datetime) -> list[TicketFact]:
    """A waiting number is given back."""
    ticket = ticket_of(floor, request.ticket)
    check_step(ticket, TicketStep.CANCEL, Party.KIOSK)
    check_guide(floor.hall, request.by)
    return [facts.TicketCancelled(ticket=ticket.id, reason=request.reason, by=request.by)]


def requeue(floor: TicketFloor, request: requests.RequeueTicket, now: datetime) -> list[TicketFact]:
    """Missed, and came after all: waits again, with the time of arrival kept."""
    ticket = ticket_of(floor, request.ticket)
    check_step(ticket, TicketStep.REQUEUE, Party.GUIDE)
    check_guide(floor.hall, request.by)
    minutes = floor.hall.calling.requeue_minutes
    if ticket.missed_at is None or now - ticket.missed_at > timedelta(minutes=minutes):
        raise Refusal(No.TOO_LATE, minutes=minutes)
    return [facts.TicketRequeued(ticket=ticket.id, joined=ticket.joined or now, by=request.by)]


def undo(floor: TicketFloor, request: requests.UndoDeskStep, now: datetime) -> list[TicketFact]:
    """Take back what a guide did last with a ticket, for ten seconds, while nobody has gone on from
    it: the ticket stands as the step left it, and no window has called it since."""
    ticket = ticket_of(floor, request.ticket)
    check_guide(floor.hall, request.by)
    last = floor.desk_steps.get(ticket.id)
    if last is None or (last.step, last.by) != (request.step, request.by):
        raise Refusal(No.NOTHING_TO_UNDO)
    check_undo_time(last.at, now)
    if ticket.visits != last.visits or ticket.state is not _LEFT[last.step]:
        raise Refusal(No.WRONG_STATE, ticket=ticket.number, state=ticket.state)
    return [facts.DeskStepUndone(ticket=ticket.id, step=last.step, by=last.by)]


def reprinted(
    floor: TicketFloor, request: requests.RecordReprint, _now: datetime
) -> list[TicketFact]:
    """A second slip is out. Whatever has become of the number meanwhile, the paper is there."""
    ticket = ticket_of(floor, request.ticket)
    check_guide(floor.hall, request.by)
    return [
        facts.TicketReprinted(
            ticket=ticket.id, device=request.source, maybe=request.maybe, by=request.by
        )
    ]


def check_undo_time(done_at: datetime, now: datetime) -> None:
    """Raise `Refusal` where what was done is too long ago to be taken back."""
    if now - done_at > UNDO + _ON_THE_WAY:
        raise Refusal(No.UNDO_TOO_LATE, seconds=round(UNDO.total_seconds()))


def at_day_end(floor: TicketFloor) -> list[TicketFact]:
    """Numbers never activated become void; who still waits or is called expires."""
    ended = (_ending(ticket) for ticket in floor.tickets.values())
    return [fact for fact in ended if fact is not None]


def _ending(ticket: Ticket) -> TicketFact | None:
    if ticket.state is TicketState.RESERVED:
        return facts.TicketVoided(ticket=ticket.id, reason=facts.VoidReason.DAY_ENDED)
    if ticket.state in (TicketState.WAITING, TicketState.CALLED):
        return facts.TicketExpired(ticket=ticket.id)
    return None


RULES: Mapping[type[Request], Callable[[TicketFloor, Any, datetime], list[TicketFact]]] = {
    requests.ReserveTicket: reserve,
    requests.ActivateTicket: activate,
    requests.VoidTicket: void,
    requests.CancelTicket: cancel,
    requests.RequeueTicket: requeue,
    requests.UndoDeskStep: undo,
    requests.RecordReprint: reprinted,
}
