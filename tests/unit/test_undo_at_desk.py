"""撤销 at the guide desk: what was done last with a ticket is taken back, as a fact."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from broker.domain.calling import requests as calling
from broker.domain.calling.facts import ClerkStep
from broker.domain.requests import Granted, Refused
from broker.domain.tickets.facts import CancelReason, DeskStep, DeskStepUndone, HeldAs
from broker.domain.tickets.life import TicketState
from broker.domain.tickets.requests import (
    ActivateTicket,
    CancelTicket,
    RequeueTicket,
    ReserveTicket,
    UndoDeskStep,
)
from tests.stages.memory import LedgerHall
from tests.stages.steps_taken_back import HERE, opened, refused, tickets

GUIDE = "900"
BEFORE = {DeskStep.REQUEUE: TicketState.NO_SHOW, DeskStep.CANCEL: TicketState.WAITING}


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[LedgerHall]:
    yield from opened(tmp_path)


def waits(desk: LedgerHall, queue: str = "qa") -> str:
    ticket: str = desk.fact(ReserveTicket, queue=queue).ticket
    desk.do(ActivateTicket, ticket=ticket, paper=HeldAs.PRINTED)
    return ticket


def ready(desk: LedgerHall, step: DeskStep) -> str:
    """A ticket with which the step can be taken."""
    ticket = waits(desk)
    if step is DeskStep.REQUEUE:
        desk.do(calling.CallNext, **HERE)
        desk.clock.pass_by(20)
        desk.do(calling.MissTicket, **HERE)
    desk.clock.pass_by(20)
    return ticket


def act(desk: LedgerHall, step: DeskStep, ticket: str, by: str = GUIDE) -> None:
    if step is DeskStep.REQUEUE:
        desk.do(RequeueTicket, ticket=ticket, by=by)
    else:
        desk.do(CancelTicket, ticket=ticket, by=by, reason=CancelReason.GAVE_UP)


def undo(desk: LedgerHall, step: DeskStep, ticket: str, by: str = GUIDE) -> Granted | Refused:
    answer = desk.ask(desk.make(UndoDeskStep, ticket=ticket, step=step, by=by))
    assert isinstance(answer, Granted | Refused)
    return answer


def shape(desk: LedgerHall) -> dict[str, Any]:
    """The floor, as far as a step of the desk could have changed it."""
    floor = desk.ledger.floor
    return {
        **tickets(desk),
        "visits": {key: each.visits for key, each in floor.tickets.items()},
        "counters": {key: each.ticket for key, each in floor.counters.items()},
        "issued": dict(floor.issued),
        "highest": dict(floor.highest),
    }


@pytest.mark.parametrize("step", DeskStep)
def test_a_step_taken_back_did_not_happen(desk: LedgerHall, step: DeskStep) -> None:
    ticket = ready(desk, step)
    before = shape(desk)
    act(desk, step, ticket)
    assert shape(desk) != before
    desk.clock.pass_by(9)
    answer = undo(desk, step, ticket)
    assert isinstance(answer, Granted)
    assert answer.facts == (DeskStepUndone(ticket=ticket, step=step, by=GUIDE),)
    assert shape(desk) == before
    desk.reopen()
    assert shape(desk) == before
    assert desk.ledger.floor.tickets[ticket].state is BEFORE[step]


@pytest.mark.parametrize("step", DeskStep)
def test_it_is_taken_back_once_and_goes_on_from_there(desk: LedgerHall, step: DeskStep) -> None:
    ticket = ready(desk, step)
    act(desk, step, ticket)
    assert isinstance(undo(desk, step, ticket), Granted)
    assert refused(undo(desk, step, ticket)) == "nothing-to-undo"
    act(desk, step, ticket)
    assert isinstance(undo(desk, step, ticket), Granted)


@pytest.mark.parametrize("step", DeskStep)
def test_after_ten_seconds_and_a_way_of_three_it_is_too_late(
    desk: LedgerHall, step: DeskStep
) -> None:
    ticket = ready(desk, step)
    act(desk, step, ticket)
    desk.clock.pass_by(13)
    assert isinstance(undo(desk, step, ticket), Granted)
    act(desk, step, ticket)
    desk.clock.pass_by(13.001)
    before = shape(desk)
    answer = undo(desk, step, ticket)
    assert refused(answer) == "undo-too-late"
    assert isinstance(answer, Refused)
    assert "10" in answer.zh
    assert shape(desk) == before


@pytest.mark.parametrize("step", DeskStep)
def test_only_what_was_done_and_only_by_who_did_it(desk: LedgerHall, step: DeskStep) -> None:
    ticket = ready(desk, step)
    assert refused(undo(desk, step, ticket)) == "nothing-to-undo"
    act(desk, step, ticket)
    (other,) = set(DeskStep) - {step}
    assert refused(undo(desk, other, ticket)) == "nothing-to-undo"
    assert refused(undo(desk, step, ticket, by="")) == "nothing-to-undo"
    assert refused(undo(desk, step, ticket, by="101")) == "role"
    assert refused(undo(desk, step, ticket, by="nobody")) == "unknown-staff"
    assert refused(undo(desk, step, "20991231-A001")) == "unknown-ticket"


def test_what_nobody_says_to_have_done_nobody_takes_back(desk: LedgerHall) -> None:
    ticket = waits(desk)
    act(desk, DeskStep.CANCEL, ticket, by="")
    assert refused(undo(desk, DeskStep.CANCEL, ticket, by="")) == "nothing-to-undo"


def test_who_was_called_meanwhile_stays_called(desk: LedgerHall) -> None:
    """And a call that was taken back is a call: the guide's step is over with it."""
    ticket = ready(desk, DeskStep.REQUEUE)
    act(desk, DeskStep.REQUEUE, ticket)
    desk.do(calling.CallNext, **HERE)
    answer = undo(desk, DeskStep.REQUEUE, ticket)
    assert refused(answer) == "wrong-state"
    assert isinstance(answer, Refused)
    assert "A001" in answer.zh
    desk.do(calling.UndoStep, **HERE, step=ClerkStep.CALL, visit=f"{ticket}.2")
    assert refused(undo(desk, DeskStep.REQUEUE, ticket)) == "wrong-state"


def test_the_last_step_is_the_one_that_counts(desk: LedgerHall) -> None:
    ticket = ready(desk, DeskStep.REQUEUE)
    act(desk, DeskStep.REQUEUE, ticket)
    act(desk, DeskStep.CANCEL, ticket)
    assert refused(undo(desk, DeskStep.REQUEUE, ticket)) == "nothing-to-undo"
    assert isinstance(undo(desk, DeskStep.CANCEL, ticket), Granted)
    assert desk.ledger.floor.tickets[ticket].state is TicketState.WAITING
    assert refused(undo(desk, DeskStep.REQUEUE, ticket)) == "nothing-to-undo"


def test_whoever_waited_for_one_window_waits_for_it_again(desk: LedgerHall) -> None:
    ticket = waits(desk)
    desk.do(calling.CallNext, **HERE)
    desk.do(calling.TransferTicket, **HERE, queue="qb", to_window=2)
    act(desk, DeskStep.CANCEL, ticket)
    undo(desk, DeskStep.CANCEL, ticket)
    assert desk.ledger.floor.tickets[ticket].window == 2


def test_a_place_in_the_line_is_the_one_it_was(desk: LedgerHall) -> None:
    """Who came first is called first, though the number was cancelled for a moment."""
    first = waits(desk)
    desk.clock.pass_by(60)
    waits(desk)
    act(desk, DeskStep.CANCEL, first)
    undo(desk, DeskStep.CANCEL, first)
    assert desk.fact(calling.CallNext, **HERE).ticket == first


def test_no_number_is_given_twice_while_one_is_cancelled_and_comes_back(desk: LedgerHall) -> None:
    ticket = waits(desk)
    act(desk, DeskStep.CANCEL, ticket)
    second = desk.fact(ReserveTicket, queue="qa")
    undo(desk, DeskStep.CANCEL, ticket)
    third = desk.fact(ReserveTicket, queue="qa")
    assert (second.number, third.number) == ("A002", "A003")


def test_a_missed_one_can_be_called_back_by_the_clerk_after_the_guide_took_it_back(
    desk: LedgerHall,
) -> None:
    ticket = waits(desk)
    desk.do(calling.CallNext, **HERE)
    desk.do(calling.MissTicket, **HERE)
    act(desk, DeskStep.REQUEUE, ticket)
    undo(desk, DeskStep.REQUEUE, ticket)
    desk.do(calling.UndoStep, **HERE, step=ClerkStep.MISS, visit=f"{ticket}.1")
    assert desk.ledger.floor.tickets[ticket].state is TicketState.CALLED
    assert desk.ledger.floor.counters[1].ticket == ticket
