"""What a place where staff clock in knows of everybody's day, and what it may say of a touch. Pure.

The ledger alone knows the day; a screen hears of it. Each fact of the ledger, each punch of its
reader and each of its own is a touch at its moment, written down once, however it was heard. What
was before the screen began, or while it heard nothing, the ledger's list of who is on duty tells,
as far as it matters: who is on it came some time before, and who is not has gone. A punch that is
kept apart is no touch, and means nothing until the duty leader has judged it (ADR 50).
"""

from __future__ import annotations

from bisect import insort
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from broker.domain.attendance.facts import (
    DutyCorrected,
    PunchLetIn,
    PunchQuarantined,
    PunchRecorded,
    PunchSetAside,
    Turn,
)
from broker.domain.attendance.turns import Meaning, Touch, meanings, on_duty
from broker.domain.ground import business_day
from broker.domain.hall import Hall
from broker.domain.ids import NO_REQUEST, RequestId, StaffId


@dataclass(frozen=True, slots=True)
class Telling:
    """What a person may be told: a coming counts from the first touch or from what the duty leader
    noted, a going from the last. Without a meaning the punch of `at` is kept apart. `unsure`: it
    had been so before, and nobody here knows since when; `at` is that of the touch then."""

    at: datetime
    meaning: Meaning | None
    unsure: bool = False


class DayBook:
    """Everybody's touches of one business day, as far as they are known here."""

    def __init__(self, hall: Hall) -> None:
        self._hall = hall
        self._zone = ZoneInfo(hall.hall.timezone)
        self._again = timedelta(minutes=hall.attendance.again_minutes)
        self._same = timedelta(seconds=hall.attendance.same_punch_seconds)
        self._day: date | None = None
        self._touches: dict[StaffId, list[Touch]] = {}
        self._apart: dict[StaffId, dict[datetime, RequestId]] = {}  # not judged, by what it claims
        self._on_duty: tuple[datetime, frozenset[StaffId]] | None = None

    def duty(
        self,
        here: Collection[StaffId],
        at: datetime,
        *,
        missed: bool,
        waiting: Collection[StaffId] = (),
    ) -> None:
        """Who is on duty at `at`, as the ledger has it. `missed`: facts may have passed unheard,
        so whoever is known otherwise came or went meanwhile; but for those of whom a punch is
        `waiting` for the ledger, which does not know yet."""
        self._turn_to(at)
        self._on_duty = (at, frozenset(here))
        for staff, touches in self._touches.items() if missed else ():
            is_here = staff in here
            if staff in waiting:
                continue
            if touches and touches[-1].at < at and on_duty(touches, self._hall) is not is_here:
                touches.append(Touch(at, Turn.IN if is_here else Turn.OUT, reckoned=True))

    def write(self, staff: StaffId, at: datetime, said: Turn | None = None) -> None:
        """A touch at `at`, or with `said` what the duty leader said; the same twice is one."""
        if self._turn_to(at):
            touches = self._touches.setdefault(staff, self._before(staff, at))
            touch = Touch(at, said)
            if touch not in touches:
                insort(touches, touch, key=lambda each: each.at)

    def count(self, staff: StaffId, at: datetime) -> None:
        """A touch that counts, whatever was said of it before."""
        self.let_in(staff, at)
        self.write(staff, at)

    def let_in(self, staff: StaffId, at: datetime) -> None:
        """What was told of `at` counts; it may be no touch, but what the duty leader noted."""
        self._apart.get(staff, {}).pop(at, None)

    def read(self, fact: object) -> None:
        """A fact of the ledger, of whatever kind."""
        match fact:
            case PunchRecorded(staff=staff, at=at):
                self.count(staff, at)
            case PunchQuarantined(staff=staff, at=at, punch=punch):
                self.keep_apart(staff, at, punch)
            case PunchLetIn(staff=staff, punch=punch) | PunchSetAside(staff=staff, punch=punch):
                self._judged(staff, punch)
            case DutyCorrected(staff=staff, at=at, turn=turn):
                self.write(staff, at, turn)

    def strike(self, staff: StaffId, at: datetime) -> None:
        """The ledger would not have the touch at `at`."""
        touches = self._touches.get(staff, [])
        touches[:] = [each for each in touches if each.at != at]
        self.let_in(staff, at)

    def keep_apart(self, staff: StaffId, at: datetime, punch: RequestId = NO_REQUEST) -> None:
        """The touch at `at` waits for the duty leader; `punch`, where its id is known, tells later
        that it was judged. Its time may be of any day, and turns to none."""
        known = self._apart.get(staff, {}).get(at, NO_REQUEST)
        self.strike(staff, at)
        self._apart.setdefault(staff, {})[at] = punch or known

    def is_apart(self, staff: StaffId, at: datetime) -> bool:
        """Whether the touch at `at` waits for the duty leader."""
        return at in self._apart.get(staff, {})

    def _judged(self, staff: StaffId, punch: RequestId) -> None:
        waiting = self._apart.get(staff, {})
        for at in [each for each, its in waiting.items() if its == punch]:
            del waiting[at]

    def same(self, staff: StaffId, now: datetime) -> Telling | None:
        """What to tell who touched a moment ago already, so that nothing is recorded again."""
        for at in self._apart.get(staff, ()):
            if abs(now - at) < self._same:
                return Telling(at, None)
        touches = self._touches.get(staff)
        if not touches or touches[-1].said or abs(now - touches[-1].at) >= self._same:
            return None
        return self._told([*touches, touches[-1]])

    def told(self, staff: StaffId, at: datetime) -> Telling:
        """What the touch at `at` means. Of another day nothing else is known."""
        if self.is_apart(staff, at):
            return Telling(at, None)
        today = self._touches.get(staff, []) if self._of(at) == self._day else []
        return self._told([*(each for each in today if each.at < at), Touch(at)])

    def _told(self, touches: list[Touch]) -> Telling:
        found = meanings(touches, self._hall)
        last = first = len(found) - 1
        while found[first].again and found[first].turn is Turn.IN:
            first -= 1
        if touches[first].reckoned:
            return Telling(touches[last].at, found[last], unsure=True)
        return Telling(touches[first].at, found[last])

    def _before(self, staff: StaffId, at: datetime) -> list[Touch]:
        """What the list of those on duty tells of who has no touch here yet. Nobody knows since
        when; so early that a touch now is not taken for its second."""
        if self._on_duty is None or staff not in self._on_duty[1]:
            return []
        since = min(self._on_duty[0], at) - self._again
        return [Touch(since, Turn.IN, reckoned=True)]

    def _turn_to(self, at: datetime) -> bool:
        """Whether `at` belongs to the day that is known; a new day begins empty."""
        day = self._of(at)
        if self._day is None or day > self._day:
            self._day, self._on_duty = day, None
            self._touches.clear()
        return day == self._day

    def _of(self, moment: datetime) -> date:
        return business_day(moment, self._zone, self._hall.hall.day_cutoff)
