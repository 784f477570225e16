"""From marks to score lines, and from lines to the score of a month. Pure, and decimal."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

from msgspec import Struct

from broker.domain.ids import RequestId
from broker.domain.timesheet.judging import Evidence, Judged, ShiftResult
from broker.domain.timesheet.planning import clock
from broker.domain.timesheet.records import Clocking
from broker.domain.timesheet.rulesets import Mark, Penalty, RuleSet

_ONE = Decimal(1)
_COSTLESS = (Mark.NORMAL, Mark.PENDING, Mark.EXCUSED)


class Occasion(Struct, frozen=True, gc=False):
    """Something a rule may cost: a mark of a shift, or a leave; `amount` in times or days."""

    mark: Mark
    shift: ShiftResult
    amount: Decimal
    due: str
    at: str  # "" where there was no punch
    evidence: tuple[RequestId, ...]


class ScoreLine(Struct, frozen=True, gc=False):
    """扣分明细: which rule of which version, what it costs, and what shows it. `amount` is what
    counts of it, in times or days, behind what is free."""

    version: str
    rule: str
    day: date
    shift: str
    points: Decimal
    amount: Decimal
    due: str
    at: str
    evidence: tuple[RequestId, ...]


class Score(Struct, frozen=True):
    """得分: the base, less what the lines cost as far as the section goes, with the bonus."""

    points: Decimal
    deducted: Decimal
    bonus: Decimal
    vetoed: bool


def occasions(shifts: Sequence[ShiftResult]) -> Iterator[Occasion]:
    """All that may cost something, in order."""
    for each in shifts:
        if each.mark in _COSTLESS:
            continue
        if each.leave is not None or each.mark is Mark.ABSENT:
            yield _whole(each)
        else:
            yield from _punch(each, each.came, each.planned.start, each.came_by)
            yield from _punch(each, each.went, each.planned.end, each.went_by)


def _whole(each: ShiftResult) -> Occasion:
    """A shift on leave, by its share of the day; or one of absence."""
    planned = each.planned
    due = f"{clock(planned.start)}–{clock(planned.end)}"
    if each.leave is not None:
        return Occasion(each.mark, each, _ONE / planned.of, due, "", (each.leave.leave,))
    at = " ".join(_clock(one) for one in (each.came, each.went) if one.minute is not None)
    proof = (*_proof(each.came_by), *_proof(each.went_by))
    return Occasion(each.mark, each, _ONE, due, at, proof)


def _punch(shift: ShiftResult, one: Judged, due: int, by: Evidence) -> Iterator[Occasion]:
    if one.mark not in _COSTLESS:
        yield Occasion(one.mark, shift, _ONE, clock(due), _clock(one), _proof(by))


def _clock(one: Judged) -> str:
    return "" if one.minute is None else clock(one.minute)


def _proof(by: Evidence) -> tuple[RequestId, ...]:
    if by is None:
        return ()
    return (by.punch if isinstance(by, Clocking) else by.correction,)


def lines(rules: RuleSet, shifts: Sequence[ShiftResult]) -> tuple[ScoreLine, ...]:
    """What a month's marks cost, by every rule that is about them, in order."""
    counts = [Decimal(0)] * len(rules.penalties)
    found: list[ScoreLine] = []
    for each in occasions(shifts):
        for place, penalty in enumerate(rules.penalties):
            if not _meant(penalty, each):
                continue
            before, counts[place] = counts[place], counts[place] + each.amount
            counted = max(Decimal(0), counts[place] - max(before, penalty.free))
            if counted and penalty.points:
                found.append(_line(rules, penalty, each, counted, counts[place]))
    return tuple(found)


def _meant(penalty: Penalty, each: Occasion) -> bool:
    return penalty.mark is each.mark and penalty.leave in (None, each.shift.kind)


def _line(
    rules: RuleSet, penalty: Penalty, each: Occasion, counted: Decimal, count: Decimal
) -> ScoreLine:
    more = penalty.after is not None and count > penalty.after
    points = penalty.points * counted * (penalty.factor if more else _ONE)
    return ScoreLine(
        rules.version,
        f"{penalty.mark}/{penalty.leave}" if penalty.leave else str(penalty.mark),
        each.shift.planned.day,
        each.shift.planned.name,
        -_rounded(points, rules),
        counted,
        each.due,
        each.at,
        each.evidence,
    )


def score(rules: RuleSet, shifts: Sequence[ShiftResult], found: Sequence[ScoreLine]) -> Score:
    """What a month comes to."""
    deducted = -sum((each.points for each in found), Decimal(0))
    if rules.section is not None:
        deducted = min(deducted, rules.section)
    full = bool(shifts) and all(each.mark in (Mark.NORMAL, Mark.EXCUSED) for each in shifts)
    bonus = min(rules.full_attendance if full else Decimal(0), rules.bonus_cap)
    points = min(max(rules.base - deducted + bonus, rules.floor), rules.cap)
    marks = {mark for each in shifts for mark in (each.mark, each.came.mark, each.went.mark)}
    return Score(_rounded(points, rules), deducted, bonus, not marks.isdisjoint(rules.veto))


def _rounded(points: Decimal, rules: RuleSet) -> Decimal:
    return points.quantize(rules.rounding, ROUND_HALF_UP)
