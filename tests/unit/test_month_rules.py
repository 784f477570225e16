"""What may be said of a month, by whom, how often and how late; and that no start forgets it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace

from broker.domain.attendance.facts import (
    AttendanceCorrected,
    LeaveKind,
    LeaveRecorded,
    MonthClosed,
    OutageRecorded,
    Turn,
)
from broker.domain.attendance.requests import (
    CloseMonth,
    CorrectAttendance,
    RecordLeave,
    RecordOutage,
)
from broker.domain.hall import Member, Role
from broker.domain.ids import StaffId
from broker.domain.requests import Refused
from broker.ledger.migrations import SETTLED
from broker.ledger.store import Store
from tests.stages.halls import MORNING, small_hall
from tests.stages.memory import LedgerHall

LEADER, DIRECTOR, SUPERVISOR, CLERK = (StaffId(each) for each in ("901", "902", "903", "101"))
PEOPLE = {LEADER: Role.DUTY_LEADER, DIRECTOR: Role.DIRECTOR, SUPERVISOR: Role.SUPERVISOR}
TODAY = date(2026, 11, 23)


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[LedgerHall]:
    hall = small_hall()
    more = tuple(Member(id=each, name="测", role=role) for each, role in PEOPLE.items())
    staff = tuple(each for each in hall.staff if each.id not in PEOPLE)
    made = LedgerHall(tmp_path, replace(hall, staff=(*staff, *more)))
    yield made
    made.close()


def at(day: date, hour: int = 0, minute: int = 20) -> datetime:
    """UTC; 08:20 in the hall by itself."""
    return datetime(day.year, day.month, day.day, hour, minute, tzinfo=UTC)


def corrected(desk: LedgerHall, day: date = TODAY, **changed: Any) -> Any:
    words = {
        "staff": CLERK,
        "day": day,
        "turn": Turn.IN,
        "actual_at": at(day),
        "reason": "忘记打卡",
        "by": LEADER,
        **changed,
    }
    return desk.ask(desk.make(CorrectAttendance, **words))


def away(desk: LedgerHall, first: date, last: date, **changed: Any) -> Any:
    words = {
        "staff": CLERK,
        "first": first,
        "last": last,
        "leave_kind": LeaveKind.SICK,
        "reason": "看病",
        "by": LEADER,
        **changed,
    }
    return desk.ask(desk.make(RecordLeave, **words))


def closed(desk: LedgerHall, month: date = date(2026, 10, 1), **changed: Any) -> Any:
    words = {
        "month": month,
        "version": "test-1",
        "rules": "0" * 64,
        "results": "1" * 64,
        "upto": 7,
        "staff": (CLERK,),
        "by": SUPERVISOR,
        **changed,
    }
    return desk.ask(desk.make(CloseMonth, **words))


def code(answer: Any) -> str:
    return answer.code if isinstance(answer, Refused) else ""


def test_a_correction_is_a_fact_with_reason_and_approver(desk: LedgerHall) -> None:
    answer = corrected(desk)
    assert answer.facts == (
        AttendanceCorrected(
            correction=answer.request,
            staff=CLERK,
            day=TODAY,
            at=at(TODAY),
            turn=Turn.IN,
            reason="忘记打卡",
            by=LEADER,
        ),
    )


@pytest.mark.parametrize(
    ("changed", "refused"),
    [
        ({"by": CLERK, "staff": LEADER}, "role"),
        ({"by": SUPERVISOR}, "role"),
        ({"by": "999"}, "unknown-staff"),
        ({"staff": "999"}, "unknown-staff"),
        ({"staff": LEADER}, "own-approval"),
        ({"reason": " "}, "reason-missing"),
        ({"actual_at": MORNING + timedelta(minutes=2)}, "to-come"),
        ({"day": TODAY + timedelta(days=1), "actual_at": at(TODAY + timedelta(days=1))}, "to-come"),
        ({"actual_at": at(TODAY - timedelta(days=2))}, "other-day"),
        ({"day": date(2025, 11, 20), "actual_at": at(date(2025, 11, 20))}, "too-long-ago"),
        ({"by": DIRECTOR}, ""),
    ],
)
def test_who_may_correct_what(desk: LedgerHall, changed: dict[str, Any], refused: str) -> None:
    assert code(corrected(desk, **changed)) == refused


@pytest.mark.parametrize(("days", "refused"), [(5, ""), (6, "correction-late")])
def test_a_correction_has_a_deadline(desk: LedgerHall, days: int, refused: str) -> None:
    assert code(corrected(desk, TODAY - timedelta(days=days))) == refused


def test_a_nights_morning_is_corrected_on_the_day_it_began(desk: LedgerHall) -> None:
    before = TODAY - timedelta(days=1)
    assert not code(corrected(desk, before, turn=Turn.OUT, actual_at=at(before, 22, 0)))


def test_three_corrections_a_month_and_no_more_even_after_a_start_weeks_later(
    desk: LedgerHall,
) -> None:
    for _ in range(3):
        assert not code(corrected(desk))
    assert code(corrected(desk)) == "corrections"
    assert not code(corrected(desk, staff="102"))  # each has their own
    desk.clock.pass_by(5 * 24 * 3600.0)
    assert not code(corrected(desk, date(2026, 11, 28), staff="103"))
    desk.reopen()  # the floor is made of the last days and of what the index finds
    assert code(corrected(desk)) == "corrections"
    desk.clock.pass_by(5 * 24 * 3600.0)
    assert not code(corrected(desk, date(2026, 12, 1)))  # a new month


@pytest.mark.parametrize(
    ("days", "by", "refused"),
    [
        (1, LEADER, ""),
        (2, LEADER, "long-leave"),
        (2, DIRECTOR, ""),
        (1, SUPERVISOR, "role"),
        (366, DIRECTOR, ""),
        (367, DIRECTOR, "leave-length"),
        (0, DIRECTOR, "ends-first"),
        (0, LEADER, "ends-first"),
    ],
)
def test_who_grants_how_much_leave(desk: LedgerHall, days: int, by: str, refused: str) -> None:
    answer = away(desk, TODAY, TODAY + timedelta(days=days - 1), by=by)
    assert code(answer) == refused
    assert bool(refused) or isinstance(answer.facts[0], LeaveRecorded)


@pytest.mark.parametrize(
    ("changed", "refused"),
    [
        ({}, ""),
        ({"by": CLERK}, "role"),
        ({"reason": ""}, "reason-missing"),
        ({"back_at": at(TODAY, 3)}, "to-come"),  # not over yet
        ({"back_at": at(TODAY, 0, 0)}, "ends-first"),
    ],
)
def test_an_outage_is_recorded_when_it_is_over(
    desk: LedgerHall, changed: dict[str, Any], refused: str
) -> None:
    words = {"out_at": at(TODAY), "back_at": at(TODAY, 0, 40), "reason": "断电", "by": LEADER}
    answer = desk.ask(desk.make(RecordOutage, **{**words, **changed}))
    assert code(answer) == refused
    assert bool(refused) or isinstance(answer.facts[0], OutageRecorded)


@pytest.mark.parametrize(
    ("month", "by", "refused"),
    [
        (date(2026, 10, 1), SUPERVISOR, ""),
        (date(2026, 10, 1), DIRECTOR, ""),
        (date(2026, 10, 1), LEADER, "role"),
        (date(2026, 10, 2), SUPERVISOR, "not-the-first"),
        (date(2026, 11, 1), SUPERVISOR, "month-not-over"),
        (date(2025, 1, 1), SUPERVISOR, "too-long-ago"),
    ],
)
def test_who_closes_which_month(desk: LedgerHall, month: date, by: str, refused: str) -> None:
    answer = closed(desk, month, by=by)
    assert code(answer) == refused
    assert bool(refused) or isinstance(answer.facts[0], MonthClosed)


def test_of_a_closed_month_nothing_changes_and_no_start_forgets_it(desk: LedgerHall) -> None:
    while desk.clock.now().date() < date(2026, 12, 2):
        desk.clock.pass_by(24 * 3600.0)
    assert not code(closed(desk, date(2026, 11, 1)))
    people = iter(("101", "102", "103", DIRECTOR))
    for _ in range(2):
        assert code(closed(desk, date(2026, 11, 1))) == "month-closed"
        assert code(corrected(desk, date(2026, 11, 30))) == "month-closed"
        over = away(desk, date(2026, 11, 30), date(2026, 12, 1), by=DIRECTOR)
        assert code(over) == "month-closed"
        assert not code(corrected(desk, date(2026, 12, 1), staff="102"))
        desk.clock.pass_by(24 * 3600.0)
        assert not code(away(desk, date(2026, 12, 4), date(2026, 12, 4), staff=next(people)))
        desk.clock.pass_by(2 * 24 * 3600.0)
        assert not code(away(desk, date(2026, 12, 4), date(2026, 12, 4), staff=next(people)))
        desk.reopen()


def test_the_index_holds_these_facts_alone(desk: LedgerHall) -> None:
    """And SQLite does use it, whatever it would choose by itself."""
    corrected(desk)
    away(desk, TODAY, TODAY)
    closed(desk)
    store = desk.ledger._store
    assert isinstance(store, Store)
    found = store._db.execute(
        f"SELECT count(*) FROM facts INDEXED BY settled WHERE {SETTLED}"  # noqa: S608  # a constant
    ).fetchone()
    assert found == (3,)
