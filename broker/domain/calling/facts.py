"""Calls and visits, and whether a display showed the call."""

from __future__ import annotations

from enum import StrEnum

from msgspec import Struct

from broker.domain.base import Fact, Moment
from broker.domain.hall import PriorityClass
from broker.domain.ids import CallId, StaffId, TicketId, VisitId
from broker.domain.reasons import Reason


class Compared(Struct, frozen=True, kw_only=True):
    """One ticket as it stood when a call was decided: waited seconds × rate = priority."""

    number: str
    group: PriorityClass
    waited: float
    priority: float


class UndeliveredReason(Reason):
    """Why a display did not show a call."""

    NO_ANSWER = "no-answer", "没有应答", "No answer"
    REFUSED = "refused", "显示屏拒绝显示", "The display refused it"
    REPLACED = (
        "replaced",
        "显示前已被新内容取代",
        "Newer content took its place before it was shown",
    )
    LINE_LOST = "line-lost", "显示屏的端口不可用", "The display's port cannot be used"


class ClerkStep(StrEnum):
    """A step of a visit that its clerk may take back."""

    CALL = "call"
    START = "start"
    FINISH = "finish"
    MISS = "miss"
    TRANSFER = "transfer"


class OfVisit(Fact, frozen=True):
    """Base of what happens to a visit at its window."""

    ticket: TicketId
    visit: VisitId
    window: int


class TicketCalled(Fact, frozen=True):
    """A window called a ticket, and why this one: the candidates as compared."""

    ticket: TicketId
    number: str
    visit: VisitId
    call: CallId
    window: int
    clerk: StaffId
    chosen: bool = False
    why: tuple[Compared, ...] = ()


class TicketRecalled(Fact, frozen=True):
    """The same call once more."""

    ticket: TicketId
    call: CallId
    window: int
    times: int


class ServiceStarted(OfVisit, frozen=True):
    """The citizen is at the window."""


class ServiceFinished(OfVisit, frozen=True):
    """The visit ended; now it can be rated."""

    clerk: StaffId
    seconds: float


class TicketMissed(OfVisit, frozen=True):
    """Called, and nobody came (过号)."""


class TicketTransferred(Fact, frozen=True):
    """Sent on to another queue or window, with the time of arrival kept."""

    ticket: TicketId
    visit: VisitId
    from_window: int
    queue: str
    window: int | None
    joined: Moment


class TicketNoted(OfVisit, frozen=True):
    """The clerk noted something on the ticket for whoever calls it next; "": nothing any more. It
    is for staff, and stands on no sign, board or slip."""

    clerk: StaffId
    note: str


class StepUndone(OfVisit, frozen=True):
    """The clerk took back the last step (撤销): the ticket stands where it stood before, in
    `queue`, and for `to_window` alone where it waits for one again."""

    clerk: StaffId
    step: ClerkStep
    queue: str
    to_window: int | None = None


class CallDelivered(Fact, frozen=True):
    """The display showed the call, or cannot tell."""

    call: CallId
    device: str


class CallUndelivered(Fact, frozen=True):
    """No display showed the call; the hall board carries it and staff are alerted.

    `detail` is what the device or its port said, in its own words.
    """

    call: CallId
    device: str
    reason: UndeliveredReason
    detail: str = ""


CallingFact = (
    TicketCalled
    | TicketRecalled
    | ServiceStarted
    | ServiceFinished
    | TicketMissed
    | TicketTransferred
    | TicketNoted
    | StepUndone
    | CallDelivered
    | CallUndelivered
)
