"""What a clerk asks for about citizens, and what displays report."""

from __future__ import annotations

from broker.domain.base import Request, Sentence, Word
from broker.domain.calling.facts import ClerkStep, UndeliveredReason
from broker.domain.ids import CallId, TicketId, VisitId
from broker.domain.text.kinds import Note
from broker.domain.windows.requests import FromWindow


class CallNext(FromWindow, frozen=True):
    """Call the ticket with the highest accumulated priority."""


class CallTicket(FromWindow, frozen=True):
    """Call a chosen ticket (only where the hall allows it)."""

    ticket: TicketId


class RecallTicket(FromWindow, frozen=True):
    """Call the same ticket once more."""


class StartService(FromWindow, frozen=True):
    """The citizen has come."""


class FinishService(FromWindow, frozen=True):
    """The visit is over: ask for a rating."""


class MissTicket(FromWindow, frozen=True):
    """Nobody came (过号)."""


class TransferTicket(FromWindow, frozen=True):
    """Send the citizen on to a queue, or to one window of it."""

    queue: Word
    to_window: int | None = None


class NoteTicket(FromWindow, frozen=True):
    """Note something on the ticket at the window for the next; "" takes the note away. It names
    nobody: what is written stays for ever (ADR 20)."""

    note: Note


class UndoStep(FromWindow, frozen=True):
    """Take back the last step of the window, which was this one of this visit (撤销)."""

    visit: VisitId
    step: ClerkStep


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
    | NoteTicket
    | UndoStep
    | ReportDelivery
)
