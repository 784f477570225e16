"""What happened to a number outside the windows."""

from __future__ import annotations

from datetime import date
from enum import StrEnum

from broker.domain.base import Fact, Moment
from broker.domain.hall import PriorityClass
from broker.domain.ids import NO_ITEM, NO_STAFF, ItemId, StaffId, TicketId


class Paper(StrEnum):
    """How the citizen holds the number."""

    PRINTED = "printed"  # the slip is out
    SCREEN = "screen"  # paper failed; the citizen said that the number is noted
    UNKNOWN = "unknown"  # power failed while printing: there may be a slip


class CancelReason(StrEnum):
    """Why the guide desk gave a number back. Older facts hold free words."""

    GAVE_UP = "gave-up"  # 本人放弃
    WRONG_QUEUE = "wrong-queue"  # 取错号
    TWICE = "twice"  # 重复取号


class TicketReserved(Fact, frozen=True):
    """A number was given. `ahead`: people who waited in the queue at that moment."""

    ticket: TicketId
    day: date
    queue: str
    number: str
    group: PriorityClass
    item: ItemId = NO_ITEM
    slot: Moment | None = None
    ahead: int = 0
    windows: tuple[int, ...] = ()


class TicketActivated(Fact, frozen=True):
    """The citizen holds the number and waits since `joined`."""

    ticket: TicketId
    joined: Moment
    paper: Paper


class TicketVoided(Fact, frozen=True):
    """The number was never held by anybody."""

    ticket: TicketId
    reason: str


class TicketCancelled(Fact, frozen=True):
    """A waiting citizen's number was given back. `by`: the member of staff who did it."""

    ticket: TicketId
    reason: str = ""
    by: StaffId = NO_STAFF


class TicketExpired(Fact, frozen=True):
    """The day ended while the ticket waited or was called."""

    ticket: TicketId


class TicketRequeued(Fact, frozen=True):
    """A missed ticket waits again. `by`: the member of staff who saw to it."""

    ticket: TicketId
    joined: Moment
    by: StaffId = NO_STAFF


TicketFact = (
    TicketReserved
    | TicketActivated
    | TicketVoided
    | TicketCancelled
    | TicketExpired
    | TicketRequeued
)
