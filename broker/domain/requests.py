"""What may be asked of the hall, and its answer.

`id` makes a request idempotent: sent again, it gets the stored answer and changes nothing.
One press, one touch, one finger: one id.
"""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

from msgspec import Meta, Struct

from broker.domain.facts import AnyFact, Level, Paper, PunchWay, kebab
from broker.domain.hall import PriorityClass

RequestId = Annotated[str, Meta(min_length=8, max_length=64)]
Word = Annotated[str, Meta(max_length=64)]
Sentence = Annotated[str, Meta(max_length=200)]


class Request(Struct, frozen=True, kw_only=True, tag=kebab, tag_field="type"):
    """Base of all requests. `source` names the device or screen that asks (`kiosk-1`)."""

    id: RequestId
    at: datetime
    source: Word
    v: int = 1


class ReserveTicket(Request):
    """Give a number of `queue`. `slot` is the booked time of an appointment."""

    queue: Word
    group: PriorityClass = PriorityClass.ORDINARY
    item: Word = ""
    slot: datetime | None = None


class ActivateTicket(Request):
    """The citizen holds the number: let it wait."""

    ticket: Word
    paper: Paper


class VoidTicket(Request):
    """The paper did not come out and nobody took the number."""

    ticket: Word
    reason: Sentence


class CancelTicket(Request):
    """A waiting citizen gives the number back."""

    ticket: Word
    reason: Sentence = ""


class OpenWindow(Request):
    """Sign in at a window."""

    window: int
    clerk: Word


class CloseWindow(Request):
    """Sign out."""

    window: int
    clerk: Word


class PauseWindow(Request):
    """Stop calling for a while, with a reason for the public."""

    window: int
    clerk: Word
    reason: Sentence


class ResumeWindow(Request):
    """Call again."""

    window: int
    clerk: Word


class CallNext(Request):
    """Call the ticket with the highest accumulated priority."""

    window: int
    clerk: Word


class CallTicket(Request):
    """Call a chosen ticket (only where the hall allows it)."""

    window: int
    clerk: Word
    ticket: Word


class RecallTicket(Request):
    """Call the same ticket once more."""

    window: int
    clerk: Word


class StartService(Request):
    """The citizen has come."""

    window: int
    clerk: Word


class FinishService(Request):
    """The visit is over: ask for a rating."""

    window: int
    clerk: Word


class MissTicket(Request):
    """Nobody came (过号)."""

    window: int
    clerk: Word


class RequeueTicket(Request):
    """A citizen who missed the call came after all."""

    ticket: Word


class TransferTicket(Request):
    """Send the citizen on to a queue, or to one window of it."""

    window: int
    clerk: Word
    queue: Word
    to_window: int | None = None


class ReportDelivery(Request):
    """A display showed a call, or could not."""

    call: Word
    device: Word
    delivered: bool
    reason: Sentence = ""


class GiveRating(Request):
    """An armed evaluator's key was pressed."""

    visit: Word
    level: Level
    device: Word
    armed_at: datetime
    pressed_at: datetime


class LeaveUnrated(Request):
    """The armed time ended in silence, or no evaluator could ask."""

    visit: Word
    reason: Sentence


class CountStray(Request):
    """A key was pressed while nothing was asked."""

    window: int
    device: Word
    key: Word


class RecordPunch(Request):
    """A reader recognised a member of staff at `punched_at`."""

    staff: Word
    device: Word
    punched_at: datetime
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
    at: datetime
    facts: tuple[AnyFact, ...] = ()
    v: int = 1


class Refused(Struct, frozen=True, kw_only=True, tag="refused", tag_field="type"):
    """The request was not carried out, and why, as a sentence for a person."""

    request: str
    at: datetime
    code: str
    zh: str
    en: str
    v: int = 1


Answer = Granted | Refused
