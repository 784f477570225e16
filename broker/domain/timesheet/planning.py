"""Which shifts a person has in a month, in minutes of local time. Pure."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from msgspec.structs import asdict

from broker.domain.timesheet.rulesets import Bounds, RuleSet, Timetable, bounds

DAY = 24 * 60
Calendar = Callable[[date], bool | None]


class Planned(Bounds, frozen=True, gc=False):
    """A shift of one day. Minutes are of the calendar's whole count, so that a night goes on over
    midnight; `number` counts the shifts of the day from 1, of `of`."""

    day: date
    number: int
    of: int
    name: str


def minute(moment: datetime, zone: ZoneInfo) -> int:
    """A moment in the same count: the minute that a clock on the wall shows."""
    local = moment.astimezone(zone)
    return local.toordinal() * DAY + local.hour * 60 + local.minute


def clock(minutes: int) -> str:
    """`08:20`: a minute of that count, as a clock shows it."""
    return f"{minutes // 60 % 24:02d}:{minutes % 60:02d}"


def days_of(month: date) -> Iterator[date]:
    """The days of the month that begins with this day."""
    day = month
    while day.month == month.month:
        yield day
        day += timedelta(days=1)


def plan(rules: RuleSet, staff: str, days: Sequence[date], calendar: Calendar) -> list[Planned]:
    """The shifts of these days for one person, in order."""
    tables = timetables(rules, staff)
    return [each for day in days for each in _of_day(tables, day, calendar(day))]


def timetables(rules: RuleSet, staff: str) -> tuple[Timetable, ...]:
    """Those that may hold for a person: whoever is named somewhere has no other."""
    own = tuple(each for each in rules.timetables if staff in each.staff)
    return own or tuple(each for each in rules.timetables if not each.staff)


def _of_day(tables: Sequence[Timetable], day: date, said: bool | None) -> list[Planned]:
    table = next((each for each in tables if each.holds(day, said)), None)
    if table is None:
        return []
    base, shifts = day.toordinal() * DAY, table.shifts
    return [
        Planned(
            **_counted(bounds(shift), base), day=day, number=number, of=len(shifts), name=shift.name
        )
        for number, shift in enumerate(shifts, 1)
    ]


def _counted(found: Bounds, base: int) -> dict[str, int]:
    return {name: base + each for name, each in asdict(found).items()}
