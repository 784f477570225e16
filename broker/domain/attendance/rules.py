"""Rules of what is said of a month: corrections, leave, outages, and its end.

Who may, how often and how late stands in `[attendance]` of hall.toml. Nobody approves for
themselves, and of a closed month nothing changes.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from typing import Any

from broker.domain.attendance.approval import (
    CLOSERS,
    DIRECTORS,
    LEADERS,
    check_open,
    check_other,
    check_reason,
    check_role,
)
from broker.domain.attendance.facts import (
    AttendanceCorrected,
    AttendanceFact,
    LeaveRecorded,
    LeaveWithdrawn,
    MonthClosed,
    OutageNoted,
    OutageRecorded,
    ReaderBack,
    ReaderLost,
)
from broker.domain.attendance.projection import AttendanceFloor
from broker.domain.attendance.punching import OLDEST, correct_duty, record_punch
from broker.domain.attendance.requests import (
    CloseMonth,
    CorrectAttendance,
    CorrectDuty,
    NoteReader,
    NoteTerminal,
    RecordLeave,
    RecordOutage,
    RecordPunch,
    WithdrawLeave,
)
from broker.domain.attendance.terminals import note_terminal
from broker.domain.base import Request
from broker.domain.claims import check_claim
from broker.domain.hall import Role
from broker.domain.refusals import No, Refusal

_DAY = timedelta(days=1)
BINDING = timedelta(days=400)  # nothing that was said of a month before binds today


def correct_attendance(
    floor: AttendanceFloor, request: CorrectAttendance, now: datetime
) -> list[AttendanceFact]:
    """In time, not too often, and by somebody else than whom it is about."""
    rules, today = floor.hall.attendance, floor.day_of(now)
    check_other(floor, request.staff, request.by, request.reason)
    check_role(floor, request.by, LEADERS)
    check_open(floor, request.day, request.day)
    check_claim(request.actual_at, now - OLDEST, now)
    if floor.day_of(request.actual_at) not in (request.day, request.day + _DAY):
        raise Refusal(No.NO_SUCH_TIME, moment=request.actual_at.isoformat())
    if today - request.day > timedelta(days=rules.correction_days):
        raise Refusal(No.CORRECTION_LATE, days=rules.correction_days)
    month = (request.staff, request.day.replace(day=1))
    if len(floor.corrections.get(month, ())) >= rules.corrections:
        raise Refusal(No.CORRECTIONS, staff=request.staff, most=rules.corrections)
    return [
        AttendanceCorrected(
            correction=request.id,
            staff=request.staff,
            day=request.day,
            at=request.actual_at,
            turn=request.turn,
            reason=request.reason,
            by=request.by,
        )
    ]


def record_leave(
    floor: AttendanceFloor, request: RecordLeave, now: datetime
) -> list[AttendanceFact]:
    """A duty leader grants so many days as hall.toml says, a director any number."""
    check_other(floor, request.staff, request.by, request.reason)
    days = request.last - request.first + _DAY
    check_role(floor, request.by, _granting(floor, days))
    if not _DAY <= days <= OLDEST or request.first < floor.day_of(now) - OLDEST:
        raise Refusal(No.NO_SUCH_TIME, moment=f"{request.first}–{request.last}")
    check_open(floor, request.first, request.last)
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
        check_role(floor, request.by, _granting(floor, each.last - each.first + _DAY))
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


def _granting(floor: AttendanceFloor, days: timedelta) -> frozenset[Role]:
    """Who may grant so much leave."""
    short = days <= timedelta(days=floor.hall.attendance.leader_leave_days)
    return LEADERS if short else DIRECTORS


def record_outage(
    floor: AttendanceFloor, request: RecordOutage, now: datetime
) -> list[AttendanceFact]:
    """It is over when it is recorded."""
    check_reason(request.reason)
    check_role(floor, request.by, LEADERS | CLOSERS)
    check_claim(request.out_at, now - OLDEST, request.back_at)
    check_claim(request.back_at, request.out_at, now)
    check_open(floor, floor.day_of(request.out_at), floor.day_of(request.back_at))
    return [
        OutageRecorded(
            outage=request.id,
            first=request.out_at,
            last=request.back_at,
            reason=request.reason,
            by=request.by,
        )
    ]


def note_reader(floor: AttendanceFloor, request: NoteReader, now: datetime) -> list[AttendanceFact]:
    """Told again, it is no news. Where it was the first of all to come back, no reader worked since
    the last of them was lost."""
    reader, at = request.reader, request.changed_at
    known = {each.id for each in floor.hall.readers}
    if reader not in known:
        raise Refusal(No.UNKNOWN_DEVICE, device=reader)
    check_claim(at, now - OLDEST, now)
    lost = floor.readers_lost.get(reader)
    if not request.works:
        return [] if lost is not None else [ReaderLost(reader=reader, at=at)]
    if lost is None:
        return []
    at = max(at, lost)
    told: list[AttendanceFact] = [ReaderBack(reader=reader, first=lost, last=at)]
    if known <= floor.readers_lost.keys():
        since = max(floor.readers_lost[each] for each in known)
        told.append(OutageNoted(first=min(since, at), last=at))
    return told


def close_month(floor: AttendanceFloor, request: CloseMonth, now: datetime) -> list[AttendanceFact]:
    """Once, when its last day is over."""
    check_role(floor, request.by, CLOSERS)
    month = request.month.replace(day=1)
    following = (month + timedelta(days=31)).replace(day=1)
    if request.month != month or floor.day_of(now) < following or month < now.date() - OLDEST:
        raise Refusal(No.NO_SUCH_TIME, moment=f"{request.month:%Y-%m}")
    check_open(floor, month, month)
    return [
        MonthClosed(
            month=month,
            version=request.version,
            rules=request.rules,
            results=request.results,
            upto=request.upto,
            staff=request.staff,
            by=request.by,
        )
    ]


RULES: Mapping[
    type[Request],
    Callable[[AttendanceFloor, Any, datetime], list[AttendanceFact]],
] = {
    RecordPunch: record_punch,
    CorrectDuty: correct_duty,
    CorrectAttendance: correct_attendance,
    RecordLeave: record_leave,
    WithdrawLeave: withdraw_leave,
    RecordOutage: record_outage,
    NoteReader: note_reader,
    NoteTerminal: note_terminal,
    CloseMonth: close_month,
}
