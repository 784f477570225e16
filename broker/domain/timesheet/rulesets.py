"""A hall's rules of attendance, as data: timetables, what is late, what it costs.

`attendance.toml` holds one or more versions, each valid from the first of a month. Nothing of a
hall is in the code: the rule books in `examples/` differ by this file alone. Points are decimal.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from enum import StrEnum
from itertools import pairwise
from typing import Annotated

from msgspec import Meta, Struct, field

from broker.domain.attendance.facts import LeaveKind
from broker.domain.hall import Role

DayClock = Annotated[str, Meta(pattern=r"^([01][0-9]|2[0-3]):[0-5][0-9](\+1)?\Z")]
DayOfYear = Annotated[str, Meta(pattern=r"^(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])\Z")]
Minutes = Annotated[int, Meta(ge=0, le=1440)]
Points = Decimal  # none is below nothing: `RuleSet.flaw`

_DAY = 24 * 60


class Mark(StrEnum):
    """What becomes of a punch that was due, and of a session as a whole."""

    NORMAL = "normal"  # 正常
    LATE = "late"  # 迟到
    LONG_LATE = "long-late"  # 严重迟到
    EARLY = "early"  # 早退
    LONG_EARLY = "long-early"  # 严重早退
    MISSING = "missing"  # 缺卡
    ABSENT = "absent"  # 旷工, half a day
    LEAVE = "leave"  # 请假
    EXCUSED = "excused"  # 设备故障, signed in on paper
    PENDING = "pending"  # the time for it is not over


class Missing(StrEnum):
    """What one missing punch of a session is."""

    CORRECTION = "correction"  # 缺卡, to be corrected
    LATE = "late"  # as if late, or early
    ABSENT = "absent"  # half a day


class _Part(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A table of attendance.toml."""


class Shift(_Part, frozen=True):
    """A session of a day (上午): when it begins and ends, and when a punch may come for either.

    `+1` behind a time is the next calendar day. Windows include both their minutes; what is not
    said is two hours before the beginning, the middle of the session, and three hours after.
    """

    name: str
    start: DayClock
    end: DayClock
    in_from: DayClock | None = None
    in_until: DayClock | None = None
    out_from: DayClock | None = None
    out_until: DayClock | None = None


class Timetable(_Part, frozen=True):
    """班次: whose sessions they are, in which part of the year (both days included, over New Year
    too), on which weekdays. The first that fits a day and a person counts."""

    name: str
    shifts: tuple[Shift, ...]
    first: DayOfYear = field(name="from", default="01-01")
    last: DayOfYear = field(name="until", default="12-31")
    weekdays: tuple[Annotated[int, Meta(ge=1, le=7)], ...] = (1, 2, 3, 4, 5)
    through_holidays: bool = False
    staff: tuple[str, ...] = ()  # nobody named: everybody

    def holds(self, day: date, said: bool | None) -> bool:
        """Whether there is work by it on this day; `said`: what the calendar has to say of it."""
        if self.through_holidays or said is None:
            worked = day.isoweekday() in self.weekdays
        else:
            worked = said
        today, over_new_year = f"{day:%m-%d}", self.first > self.last
        if over_new_year:
            return worked and (today >= self.first or today <= self.last)
        return worked and self.first <= today <= self.last


class Penalty(_Part, frozen=True):
    """扣分: what a mark costs, each time; leave and absence by the day or half day.

    `free` times (or days) a month cost nothing; from the one after `after`, each costs `factor`
    times as much.
    """

    mark: Mark
    points: Points
    leave: LeaveKind | None = None  # of this kind only
    free: Points = Decimal(0)
    after: Annotated[int, Meta(ge=1)] | None = None
    factor: Points = Decimal(1)


class RuleSet(_Part, frozen=True):
    """One version of a hall's rules, valid from the first of a month."""

    version: str
    first: date = field(name="from")
    timetables: tuple[Timetable, ...]
    penalties: tuple[Penalty, ...] = ()
    roles: tuple[Role, ...] = (Role.CLERK, Role.GUIDE, Role.DUTY_LEADER)
    grace: Minutes = 0  # so many minutes late are not late
    early_grace: Minutes = 0
    long_late: Minutes | None = None  # from so many minutes on
    long_early: Minutes | None = None
    late_absent: Minutes | None = None  # from so many minutes on the session counts as absent
    early_absent: Minutes | None = None
    missing: Missing = Missing.CORRECTION
    double_seconds: Annotated[int, Meta(ge=0, le=3600)] = 120  # two touches within it are one
    outage_minutes: Minutes = 15  # so long around a reader's outage everybody is excused
    base: Points = Decimal(100)
    floor: Points = Decimal(0)
    cap: Points = Decimal(120)
    section: Points | None = None  # attendance costs no more than this
    full_attendance: Points = Decimal(0)  # bonus of whoever has no mark but normal
    bonus_cap: Points = Decimal(20)
    rounding: Points = Decimal("0.01")
    veto: tuple[Mark, ...] = ()  # whoever has one cannot be chosen as a model (评优)

    def flaw(self) -> str:
        """What contradicts itself in it; "" where nothing does."""
        if self.first.day != 1:
            return "a version begins with the first of a month"
        if self._negative():
            return "points are not below 0, and rounding is above it"
        if not all(each.shifts for each in self.timetables):
            return "a timetable has at least one shift"
        return next((said for each in self.timetables if (said := _flaw(each))), "")

    def _negative(self) -> bool:
        own = (getattr(self, name) for name in self.__struct_fields__)
        said = [each for each in own if isinstance(each, Decimal)]
        costs = (one for each in self.penalties for one in (each.points, each.free, each.factor))
        return self.rounding <= 0 or not all(each >= 0 for each in (*said, *costs))


class RuleBook(_Part, frozen=True):
    """All of attendance.toml."""

    rules: Annotated[tuple[RuleSet, ...], Meta(min_length=1)]


def valid(sets: Sequence[RuleSet], month: date) -> RuleSet | None:
    """The version of a month: the newest that has begun."""
    begun = [each for each in sets if each.first <= month]
    return max(begun, key=lambda each: each.first, default=None)


def minute_of(clock: str) -> int:
    """`08:20` in minutes of the day; `06:00+1` goes on counting after midnight."""
    hours, _, rest = clock.partition(":")
    minutes, plus, _ = rest.partition("+")
    return int(hours) * 60 + int(minutes) + (_DAY if plus else 0)


class Bounds(Struct, frozen=True):
    """A shift in minutes of its day: beginning, end, and the windows of both punches."""

    start: int
    end: int
    in_from: int
    in_until: int
    out_from: int
    out_until: int


def bounds(shift: Shift) -> Bounds:
    """A shift with all of its windows."""
    start, end = minute_of(shift.start), minute_of(shift.end)
    middle = (start + end) // 2
    return Bounds(
        start,
        end,
        _or(shift.in_from, start - 120),
        _or(shift.in_until, middle),
        _or(shift.out_from, middle + 1),
        _or(shift.out_until, end + 180),
    )


def _or(clock: str | None, default: int) -> int:
    return default if clock is None else minute_of(clock)


def _flaw(timetable: Timetable) -> str:
    found = [bounds(each) for each in timetable.shifts]
    for each in found:
        if not each.in_from <= each.start <= each.in_until < each.out_from <= each.end:
            return f"{timetable.name}: the windows of a shift are in no order"
        if each.out_until < each.end:
            return f"{timetable.name}: a window ends before its shift"
    for one, following in pairwise(found):
        if one.end > following.start or one.out_until >= following.out_from:
            return f"{timetable.name}: two shifts overlap"
    return ""
