"""What happened, in the past tense: the only thing the ledger stores.

Each fact is a frozen value with a tag; on disk and on the bus it is the same JSON. Facts are
never changed or removed; what follows from them (`broker.domain.floor`) can always be rebuilt.
Times are UTC. No fact holds a name, an id-card number or a fingerprint.
"""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum
from typing import Annotated

from msgspec import Meta, Struct

from broker.domain.hall import PriorityClass

Moment = Annotated[datetime, Meta(tz=True)]  # without an offset it would be nobody's time


def kebab(name: str) -> str:
    """`TicketCalled` → `ticket-called`: the tag of a fact or request on the wire."""
    return "".join("-" + c.lower() if c.isupper() else c for c in name).lstrip("-")


class Fact(Struct, frozen=True, kw_only=True, tag=kebab, tag_field="type"):
    """Base of all facts."""


class Paper(StrEnum):
    """How the citizen holds the number."""

    PRINTED = "printed"  # the slip is out
    SCREEN = "screen"  # paper failed; the citizen said that the number is noted
    UNKNOWN = "unknown"  # power failed while printing: there may be a slip


class Level(StrEnum):
    """The five levels of 好差评, by name; numbers exist only in exporters."""

    VERY_SATISFIED = "very-satisfied"  # 非常满意
    SATISFIED = "satisfied"  # 满意
    BASICALLY_SATISFIED = "basically-satisfied"  # 基本满意
    DISSATISFIED = "dissatisfied"  # 不满意
    VERY_DISSATISFIED = "very-dissatisfied"  # 非常不满意


class PunchWay(StrEnum):
    """How a punch was made."""

    FINGER = "finger"
    PIN = "pin"
    LEADER = "leader"  # recorded afterwards by the duty leader, with a reason


class Suspicion(StrEnum):
    """Why a rating is conspicuous. It counts all the same until somebody has looked."""

    TOO_SOON = "too-soon"
    SHORT_VISIT = "short-visit"
    BURST = "burst"


class Compared(Struct, frozen=True, kw_only=True):
    """One ticket as it stood when a call was decided: waited seconds × rate = priority."""

    number: str
    group: PriorityClass
    waited: float
    priority: float


class TicketReserved(Fact, frozen=True):
    """A number was given. `ahead`: people who waited in the queue at that moment."""

    ticket: str
    day: date
    queue: str
    number: str
    group: PriorityClass
    item: str = ""
    slot: Moment | None = None
    ahead: int = 0
    windows: tuple[int, ...] = ()


class TicketActivated(Fact, frozen=True):
    """The citizen holds the number and waits since `joined`."""

    ticket: str
    joined: Moment
    paper: Paper


class TicketVoided(Fact, frozen=True):
    """The number was never held by anybody."""

    ticket: str
    reason: str


class TicketCancelled(Fact, frozen=True):
    """A waiting citizen's number was given back."""

    ticket: str
    reason: str = ""


class TicketExpired(Fact, frozen=True):
    """The day ended while the ticket waited or was called."""

    ticket: str


class TicketCalled(Fact, frozen=True):
    """A window called a ticket, and why this one: the candidates as compared."""

    ticket: str
    number: str
    visit: str
    call: str
    window: int
    clerk: str
    chosen: bool = False
    why: tuple[Compared, ...] = ()


class TicketRecalled(Fact, frozen=True):
    """The same call once more."""

    ticket: str
    call: str
    window: int
    times: int


class ServiceStarted(Fact, frozen=True):
    """The citizen is at the window."""

    ticket: str
    visit: str
    window: int


class ServiceFinished(Fact, frozen=True):
    """The visit ended; now it can be rated."""

    ticket: str
    visit: str
    window: int
    clerk: str
    seconds: float


class TicketMissed(Fact, frozen=True):
    """Called, and nobody came (过号)."""

    ticket: str
    visit: str
    window: int


class TicketRequeued(Fact, frozen=True):
    """A missed ticket waits again."""

    ticket: str
    joined: Moment


class TicketTransferred(Fact, frozen=True):
    """Sent on to another queue or window, with the time of arrival kept."""

    ticket: str
    visit: str
    from_window: int
    queue: str
    window: int | None
    joined: Moment


class WindowOpened(Fact, frozen=True):
    """A clerk signed in."""

    window: int
    clerk: str


class WindowPaused(Fact, frozen=True):
    """暂停服务, with the reason shown to the public."""

    window: int
    reason: str


class WindowResumed(Fact, frozen=True):
    """The pause is over."""

    window: int


class WindowClosed(Fact, frozen=True):
    """The clerk signed out."""

    window: int
    clerk: str


class CallDelivered(Fact, frozen=True):
    """The display showed the call, or cannot tell."""

    call: str
    device: str


class CallUndelivered(Fact, frozen=True):
    """No display showed the call; the hall board carries it and staff are alerted."""

    call: str
    device: str
    reason: str


class RatingGiven(Fact, frozen=True):
    """An applicant's press inside the armed time."""

    visit: str
    window: int
    clerk: str
    level: Level
    device: str
    armed_at: Moment
    pressed_at: Moment
    suspicions: tuple[Suspicion, ...] = ()


class VisitUnrated(Fact, frozen=True):
    """Nobody pressed, or no evaluator could ask."""

    visit: str
    window: int
    reason: str


class StrayPressed(Fact, frozen=True):
    """A press while nothing was asked."""

    window: int
    device: str
    key: str


class FollowUpOpened(Fact, frozen=True):
    """A bad rating must be answered by `due`."""

    visit: str
    level: Level
    due: Moment


class PunchRecorded(Fact, frozen=True):
    """A member of staff clocked in or out at `at`. `by` and `reason` only for the leader's way."""

    punch: str
    staff: str
    day: date
    at: Moment
    device: str
    way: PunchWay
    reason: str = ""
    by: str = ""


AnyFact = (
    TicketReserved
    | TicketActivated
    | TicketVoided
    | TicketCancelled
    | TicketExpired
    | TicketCalled
    | TicketRecalled
    | ServiceStarted
    | ServiceFinished
    | TicketMissed
    | TicketRequeued
    | TicketTransferred
    | WindowOpened
    | WindowPaused
    | WindowResumed
    | WindowClosed
    | CallDelivered
    | CallUndelivered
    | RatingGiven
    | VisitUnrated
    | StrayPressed
    | FollowUpOpened
    | PunchRecorded
)
