"""Punches as the ledger keeps them."""

from __future__ import annotations

from datetime import date
from enum import StrEnum

from broker.domain.base import Fact, Moment
from broker.domain.ids import NO_STAFF, RequestId, StaffId


class PunchWay(StrEnum):
    """How a punch was made."""

    FINGER = "finger"
    PIN = "pin"
    LEADER = "leader"  # recorded afterwards by the duty leader, with a reason
    TERMINAL = "terminal"  # taken over from a terminal of another maker


class Turn(StrEnum):
    """Which way somebody goes."""

    IN = "in"
    OUT = "out"


class LeaveKind(StrEnum):
    """Why somebody is away."""

    PERSONAL = "personal"  # 事假
    SICK = "sick"  # 病假
    ANNUAL = "annual"  # 年假
    COMPENSATION = "compensation"  # 调休
    OFFICIAL = "official"  # 公出、出差
    NO_FORM = "no-form"  # 未办请假手续


class Doubt(StrEnum):
    """Why a punch is not believed."""

    TOO_OLD = "too-old"  # more than a year before the ledger's time
    TO_COME = "to-come"  # later than the ledger's time
    CLOCK = "clock"  # a clock that jumped, or may be wrong, told its time
    UNKNOWN_STAFF = "unknown-staff"  # hall.toml has nobody of this number
    UNKNOWN_DEVICE = "unknown-device"  # nor this reader or screen: a stranger's, or renamed since


class PunchRecorded(Fact, frozen=True):
    """A member of staff clocked in or out at `at`. `reason` only for the leader's way and for what
    was let in; `by` for these, and for a terminal's, who had it read out."""

    punch: RequestId
    staff: StaffId
    day: date
    at: Moment
    device: str
    way: PunchWay
    reason: str = ""
    by: StaffId = NO_STAFF


class PunchQuarantined(Fact, frozen=True):
    """A punch that cannot be believed: it claims `at`, and came at `came`, on the day `day` of the
    ledger. It counts for nothing until somebody has judged it."""

    punch: RequestId
    staff: StaffId
    day: date
    at: Moment
    came: Moment
    device: str
    way: PunchWay
    doubt: Doubt


class _Judged(Fact, frozen=True):
    punch: RequestId
    staff: StaffId
    day: date
    reason: str
    by: StaffId


class PunchLetIn(_Judged, frozen=True):
    """A punch that was kept apart is true, says `by`: that it counts, and at which time, is told by
    a `PunchRecorded` of the same id."""


class PunchSetAside(_Judged, frozen=True):
    """A punch that was kept apart never counts, says `by`."""


class _Corrected(Fact, frozen=True):
    """When a member of staff came or went on the day `day`, as `by` says it was."""

    correction: RequestId
    staff: StaffId
    day: date
    at: Moment
    turn: Turn
    reason: str
    by: StaffId


class DutyCorrected(_Corrected, frozen=True):
    """The duty leader says that a member of staff came or went at `at`, whatever the punches of the
    day say until then. The punches stay as they are."""


class AttendanceCorrected(_Corrected, frozen=True):
    """补签: on the day `day` a member of staff came or went at `at`, as `by` approved. What was
    punched stays as it is; a night's morning belongs to the day it began on."""


class LeaveRecorded(Fact, frozen=True):
    """请假: both days included; `shift` is the one of a day that is free, from 1; 0: all of it."""

    leave: RequestId
    staff: StaffId
    first: date
    last: date
    leave_kind: LeaveKind
    reason: str
    by: StaffId
    shift: int = 0


class LeaveWithdrawn(Fact, frozen=True):
    """销假: the leave of these days does not count any more; that it was granted stays written."""

    leave: RequestId
    staff: StaffId
    first: date
    last: date
    reason: str
    by: StaffId


class OutageRecorded(Fact, frozen=True):
    """No reader could be used between two moments: who had to punch signed on paper."""

    outage: RequestId
    first: Moment
    last: Moment
    reason: str
    by: StaffId


class ReaderLost(Fact, frozen=True):
    """A reader is away since `at`, as its `$state` says."""

    reader: str
    at: Moment


class ReaderBack(Fact, frozen=True):
    """It works again: from `first` until `last` nobody could clock in there."""

    reader: str
    first: Moment
    last: Moment


class OutageNoted(Fact, frozen=True):
    """Noted by the ledger itself: between two moments no reader of the hall worked."""

    first: Moment
    last: Moment


class MonthClosed(Fact, frozen=True):
    """The month that begins with `month` is reckoned for good, of these members of staff, from the
    facts up to number `upto`, by the rules `version`. Whoever reckons again must come to the same:
    the digests say so."""

    month: date
    version: str
    rules: str
    results: str
    upto: int
    staff: tuple[StaffId, ...]
    by: StaffId


class StaffForgotten(Fact, frozen=True):
    """The punches, corrections and leave of somebody who left were erased, those of the days from
    `first` to `last`. `places` are the numbers of these facts, of which only the hash is left; many
    are told by several facts."""

    staff: StaffId
    first: date
    last: date
    places: tuple[int, ...]
    by: StaffId


class TerminalRead(Fact, frozen=True):
    """The duty leader `by` had a terminal of another maker read out at `at`: it kept so many
    records, and its clock was `ahead` seconds ahead, or less than 0 behind."""

    terminal: str
    at: Moment
    ahead: int
    records: int
    by: StaffId


Personal = (
    PunchRecorded
    | PunchQuarantined
    | PunchLetIn
    | PunchSetAside
    | DutyCorrected
    | AttendanceCorrected
    | LeaveRecorded
    | LeaveWithdrawn
)
"""What is told of one person, and goes when that person is forgotten."""

AttendanceFact = (
    Personal
    | OutageRecorded
    | ReaderLost
    | ReaderBack
    | OutageNoted
    | MonthClosed
    | StaffForgotten
    | TerminalRead
)
