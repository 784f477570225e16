"""From punches to who is there."""

from __future__ import annotations

from bisect import insort
from collections.abc import Callable, Mapping
from datetime import date, datetime
from typing import Any

from broker.domain.attendance.facts import AttendanceFact, DutyCorrected, PunchRecorded
from broker.domain.attendance.turns import Touch
from broker.domain.ground import Ground
from broker.domain.ids import StaffId


class AttendanceFloor(Ground):
    """The touches of the day and what the duty leader said of it, by staff number, oldest first."""

    def begin(self, day: date | None) -> None:
        super().begin(day)
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


def _touch(floor: AttendanceFloor, fact: AttendanceFact, touch: Touch) -> None:
    if fact.day == floor.day:
        insort(floor.touches.setdefault(fact.staff, []), touch, key=lambda each: each.at)
        floor.touched.duty = True


APPLY: Mapping[type[AttendanceFact], Callable[[AttendanceFloor, Any, datetime], None]] = {
    PunchRecorded: _punched,
    DutyCorrected: _corrected,
}
