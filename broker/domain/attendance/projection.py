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
    LeaveWithdrawn,
    MonthClosed,
    OutageNoted,
    OutageRecorded,
    PunchLetIn,
    PunchQuarantined,
    PunchRecorded,
    PunchSetAside,
    ReaderBack,
    ReaderLost,
    StaffForgotten,
    TerminalRead,
)
from broker.domain.attendance.turns import Touch
from broker.domain.ground import Ground
from broker.domain.ids import RequestId, StaffId


class AttendanceFloor(Ground):
    """The touches of the day and what the duty leader said of it, by staff number, oldest first;
    and what no new day forgets: what limits the next correction, leave that can be withdrawn,
    punches that nobody has judged, and which readers are away since when."""

    def begin(self, day: date | None) -> None:
        super().begin(day)
        if day is None:
            self.corrections: dict[tuple[StaffId, date], set[RequestId]] = {}
            self.closed_months: set[date] = set()
            self.leaves: dict[RequestId, LeaveRecorded] = {}
            self.quarantined: dict[RequestId, PunchQuarantined] = {}  # not judged yet
            self.readers_lost: dict[str, datetime] = {}
        self.touches: dict[StaffId, list[Touch]] = {}
        self.terminals: dict[str, TerminalRead] = {}  # as each was read out last, today
        self.touched.duty = True

    @property
    def punches(self) -> int:
        """How many there are today; a correction is none."""
        return sum(touch.said is None for each in self.touches.values() for touch in each)


def _punched(floor: AttendanceFloor, fact: PunchRecorded, _at: datetime) -> None:
    _touch(floor, fact, Touch(fact.at))


def _quarantined(floor: AttendanceFloor, fact: PunchQuarantined, _at: datetime) -> None:
    floor.quarantined[fact.punch] = fact


def _judged(floor: AttendanceFloor, fact: PunchLetIn | PunchSetAside, _at: datetime) -> None:
    floor.quarantined.pop(fact.punch, None)


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


def _leave_recorded(floor: AttendanceFloor, fact: LeaveRecorded, _at: datetime) -> None:
    floor.leaves[fact.leave] = fact


def _leave_withdrawn(floor: AttendanceFloor, fact: LeaveWithdrawn, _at: datetime) -> None:
    floor.leaves.pop(fact.leave, None)


def _reader_lost(floor: AttendanceFloor, fact: ReaderLost, _at: datetime) -> None:
    floor.readers_lost.setdefault(fact.reader, fact.at)


def _reader_back(floor: AttendanceFloor, fact: ReaderBack, _at: datetime) -> None:
    floor.readers_lost.pop(fact.reader, None)


def _terminal_read(floor: AttendanceFloor, fact: TerminalRead, _at: datetime) -> None:
    floor.terminals[fact.terminal] = fact


def _for_the_month(_floor: AttendanceFloor, _fact: AttendanceFact, _at: datetime) -> None:
    """Of no consequence today: it is read when a month is reckoned."""


APPLY: Mapping[type[AttendanceFact], Callable[[AttendanceFloor, Any, datetime], None]] = {
    PunchRecorded: _punched,
    PunchQuarantined: _quarantined,
    PunchLetIn: _judged,
    PunchSetAside: _judged,
    DutyCorrected: _corrected,
    AttendanceCorrected: _attendance_corrected,
    LeaveRecorded: _leave_recorded,
    LeaveWithdrawn: _leave_withdrawn,
    OutageRecorded: _for_the_month,
    ReaderLost: _reader_lost,
    ReaderBack: _reader_back,
    OutageNoted: _for_the_month,
    MonthClosed: _month_closed,
    StaffForgotten: _for_the_month,
    TerminalRead: _terminal_read,
}
