"""What a clerk asks for about citizens, and what displays report."""

from __future__ import annotations

from broker.domain.base import Request, Sentence, Word
from broker.domain.calling.facts import UndeliveredReason
from broker.domain.ids import CallId, StaffId, TicketId


class CallNext(Request, frozen=True):
    """Call the ticket with the highest accumulated priority."""

    window: int
    clerk: StaffId


class CallTicket(Request, frozen=True):
    """Call a chosen ticket (only where the hall allows it)."""

    window: int
    clerk: StaffId
    ticket: TicketId


class RecallTicket(Request, frozen=True):
    """Call the same ticket once more."""

    window: int
    clerk: StaffId


class StartService(Request, frozen=True):
    """The citizen has come."""

    window: int
    clerk: StaffId


class FinishService(Request, frozen=True):
    """The visit is over: ask for a rating."""

    window: int
    clerk: StaffId


class MissTicket(Request, frozen=True):
    """Nobody came (过号)."""

    window: int
    clerk: StaffId


class TransferTicket(Request, frozen=True):
    """Send the citizen on to a queue, or to one window of it."""

    window: int
    clerk: StaffId
    queue: Word
    to_window: int | None = None


class ReportDelivery(Request, frozen=True):
    """A display showed a call, or could not. `detail`: the words of the device, for staff."""

    call: CallId
    device: Word
    delivered: bool
    reason: UndeliveredReason = UndeliveredReason("")
    detail: Sentence = ""


CallingRequest = (
    CallNext
    | CallTicket
    | RecallTicket
    | StartService
    | FinishService
    | MissTicket
    | TransferTicket
    | ReportDelivery
)
