"""What the clerk's keys ask for, and what the display can carry."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from msgspec.structs import replace

from broker.domain.calling import requests as calling
from broker.domain.calling.facts import ClerkStep
from broker.domain.ids import RequestId, VisitId
from broker.domain.windows.requests import PauseWindow, ResumeWindow
from broker.wire.messages import QueueState, UndoableStep, WindowState, WindowStatus
from evaluator import showing
from evaluator.dialogue import PadKey, PadPressed
from evaluator.keypad import Pressing, wishes
from tests.stages.halls import small_hall

NOW = datetime(2026, 11, 23, 1, 0, tzinfo=UTC)
PRESSING = Pressing("press-0001", NOW, "keypad-1")
HALL = small_hall()


def window(status: WindowStatus = WindowStatus.SERVING, **more: str) -> WindowState:
    words = {"clerk": "101", "queue": "qa", "number": "A012", **more}
    return WindowState(id="w", at=NOW, window=1, status=status, **words)  # type: ignore[arg-type]  # fields by name


def kinds(key: PadKey, state: WindowState | None, *typed: int) -> list[type] | None:
    asked = wishes(PadPressed(3, key, typed), state, HALL, PRESSING)
    return None if asked is None else [type(each) for each in asked]


@pytest.mark.parametrize(
    ("key", "status", "asked"),
    [
        (PadKey.CALL, WindowStatus.OPEN, [calling.CallNext]),
        (PadKey.RECALL, WindowStatus.CALLED, [calling.RecallTicket]),
        (PadKey.ONE_METRE, WindowStatus.CALLED, [calling.StartService]),
        (PadKey.EVALUATE, WindowStatus.SERVING, [calling.FinishService]),
        (PadKey.EVALUATE, WindowStatus.CALLED, [calling.StartService, calling.FinishService]),
        (PadKey.GIVE_UP, WindowStatus.CALLED, [calling.MissTicket]),
        (PadKey.PAUSE, WindowStatus.OPEN, [PauseWindow]),
        (PadKey.PAUSE, WindowStatus.PAUSED, [ResumeWindow]),
        (PadKey.CANCEL, WindowStatus.OPEN, []),
        (PadKey.HOLD, WindowStatus.CALLED, None),
        (PadKey.CALL_BACK, WindowStatus.OPEN, None),
        (PadKey.CONFIRM, WindowStatus.OPEN, None),
    ],
)
def test_keys(key: PadKey, status: WindowStatus, asked: list[type] | None) -> None:
    assert kinds(key, window(status)) == asked


def test_every_request_of_a_press_has_an_id_of_its_own_made_from_the_press() -> None:
    asked = wishes(PadPressed(3, PadKey.EVALUATE), window(WindowStatus.CALLED), HALL, PRESSING)
    assert asked is not None
    assert [each.id for each in asked] == ["press-0001-start", "press-0001"]
    assert {each.source for each in asked} == {"keypad-1"}


@pytest.mark.parametrize("key", [each for each in PadKey if each is not PadKey.CANCEL])
def test_nothing_without_a_clerk_or_a_known_window(key: PadKey) -> None:
    assert kinds(key, None) is None
    assert kinds(key, window(WindowStatus.CLOSED, clerk="")) is None


@pytest.mark.parametrize(
    ("typed", "queue", "route"),
    [
        ((2,), "qa", ("qa", 2)),
        ((0, 2), "qa", ("qa", 2)),
        ((3,), "qa", ("qb", 3)),
        ((2,), "qb", ("qb", 2)),
    ],
)
def test_a_transfer_keeps_the_queue_where_the_window_serves_it(
    typed: tuple[int, ...], queue: str, route: tuple[str, int]
) -> None:
    pressed = PadPressed(3, PadKey.TRANSFER, typed)
    (asked,) = wishes(pressed, window(queue=queue), HALL, PRESSING) or ()
    assert isinstance(asked, calling.TransferTicket)
    assert (asked.queue, asked.to_window) == route


@pytest.mark.parametrize("typed", [(), (0,), (1,), (9, 9)])
def test_a_transfer_to_nowhere_or_to_oneself(typed: tuple[int, ...]) -> None:
    assert kinds(PadKey.TRANSFER, window(), *typed) is None


def test_digits_before_a_key_that_takes_none() -> None:
    assert kinds(PadKey.CALL, window(WindowStatus.OPEN), 7) is None


@pytest.mark.parametrize(
    ("number", "shown"), [("A001", 1), ("AB999", 999), ("A1000", 0), ("A1023", 23), ("", None)]
)
def test_the_number_as_far_as_three_digits_go(number: str, shown: int | None) -> None:
    assert showing.number(window(number=number)) == shown


def test_no_number_while_nobody_is_at_the_window() -> None:
    assert showing.number(window(WindowStatus.OPEN)) is None
    assert showing.number(None) is None


def test_people_waiting() -> None:
    def queue(waiting: int) -> QueueState:
        return QueueState(id="q", at=NOW, queue="qa", waiting=waiting, issued=0)

    assert showing.waiting([]) is None
    assert showing.waiting([queue(3), queue(4)]) == 7
    assert showing.waiting([queue(900), queue(400)]) == 999


@pytest.mark.parametrize(
    ("typed", "later", "asked"),
    [
        ((), 0.0, [calling.UndoStep]),
        ((), 9.9, [calling.UndoStep]),
        ((), 10.0, []),
        ((7,), 0.0, []),
    ],
)
def test_cancel_takes_the_last_step_back_where_nothing_was_typed(
    typed: tuple[int, ...], later: float, asked: list[type]
) -> None:
    step = UndoableStep(
        visit=VisitId("20261123-A012.1"),
        step=ClerkStep.FINISH,
        number="A012",
        until=NOW + timedelta(seconds=10),
    )
    state = replace(window(WindowStatus.OPEN), undo=step)
    pressing = Pressing(RequestId("press-0001"), NOW + timedelta(seconds=later), "keypad-1")
    wished = wishes(PadPressed(3, PadKey.CANCEL, typed), state, HALL, pressing)
    assert wished is not None
    assert [type(each) for each in wished] == asked
