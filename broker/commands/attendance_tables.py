"""The month of attendance as tables: what every cell of the workbook and of the CSV files holds.

In the language of the session.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import NamedTuple

from broker.commands.attendance_month import Month
from broker.commands.attendance_words import (
    DOUBTS,
    LEAVES,
    MARKS,
    REST,
    TURNS,
    WAYS,
    WEEKDAYS,
    YES,
    rule_name,
)
from broker.domain.hall import Member
from broker.domain.timesheet.judging import Evidence, Judged, ShiftResult
from broker.domain.timesheet.month import MonthResult
from broker.domain.timesheet.planning import clock, days_of
from broker.domain.timesheet.records import Clocking, Outage, Records
from broker.domain.timesheet.rulesets import Mark
from broker.language import chosen

Cell = str | int | Decimal


class Table(NamedTuple):
    """A sheet of the workbook, and a file `key`.csv."""

    key: str
    name: str
    head: tuple[str, ...]
    rows: list[tuple[Cell, ...]]


def tables(month: Month) -> list[Table]:
    """All of them, in the order people read them."""
    return [
        _table("summary", ("汇总", "Summary"), _SUMMARY, map(_summary, *_people(month))),
        _table("detail", ("每日明细", "Daily detail"), _DETAIL, _details(month)),
        _chart(month),
        _table("exceptions", ("异常", "Exceptions"), _DETAIL, _exceptions(month)),
        _table("corrections", ("补签请假", "Corrections"), _CORRECTIONS, _corrections(month)),
        _table("score", ("扣分明细", "Score lines"), _SCORE, _score_lines(month)),
        _table("punches", ("原始打卡", "All punches"), _PUNCHES, _punches(month)),
    ]


_WHO = (("工号", "staff number"), ("姓名", "name"))
_SUMMARY = (
    *_WHO,
    ("应出勤（天）", "days due"),
    ("实出勤（天）", "days present"),
    *((MARKS[mark].zh, MARKS[mark].en) for mark in Mark if mark not in (Mark.NORMAL, Mark.LEAVE)),
    ("请假（天）", "days of leave"),
    ("补签（次）", "corrections"),
    ("扣分", "deducted"),
    ("加分", "bonus"),
    ("得分", "score"),
    ("取消评优", "cannot be a model"),
)
_DETAIL = (
    *_WHO,
    ("日期", "date"),
    ("星期", "weekday"),
    ("班段", "shift"),
    ("应上班", "due in"),
    ("上班打卡", "came"),
    ("上班结果", "coming"),
    ("上班方式", "came by"),
    ("应下班", "due out"),
    ("下班打卡", "went"),
    ("下班结果", "going"),
    ("下班方式", "went by"),
    ("结果", "result"),
)
_CORRECTIONS = (
    *_WHO,
    ("类别", "kind"),
    ("从", "from"),
    ("到", "until"),
    ("内容", "what"),
    ("理由", "reason"),
    ("批准人", "approved by"),
    ("凭证", "evidence"),
)
_SCORE = (
    *_WHO,
    ("规则版本", "version"),
    ("规则", "rule"),
    ("日期", "date"),
    ("班段", "shift"),
    ("应打卡", "due"),
    ("实打卡", "punched"),
    ("数量", "amount"),
    ("分值", "points"),
    ("凭证", "evidence"),
)
_PUNCHES = (
    *_WHO,
    ("日期", "date"),
    ("时间", "time"),
    ("方式", "by"),
    ("理由", "reason"),
    ("登记人", "noted by"),
    ("凭证", "evidence"),
)
_NOT_PRESENT = (Mark.ABSENT, Mark.LEAVE, Mark.PENDING)


def _table(
    key: str,
    name: tuple[str, str],
    head: Sequence[tuple[str, str]],
    rows: Iterator[tuple[Cell, ...]],
) -> Table:
    return Table(key, chosen(*name), tuple(chosen(*each) for each in head), list(rows))


def _people(month: Month) -> tuple[Sequence[Member], Sequence[MonthResult], list[Records]]:
    known = month.gathered.sheet.staff
    return month.staff, month.results, [known.get(each.id, Records()) for each in month.staff]


def _summary(who: Member, result: MonthResult, records: Records) -> tuple[Cell, ...]:
    due = present = leave = Decimal(0)
    for each in result.shifts:
        share = Decimal(1) / each.planned.of
        due += share
        present += share * (each.mark not in _NOT_PRESENT)
        leave += share * (each.mark is Mark.LEAVE)
    counts = _counts(result.shifts)
    score = result.score
    return (
        who.id,
        who.name,
        _short(due),
        _short(present),
        *(counts[mark] for mark in Mark if mark not in (Mark.NORMAL, Mark.LEAVE)),
        _short(leave),
        len(records.corrections),
        score.deducted,
        score.bonus,
        score.points,
        str(YES) if score.vetoed else "",
    )


def _counts(shifts: Sequence[ShiftResult]) -> Counter[Mark]:
    """Absence counts by the half day, all else by the punch."""
    found = Counter[Mark]()
    for each in shifts:
        if each.mark in (Mark.ABSENT, Mark.LEAVE):
            found[each.mark] += 1
        else:
            found.update((each.came.mark, each.went.mark))
    return found


def _short(days: Decimal) -> Decimal:
    return round(days, 2).normalize() + 0


def _details(month: Month, *, only: bool = False) -> Iterator[tuple[Cell, ...]]:
    fine = (Mark.NORMAL, Mark.LEAVE, Mark.PENDING)
    for who, result in zip(month.staff, month.results, strict=True):
        for each in result.shifts:
            if not only or each.mark not in fine or each.came.mark not in fine:
                yield _detail(who, each)


def _exceptions(month: Month) -> Iterator[tuple[Cell, ...]]:
    """What is not in order, and each punch that nobody has judged yet, at the time it claims."""
    yield from _details(month, only=True)
    names = {each.id: each.name for each in month.staff}
    for kept in month.gathered.waiting:
        day = kept.at.astimezone(month.zone)
        apart = chosen(f"待核打卡：{DOUBTS[kept.doubt]}", f"kept apart: {DOUBTS[kept.doubt]}")
        yield (kept.staff, names.get(kept.staff, ""), day.date().isoformat(),
               WEEKDAYS[day.weekday()], "", "", f"{day:%H:%M}", "", str(WAYS[kept.way]),
               "", "", "", "", apart)  # fmt: skip


def _detail(who: Member, each: ShiftResult) -> tuple[Cell, ...]:
    planned = each.planned
    return (
        who.id,
        who.name,
        planned.day.isoformat(),
        WEEKDAYS[planned.day.weekday()],
        planned.name,
        clock(planned.start),
        *_punch(each.came, each.came_by),
        clock(planned.end),
        *_punch(each.went, each.went_by),
        str(LEAVES[each.leave.kind] if each.leave else MARKS[each.mark]),
    )


def _punch(one: Judged, by: Evidence) -> tuple[str, str, str]:
    at = "" if one.minute is None else clock(one.minute)
    return at, str(MARKS[one.mark]), _way(by)


def _way(by: Evidence) -> str:
    if by is None:
        return ""
    return str(WAYS[by.way]) if isinstance(by, Clocking) else chosen("补签", "corrected")


def _chart(month: Month) -> Table:
    """出勤图: a column a day, a sign a shift."""
    days = list(days_of(month.begins))
    head = (*(chosen(*each) for each in _WHO), *(str(day.day) for day in days))
    rows: list[tuple[Cell, ...]] = [
        ("", "", *(WEEKDAYS[day.weekday()] for day in days)),
        *(_line(who, result, days) for who, result in zip(month.staff, month.results, strict=True)),
        ("", "  ".join(f"{each.sign}{each}" for each in (*MARKS.values(), *LEAVES.values()))),
    ]
    return Table("chart", chosen("出勤图", "Chart"), head, rows)


def _line(who: Member, result: MonthResult, days: Sequence[date]) -> tuple[Cell, ...]:
    signs: dict[date, str] = {}
    for each in result.shifts:
        word = LEAVES[each.leave.kind] if each.leave else MARKS[each.mark]
        signs[each.planned.day] = signs.get(each.planned.day, "") + word.sign
    return (who.id, who.name, *(signs.get(day, REST) for day in days))


def _score_lines(month: Month) -> Iterator[tuple[Cell, ...]]:
    for who, result in zip(month.staff, month.results, strict=True):
        for each in result.lines:
            day, proof = each.day.isoformat(), " ".join(each.evidence)
            yield (who.id, who.name, each.version, rule_name(each.rule), day, each.shift, each.due,
                   each.at, round(each.amount, 2), each.points, proof)  # fmt: skip


def _corrections(month: Month) -> Iterator[tuple[Cell, ...]]:
    for who, _, records in zip(*_people(month), strict=True):
        for said in records.corrections:
            what = f"{TURNS[said.turn]} {_time(said.at, month)}"
            yield (who.id, who.name, chosen("补签", "correction"), said.day.isoformat(), "", what,
                   said.reason, said.by, said.correction)  # fmt: skip
        for away in records.leaves:
            shift = chosen(f"第 {away.shift} 班段", f"shift {away.shift}") if away.shift else ""
            yield (who.id, who.name, str(LEAVES[away.kind]), away.first.isoformat(),
                   away.last.isoformat(), shift, away.reason, away.by, away.leave)  # fmt: skip
    for out in month.gathered.sheet.outages:
        begin, end = (
            f"{_date(each, month)} {_time(each, month)}" for each in (out.first, out.last)
        )
        yield ("", "", chosen("设备故障", "reader out"), begin, end, "", *_said_of(out))


def _said_of(out: Outage) -> tuple[str, str, str]:
    """Why no reader worked, who says so, and where that is written."""
    if out.outage:
        return out.reason, out.by, out.outage
    why = chosen("没有一台指纹机可用", "no reader worked")
    return why, chosen("台账", "the ledger"), chosen(f"台账第 {out.fact} 条", f"fact {out.fact}")


def _punches(month: Month) -> Iterator[tuple[Cell, ...]]:
    """As they were kept, whatever the rules make of them."""
    for who, _, records in zip(*_people(month), strict=True):
        for each in sorted(records.clockings):
            yield (who.id, who.name, _date(each.at, month), _time(each.at, month, seconds=True),
                   str(WAYS[each.way]), each.reason, each.by, each.punch)  # fmt: skip


def _date(moment: datetime, month: Month) -> str:
    return f"{moment.astimezone(month.zone):%Y-%m-%d}"


def _time(moment: datetime, month: Month, *, seconds: bool = False) -> str:
    local = moment.astimezone(month.zone)
    return f"{local:%H:%M:%S}" if seconds else f"{local:%H:%M}"
