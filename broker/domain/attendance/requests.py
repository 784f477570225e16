"""What readers and duty leaders ask for."""

from __future__ import annotations

from datetime import date
from typing import Annotated

from msgspec import Meta

from broker.domain.attendance.facts import LeaveKind, PunchWay, Turn
from broker.domain.base import MOST, Count, Moment, Request, Sentence, Word
from broker.domain.ids import NO_STAFF, RequestId, StaffId

Digest = Annotated[str, Meta(pattern=r"^[0-9a-f]{64}\Z", max_length=64, examples=["0f" * 32])]


class RecordPunch(Request, frozen=True):
    """A reader recognised a member of staff at `punched_at`. `doubted`: whoever took it knew that
    its clock may be wrong."""

    staff: StaffId
    device: Word
    punched_at: Moment
    way: PunchWay
    reason: Sentence = ""
    by: StaffId = NO_STAFF
    doubted: bool = False


class AskName(Request, frozen=True):
    """A clock-in screen asks what somebody is called who punched just now."""

    staff: StaffId


class LetPunchIn(Request, frozen=True):
    """The leader knows that a punch which was kept apart is true; it counts at the time it claims,
    or at `counted_at`."""

    punch: RequestId
    reason: Sentence
    by: StaffId
    counted_at: Moment | None = None


class SetPunchAside(Request, frozen=True):
    """The leader knows that a punch which was kept apart is none."""

    punch: RequestId
    reason: Sentence
    by: StaffId


class CorrectDuty(Request, frozen=True):
    """The duty leader knows better than the punches: `staff` came or went at `since`."""

    staff: StaffId
    turn: Turn
    since: Moment
    reason: Sentence
    by: StaffId


class CorrectAttendance(Request, frozen=True):
    """The leader approves that `staff` came or went on `day` at `actual_at` (补签)."""

    staff: StaffId
    day: date
    turn: Turn
    actual_at: Moment
    reason: Sentence
    by: StaffId


class RecordLeave(Request, frozen=True):
    """`staff` is away from `first` to `last`, both included; of a shift of these days only, where
    one is named."""

    staff: StaffId
    first: date
    last: date
    leave_kind: LeaveKind
    reason: Sentence
    by: StaffId
    shift: Annotated[int, Meta(ge=0, le=9)] = 0


class WithdrawLeave(Request, frozen=True):
    """`staff` does not take the leave that begins on `first` (销假); of a shift only where one is
    named."""

    staff: StaffId
    first: date
    reason: Sentence
    by: StaffId
    shift: Annotated[int, Meta(ge=0, le=9)] = 0


class RecordOutage(Request, frozen=True):
    """No reader could be used from `out_at` to `back_at`: who had to punch signed on paper."""

    out_at: Moment
    back_at: Moment
    reason: Sentence
    by: StaffId


class NoteReader(Request, frozen=True):
    """A reader's `$state` changed at `changed_at`, and it `works` or does not. The ledger asks this
    of itself."""

    reader: Word
    works: bool
    changed_at: Moment


class NoteTerminal(Request, frozen=True):
    """A terminal of another maker was read out at `read_at`: so many records, its clock so many
    seconds ahead."""

    terminal: Word
    read_at: Moment
    ahead: Annotated[int, Meta(ge=-MOST, le=MOST)]
    records: Count
    by: StaffId


class CloseMonth(Request, frozen=True):
    """The month that begins with `month` is not to change any more; with what it came to."""

    month: date
    version: Word
    rules: Digest
    results: Digest
    upto: Annotated[int, Meta(ge=0)]
    staff: Annotated[tuple[StaffId, ...], Meta(max_length=5000)]
    by: StaffId


AttendanceRequest = (
    RecordPunch
    | LetPunchIn
    | SetPunchAside
    | CorrectDuty
    | CorrectAttendance
    | RecordLeave
    | WithdrawLeave
    | RecordOutage
    | NoteReader
    | NoteTerminal
    | CloseMonth
)
