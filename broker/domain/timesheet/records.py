"""What is known of a month before any rule is applied: touches, corrections, leave, outages."""

from __future__ import annotations

from datetime import date, datetime

from msgspec import Struct, field

from broker.domain.attendance.facts import LeaveKind, PunchWay, Turn
from broker.domain.ids import NO_REQUEST, NO_STAFF, RequestId, StaffId


class Clocking(Struct, frozen=True, gc=False, order=True):
    """A touch as it was kept. Whether somebody came or went is never asked of it."""

    at: datetime
    punch: RequestId
    way: PunchWay = PunchWay.FINGER
    reason: str = ""
    by: StaffId = NO_STAFF


class Correction(Struct, frozen=True):
    """补签: somebody came or went at `at`, says the leader; the touches stay as they are."""

    correction: RequestId
    day: date
    at: datetime
    turn: Turn
    reason: str
    by: StaffId


class Leave(Struct, frozen=True):
    """请假: both days included; `shift` leaves the others of a day, counted from 1."""

    leave: RequestId
    first: date
    last: date
    kind: LeaveKind
    shift: int = 0  # 0: the whole day
    reason: str = ""
    by: StaffId = NO_STAFF

    def covers(self, day: date, shift: int) -> bool:
        """Whether a shift of a day, counted from 1, is free by it."""
        return self.first <= day <= self.last and self.shift in (0, shift)


class Outage(Struct, frozen=True):
    """No reader could be used between two moments: whoever had to punch signed on paper.
    `fact` is its number in the ledger; without `outage` the ledger noted it itself."""

    first: datetime
    last: datetime
    fact: int = 0
    outage: RequestId = NO_REQUEST
    reason: str = ""
    by: StaffId = NO_STAFF


class Records(Struct, frozen=True):
    """All that concerns one person."""

    clockings: tuple[Clocking, ...] = ()
    corrections: tuple[Correction, ...] = ()
    leaves: tuple[Leave, ...] = ()


class Sheet(Struct, frozen=True):
    """All that is known of a month, by staff number."""

    staff: dict[StaffId, Records] = field(default_factory=dict)
    outages: tuple[Outage, ...] = ()
