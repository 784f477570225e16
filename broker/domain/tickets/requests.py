"""What kiosks and the guide desk ask for."""

from __future__ import annotations

from typing import Annotated

from msgspec import Meta

from broker.domain.base import Moment, Request, Word
from broker.domain.hall import PriorityClass
from broker.domain.ids import NO_ITEM, NO_STAFF, ItemId, StaffId, TicketId
from broker.domain.tickets.facts import CancelReason, DeskStep, HeldAs, VoidReason

AppointmentCode = Annotated[str, Meta(max_length=6, pattern=r"^([0-9]{6})?\Z")]


class ReserveTicket(Request, frozen=True):
    """Give a number of `queue`. `slot` is the booked time of an appointment. `person`: the key of
    whoever laid an ID card down, which means nothing tomorrow; who waits in this queue already is
    refused another number. `code` is that of an appointment: queue, item and slot are then as they
    were booked, whatever stands here."""

    queue: Word
    group: PriorityClass = PriorityClass.ORDINARY
    item: ItemId = NO_ITEM
    slot: Moment | None = None
    person: Word = ""
    code: AppointmentCode = ""


class AboutTicket(Request, frozen=True):
    """Base of what is asked for about a number that was given."""

    ticket: TicketId


class ActivateTicket(AboutTicket, frozen=True):
    """The citizen holds the number: let it wait."""

    paper: HeldAs


class VoidTicket(AboutTicket, frozen=True):
    """The paper did not come out and nobody took the number."""

    reason: VoidReason


class CancelTicket(AboutTicket, frozen=True):
    """A waiting citizen gives the number back. `by` is the guide who was asked, if any."""

    reason: CancelReason = CancelReason("")
    by: StaffId = NO_STAFF


class RequeueTicket(AboutTicket, frozen=True):
    """A citizen who missed the call came after all. `by` is the guide who was asked, if any."""

    by: StaffId = NO_STAFF


class UndoDeskStep(AboutTicket, frozen=True):
    """Take back what the guide `by` did last with this ticket, which was this (撤销)."""

    step: DeskStep
    by: StaffId


class RecordReprint(AboutTicket, frozen=True):
    """A second slip of the number came out of the printer here; with `maybe`, nobody knows whether
    it did. `by` is the guide who had it printed, if any."""

    maybe: bool = False
    by: StaffId = NO_STAFF


class FindTicket(Request, frozen=True):
    """What is known of today's ticket with this number. Nothing is written."""

    number: Word


class ListWaiting(Request, frozen=True):
    """Who waits in these queues (none named: in all), first who would be called first. Nothing
    is written."""

    queues: tuple[Word, ...] = ()


class ListMissed(Request, frozen=True):
    """Who missed the call today and has not come back, the latest first. Nothing is written."""


TicketRequest = (
    ReserveTicket
    | ActivateTicket
    | VoidTicket
    | CancelTicket
    | RequeueTicket
    | UndoDeskStep
    | RecordReprint
)
TicketQuery = FindTicket | ListWaiting | ListMissed
