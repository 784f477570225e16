"""What a shift came to: its two punches against what was due. Pure."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import Struct

from broker.domain.attendance.facts import LeaveKind
from broker.domain.timesheet.planning import Planned
from broker.domain.timesheet.records import Clocking, Correction, Leave
from broker.domain.timesheet.rulesets import Mark, Missing, RuleSet

Evidence = Clocking | Correction | None


class Judged(Struct, frozen=True, gc=False):
    """One punch that was due: when somebody punched (None: not at all), and how many minutes
    too late or too early."""

    mark: Mark
    minute: int | None = None
    minutes: int = 0


class ShiftResult(Struct, frozen=True, gc=False):
    """A shift as it counts, with what it is judged by."""

    planned: Planned
    mark: Mark  # the worst of both; what it costs is reckoned from all three
    came: Judged
    went: Judged
    came_by: Evidence = None
    went_by: Evidence = None
    leave: Leave | None = None

    @property
    def kind(self) -> LeaveKind | None:
        """Of the leave, where it is one."""
        return None if self.leave is None else self.leave.kind


class Span(Struct, frozen=True):
    """An outage in minutes of local time, both included."""

    first: int
    last: int


_NORMAL = Judged(Mark.NORMAL)
_WORST = (
    Mark.ABSENT,
    Mark.MISSING,
    Mark.LONG_LATE,
    Mark.LONG_EARLY,
    Mark.LATE,
    Mark.EARLY,
    Mark.PENDING,
    Mark.EXCUSED,
    Mark.NORMAL,
)
_RANK = {mark: rank for rank, mark in enumerate(_WORST)}


class Judge:
    """The rules of a month at work. `until`: the minute up to which punches are known."""

    def __init__(self, rules: RuleSet, outages: Sequence[Span], until: int) -> None:
        self._rules = rules
        self._outages = outages
        self._until = until

    def shift(
        self,
        planned: Planned,
        came: tuple[int | None, Evidence],
        went: tuple[int | None, Evidence],
        leave: Leave | None,
    ) -> ShiftResult:
        """Leave beats whatever was punched or not; the touches stay beside it."""
        if leave is not None:
            away = Mark.LEAVE
            first, last = Judged(away, came[0]), Judged(away, went[0])
            return ShiftResult(planned, away, first, last, came[1], went[1], leave)
        first, last = self._came(planned, came[0]), self._went(planned, went[0])
        mark = _together(first, last)
        return ShiftResult(planned, mark, first, last, came[1], went[1])

    def _came(self, planned: Planned, minute: int | None) -> Judged:
        rules = self._rules
        if minute is not None and minute - planned.start <= rules.grace:
            return Judged(Mark.NORMAL, minute)
        if self._excused(planned.start, minute, late=True):
            return Judged(Mark.EXCUSED, minute)
        if minute is None:
            return self._none(planned.in_until, Mark.LATE)
        late = minute - planned.start
        return Judged(_of(late, rules.late_absent, rules.long_late, _LATE), minute, late)

    def _went(self, planned: Planned, minute: int | None) -> Judged:
        rules = self._rules
        if minute is not None and planned.end - minute <= rules.early_grace:
            return Judged(Mark.NORMAL, minute)
        if self._until <= planned.end and minute is not None:
            return Judged(Mark.PENDING, minute)  # whoever is back before the end has not gone
        if self._excused(planned.end, minute, late=False):
            return Judged(Mark.EXCUSED, minute)
        if minute is None:
            return self._none(planned.out_until, Mark.EARLY)
        early = planned.end - minute
        return Judged(_of(early, rules.early_absent, rules.long_early, _EARLY), minute, early)

    def _none(self, over: int, alike: Mark) -> Judged:
        """No punch at all, by the hall's own rule."""
        if self._until <= over:
            return Judged(Mark.PENDING)
        match self._rules.missing:
            case Missing.CORRECTION:
                return Judged(Mark.MISSING)
            case Missing.LATE:
                return Judged(alike)
            case Missing.ABSENT:
                return Judged(Mark.ABSENT)

    def _excused(self, due: int, minute: int | None, *, late: bool) -> bool:
        """Whether the reader was out when it was due, and whoever punched did so right after it
        (late), or right before (early)."""
        near = self._rules.outage_minutes
        for each in self._outages:
            if each.first <= due <= each.last:
                if minute is None:
                    return True
                return minute <= each.last + near if late else minute >= each.first - near
        return False


def _together(came: Judged, went: Judged) -> Mark:
    """Who neither came nor went was not there at all, whatever one forgotten punch would be."""
    marks = (came.mark, went.mark)
    if Mark.ABSENT in marks:
        return Mark.ABSENT
    if Mark.PENDING in marks:
        return Mark.PENDING
    if came.minute is None and went.minute is None and Mark.EXCUSED not in marks:
        return Mark.ABSENT
    return min(marks, key=_RANK.__getitem__)


_LATE = (Mark.LATE, Mark.LONG_LATE)
_EARLY = (Mark.EARLY, Mark.LONG_EARLY)


def _of(minutes: int, absent: int | None, long: int | None, marks: tuple[Mark, Mark]) -> Mark:
    if absent is not None and minutes >= absent:
        return Mark.ABSENT
    return marks[long is not None and minutes >= long]
