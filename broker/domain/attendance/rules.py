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
    LEADERS,
    check_open,
    check_other,
    check_reason,
    check_role,
)
from broker.domain.attendance.facts import (
    AttendanceCorrected,
    AttendanceFact,
    MonthClosed,
    OutageNoted,
    OutageRecorded,
    ReaderBack,
    ReaderLost,
)
from broker.domain.attendance.leave import record_leave, withdraw_leave
from broker.domain.attendance.projection import AttendanceFloor
from broker.domain.attendance.punching import correct_duty, record_punch
from broker.domain.attendance.quarantine import let_in, set_aside
from broker.domain.attendance.requests import (
    CloseMonth,
    CorrectAttendance,
    CorrectDuty,
    LetPunchIn,
    NoteReader,
    NoteTerminal,
    RecordLeave,
    RecordOutage,
    RecordPunch,
    SetPunchAside,
    WithdrawLeave,
)
from broker.domain.attendance.spans import DAY, YEAR, check_order, check_past
from broker.domain.attendance.terminals import note_terminal
from broker.domain.base import Request
from broker.domain.claims import check_claim
from broker.domain.refusals import No, Refusal

BINDING = timedelta(days=400)  # nothing that was said of a month before binds today


def correct_attendance(
    floor: AttendanceFloor, request: CorrectAttendance, now: datetime
) -> list[AttendanceFact]:
    """In time, not too often, and by somebody else than whom it is about."""
    rules, today = floor.hall.attendance, floor.day_of(now)
    check_other(floor, request.staff, request.by, request.reason)
    check_role(floor, request.by, LEADERS)
    check_open(floor, request.day, request.day)
    check_past(floor, request.actual_at, now)
    if floor.day_of(request.actual_at) not in (request.day, request.day + DAY):
        there = request.actual_at.astimezone(floor.zone)
        raise Refusal(No.OTHER_DAY, moment=f"{there:%Y-%m-%d %H:%M}", day=request.day)
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


def record_outage(
    floor: AttendanceFloor, request: RecordOutage, now: datetime
) -> list[AttendanceFact]:
    """It is over when it is recorded."""
    check_reason(request.reason)
    check_role(floor, request.by, LEADERS | CLOSERS)
    begin, end = (each.astimezone(floor.zone) for each in (request.out_at, request.back_at))
    check_order(begin, end)
    check_past(floor, begin, now)
    check_past(floor, end, now)
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
    check_claim(at, now - YEAR, now)
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
    if request.month != month:
        raise Refusal(No.NOT_THE_FIRST, day=request.month)
    if floor.day_of(now) < following:
        raise Refusal(No.MONTH_NOT_OVER, month=f"{month:%Y-%m}", day=following)
    if month < now.date() - YEAR:
        raise Refusal(No.TOO_LONG_AGO, what=f"{month:%Y-%m}")
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
    LetPunchIn: let_in,
    SetPunchAside: set_aside,
    CorrectDuty: correct_duty,
    CorrectAttendance: correct_attendance,
    RecordLeave: record_leave,
    WithdrawLeave: withdraw_leave,
    RecordOutage: record_outage,
    NoteReader: note_reader,
    NoteTerminal: note_terminal,
    CloseMonth: close_month,
}
