"""`hall attendance`: correct a punch, note leave or an outage, withdraw leave, close a month."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from broker.commands.attendance_month import reckoned
from broker.commands.attendance_report import doubt
from broker.commands.base import Command, add_place
from broker.commands.days import day as a_day
from broker.commands.days import moment, month
from broker.commands.leave_shifts import check_shift
from broker.commands.recording import asker, checked, record
from broker.domain.alerts import Sentences
from broker.domain.attendance.facts import LeaveKind, Turn
from broker.domain.attendance.requests import (
    AttendanceRequest,
    CloseMonth,
    CorrectAttendance,
    RecordLeave,
    RecordOutage,
    WithdrawLeave,
)
from broker.domain.errors import ConfigError
from broker.domain.timesheet.rulesets import minute_of
from broker.ledger.service import FILE
from broker.service.clock import hall_clock
from broker.settings import Settings, load_without_items

_UNSURE = Sentences(
    "没有应答，不能确定是否已登记，请先用 hall report attendance 核对。",
    "Nobody answered; it may be recorded or not: see `hall report attendance`.",
)
_KINDS = (
    "leave: personal; sick; annual; compensation, time off in lieu; official, away on business;"
    " no-form, away without a form"
)
_SHIFT = "leave: of this shift of a day only, counted from 1 as attendance.toml has them"


def _add(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("what", choices=sorted(_MAKERS))
    parser.add_argument(
        "staff", nargs="?", default="", help="staff number; not of outage, close-month"
    )
    add_place(parser)
    parser.add_argument("--by", required=True, help="staff number of who approves it")
    parser.add_argument("--reason", default="", help="kept for ever, so name nobody")
    parser.add_argument("--day", type=a_day, help="correct: the day, 2026-11-20")
    parser.add_argument("--at", help="correct: the true time, 08:15, or 06:00+1 after a night")
    parser.add_argument(
        "--as",
        dest="turn",
        choices=[each.value for each in Turn],
        help="correct: in, the person came; out, the person went",
    )
    parser.add_argument("--from", dest="first", help="leave: 2026-11-20; outage: 2026-11-20T08:05")
    parser.add_argument("--until", dest="last", help="the same, its end; of leave the last day")
    parser.add_argument("--kind", choices=[each.value for each in LeaveKind], help=_KINDS)
    parser.add_argument("--shift", type=int, default=0, metavar="NUMBER", help=_SHIFT)
    parser.add_argument("--month", type=month, help="close-month: 2026-11")


def _run(arguments: argparse.Namespace) -> int:
    settings, clock = load_without_items(arguments.hall, arguments.run), hall_clock()
    request = checked(_MAKERS[arguments.what](arguments, settings, clock.now()))
    if isinstance(request, RecordLeave):
        check_shift(request, settings)
    return record(settings, clock, request, _UNSURE, _done(request))


def _done(request: AttendanceRequest) -> Sentences:
    if isinstance(request, CloseMonth):
        closed = f"{request.month:%Y-%m}"
        return Sentences(f"{closed} 已封账。", f"{closed} is closed.")
    return Sentences("已登记。", "Recorded.")


def _correct(arguments: argparse.Namespace, settings: Settings, now: datetime) -> CorrectAttendance:
    day, clock = _named(arguments, "day"), _named(arguments, "at")
    return CorrectAttendance(
        **asker(arguments, now, "attendance"),
        staff=_named(arguments, "staff"),
        day=day,
        turn=Turn(_named(arguments, "turn", "--as")),
        actual_at=_moment(day, clock, settings),
    )


def _leave(arguments: argparse.Namespace, _settings: Settings, now: datetime) -> RecordLeave:
    first = _parsed(a_day, _named(arguments, "first", "--from"), "--from")
    return RecordLeave(
        **asker(arguments, now, "attendance"),
        staff=_named(arguments, "staff"),
        first=first,
        last=_parsed(a_day, arguments.last or first.isoformat(), "--until"),
        leave_kind=LeaveKind(_named(arguments, "kind")),
        shift=arguments.shift,
    )


def _withdraw(arguments: argparse.Namespace, _settings: Settings, now: datetime) -> WithdrawLeave:
    return WithdrawLeave(
        **asker(arguments, now, "attendance"),
        staff=_named(arguments, "staff"),
        first=_parsed(a_day, _named(arguments, "first", "--from"), "--from"),
        shift=arguments.shift,
    )


def _outage(arguments: argparse.Namespace, settings: Settings, now: datetime) -> RecordOutage:
    zone = ZoneInfo(settings.hall.hall.timezone)
    begin, end = (
        _parsed(moment, _named(arguments, name, option), option)
        for name, option in (("first", "--from"), ("last", "--until"))
    )
    return RecordOutage(
        **asker(arguments, now, "attendance"),
        out_at=begin.replace(tzinfo=begin.tzinfo or zone),
        back_at=end.replace(tzinfo=end.tzinfo or zone),
    )


def _close(arguments: argparse.Namespace, settings: Settings, now: datetime) -> CloseMonth:
    """What it came to is reckoned here and held by the ledger; what may be wrong with it is said
    before it asks."""
    begins = _named(arguments, "month")
    found = reckoned(settings, settings.run / FILE, None, begins, now)
    doubt(found)
    who = asker(arguments, now, "attendance")
    del who["reason"]
    return CloseMonth(
        **who,
        month=begins,
        version=found.rules.version,
        rules=found.rules_digest,
        results=found.results_digest,
        upto=found.gathered.last,
        staff=tuple(each.id for each in found.staff),
    )


_MAKERS: dict[str, Callable[[argparse.Namespace, Settings, datetime], AttendanceRequest]] = {
    "correct": _correct,
    "leave": _leave,
    "withdraw-leave": _withdraw,
    "outage": _outage,
    "close-month": _close,
}


def _named(arguments: argparse.Namespace, name: str, option: str = "") -> Any:
    value = getattr(arguments, name)
    if not value:
        place = option or (name if name == "staff" else f"--{name}")
        raise ConfigError("command line", place, "this is missing", "name it")
    return value


def _parsed(read: Callable[[str], Any], text: str, option: str) -> Any:
    try:
        return read(text)
    except (ValueError, argparse.ArgumentTypeError) as error:
        remedy = "write it like 2026-11-20, or with a time like 2026-11-20T08:05"
        raise ConfigError("command line", option, f"{text!r} is no time", remedy) from error


def _moment(day: date, clock: str, settings: Settings) -> datetime:
    minutes = _parsed(minute_of, clock, "--at")
    zone = ZoneInfo(settings.hall.hall.timezone)
    return datetime.combine(day, time(), zone) + timedelta(minutes=minutes)


COMMAND = Command(
    name="attendance",
    help="correct a punch, note or withdraw leave, note an outage, close a month",
    add=_add,
    run=_run,
)
