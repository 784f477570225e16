"""Of one day, or one half of it, there is one leave; and what is refused says what is true."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from broker.domain.attendance.facts import PunchRecorded, PunchWay, Turn
from broker.domain.attendance.requests import CorrectDuty, RecordOutage, RecordPunch
from broker.domain.requests import Refused
from tests.stages.memory import LedgerHall
from tests.unit.test_leave_withdrawn import withdrawn
from tests.unit.test_month_rules import (
    CLERK,
    DIRECTOR,
    LEADER,
    SUPERVISOR,
    TODAY,
    at,
    away,
    closed,
    code,
    corrected,
    desk,
)

__all__ = ["desk"]
DAY = timedelta(days=1)
FIRST, LAST = date(2026, 11, 24), date(2026, 11, 26)


@pytest.mark.parametrize(
    ("first", "last", "refused"),
    [
        (FIRST, LAST, "leave-taken"),
        (FIRST - DAY, FIRST, "leave-taken"),
        (LAST, LAST + DAY, "leave-taken"),
        (FIRST + DAY, FIRST + DAY, "leave-taken"),
        (FIRST - DAY, LAST + DAY, "leave-taken"),
        (FIRST - DAY, FIRST - DAY, ""),
        (LAST + DAY, LAST + DAY, ""),
    ],
)
def test_no_day_is_free_twice(desk: LedgerHall, first: date, last: date, refused: str) -> None:
    assert not code(away(desk, FIRST, LAST, by=DIRECTOR))
    assert code(away(desk, first, last, by=DIRECTOR)) == refused
    assert not code(away(desk, first, last, by=DIRECTOR, staff="102"))  # each has their own


@pytest.mark.parametrize(
    ("there", "asked", "refused"),
    [
        (0, 0, "leave-taken"),
        (0, 1, "leave-taken"),
        (2, 0, "leave-taken"),
        (2, 2, "leave-taken"),
        (2, 1, ""),
        (1, 2, ""),
    ],
)
def test_half_a_day_beside_the_other_half(
    desk: LedgerHall, there: int, asked: int, refused: str
) -> None:
    assert not code(away(desk, TODAY, TODAY, shift=there))
    assert code(away(desk, TODAY, TODAY, shift=asked)) == refused


def test_the_leave_that_is_there_is_named_and_may_be_taken_back(desk: LedgerHall) -> None:
    away(desk, FIRST, LAST, by=DIRECTOR, shift=2)
    answer = away(desk, LAST, LAST)
    assert isinstance(answer, Refused)
    assert answer.en == (
        "Staff number 101 has leave from 2026-11-24 to 2026-11-26 (shift 2); withdraw it first."
    )
    assert (
        answer.zh
        == "工号 101 从 2026-11-24 到 2026-11-26 已请假（第 2 班段）；如要更改，请先销假。"
    )
    assert not withdrawn(desk, FIRST, by=DIRECTOR)
    assert not code(away(desk, LAST, LAST))
    desk.reopen()
    again = away(desk, LAST, LAST)
    assert isinstance(again, Refused)
    assert "(all day)" in again.en
    assert "（全天）" in again.zh


@pytest.mark.parametrize(("days", "refused"), [(366, ""), (367, "too-far"), (800, "too-far")])
def test_what_is_noted_long_before_binds_when_it_comes(
    desk: LedgerHall, days: int, refused: str
) -> None:
    """A month looks back for so long: what was said before that would be forgotten at a start."""
    day = TODAY + days * DAY
    assert code(away(desk, day, day)) == refused
    if not refused:
        while desk.clock.now().date() < day - DAY:
            desk.clock.pass_by(24 * 3600.0)
        desk.reopen()
        assert code(away(desk, day, day)) == "leave-taken"
        assert not withdrawn(desk, day)


def noted(desk: LedgerHall, staff: str, by: str) -> str:
    words = {"staff": staff, "by": by, "reason": "手指受伤"}
    punch = desk.make(
        RecordPunch, device="duty-leader", punched_at=desk.clock.now(), way=PunchWay.LEADER, **words
    )
    duty = desk.make(CorrectDuty, turn=Turn.IN, since=desk.clock.now(), **words)
    codes = {code(each) for each in desk.ask_all(punch, duty)}
    assert len(codes) == 1
    return codes.pop()


@pytest.mark.parametrize(
    ("staff", "by", "refused"),
    [
        (LEADER, LEADER, "own-approval"),
        (DIRECTOR, DIRECTOR, "own-approval"),
        (LEADER, DIRECTOR, ""),  # where there is one leader, a director may
        (DIRECTOR, LEADER, ""),
        (CLERK, SUPERVISOR, "role"),
        ("999", LEADER, "unknown-staff"),
    ],
)
def test_nobody_notes_a_punch_for_themselves(
    desk: LedgerHall, staff: str, by: str, refused: str
) -> None:
    assert noted(desk, staff, by) == refused
    assert len(desk.facts(PunchRecorded)) == (0 if refused else 1)


def outage(desk: LedgerHall, **changed: Any) -> Any:
    words = {"out_at": at(TODAY), "back_at": at(TODAY, 0, 40), "reason": "断电", "by": LEADER}
    return desk.ask(desk.make(RecordOutage, **{**words, **changed}))


def test_what_is_refused_says_what_is_true(desk: LedgerHall) -> None:
    """None of it is the fault of a clock."""
    tomorrow = TODAY + DAY
    said = [
        corrected(desk, tomorrow),
        corrected(desk, actual_at=at(TODAY - 2 * DAY)),
        away(desk, TODAY, TODAY - DAY),
        away(desk, TODAY, TODAY + 2 * DAY),
        away(desk, TODAY, TODAY + 366 * DAY, by=DIRECTOR),
        away(desk, date(2025, 11, 20), date(2025, 11, 20)),
        away(desk, date(2027, 11, 25), date(2027, 11, 25)),
        outage(desk, back_at=at(TODAY, 0, 0)),
        outage(desk, back_at=at(TODAY, 3)),
        outage(desk, out_at=at(date(2025, 11, 1))),
        closed(desk, date(2026, 11, 1), by=SUPERVISOR),
        closed(desk, date(2026, 10, 2), by=SUPERVISOR),
        closed(desk, date(2025, 3, 1), by=SUPERVISOR),
        away(desk, TODAY, TODAY, staff=LEADER),
    ]
    assert [each.en for each in said] == [
        "2026-11-24 08:20 is still to come; it is noted when it is over.",
        "2026-11-21 08:20 is neither on 2026-11-23 nor on the morning after.",
        "It ends on 2026-11-22, before it begins on 2026-11-23.",
        "Days of this leave: 3; a duty leader may grant or undo 1, a director more.",
        "Days of this leave: 367; one of more than 366 is not noted.",
        "2025-11-20 is more than a year ago; it cannot be noted any more.",
        "2027-11-25 is more than a year ahead; note it when it is nearer.",
        "It ends on 2026-11-23 08:00, before it begins on 2026-11-23 08:20.",
        "2026-11-23 11:20 is still to come; it is noted when it is over.",
        "2025-11-01 08:20 is more than a year ago; it cannot be noted any more.",
        "2026-11 is not over; it can be closed from 2026-12-01 on.",
        "Whole months are closed, and 2026-10-02 is not the first day of one.",
        "2025-03 is more than a year ago; it cannot be noted any more.",
        "Nobody approves for themselves; ask another duty leader, or a director.",
    ]


@pytest.mark.parametrize(
    ("seconds", "refused"),
    [(60, ""), (61, "to-come"), (-366 * 86400 - 60, ""), (-366 * 86400 - 61, "too-long-ago")],
)
def test_a_minute_between_two_clocks_is_nothing(
    desk: LedgerHall, seconds: int, refused: str
) -> None:
    moment = desk.clock.now() + timedelta(seconds=seconds)
    assert code(outage(desk, out_at=moment, back_at=moment)) == refused


@pytest.mark.parametrize(
    ("month", "refused"),
    [
        (date(2025, 12, 1), ""),
        (date(2025, 11, 23), "not-the-first"),
        (date(2025, 11, 1), "too-long-ago"),
    ],
)
def test_how_late_a_month_is_closed(desk: LedgerHall, month: date, refused: str) -> None:
    assert code(closed(desk, month)) == refused


@pytest.mark.parametrize(("days", "refused"), [(366, ""), (367, "too-long-ago")])
def test_how_late_leave_is_noted(desk: LedgerHall, days: int, refused: str) -> None:
    day = TODAY - days * DAY
    assert code(away(desk, day, day)) == refused
