"""From punches to who is there."""

from __future__ import annotations

from bisect import insort
from collections.abc import Callable, Mapping
from datetime import date, datetime
from typing import Any

from broker.domain.attendance.facts import (
    AttendanceCorrected,
    AttendanceFact,
    DutyCorrected,
    LeaveRecorded,
    MonthClosed,
    OutageRecorded,
    PunchRecorded,
)
from broker.domain.attendance.turns import Touch
from broker.domain.ground import Ground
from broker.domain.ids import RequestId, StaffId


class AttendanceFloor(Ground):
    """The touches of the day and what the duty leader said of it, by staff number, oldest first;
    and of the months what limits the next correction, which no new day forgets."""

    def begin(self, day: date | None) -> None:
        super().begin(day)
        if day is None:
            self.corrections: dict[tuple[StaffId, date], set[RequestId]] = {}
            self.closed_months: set[date] = set()
        self.touches: dict[StaffId, list[Touch]] = {}
        self.touched.duty = True

    @property
    def punches(self) -> int:
        """How many there are today; a correction is none."""
        return sum(touch.said is None for each in self.touches.values() for touch in each)


def _punched(floor: AttendanceFloor, fact: PunchRecorded, _at: datetime) -> None:
    _touch(floor, fact, Touch(fact.at))


def _corrected(floor: AttendanceFloor, fact: DutyCorrected, _at: datetime) -> None:
    _touch(floor, fact, Touch(fact.at, fact.turn))


def _touch(floor: AttendanceFloor, fact: PunchRecorded | DutyCorrected, touch: Touch) -> None:
    if fact.day == floor.day:
        insort(floor.touches.setdefault(fact.staff, []), touch, key=lambda each: each.at)
        floor.touched.duty = True


def _attendance_corrected(floor: AttendanceFloor, fact: AttendanceCorrected, _at: datetime) -> None:
    month = (fact.staff, fact.day.replace(day=1))
    floor.corrections.setdefault(month, set()).add(fact.correction)


def _month_closed(floor: AttendanceFloor, fact: MonthClosed, _at: datetime) -> None:
    floor.closed_months.add(fact.month)


def _for_the_month(_floor: AttendanceFloor, _fact: AttendanceFact, _at: datetime) -> None:
    """Of no consequence today: it is read when a month is reckoned."""


APPLY: Mapping[type[AttendanceFact], Callable[[AttendanceFloor, Any, datetime], None]] = {
    PunchRecorded: _punched,
    DutyCorrected: _corrected,
    AttendanceCorrected: _attendance_corrected,
    LeaveRecorded: _for_the_month,
    OutageRecorded: _for_the_month,
    MonthClosed: _month_closed,
}
