"""撤销: the last step of a window is taken back, as a fact, for ten seconds."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from broker.domain.calling import requests as calling
from broker.domain.calling.facts import ClerkStep, StepUndone
from broker.domain.ratings.facts import Level, UnratedReason
from broker.domain.ratings.requests import GiveRating, LeaveUnrated
from broker.domain.requests import Granted, Refused
from broker.domain.tickets.facts import HeldAs
from broker.domain.tickets.requests import ActivateTicket, RequeueTicket, ReserveTicket
from broker.domain.windows.facts import PauseReason
from broker.domain.windows.requests import CloseWindow, OpenWindow, PauseWindow
from broker.ledger.figures import count
from broker.ledger.rows import recorded
from broker.wire.messages import CallsState, WindowState
from tests.stages.memory import LedgerHall
from tests.stages.steps_taken_back import HERE, opened, refused, tickets

CALLED = (calling.CallNext,)
SERVED = (*CALLED, calling.StartService)
WAYS: dict[ClerkStep, tuple[tuple[type[Any], ...], str]] = {
    ClerkStep.CALL: (CALLED, "waiting"),
    ClerkStep.START: (SERVED, "called"),
    ClerkStep.FINISH: ((*SERVED, calling.FinishService), "serving"),
    ClerkStep.MISS: ((*CALLED, calling.MissTicket), "called"),
    ClerkStep.TRANSFER: ((*SERVED, calling.TransferTicket), "serving"),
}


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[LedgerHall]:
    yield from opened(tmp_path)


def walk(desk: LedgerHall, step: ClerkStep) -> str:
    """One ticket, as far as this step; its id."""
    ticket: str = desk.fact(ReserveTicket, queue="qa").ticket
    desk.do(ActivateTicket, ticket=ticket, paper=HeldAs.PRINTED)
    for kind in WAYS[step][0]:
        desk.clock.pass_by(20)
        more = {"queue": "qb"} if kind is calling.TransferTicket else {}
        desk.do(kind, **HERE, **more)
    return ticket


def undo(desk: LedgerHall, step: ClerkStep, ticket: str, visit: int = 1) -> Granted | Refused:
    answer = desk.ask(desk.make(calling.UndoStep, **HERE, step=step, visit=f"{ticket}.{visit}"))
    assert isinstance(answer, Granted | Refused)
    return answer


def shape(desk: LedgerHall) -> dict[str, Any]:
    """The floor, as far as a step could have changed it."""
    floor = desk.ledger.floor
    return {
        **tickets(desk),
        "counter": (floor.counters[1].ticket, floor.counters[1].served, floor.counters[1].finished),
        "tally": (floor.tally.called, floor.tally.served, floor.tally.missed),
        "pace": {key: list(each) for key, each in floor.pace.items() if each},
        "board": [each.number for each in floor.calls],
        "figures": figures(desk),
    }


def figures(desk: LedgerHall) -> tuple[Any, ...]:
    counted = count(recorded(row) for row in desk.ledger._store.rows())  # type: ignore[union-attr]  # it is open
    return counted.called, counted.served, counted.missed, counted.unrated, list(counted.waits)


@pytest.mark.parametrize("step", ClerkStep)
def test_a_step_taken_back_did_not_happen(desk: LedgerHall, step: ClerkStep) -> None:
    """The floor, the figures of the evening and what is retained are as they were before."""
    former = WAYS[step]
    WAYS_BEFORE = former[0][:-1]  # noqa: N806  # the way without the step
    ticket: str = desk.fact(ReserveTicket, queue="qa").ticket
    desk.do(ActivateTicket, ticket=ticket, paper=HeldAs.PRINTED)
    for kind in WAYS_BEFORE:
        desk.clock.pass_by(20)
        desk.do(kind, **HERE)
    before = shape(desk)
    more = {"queue": "qb"} if step is ClerkStep.TRANSFER else {}
    desk.do(former[0][-1], **HERE, **more)
    assert shape(desk) != before
    desk.clock.pass_by(9)
    answer = undo(desk, step, ticket)
    assert isinstance(answer, Granted)
    (fact,) = answer.facts
    assert isinstance(fact, StepUndone)
    assert (fact.step, fact.clerk, fact.to_window) == (step, "101", None)
    assert shape(desk) == before
    desk.reopen()
    assert shape(desk) == before
    assert desk.ledger.floor.tickets[ticket].state == former[1]


@pytest.mark.parametrize("step", ClerkStep)
def test_it_is_taken_back_once_and_goes_on_from_there(desk: LedgerHall, step: ClerkStep) -> None:
    ticket = walk(desk, step)
    assert isinstance(undo(desk, step, ticket), Granted)
    assert refused(undo(desk, step, ticket)) == "nothing-to-undo"
    more = {"queue": "qb"} if step is ClerkStep.TRANSFER else {}
    desk.do(WAYS[step][0][-1], **HERE, **more)


@pytest.mark.parametrize("step", ClerkStep)
def test_after_ten_seconds_it_is_too_late(desk: LedgerHall, step: ClerkStep) -> None:
    ticket = walk(desk, step)
    desk.clock.pass_by(14)
    before = shape(desk)
    assert refused(undo(desk, step, ticket)) == "undo-too-late"
    assert shape(desk) == before


def test_a_press_of_the_last_moment_may_be_three_seconds_on_its_way(desk: LedgerHall) -> None:
    ticket = walk(desk, ClerkStep.START)
    desk.clock.pass_by(13)
    assert isinstance(undo(desk, ClerkStep.START, ticket), Granted)
    desk.do(calling.StartService, **HERE)
    desk.clock.pass_by(13.001)
    answer = undo(desk, ClerkStep.START, ticket)
    assert refused(answer) == "undo-too-late"
    assert isinstance(answer, Refused)
    assert "10" in answer.zh
    assert "10" in answer.en


def test_whoever_waited_for_one_window_waits_for_it_again(desk: LedgerHall) -> None:
    """A ticket that was sent to window 2 is called there, and the call is taken back."""
    there = {"window": 2, "clerk": "102"}
    ticket = walk(desk, ClerkStep.START)
    desk.do(calling.TransferTicket, **HERE, queue="qb", to_window=2)
    desk.do(OpenWindow, **there)
    desk.do(calling.CallNext, **there)
    desk.do(calling.UndoStep, **there, step=ClerkStep.CALL, visit=f"{ticket}.2")
    assert desk.ledger.floor.tickets[ticket].window == 2
    desk.reopen()
    assert desk.ledger.floor.tickets[ticket].window == 2


def test_a_step_that_sent_somebody_to_a_window_goes_back_without_it(desk: LedgerHall) -> None:
    ticket = walk(desk, ClerkStep.START)
    desk.do(calling.TransferTicket, **HERE, queue="qb", to_window=2)
    answer = undo(desk, ClerkStep.TRANSFER, ticket)
    assert isinstance(answer, Granted)
    (fact,) = answer.facts
    assert isinstance(fact, StepUndone)
    assert fact.to_window is None, "only a call goes back into a line"


def test_two_are_counted_and_one_is_taken_back(desk: LedgerHall) -> None:
    walk(desk, ClerkStep.FINISH)
    second = walk(desk, ClerkStep.FINISH)
    assert desk.ledger.floor.tally.served == 2
    undo(desk, ClerkStep.FINISH, second)
    assert desk.ledger.floor.tally.served == 1
    assert desk.ledger.floor.visits[f"{second}.1"].seconds == 0.0
    desk.do(calling.FinishService, **HERE)
    for _ in range(2):
        walk(desk, ClerkStep.MISS)
    assert desk.ledger.floor.tally.missed == 2


def test_only_the_last_step_and_only_the_one_that_is_meant(desk: LedgerHall) -> None:
    ticket = walk(desk, ClerkStep.START)
    assert refused(undo(desk, ClerkStep.CALL, ticket)) == "nothing-to-undo"
    assert refused(undo(desk, ClerkStep.START, ticket, visit=2)) == "nothing-to-undo"
    desk.do(OpenWindow, window=2, clerk="102")
    other = desk.make(
        calling.UndoStep, window=2, clerk="102", step=ClerkStep.START, visit=f"{ticket}.1"
    )
    assert refused(desk.ask(other)) == "nothing-to-undo"  # type: ignore[arg-type]  # no query


def test_what_went_on_elsewhere_is_not_taken_back(desk: LedgerHall) -> None:
    ticket = walk(desk, ClerkStep.MISS)
    desk.do(RequeueTicket, ticket=ticket)
    answer = undo(desk, ClerkStep.MISS, ticket)
    assert refused(answer) == "wrong-state"
    assert isinstance(answer, Refused)
    assert "A001" in answer.zh
    assert "A001" in answer.en


def test_a_ticket_that_was_sent_on_and_on_again_does_not_come_back(desk: LedgerHall) -> None:
    """It waits, as the first window left it; but another has had it meanwhile."""
    there = {"window": 2, "clerk": "102"}
    ticket = walk(desk, ClerkStep.TRANSFER)
    desk.do(OpenWindow, **there)
    desk.do(calling.CallNext, **there)
    desk.do(calling.TransferTicket, **there, queue="qa")
    assert refused(undo(desk, ClerkStep.TRANSFER, ticket)) == "wrong-state"


def test_a_window_that_has_called_the_next_keeps_what_it_finished(desk: LedgerHall) -> None:
    ticket = walk(desk, ClerkStep.FINISH)
    walk(desk, ClerkStep.CALL)
    assert refused(undo(desk, ClerkStep.FINISH, ticket)) == "nothing-to-undo"


@pytest.mark.parametrize("leaves", [CloseWindow, PauseWindow])
def test_who_has_left_the_window_takes_nothing_back(desk: LedgerHall, leaves: type) -> None:
    ticket = walk(desk, ClerkStep.FINISH)
    more = {"reason": PauseReason.BACK_SOON} if leaves is PauseWindow else {}
    desk.do(leaves, **HERE, **more)
    if leaves is CloseWindow:
        desk.do(OpenWindow, **HERE)
    assert refused(undo(desk, ClerkStep.FINISH, ticket)) == "nothing-to-undo"


def test_a_visit_that_was_rated_is_over(desk: LedgerHall) -> None:
    ticket = walk(desk, ClerkStep.FINISH)
    now = desk.clock.now()
    desk.do(
        GiveRating,
        visit=f"{ticket}.1",
        level=Level.SATISFIED,
        device="evaluator-1",
        armed_at=now,
        pressed_at=now,
    )
    assert refused(undo(desk, ClerkStep.FINISH, ticket)) == "nothing-to-undo"


def test_a_visit_left_unrated_goes_on_and_may_be_rated_at_its_end(desk: LedgerHall) -> None:
    ticket = walk(desk, ClerkStep.FINISH)
    source = "evaluator-1"
    desk.do(LeaveUnrated, source=source, visit=f"{ticket}.1", reason=UnratedReason.NOT_ASKED)
    assert figures(desk)[3] == 1
    assert isinstance(undo(desk, ClerkStep.FINISH, ticket), Granted)
    assert figures(desk)[3] == 0
    assert not desk.ledger.floor.is_answered(f"{ticket}.1")
    desk.do(calling.FinishService, **HERE)
    assert desk.ledger.floor.tally.served == 1


def test_the_next_call_is_a_new_visit_and_a_call_taken_back_leaves_the_board(
    desk: LedgerHall,
) -> None:
    ticket = walk(desk, ClerkStep.CALL)
    desk.settle()
    assert len(desk.retained(desk.topics.calls(), CallsState).calls) == 1
    undo(desk, ClerkStep.CALL, ticket)
    desk.settle()
    board = desk.retained(desk.topics.calls(), CallsState)
    assert board.calls == ()
    again = desk.fact(calling.CallNext, **HERE)
    assert again.visit == f"{ticket}.2"


def test_the_windows_state_says_what_can_be_taken_back_and_until_when(desk: LedgerHall) -> None:
    ticket = walk(desk, ClerkStep.FINISH)
    desk.settle()
    state = desk.retained(desk.topics.window(1), WindowState)
    assert state.undo is not None
    assert (state.undo.step, state.undo.visit) == (ClerkStep.FINISH, f"{ticket}.1")
    assert state.undo.number == "A001"
    assert (state.undo.until - desk.clock.now()).total_seconds() == 10
    undo(desk, ClerkStep.FINISH, ticket)
    desk.settle()
    state = desk.retained(desk.topics.window(1), WindowState)
    assert state.undo is None
    assert (state.visit, state.finished_visit) == (f"{ticket}.1", "")
