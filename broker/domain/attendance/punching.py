"""Rules of punches, who is on duty by them, and what the duty leader says of today."""

from __future__ import annotations

from datetime import datetime, timedelta

from broker.domain.attendance.approval import LEADERS, check_other, check_role
from broker.domain.attendance.facts import (
    AttendanceFact,
    DutyCorrected,
    PunchRecorded,
    PunchWay,
)
from broker.domain.attendance.projection import AttendanceFloor
from broker.domain.attendance.quarantine import TOLD, doubt_of, kept_apart
from broker.domain.attendance.requests import CorrectDuty, RecordPunch
from broker.domain.attendance.spans import YEAR, check_past
from broker.domain.attendance.terminals import check_taken_over
from broker.domain.attendance.turns import on_duty
from broker.domain.claims import check_claim
from broker.domain.ids import StaffId
from broker.domain.refusals import No, Refusal


def is_on_duty(floor: AttendanceFloor, staff: StaffId) -> bool:
    """Whether this member of staff is here, as the punches of the day tell it."""
    return on_duty(floor.touches.get(staff, ()), floor.hall)


def check_on_duty(floor: AttendanceFloor, staff: StaffId) -> None:
    """Raise a `Refusal` that says what the last punch of who is not here was."""
    touches = floor.touches.get(staff, ())
    if on_duty(touches, floor.hall):
        return
    apart = floor.quarantined.values()
    if any(each.staff == staff and each.day == floor.day for each in apart):
        raise Refusal(No.PUNCH_APART, staff=staff)
    if not touches:
        raise Refusal(No.OFF_DUTY, staff=staff)
    raise Refusal(No.GONE, staff=staff, time=f"{touches[-1].at.astimezone(floor.zone):%H:%M}")


def record_punch(
    floor: AttendanceFloor, request: RecordPunch, now: datetime
) -> list[AttendanceFact]:
    """A punch, as the reader saw it; one that cannot be believed is kept apart. What is recorded
    afterwards needs the leader and a reason."""
    if request.way in TOLD and (doubt := doubt_of(floor, request, now)):
        return [kept_apart(floor, request, doubt, now)]
    if request.way in TOLD and _is_again(floor, request):
        return []
    if floor.hall.member(request.staff) is None:
        raise Refusal(No.UNKNOWN_STAFF, staff=request.staff)
    check_claim(request.punched_at, now - YEAR, now)
    if request.way is PunchWay.LEADER:
        _check_leader(floor, request)
    if request.way is PunchWay.TERMINAL:
        check_taken_over(floor, request)
    return [
        PunchRecorded(
            punch=request.id,
            staff=request.staff,
            day=floor.day_of(request.punched_at),
            at=request.punched_at,
            device=request.device,
            way=request.way,
            reason=request.reason,
            by=request.by,
        )
    ]


def _is_again(floor: AttendanceFloor, request: RecordPunch) -> bool:
    """Whether this is the touch of before, seen once more: a finger that lies there while its
    reader's service is started anew has been forgotten there. One that comes late and was earlier
    is none: it may be the one in time."""
    same = timedelta(seconds=floor.hall.attendance.same_punch_seconds)
    punches = (each.at for each in floor.touches.get(request.staff, ()) if each.said is None)
    return any(timedelta(0) <= request.punched_at - at < same for at in punches)


def correct_duty(
    floor: AttendanceFloor, request: CorrectDuty, now: datetime
) -> list[AttendanceFact]:
    """What the leader says of today; another day is a matter of the month's account."""
    _check_leader(floor, request)
    day = floor.day_of(now)
    check_past(floor, request.since, now)
    if floor.day_of(request.since) != day:
        there = request.since.astimezone(floor.zone)
        raise Refusal(No.NOT_TODAY, moment=f"{there:%Y-%m-%d %H:%M}")
    return [
        DutyCorrected(
            correction=request.id,
            staff=request.staff,
            day=day,
            at=request.since,
            turn=request.turn,
            reason=request.reason,
            by=request.by,
        )
    ]


def _check_leader(floor: AttendanceFloor, request: RecordPunch | CorrectDuty) -> None:
    check_other(floor, request.staff, request.by, request.reason)
    check_role(floor, request.by, LEADERS)
