"""What may be asked of the hall, and its answer.

`id` makes a request idempotent: sent again, it gets the stored answer and changes nothing.
One press, one touch, one finger: one id.
"""

from __future__ import annotations

from typing import Annotated

from msgspec import Meta, Struct

from broker.domain.facts import AnyFact, Level, Moment, Paper, PunchWay, kebab
from broker.domain.hall import PriorityClass

RequestId = Annotated[str, Meta(min_length=8, max_length=64)]
Word = Annotated[str, Meta(max_length=64)]
Sentence = Annotated[str, Meta(max_length=200)]


class Request(Struct, frozen=True, kw_only=True, tag=kebab, tag_field="type"):
    """Base of all requests. `source` names the device or screen that asks (`kiosk-1`)."""

    id: RequestId
    at: Moment
    source: Word
    v: int = 1


class ReserveTicket(Request, frozen=True):
    """Give a number of `queue`. `slot` is the booked time of an appointment."""

    queue: Word
    group: PriorityClass = PriorityClass.ORDINARY
    item: Word = ""
    slot: Moment | None = None


class ActivateTicket(Request, frozen=True):
    """The citizen holds the number: let it wait."""

    ticket: Word
    paper: Paper


class VoidTicket(Request, frozen=True):
    """The paper did not come out and nobody took the number."""

    ticket: Word
    reason: Sentence


class CancelTicket(Request, frozen=True):
    """A waiting citizen gives the number back."""

    ticket: Word
    reason: Sentence = ""


class OpenWindow(Request, frozen=True):
    """Sign in at a window."""

    window: int
    clerk: Word


class CloseWindow(Request, frozen=True):
    """Sign out."""

    window: int
    clerk: Word


class PauseWindow(Request, frozen=True):
    """Stop calling for a while, with a reason for the public."""

    window: int
    clerk: Word
    reason: Sentence


class ResumeWindow(Request, frozen=True):
    """Call again."""

    window: int
    clerk: Word


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


class RequeueTicket(Request, frozen=True):
    """A citizen who missed the call came after all."""

    ticket: Word


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


class GiveRating(Request, frozen=True):
    """An armed evaluator's key was pressed."""

    visit: Word
    level: Level
    device: Word
    armed_at: Moment
    pressed_at: Moment


class LeaveUnrated(Request, frozen=True):
    """The armed time ended in silence, or no evaluator could ask."""

    visit: Word
    reason: Sentence


class CountStray(Request, frozen=True):
    """A key was pressed while nothing was asked."""

    window: int
    device: Word
    key: Word


class RecordPunch(Request, frozen=True):
    """A reader recognised a member of staff at `punched_at`."""

    staff: Word
    device: Word
    punched_at: Moment
    way: PunchWay
    reason: Sentence = ""
    by: Word = ""


AnyRequest = (
    ReserveTicket
    | ActivateTicket
    | VoidTicket
    | CancelTicket
    | OpenWindow
    | CloseWindow
    | PauseWindow
    | ResumeWindow
    | CallNext
    | CallTicket
    | RecallTicket
    | StartService
    | FinishService
    | MissTicket
    | RequeueTicket
    | TransferTicket
    | ReportDelivery
    | GiveRating
    | LeaveUnrated
    | CountStray
    | RecordPunch
)


class Granted(Struct, frozen=True, kw_only=True, tag="granted", tag_field="type"):
    """The request was carried out; `facts` are what was written. `request` repeats its id."""

    request: str
    at: Moment
    facts: tuple[AnyFact, ...] = ()
    v: int = 1


class Refused(Struct, frozen=True, kw_only=True, tag="refused", tag_field="type"):
    """The request was not carried out, and why, as a sentence for a person."""

    request: str
    at: Moment
    code: str
    zh: str
    en: str
    v: int = 1


Answer = Granted | Refused
