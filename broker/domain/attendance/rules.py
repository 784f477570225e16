"""Rules of punches."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from typing import Any

from broker.domain.attendance.facts import AttendanceFact, PunchRecorded, PunchWay
from broker.domain.attendance.projection import AttendanceFloor
from broker.domain.attendance.requests import RecordPunch
from broker.domain.attendance.turns import on_duty
from broker.domain.base import Request
from broker.domain.claims import check_claim
from broker.domain.hall import Role
from broker.domain.ids import StaffId
from broker.domain.refusals import No, Refusal

_OLDEST = timedelta(days=366)  # a reader's outbox may come back after months


def is_on_duty(floor: AttendanceFloor, staff: StaffId) -> bool:
    """Whether this member of staff is here, as the punches of the day tell it."""
    return on_duty(floor.punches.get(staff, ()), floor.hall.attendance, floor.zone)


def record_punch(
    floor: AttendanceFloor, request: RecordPunch, now: datetime
) -> list[AttendanceFact]:
    """A punch, as the reader saw it; one recorded afterwards needs the leader and a reason."""
    if floor.hall.member(request.staff) is None:
        raise Refusal(No.UNKNOWN_STAFF, staff=request.staff)
    check_claim(request.punched_at, now - _OLDEST, now)
    if request.way is PunchWay.LEADER:
        leader = floor.hall.member(request.by)
        if leader is None or leader.role is not Role.DUTY_LEADER or not request.reason:
            raise Refusal(No.REASON_MISSING)
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


RULES: Mapping[
    type[Request],
    Callable[[AttendanceFloor, Any, datetime], list[AttendanceFact]],
] = {RecordPunch: record_punch}
