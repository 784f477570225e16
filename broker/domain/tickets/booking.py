"""A number for an appointment: which one a code stands for, and whether it is time. Pure.

How it works, and why a code is honoured once. What was booked stands in the hall's own table, which
the ledger alone looks at: a kiosk or a desk sends the code and learns the queue from the number.
The code stands in the fact that gives the number, so the floor knows which codes of today are used
whatever happened in between: a code whose number anybody may hold is refused to everybody else, at
every screen. Only a number that is void, which nobody ever held, gives its code free again.
"""

from __future__ import annotations

from datetime import datetime

from msgspec.structs import replace

from broker.domain.alerts import Sentences
from broker.domain.appointments import Appointment, honoured_within, nearest
from broker.domain.hall import PriorityClass
from broker.domain.refusals import CodeUsed, No, Refusal
from broker.domain.tickets.life import TicketState
from broker.domain.tickets.projection import TicketFloor
from broker.domain.tickets.requests import ReserveTicket

_AWAITED = (TicketState.WAITING, TicketState.CALLED)


def booked(floor: TicketFloor, request: ReserveTicket, now: datetime) -> ReserveTicket:
    """What this code asks for: queue, item and time as they were booked. Raises `Refusal`."""
    if floor.appointments is None:
        raise Refusal(No.NO_APPOINTMENTS)
    day = floor.day_of(now)
    theirs = floor.appointments.get(request.code, ())
    if day == floor.day:
        _check_unused(floor, request.code)
    if not theirs:  # in what cannot be read it may stand all the same
        raise Refusal(No.NO_APPOINTMENTS if floor.partial else No.CODE_UNKNOWN)
    appointment = nearest(theirs, day)
    if floor.hall.queue(appointment.queue) is None:
        raise Refusal(No.CODE_UNKNOWN)
    if appointment.day != day:
        raise Refusal(No.CODE_OTHER_DAY, when=_when(appointment))
    _check_time(floor, appointment, now)
    return replace(
        request,
        queue=appointment.queue,
        group=PriorityClass.APPOINTMENT,
        item=appointment.item,
        slot=appointment.begins(floor.zone),
    )


def _check_unused(floor: TicketFloor, code: str) -> None:
    key = floor.codes.get(code)
    ticket = floor.tickets.get(key) if key else None
    if ticket is None or ticket.state is TicketState.VOID:
        return
    if ticket.state is TicketState.RESERVED:
        raise Refusal(No.CODE_BEING_GIVEN)
    raise CodeUsed(ticket.id, ticket.number, held=ticket.state in _AWAITED)


def _check_time(floor: TicketFloor, appointment: Appointment, now: datetime) -> None:
    minutes = floor.hall.calling.appointment_tolerance_minutes
    span = honoured_within(appointment, minutes, floor.zone)
    slot = f"{appointment.slot:%H:%M}"
    if now < span.first:
        since = f"{span.first.astimezone(floor.zone):%H:%M}"
        raise Refusal(No.CODE_EARLY, slot=slot, since=since)
    if now > span.last:
        raise Refusal(No.CODE_LATE, slot=slot, minutes=minutes)


def _when(appointment: Appointment) -> Sentences:
    """A day and a time, for a person."""
    day, slot = appointment.day, f"{appointment.slot:%H:%M}"
    return Sentences(
        f"{day.year}年{day.month}月{day.day}日 {slot}", f"{day:%A}, {day.day} {day:%B %Y}, {slot}"
    )
