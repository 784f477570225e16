"""Rules of leave: who grants how much, and of no day twice."""

from __future__ import annotations

from datetime import datetime, timedelta

from broker.domain.alerts import Sentences
from broker.domain.attendance.approval import (
    DIRECTORS,
    LEADERS,
    check_open,
    check_other,
    check_role,
)
from broker.domain.attendance.facts import AttendanceFact, LeaveRecorded, LeaveWithdrawn
from broker.domain.attendance.projection import AttendanceFloor
from broker.domain.attendance.requests import RecordLeave, WithdrawLeave
from broker.domain.attendance.spans import DAY, YEAR, check_order
from broker.domain.ids import StaffId
from broker.domain.refusals import No, Refusal


def record_leave(
    floor: AttendanceFloor, request: RecordLeave, now: datetime
) -> list[AttendanceFact]:
    """A duty leader grants so many days as hall.toml says, a director any number of a year."""
    check_other(floor, request.staff, request.by, request.reason)
    check_order(request.first, request.last)
    days = request.last - request.first + DAY
    _check_granting(floor, request.by, days)
    if days > YEAR:
        raise Refusal(No.LEAVE_LENGTH, days=days.days, most=YEAR.days)
    if request.first < floor.day_of(now) - YEAR:
        raise Refusal(No.TOO_LONG_AGO, what=request.first)
    if request.last > floor.day_of(now) + YEAR:  # it binds no longer than is looked back (BINDING)
        raise Refusal(No.TOO_FAR, day=request.last)
    check_open(floor, request.first, request.last)
    _check_free(floor, request)
    return [
        LeaveRecorded(
            leave=request.id,
            staff=request.staff,
            first=request.first,
            last=request.last,
            leave_kind=request.leave_kind,
            shift=request.shift,
            reason=request.reason,
            by=request.by,
        )
    ]


def withdraw_leave(
    floor: AttendanceFloor, request: WithdrawLeave, _now: datetime
) -> list[AttendanceFact]:
    """销假: by whoever might grant as much, while none of its months is closed."""
    check_other(floor, request.staff, request.by, request.reason)
    found = [each for each in floor.leaves.values() if _is_meant(each, request)]
    if not found:
        raise Refusal(No.NO_LEAVE, staff=request.staff, day=request.first)
    for each in found:
        _check_granting(floor, request.by, each.last - each.first + DAY)
        check_open(floor, each.first, each.last)
    return [
        LeaveWithdrawn(
            leave=each.leave,
            staff=each.staff,
            first=each.first,
            last=each.last,
            reason=request.reason,
            by=request.by,
        )
        for each in found
    ]


def _is_meant(leave: LeaveRecorded, request: WithdrawLeave) -> bool:
    same = leave.staff == request.staff and leave.first == request.first
    return same and request.shift in (0, leave.shift)


def _check_granting(floor: AttendanceFloor, by: StaffId, days: timedelta) -> None:
    """Raise `Refusal` for whoever may grant no leave, or none so long."""
    check_role(floor, by, LEADERS)
    most, member = floor.hall.attendance.leader_leave_days, floor.hall.member(by)
    if days > timedelta(days=most) and (member is None or member.role not in DIRECTORS):
        raise Refusal(No.LONG_LEAVE, days=days.days, most=most)


def _check_free(floor: AttendanceFloor, request: RecordLeave) -> None:
    """Of a day, or of a shift of it, there is one leave; beside half a day may be the other."""
    for each in floor.leaves.values():
        if each.staff == request.staff and _meet(each, request):
            raise Refusal(
                No.LEAVE_TAKEN,
                staff=each.staff,
                first=each.first,
                last=each.last,
                shift=_shift(each.shift),
            )


def _meet(leave: LeaveRecorded, request: RecordLeave) -> bool:
    days = leave.first <= request.last and request.first <= leave.last
    return days and (0 in (leave.shift, request.shift) or leave.shift == request.shift)


def _shift(shift: int) -> Sentences:
    return (
        Sentences(f"第 {shift} 班段", f"shift {shift}") if shift else Sentences("全天", "all day")
    )
