"""What readers and duty leaders ask for."""

from __future__ import annotations

from broker.domain.attendance.facts import PunchWay, Turn
from broker.domain.base import Moment, Request, Sentence, Word
from broker.domain.ids import NO_STAFF, StaffId


class RecordPunch(Request, frozen=True):
    """A reader recognised a member of staff at `punched_at`."""

    staff: StaffId
    device: Word
    punched_at: Moment
    way: PunchWay
    reason: Sentence = ""
    by: StaffId = NO_STAFF


class CorrectDuty(Request, frozen=True):
    """The duty leader knows better than the punches: `staff` came or went at `since`."""

    staff: StaffId
    turn: Turn
    since: Moment
    reason: Sentence
    by: StaffId


AttendanceRequest = RecordPunch | CorrectDuty
