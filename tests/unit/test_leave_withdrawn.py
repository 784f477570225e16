"""销假: a leave that was not taken, until its month is closed."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pytest

from broker.domain.attendance.facts import LeaveRecorded, LeaveWithdrawn, MonthClosed
from broker.domain.attendance.requests import WithdrawLeave
from broker.domain.timesheet.gathering import Numbered, gather
from tests.stages.memory import LedgerHall
from tests.unit.test_month_rules import (
    CLERK,
    DIRECTOR,
    LEADER,
    SUPERVISOR,
    TODAY,
    away,
    closed,
    code,
    desk,
)

__all__ = ["desk"]
NOVEMBER = date(2026, 11, 1)


def withdrawn(desk: LedgerHall, first: date = TODAY, **changed: object) -> str:
    words = {"staff": CLERK, "first": first, "reason": "改期", "by": LEADER, **changed}
    return code(desk.ask(desk.make(WithdrawLeave, **words)))


@pytest.fixture
def leave(desk: LedgerHall) -> Iterator[LeaveRecorded]:
    fact = away(desk, TODAY, TODAY).facts[0]
    assert isinstance(fact, LeaveRecorded)
    return fact


def test_what_is_withdrawn_counts_no_more_and_stays_written(
    desk: LedgerHall, leave: LeaveRecorded
) -> None:
    assert withdrawn(desk) == ""
    (fact,) = desk.facts(LeaveWithdrawn)
    assert fact == LeaveWithdrawn(
        leave=leave.leave, staff=CLERK, first=TODAY, last=TODAY, reason="改期", by=LEADER
    )
    assert desk.facts(LeaveRecorded) == [leave]
    counted = gather(NOVEMBER, [Numbered(1, leave)]).sheet.staff[CLERK].leaves
    assert [each.leave for each in counted] == [leave.leave]
    both = gather(NOVEMBER, [Numbered(1, leave), Numbered(2, fact)])
    assert both.sheet.staff[CLERK].leaves == ()


@pytest.mark.parametrize(
    ("changed", "refused"),
    [
        ({"first": date(2026, 11, 24)}, "no-leave"),
        ({"staff": "102"}, "no-leave"),
        ({"shift": 2}, "no-leave"),
        ({"by": CLERK}, "own-approval"),
        ({"by": SUPERVISOR}, "role"),
        ({"reason": " "}, "reason-missing"),
        ({"by": DIRECTOR}, ""),
    ],
)
@pytest.mark.usefixtures("leave")
def test_who_may_withdraw_what(desk: LedgerHall, changed: dict[str, object], refused: str) -> None:
    assert withdrawn(desk, **changed) == refused  # type: ignore[arg-type]  # of the row's own types


@pytest.mark.usefixtures("leave")
def test_twice_is_said_and_a_start_knows_it(desk: LedgerHall) -> None:
    desk.clock.pass_by(10 * 24 * 3600.0)
    desk.reopen()  # only the index tells of it now
    assert withdrawn(desk) == ""
    assert withdrawn(desk) == "no-leave"
    desk.clock.pass_by(10 * 24 * 3600.0)
    desk.reopen()
    assert withdrawn(desk) == "no-leave"


def test_whoever_may_not_grant_as_much_may_not_withdraw_it(desk: LedgerHall) -> None:
    away(desk, TODAY, date(2026, 11, 27), by=DIRECTOR)
    assert withdrawn(desk) == "long-leave"
    assert withdrawn(desk, by=DIRECTOR) == ""


@pytest.mark.usefixtures("leave")
def test_of_a_closed_month_nothing_changes(desk: LedgerHall) -> None:
    """Refused; and a withdrawal that had been written behind the close would not count either."""
    while desk.clock.now().date() < date(2026, 12, 2):
        desk.clock.pass_by(24 * 3600.0)
    assert not code(closed(desk, NOVEMBER, upto=1))
    assert withdrawn(desk) == "month-closed"
    leave, close = desk.facts(LeaveRecorded)[0], desk.ledger.floor.closed_months
    assert close == {NOVEMBER}
    late = LeaveWithdrawn(
        leave=leave.leave, staff=CLERK, first=TODAY, last=TODAY, reason="", by=LEADER
    )
    facts = (leave, desk.facts(MonthClosed)[0], late)
    found = gather(NOVEMBER, [Numbered(seq, fact) for seq, fact in enumerate(facts, 1)])
    assert len(found.sheet.staff[CLERK].leaves) == 1
    assert found.late == 1
