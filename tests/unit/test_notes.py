"""What a clerk notes on a ticket goes with it to the next window; and what a window did today."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from broker.domain.calling.facts import ClerkStep, TicketNoted
from broker.domain.calling.requests import (
    CallNext,
    FinishService,
    NoteTicket,
    StartService,
    TransferTicket,
    UndoStep,
)
from broker.domain.requests import Refused
from broker.domain.tickets.facts import HeldAs
from broker.domain.tickets.requests import ActivateTicket, ReserveTicket
from broker.domain.windows.requests import OpenWindow
from broker.ledger.views import window_state
from broker.wire.messages import WindowState
from tests.stages.memory import LedgerHall

AT_1, AT_2 = {"window": 1, "clerk": "101"}, {"window": 2, "clerk": "102"}
NOTE = "缺复印件"


@pytest.fixture
def hall(tmp_path: Path) -> Iterator[LedgerHall]:
    with closing(LedgerHall(tmp_path)) as hall:
        for at in (AT_1, AT_2):
            hall.do(OpenWindow, **at)
        yield hall


def comes(hall: LedgerHall) -> str:
    """Somebody takes a number and is called to window 1."""
    ticket: str = hall.fact(ReserveTicket, queue="qa").ticket
    hall.do(ActivateTicket, ticket=ticket, paper=HeldAs.PRINTED)
    hall.do(CallNext, **AT_1)
    return ticket


def at_window(hall: LedgerHall, number: int) -> WindowState:
    return window_state(hall.ledger.floor, number, hall.clock.now(), "x")


def test_a_note_goes_with_the_ticket_to_the_next_window(hall: LedgerHall) -> None:
    ticket = comes(hall)
    assert at_window(hall, 1).note == ""
    (noted,) = hall.do(NoteTicket, **AT_1, note=NOTE).facts
    assert noted == TicketNoted(
        ticket=ticket, visit=f"{ticket}.1", window=1, clerk="101", note=NOTE
    )
    assert at_window(hall, 1).note == NOTE
    hall.do(TransferTicket, **AT_1, queue="qa", to_window=2)
    assert at_window(hall, 1).note == ""
    hall.do(CallNext, **AT_2)
    assert at_window(hall, 2).note == NOTE
    hall.close()
    hall.open()
    assert at_window(hall, 2).note == NOTE


def test_a_note_is_changed_taken_away_and_not_written_twice(hall: LedgerHall) -> None:
    comes(hall)
    hall.do(NoteTicket, **AT_1, note=NOTE)
    assert hall.do(NoteTicket, **AT_1, note=NOTE).facts == ()
    assert hall.do(NoteTicket, **AT_1, note="").facts
    assert at_window(hall, 1).note == ""


def test_nobody_notes_on_a_ticket_that_is_not_theirs(hall: LedgerHall) -> None:
    comes(hall)
    for at in (AT_2, {"window": 1, "clerk": "102"}):
        assert isinstance(hall.ask(hall.make(NoteTicket, **at, note=NOTE)), Refused)
    assert at_window(hall, 1).note == ""


def test_the_mean_of_today_counts_each_service_and_none_that_was_taken_back(
    hall: LedgerHall,
) -> None:
    assert at_window(hall, 1).mean_seconds is None
    for seconds in (60, 120):
        ticket = comes(hall)
        hall.do(StartService, **AT_1)
        hall.clock.pass_by(seconds)
        hall.do(FinishService, **AT_1)
    assert (at_window(hall, 1).served_today, at_window(hall, 1).mean_seconds) == (2, 90.0)
    hall.do(UndoStep, **AT_1, visit=f"{ticket}.1", step=ClerkStep.FINISH)
    assert (at_window(hall, 1).served_today, at_window(hall, 1).mean_seconds) == (1, 60.0)
