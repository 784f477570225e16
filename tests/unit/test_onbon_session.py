"""The conversation with several cards on one wire, on a clock that is handed in."""

from __future__ import annotations

from dataclasses import replace

import onbon_frames as frames
import pytest

from broker.domain.errors import DeviceNoAnswer
from broker.service.session import Action, Done, Failed, Write
from queue_display.models.onbon import orders as o
from queue_display.models.onbon import spec
from queue_display.models.onbon.codec import encode
from queue_display.models.onbon.session import CardRefused, CardSession, Patience

PATIENCE = Patience(gap=0.0)


def picture(address: int, text: str) -> o.Order:
    area = o.Area(number=0, x=0, y=0, width=128, height=32, text=(text,))
    return o.Order(address, o.ShowAreas((area,), delete=None))


def writes(actions: list[Action]) -> list[bytes]:
    return [each.data for each in actions if isinstance(each, Write)]


def ended(actions: list[Action]) -> list[Action]:
    return [each for each in actions if not isinstance(each, Write)]


def run_dry(session: CardSession, now: float) -> tuple[list[Action], float]:
    """Let every time-out pass in silence."""
    actions = []
    for _ in range(100):
        at = session.next_wakeup()
        if at is None:
            return actions, now
        now = max(now, at)
        actions += session.tick(now)
    pytest.fail("the session never comes to rest")


def test_the_outside_frames_make_one_exchange() -> None:
    session = CardSession(PATIENCE)
    order = frames.ORDERS["dynamic area 5K 128x16 red gbk"]
    assert session.submit(order, 0.0) == [Write(frames.CALL)]
    assert session.receive(o.Ack(1), 0.1) == [Done(order, o.Ack(1))]
    assert session.next_wakeup() is None


def test_one_frame_is_out_at_a_time() -> None:
    session = CardSession(PATIENCE)
    assert len(writes(session.submit(o.Order(1, o.Ping()), 0.0))) == 1
    assert session.submit(o.Order(2, o.Ping()), 0.0) == []
    assert session.receive(o.Ack(2), 0.1) == []  # not the one that is asked
    actions = session.receive(o.Ack(1), 0.1)
    assert ended(actions) == [Done(o.Order(1, o.Ping()), o.Ack(1))]
    assert writes(actions) == [encode(o.Order(2, o.Ping()))]


def test_the_newest_state_replaces_a_waiting_one_of_the_same_card_only() -> None:
    session = CardSession(PATIENCE)
    session.submit(picture(1, "A001"), 0.0)
    for text in ("A002", "A003"):
        session.submit(picture(1, text), 0.0)
    session.submit(picture(2, "B001"), 0.0)
    order = []
    for _ in range(4):
        order += session.receive(o.Ack(1), 1.0) + session.receive(o.Ack(2), 1.0)
    shown = [each.command for each in order if isinstance(each, Done)]
    assert shown == [picture(1, "A001"), picture(1, "A003"), picture(2, "B001")]


def test_silence_is_asked_three_times_and_then_given_up() -> None:
    session = CardSession(PATIENCE)
    first = session.submit(o.Order(1, o.Ping()), 0.0)
    actions, now = run_dry(session, 0.0)
    assert len(writes(first + actions)) == 3
    (failed,) = ended(actions)
    assert isinstance(failed, Failed)
    assert isinstance(failed.error, DeviceNoAnswer)
    assert now < 3.0


def test_an_outdated_picture_is_not_repeated() -> None:
    session = CardSession(PATIENCE)
    session.submit(picture(1, "A001"), 0.0)
    session.submit(picture(1, "A002"), 0.1)
    at = session.next_wakeup()
    assert at is not None
    actions = session.tick(at)
    assert [each.command for each in actions if isinstance(each, Failed)] == [picture(1, "A001")]
    again, _ = run_dry(session, at)
    assert writes(actions + again) == [encode(picture(1, "A002"))] * 3


def test_a_known_silent_card_costs_its_neighbours_one_time_out() -> None:
    session = CardSession(PATIENCE)
    session.submit(picture(1, "A001"), 0.0)
    _, now = run_dry(session, 0.0)
    tries = writes(session.submit(picture(1, "A002"), now))
    session.submit(picture(2, "B001"), now)
    at = session.next_wakeup()
    assert at is not None
    assert at - now < 1.0
    actions = session.tick(at)
    assert len(tries) == 1
    assert writes(actions) == [encode(picture(2, "B001"))]


def test_a_card_that_answers_again_has_all_its_tries_back() -> None:
    session = CardSession(PATIENCE)
    session.submit(o.Order(1, o.Ping()), 0.0)
    _, now = run_dry(session, 0.0)
    session.submit(o.Order(1, o.Ping()), now)
    session.receive(o.Ack(1), now)
    first = session.submit(o.Order(1, o.Ping()), now)
    actions, _ = run_dry(session, now)
    assert len(writes(first + actions)) == 3


def test_busy_is_asked_again_later_and_others_go_first() -> None:
    session = CardSession(PATIENCE)
    order = picture(1, "A001")
    session.submit(order, 0.0)
    session.submit(o.Order(2, o.Ping()), 0.0)
    actions = session.receive(o.Nack(1, spec.CardError.BUSY), 0.1)
    assert ended(actions) == []
    assert writes(actions) == [encode(o.Order(2, o.Ping()))]
    assert ended(session.receive(o.Ack(2), 0.2)) == [Done(o.Order(2, o.Ping()), o.Ack(2))]
    at = session.next_wakeup()
    assert at == pytest.approx(0.1 + PATIENCE.busy_after)
    assert session.tick(0.3) == []
    assert writes(session.tick(0.6)) == [encode(order)]
    assert ended(session.receive(o.Ack(1), 0.7)) == [Done(order, o.Ack(1))]


@pytest.mark.parametrize(
    ("code", "times"),
    [
        (spec.CardError.BUSY, PATIENCE.busy_times),
        (spec.CardError.CRC16, PATIENCE.broken_times),
        (spec.CardError.FONT_MISSING, 0),
        (99, 0),
    ],
)
def test_what_passes_by_itself_is_repeated_and_then_refused(code: int, times: int) -> None:
    session = CardSession(PATIENCE)
    sent = writes(session.submit(o.Order(1, o.Ping()), 0.0))
    end: list[Action] = []
    now = 0.0
    while not end:
        actions = session.receive(o.Nack(1, code), now)
        end = ended(actions)
        if not end:
            at = session.next_wakeup()
            assert at is not None
            now = at
            sent += writes(session.tick(now))
    assert len(sent) == 1 + times
    (failed,) = end
    assert isinstance(failed, Failed)
    assert isinstance(failed.error, CardRefused)
    assert failed.error.code == code
    assert session.next_wakeup() is None


def test_a_newer_state_ends_the_waiting_of_a_busy_one() -> None:
    session = CardSession(PATIENCE)
    session.submit(picture(1, "A001"), 0.0)
    session.receive(o.Nack(1, spec.CardError.BUSY), 0.1)
    assert writes(session.submit(picture(1, "A002"), 0.2)) == [encode(picture(1, "A002"))]
    session.receive(o.Ack(1), 0.3)
    assert session.next_wakeup() is None


def test_busy_for_an_older_state_is_not_repeated_when_a_newer_one_waits() -> None:
    session = CardSession(PATIENCE)
    session.submit(picture(1, "A001"), 0.0)
    session.submit(picture(1, "A002"), 0.0)
    actions = session.receive(o.Nack(1, spec.CardError.BUSY), 0.1)
    assert [each.command for each in actions if isinstance(each, Failed)] == [picture(1, "A001")]
    assert writes(actions) == [encode(picture(1, "A002"))]


def test_nobody_waits_for_a_broadcast_or_an_unanswered_order() -> None:
    session = CardSession(PATIENCE)
    for order in (
        o.Order(spec.BROADCAST, o.Power(on=False)),
        o.Order(1, o.Clear(), answered=False),
    ):
        actions = session.submit(order, 0.0)
        assert ended(actions) == [Done(order, None)]
        assert len(writes(actions)) == 1


def test_any_card_may_answer_a_question_to_any_card() -> None:
    session = CardSession(PATIENCE)
    session.submit(o.Order(spec.ANY, o.ReadNumber()), 0.0)
    assert session.receive(o.Number(7, 7), 0.1) == [
        Done(o.Order(spec.ANY, o.ReadNumber()), o.Number(7, 7))
    ]


def test_data_answers_belong_to_their_own_question() -> None:
    session = CardSession(PATIENCE)
    order = o.Order(1, o.QueryStatus())
    session.submit(order, 0.0)
    assert session.receive(o.Number(1, 1), 0.1) == []
    assert session.receive(o.Other(1, spec.Op.FONT_INFO, 0, b""), 0.1) == []
    assert session.receive(o.Status(2, True, 15, b"", 0, b"", ()), 0.1) == []
    other = o.Other(1, spec.Op.QUERY_STATUS, 0, b"\x01")
    assert session.receive(other, 0.1) == [Done(order, other)]


def test_the_rest_between_frames_is_kept() -> None:
    session = CardSession(replace(PATIENCE, gap=0.05))
    session.submit(o.Order(1, o.Ping()), 0.0)
    session.submit(o.Order(2, o.Ping()), 0.0)
    assert writes(session.receive(o.Ack(1), 1.0)) == []
    assert session.next_wakeup() == pytest.approx(1.05)
    assert len(writes(session.tick(1.05))) == 1


def test_a_bad_order_hits_its_caller_and_nobody_else() -> None:
    session = CardSession(PATIENCE)
    session.submit(o.Order(1, o.Ping()), 0.0)
    with pytest.raises(ValueError, match="backslash"):
        session.submit(picture(2, "\\"), 0.0)
    assert ended(session.receive(o.Ack(1), 0.1)) == [Done(o.Order(1, o.Ping()), o.Ack(1))]
    assert session.next_wakeup() is None


def test_a_long_frame_is_given_the_time_it_takes_on_the_wire() -> None:
    session = CardSession(PATIENCE)
    order = picture(1, "长" * 450)
    session.submit(order, 0.0)
    at = session.next_wakeup()
    assert at is not None
    assert at >= PATIENCE.answer + len(encode(order)) * 10 / 9600
