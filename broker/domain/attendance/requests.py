"""What readers and duty leaders ask for."""

from __future__ import annotations

from broker.domain.attendance.facts import PunchWay
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


AttendanceRequest = RecordPunch
