"""撤销 at the guide desk, as its flow offers it: for ten seconds, once, by whoever did it."""

from __future__ import annotations

import pytest

from broker.bus.base import Unanswered
from broker.domain.calling.requests import CallNext
from broker.domain.tickets.facts import CancelReason
from broker.domain.tickets.life import UNDO, TicketState
from broker.domain.tickets.requests import UndoDeskStep
from broker.domain.windows.requests import OpenWindow
from kiosk.guide_desk.look import look
from kiosk.guide_desk.pressable import pressable
from kiosk.guide_desk.screens import Dossier, Key
from kiosk.issuing import events as issuing
from kiosk.words.values import Tone
from tests.unit.guide_desk_stage import Stage


@pytest.fixture
def desk() -> Stage:
    stage = Stage()
    stage.sign_in()
    return stage


def cancelled(desk: Stage) -> str:
    """A waiting ticket that is cancelled; its number."""
    number = desk.ticket()
    desk.open(number)
    desk.press(Key.CANCEL)
    desk.press(Key.REASON, CancelReason.GAVE_UP)
    desk.answer()
    assert desk.state(number) is TicketState.CANCELLED
    return number


def requeued(desk: Stage) -> str:
    """A missed ticket that waits again; its number."""
    number = desk.ticket()
    desk.missed()
    desk.open(number)
    desk.press(Key.REQUEUE)
    desk.answer()
    assert desk.state(number) is TicketState.WAITING
    return number


def offered(desk: Stage) -> tuple[str, str] | None:
    shown = look(desk.flow.known, desk.now.at, desk.seconds, {}).undo
    assert (shown is not None) == (Key.UNDO in pressable(desk.flow.known))
    return (shown.label.zh, shown.left.zh) if shown else None


def undos(desk: Stage) -> list[UndoDeskStep]:
    return [each for each in desk.asked if isinstance(each, UndoDeskStep)]


def test_nothing_is_offered_before_anything_was_done(desk: Stage) -> None:
    assert offered(desk) is None
    desk.press(Key.UNDO)
    assert desk.asked == []


def test_a_cancellation_is_taken_back(desk: Stage) -> None:
    number = cancelled(desk)
    assert offered(desk) == (f"撤销：取消 {number}", "10 秒")
    desk.press(Key.UNDO)
    desk.answer()
    assert desk.state(number) is TicketState.WAITING
    assert desk.sentence == f"{number}：已撤销取消"
    assert desk.flow.known.tone is Tone.OK
    assert offered(desk) is None
    screen = desk.flow.known.screen
    assert isinstance(screen, Dossier)
    assert screen.found.ticket.state is TicketState.WAITING, "what is shown is looked up again"


def test_a_requeue_is_taken_back_from_wherever_the_guide_has_gone(desk: Stage) -> None:
    number = requeued(desk)
    desk.press(Key.TAKE)
    assert offered(desk) == (f"撤销：重排 {number}", "10 秒")
    desk.press(Key.UNDO)
    desk.answer()
    assert desk.state(number) is TicketState.NO_SHOW
    assert desk.sentence == f"{number}：已撤销重排"


def test_the_seconds_run_and_end(desk: Stage) -> None:
    number = cancelled(desk)
    desk.wait(3.2)
    assert offered(desk) == (f"撤销：取消 {number}", "7 秒")
    assert desk.flow.known.done is not None
    until = desk.flow.known.done.until
    wakeup = desk.flow.next_wakeup()
    assert wakeup is not None
    assert wakeup <= until
    desk.wait(until - desk.seconds - 0.01)
    assert offered(desk) is not None
    desk.wait(0.01)
    assert offered(desk) is None
    desk.press(Key.UNDO)
    assert undos(desk) == []
    assert UNDO.total_seconds() == 10


def test_what_is_done_later_takes_its_place(desk: Stage) -> None:
    cancelled(desk)
    number = requeued(desk)
    shown = offered(desk)
    assert shown is not None
    assert number in shown[0]


def test_a_held_key_takes_back_once(desk: Stage) -> None:
    cancelled(desk)
    desk.press(Key.UNDO)
    for _ in range(20):
        desk.seconds += 0.03
        desk.hit(Key.UNDO)
    assert len(undos(desk)) == 1
    desk.answer()
    desk.press(Key.UNDO)
    assert undos(desk) == []


def test_after_silence_the_same_press_is_the_same_question(desk: Stage) -> None:
    number = cancelled(desk)
    desk.press(Key.UNDO)
    (asked,) = undos(desk)
    desk.asked.clear()
    desk.do(desk.flow.hear_answer(Unanswered(asked), desk.now))
    desk.ledger.take(asked, desk.now)  # it had come
    desk.press(Key.UNDO)
    (again,) = undos(desk)
    assert again.id == asked.id
    desk.answer()
    assert desk.state(number) is TicketState.WAITING
    assert "已撤销" in desk.sentence


def test_who_was_called_meanwhile_is_not_taken_back_and_it_is_said(desk: Stage) -> None:
    number = requeued(desk)
    desk.ask(CallNext, window=1, clerk="101")
    desk.press(Key.UNDO)
    desk.answer()
    assert desk.state(number) is TicketState.CALLED
    assert number in desk.sentence
    assert offered(desk) is None, "it would be refused again"


def test_what_was_refused_offers_nothing(desk: Stage) -> None:
    number = desk.ticket()
    desk.open(number)
    desk.press(Key.CANCEL)
    desk.ask(OpenWindow, window=1, clerk="101")
    desk.ask(CallNext, window=1, clerk="101")
    desk.press(Key.REASON, CancelReason.GAVE_UP)
    desk.answer()
    assert desk.state(number) is TicketState.CALLED
    assert offered(desk) is None


def test_whoever_leaves_leaves_nothing_to_take_back(desk: Stage) -> None:
    cancelled(desk)
    desk.press(Key.SIGN_OUT)
    assert offered(desk) is None
    desk.sign_in()
    assert offered(desk) is None


def test_not_while_a_number_is_unsettled_nor_without_the_ledger(desk: Stage) -> None:
    desk.do(desk.flow.hear(issuing.PrinterSeen("paper-out"), desk.now))
    cancelled(desk)
    desk.press(Key.TAKE)
    desk.press(Key.QUEUE, "qa")
    desk.press(Key.GET)
    assert offered(desk) is None
    desk.answer()
    desk.press(Key.NOTED)
    assert offered(desk) is not None
    desk.do(desk.flow.hear_connection(False, desk.now))
    assert offered(desk) is None
    desk.do(desk.flow.hear_connection(True, desk.now))
    assert offered(desk) is not None
