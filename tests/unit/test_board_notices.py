"""Notices on the hall board: between calls, the newest first, one by one."""

from __future__ import annotations

from datetime import date

from broker.domain.notices import Notice
from broker.wire.messages import CallsState, CallView
from kiosk.board.board import EACH, QUIET, Board
from kiosk.board.look import LONGEST, LONGEST_EN, look
from tests.stages.halls import MORNING, small_hall


def notice(title: str, day: int = 16, text: str = "内容", english: str = "") -> Notice:
    days = date(2026, 11, day), date(2026, 12, 15)
    return Notice(*days, title, text, english or title, english or text)


def calls(*numbers: str, undelivered: bool = False) -> CallsState:
    views = tuple(
        CallView(call=each, number=each, window=1, at=MORNING, undelivered=undelivered)
        for each in numbers
    )
    return CallsState(id="state-04", at=MORNING, calls=views)


def board(*notices: Notice) -> Board:
    lit = Board(small_hall(), up=True, notices=notices)
    lit.hear_calls(calls("A001"), 100.0)
    return lit


def shown(lit: Board, now: float) -> str:
    lit.tick(now)
    card = look(lit, MORNING).card
    return card.title.zh if card else ""


def test_they_come_when_nobody_was_called_for_a_while_and_go_with_the_next_call() -> None:
    lit = board(notice("停电"))
    assert shown(lit, 100.0 + QUIET - 0.1) == ""
    assert shown(lit, 100.0 + QUIET) == "停电"
    lit.hear_calls(calls("A002", "A001"), 130.0)
    assert look(lit, MORNING).card is None, "at once"
    assert shown(lit, 130.0 + QUIET - 0.1) == ""
    assert shown(lit, 130.0 + QUIET) == "停电"


def test_a_state_that_is_told_again_is_no_call() -> None:
    lit = board(notice("停电"))
    lit.hear_calls(calls("A001"), 130.0)
    assert shown(lit, 130.0) == "停电"


def test_the_newest_three_take_turns() -> None:
    lit = board(*(notice(f"第{day}天", day) for day in (16, 19, 17, 18)))
    begins = 100.0 + QUIET
    turns = [shown(lit, begins + EACH * each) for each in range(4)]
    assert turns == ["第19天", "第18天", "第17天", "第19天"]


def test_one_that_is_over_hangs_no_more() -> None:
    lit = board(Notice(date(2026, 11, 1), date(2026, 11, 22), "旧", "旧", "旧", "旧"))
    assert shown(lit, 200.0) == ""


def test_while_something_is_wrong_the_calls_have_the_place() -> None:
    lit = board(notice("停电"))
    lit.hear_connection(up=False)
    assert shown(lit, 200.0) == ""
    lit.hear_connection(up=True)
    lit.hear_calls(calls("A001", undelivered=True), 200.0)
    assert shown(lit, 300.0) == "", "the number stands on this board alone"


def test_what_has_no_english_is_not_said_twice() -> None:
    lit = board(notice("停电", text="很长" * 200))
    lit.tick(200.0)
    card = look(lit, MORNING).card
    assert card is not None
    assert (card.title.en, card.text.en) == ("", "")


def test_a_long_text_is_told_as_far_as_it_is_read_in_passing() -> None:
    lit = board(notice("停电", text="周五停电。" * 100, english="No power on Friday. " * 50))
    lit.tick(200.0)
    card = look(lit, MORNING).card
    assert card is not None
    assert card.text.zh == "周五停电。" * (LONGEST // 5)
    assert card.text.en.endswith("Friday.")
    assert LONGEST_EN // 2 < len(card.text.en) <= LONGEST_EN
    lit.notices = (notice("停电", text="字" * 1000),)
    card = look(lit, MORNING).card
    assert card is not None
    assert card.text.zh == "字" * (LONGEST - 1) + "…"
