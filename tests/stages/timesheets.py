"""Months of punches, written as a person would: days and clocks of November 2026."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from msgspec.structs import replace

from broker.domain.attendance.facts import LeaveKind, Turn
from broker.domain.holidays import said_of
from broker.domain.ids import RequestId, StaffId
from broker.domain.opening import Opening
from broker.domain.timesheet.judging import ShiftResult
from broker.domain.timesheet.month import MonthResult, Reckoning
from broker.domain.timesheet.records import Clocking, Correction, Leave, Records
from broker.domain.timesheet.rulesets import RuleSet
from broker.settings.rule_book import load_rules

ZONE = ZoneInfo("Asia/Shanghai")
NOVEMBER = date(2026, 11, 1)
MUCH_LATER = datetime(2027, 6, 1, tzinfo=UTC)
EXAMPLES = Path(__file__).parents[2] / "examples"
BOOKS = {
    "zhenlai": EXAMPLES / "zhenlai" / "attendance.toml",
    **{each.stem: each for each in sorted((EXAMPLES / "attendance").glob("*.toml"))},
}
WHOLE = ("08:10", "11:31", "13:10", "17:05")
HOURS = Opening(weekdays=(1, 2, 3, 4, 5), sessions=())


def rules(book: str, **changed: object) -> RuleSet:
    return replace(load_rules(BOOKS[book])[0], **changed)


ZHENLAI = rules("zhenlai")


def moment(day: date | int, clock: str) -> datetime:
    """Local time, as it arrives: in UTC."""
    when = date(2026, 11, day) if isinstance(day, int) else day
    hours, minutes, *seconds = (int(each) for each in clock.split(":"))
    return datetime(
        when.year, when.month, when.day, hours, minutes, *seconds, tzinfo=ZONE
    ).astimezone(UTC)


def touch(day: date | int, clock: str) -> Clocking:
    return Clocking(moment(day, clock), RequestId(f"punch-{day}-{clock}"))


def punched(days: dict[int, tuple[str, ...]]) -> Records:
    return Records(tuple(touch(day, clock) for day, clocks in days.items() for clock in clocks))


def correction(day: int, clock: str, turn: Turn) -> Correction:
    said = RequestId(f"correction-{day}-{clock}")
    return Correction(said, date(2026, 11, day), moment(day, clock), turn, "忘记", StaffId("900"))


def leave(first: int, last: int, kind: LeaveKind = LeaveKind.PERSONAL, shift: int = 0) -> Leave:
    said = RequestId(f"leave-{first}-{kind}")
    return Leave(said, date(2026, 11, first), date(2026, 11, last), kind, shift)


def month(
    records: Records,
    by: RuleSet = ZHENLAI,
    *,
    begins: date = NOVEMBER,
    until: datetime = MUCH_LATER,
    outages: tuple[tuple[datetime, datetime], ...] = (),
    staff: str = "101",
    calendar: Callable[[date], bool | None] = lambda day: said_of(HOURS, day),
) -> MonthResult:
    reckoning = Reckoning(begins, by, calendar, ZONE, until, outages)
    return reckoning.person(StaffId(staff), records)


def marks(result: MonthResult, day: date | int) -> list[str]:
    """Of a day: each shift with its two punches, `absent (missing, missing)`."""
    when = date(2026, 11, day) if isinstance(day, int) else day
    return [_told(each) for each in result.shifts if each.planned.day == when]


def _told(each: ShiftResult) -> str:
    return f"{each.mark} ({each.came.mark}, {each.went.mark})"


def day(*clocks: str, by: RuleSet = ZHENLAI, on: int = 2) -> list[str]:
    """The marks of one day with these touches; the 2nd is a Monday."""
    return marks(month(punched({on: clocks}), by), on)


def fine(first: str = "normal", second: str = "normal") -> list[str]:
    return [f"{first} (normal, normal)", f"{second} (normal, normal)"]
