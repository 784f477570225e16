"""A call that no sign showed, from the dead card through the ledger to everybody who must know."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from broker.bus.base import Connection, Delivery
from broker.domain.calling.facts import CallDelivered, CallUndelivered, UndeliveredReason
from broker.domain.calling.requests import CallNext, RecallTicket, StartService
from broker.domain.tickets.facts import HeldAs
from broker.domain.tickets.requests import ActivateTicket, ReserveTicket
from broker.domain.windows.requests import OpenWindow
from broker.wire.messages import CallsState, DayState, WindowState, WindowStatus
from kiosk.board.board import Board
from kiosk.board.look import BoardLook, look
from kiosk.words.values import Tone
from tests.stages.display_hall import SignHall

SILENT = 4.0  # seconds after which a card that does not answer is given up


class Hall(SignHall):
    """The hall of signs, its board, and a clerk at each window."""

    def __post_init__(self) -> None:
        super().__post_init__()
        self.board = Board(self.hall)
        bus = self.desk.join("board", self.desk.runner).bus
        bus.on_connection(self._connection)
        bus.subscribe(self.topics.calls(), CallsState, self._calls)
        bus.start()
        for window in (1, 2):
            self.desk.do(OpenWindow, window=window, clerk=f"10{window}")
        self.until(lambda: "欢迎光临" in self.shown()[1] and "欢迎光临" in self.shown()[2])

    def _connection(self, connection: Connection) -> None:
        self.board.hear_connection(connection.up)

    def _calls(self, delivery: Delivery) -> None:
        self.board.hear_calls(delivery.message, self.ticks)

    def calls(self, window: int) -> None:
        """A number is taken and called."""
        reserved = self.desk.do(ReserveTicket, queue="qa").facts[0]
        self.desk.do(ActivateTicket, ticket=reserved.ticket, paper=HeldAs.PRINTED)
        self.desk.do(CallNext, window=window, clerk=f"10{window}")
        self.settle()

    def look(self) -> BoardLook:
        return look(self.board, self.desk.clock.now())

    def dark(self) -> dict[str, bool]:
        """What the board says of each number: no sign shows it."""
        return {row.number: row.dark for row in self.look().rows}

    def window(self, window: int) -> WindowState:
        self.settle()
        state: WindowState = self.desk.retained(self.topics.window(window), WindowState)
        return state

    def undelivered_today(self) -> int:
        self.settle()
        state: DayState = self.desk.retained(self.topics.day(), DayState)
        return state.undelivered


@pytest.fixture
def hall(tmp_path: Path) -> Iterator[Hall]:
    with closing(Hall(tmp_path)) as hall:
        yield hall


def test_a_call_that_is_shown_is_told_as_delivered_to_everybody(hall: Hall) -> None:
    """The control: with a sound card nobody is warned."""
    hall.calls(1)
    hall.until(lambda: bool(hall.facts(CallDelivered)))
    hall.settle()
    assert hall.shown()[1] == "A001 请到1号窗口"
    assert hall.dark() == {"A001": False}
    assert hall.look().tone is Tone.PRIMARY
    assert not hall.window(1).undelivered
    assert hall.undelivered_today() == 0


def test_a_dead_card_is_a_fact_and_the_board_and_the_clerk_are_told(hall: Hall) -> None:
    """The display service says so, the ledger records it, the hall's board marks the number and
    says beneath it that a display is dark, and the clerk's window carries the mark; the neighbour's
    call is not marked."""
    hall.hand("fault silent", 1)
    hall.calls(1)
    hall.calls(2)
    assert hall.dark() == {"A001": False, "A002": False}  # nobody knows yet
    hall.passes(SILENT)
    (fact,) = hall.facts(CallUndelivered)
    assert fact.reason is UndeliveredReason.NO_ANSWER
    assert hall.dark() == {"A001": True, "A002": False}
    assert [row.note.zh for row in hall.look().rows if row.dark] == ["窗口屏未显示"]
    assert hall.look().tone is Tone.WARN
    assert hall.window(1).undelivered
    assert hall.window(1).status is WindowStatus.CALLED
    assert not hall.window(2).undelivered
    assert hall.undelivered_today() == 1


def test_a_display_that_comes_back_takes_the_mark_away_again(hall: Hall) -> None:
    """Delivered after all: board and window forget, the day's figure and the facts do not."""
    hall.hand("fault silent", 1)
    hall.calls(1)
    hall.passes(SILENT)
    assert hall.dark() == {"A001": True}
    hall.hand("ok", 1)
    hall.until(lambda: bool(hall.facts(CallDelivered)), 40.0)
    hall.settle()
    assert hall.shown()[1] == "A001 请到1号窗口"
    assert hall.dark() == {"A001": False}
    assert hall.look().tone is Tone.PRIMARY
    assert not hall.window(1).undelivered
    assert hall.undelivered_today() == 1


def test_a_recall_is_a_new_chance_and_may_fail_anew(hall: Hall) -> None:
    """The mark is gone with the recall, since nobody knows yet, and comes back when that is not
    shown either."""
    hall.hand("fault silent", 1)
    hall.calls(1)
    hall.passes(SILENT)
    hall.desk.do(RecallTicket, window=1, clerk="101")
    hall.settle()
    assert not hall.window(1).undelivered
    assert hall.dark() == {"A001": False}
    hall.passes(SILENT)
    assert hall.dark() == {"A001": True}
    assert hall.window(1).undelivered
    assert len(hall.facts(CallUndelivered)) == 2


def test_the_next_citizen_does_not_inherit_the_mark(hall: Hall) -> None:
    """The mark belongs to the call that was not shown; the board keeps it with that one."""
    hall.hand("fault silent", 1)
    hall.calls(1)
    hall.passes(SILENT)
    hall.desk.do(StartService, window=1, clerk="101")
    hall.settle()
    hall.calls(2)
    hall.passes(1.0)
    assert hall.dark() == {"A001": True, "A002": False}
    assert not hall.window(2).undelivered


def test_a_restarted_ledger_still_knows(hall: Hall) -> None:
    hall.hand("fault silent", 1)
    hall.calls(1)
    hall.passes(SILENT)
    hall.desk.reopen()
    hall.settle()
    assert hall.window(1).undelivered
    assert hall.dark() == {"A001": True}
    assert hall.undelivered_today() == 1
