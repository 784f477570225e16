"""From punches to who is there."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, datetime
from typing import Any

from broker.domain.attendance.facts import AttendanceFact, PunchRecorded
from broker.domain.ground import Ground
from broker.domain.ids import StaffId


class AttendanceFloor(Ground):
    """The punches of the day, by staff number, oldest first."""

    def begin(self, day: date | None) -> None:
        super().begin(day)
        self.punches: dict[StaffId, list[datetime]] = {}
        self.touched.duty = True


def _punched(floor: AttendanceFloor, fact: PunchRecorded, _at: datetime) -> None:
    if fact.day == floor.day:
        punches = floor.punches.setdefault(fact.staff, [])
        punches.append(fact.at)
        punches.sort()
        floor.touched.duty = True


APPLY: Mapping[type[AttendanceFact], Callable[[AttendanceFloor, Any, datetime], None]] = {
    PunchRecorded: _punched,
}
