"""The ledger gives a range with each number, and counts how often it held."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from msgspec.structs import replace

from broker.domain.calling.facts import ClerkStep
from broker.domain.calling.requests import (
    CallNext,
    FinishService,
    MissTicket,
    StartService,
    UndoStep,
)
from broker.domain.hall import PriorityClass
from broker.domain.ids import TicketId
from broker.domain.tickets.facts import HeldAs, TicketReserved, WaitBasis
from broker.domain.tickets.requests import ActivateTicket, ReserveTicket
from broker.domain.waiting.facts import WaitsMeasured
from broker.domain.waiting.forecasting import pace
from broker.domain.waiting.ranging import Minutes
from broker.domain.windows.facts import PauseReason
from broker.domain.windows.requests import OpenWindow, PauseWindow
from broker.ledger.figures import count, table
from broker.ledger.reading import read
from broker.ledger.rows import recorded
from broker.wire.messages import DayState, QueueState
from tests.stages.halls import small_hall
from tests.stages.memory import LedgerHall


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[LedgerHall]:
    hall = small_hall()
    queues = tuple(replace(each, minutes_each=5.0) for each in hall.queues)
    made = LedgerHall(tmp_path, hall=replace(hall, queues=queues))
    yield made
    made.close()


def given(desk: LedgerHall, queue: str = "qa", **fields: object) -> TicketReserved:
    """A number, held at once."""
    fact: TicketReserved = desk.fact(ReserveTicket, queue=queue, **fields)
    desk.do(ActivateTicket, ticket=fact.ticket, paper=HeldAs.PRINTED)
    return fact


def served(desk: LedgerHall, minutes: float, clerk: str = "101", window: int = 1) -> TicketId:
    """Call the next and serve them for so long."""
    called = desk.fact(CallNext, window=window, clerk=clerk)
    desk.do(StartService, window=window, clerk=clerk)
    desk.clock.pass_by(60 * minutes)
    desk.do(FinishService, window=window, clerk=clerk)
    return TicketId(called.ticket)


def test_from_the_first_minute_the_halls_own_figure_serves(desk: LedgerHall) -> None:
    desk.do(OpenWindow, window=1, clerk="101")
    first = given(desk)
    assert first.wait_basis is WaitBasis.HALL
    assert (first.wait_low, first.wait_high) == (0, 1)
    desk.do(CallNext, window=1, clerk="101")
    second, third = given(desk), given(desk)
    assert second.wait_high > 1
    assert third.wait_high >= second.wait_high


def test_where_no_window_calls_nothing_is_promised(desk: LedgerHall) -> None:
    def promised() -> tuple[int, int, WaitBasis]:
        fact = given(desk)
        return fact.wait_low, fact.wait_high, fact.wait_basis

    closed = (0, 0, WaitBasis.NO_WINDOW)
    assert promised() == closed
    desk.do(OpenWindow, window=3, clerk="103")  # which does not serve qa
    assert promised() == closed
    desk.do(OpenWindow, window=1, clerk="101")
    assert promised()[1] > 0
    desk.do(PauseWindow, window=1, clerk="101", reason=PauseReason.BACK_SOON)
    assert promised() == (0, 0, WaitBasis.UNKNOWN)  # as the confirm page says


def test_a_hall_without_a_figure_promises_nothing_until_it_has_seen_visits(tmp_path: Path) -> None:
    desk = LedgerHall(tmp_path)
    desk.do(OpenWindow, window=1, clerk="101")
    for _ in range(3):
        assert given(desk).wait_high == 0
        served(desk, 4)
    assert given(desk).wait_basis is WaitBasis.TODAY
    desk.close()


def test_an_appointment_for_later_is_promised_no_minutes(desk: LedgerHall) -> None:
    desk.do(OpenWindow, window=1, clerk="101")
    later = desk.clock.now() + timedelta(hours=1)
    assert given(desk, group=PriorityClass.APPOINTMENT, slot=later).wait_high == 0


def test_what_held_is_counted_as_by_hand(desk: LedgerHall) -> None:
    """Three ranges: one wait at once, one within its range, one far beyond; a fourth number is
    still waiting and judged by nobody."""
    desk.do(OpenWindow, window=1, clerk="101")
    first = given(desk)
    desk.do(CallNext, window=1, clerk="101")  # at once: 0 minutes
    desk.do(StartService, window=1, clerk="101")
    second, third, _fourth = given(desk), given(desk), given(desk)
    desk.clock.pass_by(60 * (second.wait_high - 0.5))
    desk.do(FinishService, window=1, clerk="101")
    assert served(desk, 5 + 2 * third.wait_high) == second.ticket
    desk.do(CallNext, window=1, clerk="101")
    desk.settle()
    floor = desk.ledger.floor
    assert floor.judged == {first.ticket: True, second.ticket: True, third.ticket: False}
    day: DayState = desk.retained(desk.topics.day(), DayState)
    assert (day.judged, day.hits) == (3, 2)
    figures = count(recorded(row) for row in read(desk.folder / "ledger.db"))
    assert (figures.judged, figures.hits) == (3, 2)
    assert ("等候预计准确率", "wait ranges that held", "67 %") in table(figures)


def test_a_call_that_is_taken_back_is_judged_when_it_is_made_again(desk: LedgerHall) -> None:
    desk.do(OpenWindow, window=1, clerk="101")
    number = given(desk)
    called = desk.fact(CallNext, window=1, clerk="101")
    undo = {"window": 1, "clerk": "101", "visit": called.visit, "step": ClerkStep.CALL}
    desk.do(UndoStep, **undo)
    assert desk.ledger.floor.judged == {}
    desk.clock.pass_by(3600)
    desk.do(CallNext, window=1, clerk="101")
    assert desk.ledger.floor.judged == {number.ticket: False}
    figures = count(recorded(row) for row in read(desk.folder / "ledger.db"))
    assert (figures.judged, figures.hits) == (1, 0)


def test_a_finish_that_is_taken_back_leaves_the_pace_as_it_was(desk: LedgerHall) -> None:
    desk.do(OpenWindow, window=1, clerk="101")
    given(desk)
    before = pace(desk.ledger.floor, "qa")
    called = desk.fact(CallNext, window=1, clerk="101")
    desk.do(StartService, window=1, clerk="101")
    desk.clock.pass_by(1200)
    desk.do(FinishService, window=1, clerk="101")
    assert pace(desk.ledger.floor, "qa") != before
    undo = {"window": 1, "clerk": "101", "visit": called.visit, "step": ClerkStep.FINISH}
    desk.do(UndoStep, **undo)
    assert desk.ledger.floor.seen["qa"].visits == 0
    assert pace(desk.ledger.floor, "qa") == before


def test_nobody_who_came_is_counted_as_absent(desk: LedgerHall) -> None:
    desk.do(OpenWindow, window=1, clerk="101")
    usual = desk.ledger.floor.habits_seen.habits.absent
    given(desk)
    desk.do(CallNext, window=1, clerk="101")
    desk.clock.pass_by(90)
    desk.do(MissTicket, window=1, clerk="101")
    assert desk.ledger.floor.habits_seen.habits.absent > usual
    assert desk.ledger.floor.seen == {}  # a call that nobody follows is no visit


def a_day(desk: LedgerHall, minutes: float) -> None:
    desk.do(OpenWindow, window=1, clerk="101")
    for _ in range(6):
        given(desk)
        served(desk, minutes)


def test_yesterdays_pace_serves_in_the_morning_and_after_a_restart(desk: LedgerHall) -> None:
    a_day(desk, 9)
    learned = pace(desk.ledger.floor, "qa")
    assert learned is not None
    assert learned.seconds > 390  # the hall says five minutes; today it is nine
    for opened_anew in (False, True):
        desk.clock.pass_by(0 if opened_anew else 24 * 3600)
        if opened_anew:
            desk.reopen()
        desk.ask(desk.make(OpenWindow, window=1, clerk="101"))
        known = pace(desk.ledger.floor, "qa")
        assert known is not None
        assert known.seconds == pytest.approx(learned.seconds, rel=0.01)
        assert known.doubt > learned.doubt
        assert given(desk).wait_basis is WaitBasis.LAST_DAY


def test_what_was_learned_outlives_a_weekend_and_a_restart_after_it(desk: LedgerHall) -> None:
    a_day(desk, 9)
    learned = pace(desk.ledger.floor, "qa")
    day = desk.ledger.floor.day
    judged = len(desk.ledger.floor.judged)
    for _ in range(4):  # days without anybody
        desk.clock.pass_by(24 * 3600)
        desk.ask(desk.make(OpenWindow, window=3, clerk="103"))
    desk.reopen()
    floor = desk.ledger.floor
    assert floor.measured is not None
    assert (floor.measured.day, floor.measured.judged) == (day, judged)
    known = pace(floor, "qa")
    assert known is not None
    assert learned is not None
    assert known.seconds == pytest.approx(learned.seconds, rel=0.01)
    state: DayState = desk.retained(desk.topics.day(), DayState)
    assert (state.measured, state.judged_before) == (day, judged)
    assert len(desk.facts(WaitsMeasured)) == 4


def test_a_hall_that_learned_nothing_writes_nothing_of_it(desk: LedgerHall) -> None:
    desk.do(OpenWindow, window=1, clerk="101")
    desk.clock.pass_by(24 * 3600)
    desk.ask(desk.make(OpenWindow, window=1, clerk="101"))
    assert desk.facts(WaitsMeasured) == []


def test_a_queue_tells_of_its_wait_and_so_does_everybody_first_in_it(desk: LedgerHall) -> None:
    desk.do(OpenWindow, window=1, clerk="101")
    given(desk)
    desk.do(CallNext, window=1, clerk="101")
    for _ in range(3):
        given(desk)
    desk.settle()
    state: QueueState = desk.retained(desk.topics.queue("qa"), QueueState)
    assert state.basis is WaitBasis.HALL
    assert Minutes(state.low, state.high).narrow
    highs = [each.high for each in state.next]
    assert len(highs) == 3
    assert highs == sorted(highs)
    assert 0 < highs[0] <= highs[-1] <= state.high
    other: QueueState = desk.retained(desk.topics.queue("qb"), QueueState)
    assert (other.low, other.high, other.basis) == (0, 0, WaitBasis.UNKNOWN)
