"""Rules of punches."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from typing import Any

from broker.domain.attendance.facts import (
    AttendanceFact,
    DutyCorrected,
    PunchRecorded,
    PunchWay,
)
from broker.domain.attendance.projection import AttendanceFloor
from broker.domain.attendance.requests import CorrectDuty, RecordPunch
from broker.domain.attendance.turns import on_duty
from broker.domain.base import Request
from broker.domain.claims import check_claim
from broker.domain.hall import Role
from broker.domain.ids import StaffId
from broker.domain.refusals import No, Refusal

_OLDEST = timedelta(days=366)  # a reader's outbox may come back after months
_LONGEST_DAY = timedelta(days=1)


def is_on_duty(floor: AttendanceFloor, staff: StaffId) -> bool:
    """Whether this member of staff is here, as the punches of the day tell it."""
    return on_duty(floor.touches.get(staff, ()), floor.hall)


def check_on_duty(floor: AttendanceFloor, staff: StaffId) -> None:
    """Raise a `Refusal` that says what the last punch of who is not here was."""
    touches = floor.touches.get(staff)
    if not touches:
        raise Refusal(No.OFF_DUTY, staff=staff)
    if not on_duty(touches, floor.hall):
        raise Refusal(No.GONE, staff=staff, time=f"{touches[-1].at.astimezone(floor.zone):%H:%M}")


def record_punch(
    floor: AttendanceFloor, request: RecordPunch, now: datetime
) -> list[AttendanceFact]:
    """A punch, as the reader saw it; one recorded afterwards needs the leader and a reason."""
    if floor.hall.member(request.staff) is None:
        raise Refusal(No.UNKNOWN_STAFF, staff=request.staff)
    check_claim(request.punched_at, now - _OLDEST, now)
    if request.way is PunchWay.LEADER:
        _check_leader(floor, request)
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


def correct_duty(
    floor: AttendanceFloor, request: CorrectDuty, now: datetime
) -> list[AttendanceFact]:
    """What the leader says of today; another day is a matter of the month's account."""
    if floor.hall.member(request.staff) is None:
        raise Refusal(No.UNKNOWN_STAFF, staff=request.staff)
    _check_leader(floor, request)
    day = floor.day_of(now)
    check_claim(request.since, now - _LONGEST_DAY, now)
    if floor.day_of(request.since) != day:
        raise Refusal(No.NO_SUCH_TIME, moment=request.since.isoformat())
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
    leader = floor.hall.member(request.by)
    if leader is None or leader.role is not Role.DUTY_LEADER or not request.reason:
        raise Refusal(No.REASON_MISSING)


RULES: Mapping[
    type[Request],
    Callable[[AttendanceFloor, Any, datetime], list[AttendanceFact]],
] = {RecordPunch: record_punch, CorrectDuty: correct_duty}
