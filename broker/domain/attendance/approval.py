"""Who may say what of punches, leave and months; nobody approves for themselves."""

from __future__ import annotations

from datetime import date

from broker.domain.attendance.projection import AttendanceFloor
from broker.domain.hall import Role
from broker.domain.ids import StaffId
from broker.domain.refusals import No, Refusal

LEADERS = frozenset({Role.DUTY_LEADER, Role.DIRECTOR})
CLOSERS = frozenset({Role.SUPERVISOR, Role.DIRECTOR})
DIRECTORS = frozenset({Role.DIRECTOR})


def check_other(floor: AttendanceFloor, staff: StaffId, by: StaffId, reason: str) -> None:
    """Raise `Refusal` where somebody approves for themselves, of nobody, or without a reason."""
    if floor.hall.member(staff) is None:
        raise Refusal(No.UNKNOWN_STAFF, staff=staff)
    if by == staff:
        raise Refusal(No.OWN_APPROVAL)
    check_reason(reason)


def check_reason(reason: str) -> None:
    """What is said later, and counts, has a reason."""
    if not reason.strip():
        raise Refusal(No.REASON_MISSING)


def check_role(floor: AttendanceFloor, by: StaffId, roles: frozenset[Role]) -> None:
    """Raise `Refusal` for whoever has none of these roles."""
    member = floor.hall.member(by)
    if member is None:
        raise Refusal(No.UNKNOWN_STAFF, staff=by)
    if member.role not in roles:
        raise Refusal(No.ROLE, staff=by)


def check_open(floor: AttendanceFloor, first: date, last: date) -> None:
    """No month of these days is closed."""
    for month in sorted(floor.closed_months):
        if (first.year, first.month) <= (month.year, month.month) <= (last.year, last.month):
            raise Refusal(No.MONTH_CLOSED, month=f"{month:%Y-%m}")
