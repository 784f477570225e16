"""What a clerk asks for about citizens, and what displays report."""

from __future__ import annotations

from broker.domain.base import Request, Sentence, Word


class CallNext(Request, frozen=True):
    """Call the ticket with the highest accumulated priority."""

    window: int
    clerk: Word


class CallTicket(Request, frozen=True):
    """Call a chosen ticket (only where the hall allows it)."""

    window: int
    clerk: Word
    ticket: Word


class RecallTicket(Request, frozen=True):
    """Call the same ticket once more."""

    window: int
    clerk: Word


class StartService(Request, frozen=True):
    """The citizen has come."""

    window: int
    clerk: Word


class FinishService(Request, frozen=True):
    """The visit is over: ask for a rating."""

    window: int
    clerk: Word


class MissTicket(Request, frozen=True):
    """Nobody came (过号)."""

    window: int
    clerk: Word


class TransferTicket(Request, frozen=True):
    """Send the citizen on to a queue, or to one window of it."""

    window: int
    clerk: Word
    queue: Word
    to_window: int | None = None


class ReportDelivery(Request, frozen=True):
    """A display showed a call, or could not."""

    call: Word
    device: Word
    delivered: bool
    reason: Sentence = ""


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
