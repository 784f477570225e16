"""The month of everybody: what was punched in, results, lines and scores out. Pure.

The same facts give the same month, in whatever order and however often they came; only what is
known up to `until` is judged, so that the rest of a running month is pending and costs nothing.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import msgspec
from msgspec import Struct

from broker.domain.attendance.facts import Turn
from broker.domain.ids import StaffId
from broker.domain.timesheet.assigning import assign
from broker.domain.timesheet.judging import Evidence, Judge, ShiftResult, Span
from broker.domain.timesheet.planning import Calendar, Planned, days_of, minute, plan, timetables
from broker.domain.timesheet.records import Clocking, Correction, Records, Sheet
from broker.domain.timesheet.rulesets import RuleSet
from broker.domain.timesheet.scoring import Score, ScoreLine, lines, score

_NOTHING = Records()
_DAY = timedelta(days=1)
_Punch = tuple[int | None, Evidence]
_NONE: _Punch = (None, None)
_TURNS = (Turn.IN, Turn.OUT)


class MonthResult(Struct, frozen=True):
    """One person's month. `unused`: touches that are no punch of any shift of it."""

    staff: StaffId
    shifts: tuple[ShiftResult, ...]
    lines: tuple[ScoreLine, ...]
    score: Score
    unused: tuple[Clocking, ...]


class Reckoning:
    """The rules of one month, ready for one person after another."""

    def __init__(
        self,
        month: date,
        rules: RuleSet,
        calendar: Calendar,
        zone: ZoneInfo,
        until: datetime,
        outages: Iterable[tuple[datetime, datetime]] = (),
    ) -> None:
        self._month, self._rules, self._zone = month, rules, zone
        self._calendar = calendar
        days = list(days_of(month))
        self._days = [days[0] - _DAY, *days, days[-1] + _DAY]  # a night goes on over midnight
        spans = [Span(minute(first, zone), minute(last, zone)) for first, last in outages]
        self._judge = Judge(rules, spans, minute(until, zone))
        self._double = timedelta(seconds=rules.double_seconds)
        self._plans: dict[tuple[str, ...], list[Planned]] = {}

    def person(self, staff: StaffId, records: Records) -> MonthResult:
        """What the month of one person comes to."""
        shifts = self._plan(staff)
        touches = _once(records.clockings)
        minutes = [minute(each.at, self._zone) for each in touches]
        pairs = assign(shifts, minutes, touches, self._double)
        corrected = self._corrected(shifts, records.corrections)
        results = tuple(
            self._result(place, shift, pair, (minutes, touches), records, corrected)
            for place, (shift, pair) in enumerate(zip(shifts, pairs, strict=True))
            if self._within(shift.day)
        )
        found = lines(self._rules, results)
        used = {place for pair in pairs for place in pair}
        unused = tuple(
            each
            for place, each in enumerate(touches)
            if place not in used and self._within(each.at.astimezone(self._zone).date())
        )
        return MonthResult(staff, results, found, score(self._rules, results, found), unused)

    def _within(self, day: date) -> bool:
        return (day.year, day.month) == (self._month.year, self._month.month)

    def _plan(self, staff: StaffId) -> list[Planned]:
        """Whoever has the same timetables has the same plan."""
        key = tuple(each.name for each in timetables(self._rules, staff))
        if key not in self._plans:
            self._plans[key] = plan(self._rules, staff, self._days, self._calendar)
        return self._plans[key]

    def _result(
        self,
        place: int,
        shift: Planned,
        pair: tuple[int | None, int | None],
        touched: tuple[Sequence[int], Sequence[Clocking]],
        records: Records,
        corrected: dict[tuple[int, Turn], Correction],
    ) -> ShiftResult:
        minutes, touches = touched
        found: list[_Punch] = [_NONE if at is None else (minutes[at], touches[at]) for at in pair]
        for at, turn in enumerate(_TURNS) if corrected else ():
            if said := corrected.get((place, turn)):
                found[at] = (minute(said.at, self._zone), said)
        leave = None
        if records.leaves:
            covering = (each for each in records.leaves if each.covers(shift.day, shift.number))
            leave = next(covering, None)
        return self._judge.shift(shift, found[0], found[1], leave)

    def _corrected(
        self, shifts: Sequence[Planned], corrections: Iterable[Correction]
    ) -> dict[tuple[int, Turn], Correction]:
        """Each correction at the punch of its day that was due nearest; the last one counts."""
        found: dict[tuple[int, Turn], Correction] = {}
        for each in corrections:
            at = minute(each.at, self._zone)
            of_day = [place for place, shift in enumerate(shifts) if shift.day == each.day]
            if of_day:
                due = {place: _due(shifts[place], each.turn) for place in of_day}
                nearest = min(of_day, key=lambda place: abs(due[place] - at))
                found[nearest, each.turn] = each
        return found


def _once(clockings: Iterable[Clocking]) -> list[Clocking]:
    """In order, and none twice: what was sent again, or read again from a terminal, is the same
    touch whatever its id."""
    ordered = sorted(clockings)
    return [each for at, each in enumerate(ordered) if not at or each.at != ordered[at - 1].at]


def _due(shift: Planned, turn: Turn) -> int:
    return shift.start if turn is Turn.IN else shift.end


def reckon(reckoning: Reckoning, sheet: Sheet, staff: Sequence[StaffId]) -> list[MonthResult]:
    """The month of everybody, in the order of `staff`."""
    return [reckoning.person(each, sheet.staff.get(each, _NOTHING)) for each in staff]


def digest(value: RuleSet | Sequence[MonthResult]) -> str:
    """What a closed month is held to: a hash of its rules, or of its results."""
    return hashlib.sha256(msgspec.json.encode(value, order="sorted")).hexdigest()
