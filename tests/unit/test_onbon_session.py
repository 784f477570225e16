"""The conversation with several cards on one wire, on a clock that is handed in."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import onbon_frames as frames
import pytest
from hypothesis import given
from hypothesis import strategies as st

from broker.domain.errors import DeviceNoAnswer
from broker.service.session import Action, Done, Failed, Write
from queue_display.glass import Glass, Ink, Motion, Sign, Strip
from queue_display.layout import announce
from queue_display.models.onbon import orders as o
from queue_display.models.onbon import spec
from queue_display.models.onbon.codec import encode
from queue_display.models.onbon.patience import Patience
from queue_display.models.onbon.session import CardRefused, CardSession
from queue_display.models.onbon.signs import PROFILE, compose, forgot, lacks_font, show
from queue_display.models.onbon.text import Font

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


@pytest.mark.parametrize(
    ("code", "name"),
    [(12, "font missing"), (3, "busy"), (6, "file missing"), (99, "unknown"), (17, "unknown")],
)
def test_a_refusal_is_told_by_its_code_and_its_name(code: int, name: str) -> None:
    error = CardRefused(code)
    assert str(error) == f"the card refused: error {code}, {name}"
    assert error.code == code
    assert lacks_font(error) is (code == 12)


def test_no_answer_is_no_missing_font() -> None:
    assert not lacks_font(DeviceNoAnswer("card 3"))


def strip(text: str, top: int, **fields: Any) -> Strip:
    words = {"height": 24, "size": 16, "ink": Ink.RED, "motion": Motion.STILL, **fields}
    return Strip(top=top, text=text, **words)


def areas(*strips: Strip, **fields: Any) -> tuple[o.Area, ...]:
    order = show(3, Sign(Glass(128, 64), strips, **fields))
    assert order.address == 3
    assert isinstance(order.what, o.ShowAreas)
    assert order.what.delete is None, "whatever it held goes"
    return order.what.areas


DOTS_16, DOTS_24 = spec.FontSize.DOTS_16, spec.FontSize.DOTS_24
RED, GREEN = spec.InkCode.RED, spec.InkCode.GREEN
STANDING = o.Area(
    number=0,
    x=0,
    y=8,
    width=128,
    height=24,
    text=(Font(DOTS_16), Font(DOTS_16, latin=True), RED, "好"),
    effect=spec.Effect.STATIC,
    speed=0,
    stay=10,
    spacing=0,
    across=spec.Across.CENTRE,
    down=spec.Down.MIDDLE,
    lines=spec.Lines.SINGLE,
)


def test_a_row_that_stands_is_an_area_in_the_middle_of_its_band() -> None:
    assert areas(strip("好", 8)) == (STANDING,)


def test_rows_of_a_kind_share_an_area_and_keep_their_distance() -> None:
    font = (Font(DOTS_24), Font(DOTS_24, latin=True))
    both = replace(
        STANDING,
        y=0,
        height=56,
        text=(*font, GREEN, "A012\n请到3号窗口"),
        spacing=4,
        lines=spec.Lines.SEVERAL,
    )
    kind: dict[str, Any] = {"height": 28, "size": 24, "ink": Ink.GREEN}
    assert areas(strip("A012", 0, **kind), strip("请到3号窗口", 28, **kind)) == (both,)


def test_a_row_that_runs_has_its_own_area_and_others_begin_anew() -> None:
    runs = replace(
        STANDING,
        number=1,
        y=24,
        text=(*STANDING.text[:3], "暂停服务"),
        effect=spec.Effect.LEFT,
        speed=4,
        stay=0,
        across=spec.Across.LEFT,
    )
    rows = (
        strip("好", 8),
        strip("暂停服务", 24, motion=Motion.SCROLL),
        strip("暂停服务", 48, motion=Motion.SCROLL),
        strip("好", 8, ink=Ink.GREEN),
    )
    green = replace(STANDING, number=3, text=(*STANDING.text[:2], GREEN, "好"))
    assert areas(*rows) == (STANDING, runs, replace(runs, number=2, y=48), green)


@pytest.mark.parametrize(("edition", "number"), [(None, 1), (0, 3), (1, 4), (2, 5)])
def test_pictures_that_follow_each_other_have_no_number_in_common(
    edition: int | None, number: int
) -> None:
    found = areas(strip("a", 8), strip("b", 8, ink=Ink.GREEN), edition=edition)
    assert found[1].number == number


def test_a_card_without_the_fonts_is_asked_for_none() -> None:
    assert areas(strip("好", 8), own_fonts=True)[0].text == (RED, "好")


def test_what_gbk_has_not_is_a_mark_as_wide_as_any() -> None:
    assert areas(strip("𠮷a好", 8))[0].text[-1] == "？a好"


def test_a_text_by_hand_lights_the_sign_and_asks_for_no_font() -> None:
    power, shown = compose(3, "好")
    assert power == o.Order(3, o.Power(on=True))
    assert isinstance(shown.what, o.ShowAreas)
    assert not [each for each in shown.what.areas[0].text if isinstance(each, Font)]


def test_what_is_no_status_tells_nothing_of_the_glass() -> None:
    sign = announce("好", Glass(128, 32), PROFILE.sure)
    assert not forgot(None, sign)
    assert not forgot(o.Ack(1), sign)


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
    order = [each for card in (1, 2, 1) for each in session.receive(o.Ack(card), 1.0)]
    shown = [each.command for each in order if isinstance(each, Done)]
    assert shown == [picture(1, "A001"), picture(2, "B001"), picture(1, "A003")], "newest first"


@pytest.mark.parametrize("order", [o.Order(1, o.Ping()), picture(1, "A001")])
def test_silence_is_asked_three_times_and_then_given_up(order: o.Order) -> None:
    session = CardSession(PATIENCE)
    first = session.submit(order, 0.0)
    assert session.tick(0.5) == [], "its turn is over, and it may answer yet"
    assert len(first + writes(run_until(session, 0.5, 5.0))) == 3
    assert session.tick(5.0) == [], "so it may after the last try"
    actions, now = run_dry(session, 5.0)
    (failed,) = actions
    assert isinstance(failed, Failed)
    assert isinstance(failed.error, DeviceNoAnswer)
    assert str(failed.error) == "no answer after 3 tries"
    assert PATIENCE.answer < now < PATIENCE.answer + 3.0


def test_an_outdated_picture_is_not_repeated() -> None:
    session = CardSession(PATIENCE)
    session.submit(picture(1, "A001"), 0.0)
    session.submit(picture(1, "A002"), 0.1)
    assert session.tick(0.4) == [], "it may be answered yet"
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
        assert actions == [Write(encode(order)), Done(order, None)]


def test_any_card_may_answer_a_question_to_any_card() -> None:
    session = CardSession(PATIENCE)
    session.submit(o.Order(spec.ANY, o.ReadNumber()), 0.0)
    assert session.receive(o.Number(7, 7), 0.1) == [
        Done(o.Order(spec.ANY, o.ReadNumber()), o.Number(7, 7))
    ]
    order = picture(7, "A001")
    session.submit(order, 1.0)
    assert session.receive(o.Ack(7), 1.1) == [Done(order, o.Ack(7))], "asked by its own number"


def test_data_answers_belong_to_their_own_question() -> None:
    session = CardSession(PATIENCE)
    order = o.Order(1, o.QueryStatus())
    session.submit(order, 0.0)
    assert session.receive(o.Number(1, 1), 0.1) == []
    assert session.receive(o.Other(1, spec.Op.FONT_INFO, 0, b""), 0.1) == []
    assert session.receive(o.Status(2, True, 15, b"", 0, b"", ()), 0.1) == []
    other = o.Other(1, spec.Op.QUERY_STATUS, 0, b"\x01")
    assert session.receive(other, 0.1) == [Done(order, other)]
    session.submit(order, 1.0)
    (failed,) = session.receive(replace(other, error=9), 1.1)
    assert isinstance(failed, Failed)
    assert isinstance(failed.error, CardRefused)
    assert failed.error.code == 9


def test_the_rest_between_frames_is_kept() -> None:
    session = CardSession(replace(PATIENCE, gap=0.05))
    session.submit(o.Order(1, o.Ping()), 0.0)
    session.submit(o.Order(2, o.Ping()), 0.0)
    assert writes(session.receive(o.Ack(1), 1.0)) == []
    rest = 0.05 + 30 * 10 / 9600  # and as long as the answer would take once more
    assert session.next_wakeup() == pytest.approx(1.0 + rest)
    assert len(writes(session.tick(1.0 + rest))) == 1


def test_behind_a_frame_that_nobody_answers_the_line_rests_too() -> None:
    session = CardSession(replace(PATIENCE, gap=0.05))
    session.submit(o.Order(1, o.Clear(), answered=False), 1.0)
    assert session.submit(o.Order(2, o.Ping()), 1.0) == []
    assert session.next_wakeup() == 1.05


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
    assert at >= PATIENCE.again + len(encode(order)) * 10 / 9600
    fast = CardSession(replace(PATIENCE, baud=57600))
    fast.submit(order, 0.0)
    assert fast.next_wakeup() == pytest.approx(PATIENCE.again + len(encode(order)) * 10 / 57600)


# answers that are late, lost, doubled or owed


def repeated(session: CardSession, order: o.Order, now: float) -> float:
    """Submit `order` and let it be sent twice; the moment after."""
    session.submit(order, now)
    at = session.next_wakeup()
    assert at is not None
    assert writes(session.tick(at)) == [encode(order)]
    return at


def test_the_second_answer_to_a_repeated_order_is_not_that_of_the_next() -> None:
    session = CardSession(PATIENCE)
    first, second = picture(1, "A011"), picture(1, "A012")
    now = repeated(session, first, 0.0)
    assert ended(session.receive(o.Ack(1), now + 0.1)) == [Done(first, o.Ack(1))]
    session.submit(second, now + 0.15)  # lost on the wire
    assert ended(session.receive(o.Ack(1), now + 0.7)) == [], "it is that of the first"
    actions, _ = run_dry(session, now + 0.7)
    assert encode(second) in writes(actions), "sent once more"


def test_a_refusal_of_the_next_order_is_not_lost_behind_a_late_answer() -> None:
    session = CardSession(PATIENCE)
    first, second = picture(1, "A011"), picture(1, "A012")
    now = repeated(session, first, 0.0)
    session.receive(o.Ack(1), now + 0.1)
    session.submit(second, now + 0.15)
    assert ended(session.receive(o.Ack(1), now + 0.5)) == []
    (failed,) = ended(session.receive(o.Nack(1, spec.CardError.FONT_MISSING), now + 0.6))
    assert isinstance(failed, Failed)
    assert failed.command is second
    assert isinstance(failed.error, CardRefused)


def test_a_card_that_owes_answers_is_asked_a_question_that_ends_the_counting() -> None:
    session = CardSession(PATIENCE)
    first, second = picture(1, "A011"), picture(1, "A012")
    now = repeated(session, first, 0.0)  # the first frame of it was lost
    session.receive(o.Ack(1), now + 0.1)
    at = session.next_wakeup()
    assert at is not None
    assert writes(session.tick(at)) == [encode(o.Order(1, o.QueryStatus()))]
    assert ended(session.receive(status(1), at + 0.1)) == []  # nobody else asked it
    session.submit(second, at + 0.2)
    assert ended(session.receive(o.Ack(1), at + 0.3)) == [Done(second, o.Ack(1))]
    assert session.next_wakeup() is None


def test_a_question_that_somebody_asked_ends_the_counting_too() -> None:
    session = CardSession(PATIENCE)
    now = repeated(session, picture(1, "A011"), 0.0)
    order = o.Order(1, o.QueryStatus())
    session.submit(order, now + 0.05)
    session.receive(o.Ack(1), now + 0.1)
    at = session.next_wakeup()
    assert at is not None
    assert writes(session.tick(at)) == [encode(order)]
    assert ended(session.receive(status(1), at + 0.1)) == [Done(order, status(1))]
    assert session.next_wakeup() is None


def test_what_is_asked_now_is_not_owed_from_before() -> None:
    session = CardSession(PATIENCE)
    order = picture(1, "A011")
    session.submit(order, 0.0)
    assert session.receive(o.Other(1, spec.Op.FONT_INFO, 0, b""), 0.1) == []
    assert session.receive(o.Ack(1), 0.2) == [Done(order, o.Ack(1))]
    assert session.next_wakeup() is None, "there is nothing to ask"


def status(address: int) -> o.Status:
    return o.Status(address, True, 15, b"", 0, b"", ())


def test_an_answer_behind_a_question_shows_that_what_went_before_was_lost() -> None:
    session = CardSession(PATIENCE)
    session.submit(o.Order(1, o.QueryStatus()), 0.0)
    order = picture(1, "A011")
    session.submit(order, 0.1)
    at = session.next_wakeup()
    assert at is not None
    assert writes(session.tick(at)) == [encode(order)], "a picture does not wait for a question"
    session.receive(status(1), at + 0.1)
    assert ended(session.receive(o.Ack(1), at + 0.2)) == [Done(order, o.Ack(1))]


def test_a_question_that_is_answered_before_a_picture_leaves_it_owed() -> None:
    session = CardSession(PATIENCE)
    order = picture(1, "A011")
    session.submit(order, 0.0)
    session.submit(o.Order(1, o.QueryStatus()), 0.0)
    assert session.receive(status(1), 0.1) == [], "nobody asked yet"
    assert ended(session.receive(o.Ack(1), 0.2)) == [Done(order, o.Ack(1))]


def test_a_card_that_answers_twice_is_found_out() -> None:
    session = CardSession(PATIENCE)
    for number in range(10, 15):
        now = number * 1.0
        order = picture(1, f"A0{number}")
        session.submit(order, now)
        assert Done(order, o.Ack(1)) in session.receive(o.Ack(1), now + 0.1)
        assert ended(session.receive(o.Ack(1), now + 0.12)) == []
        answer_questions(session, now + 0.2)
    last = picture(1, "A099")
    session.submit(last, 20.0)
    session.receive(o.Ack(1), 20.1)
    lost = picture(1, "A100")
    session.submit(lost, 20.15)  # lost, and the echo of the answer before comes only now
    assert ended(session.receive(o.Ack(1), 20.3)) == []


def answer_questions(session: CardSession, now: float) -> None:
    """Let the session ask what it wants to know, and say it, twice."""
    at = session.next_wakeup()
    if at is not None:
        session.tick(max(at, now))
    session.receive(status(1), now + 0.1)
    session.receive(status(1), now + 0.12)


def test_what_is_too_old_is_not_waited_for_any_more() -> None:
    session = CardSession(replace(PATIENCE, answer=3.0))
    order = picture(1, "A011")
    now = repeated(session, order, 0.0)
    session.receive(o.Ack(1), now + 0.1)
    run_dry(session, now + 0.1)  # nobody answers the question
    second = picture(1, "A012")
    session.submit(second, now + 10.0)
    assert ended(session.receive(o.Ack(1), now + 10.1)) == [Done(second, o.Ack(1))]


def test_a_card_that_was_seen_to_be_slow_is_not_asked_twice() -> None:
    session = CardSession(PATIENCE)
    first = picture(1, "A011")
    now = repeated(session, first, 0.0)
    session.receive(o.Ack(1), now + 0.2)  # it takes about 0.8 s
    session.receive(o.Ack(1), now + 0.7)
    session.receive(status(1), now + 1.4)
    assert session.next_wakeup() is None
    session.submit(picture(1, "A012"), 10.0)
    at = session.next_wakeup()
    assert at is not None
    assert at > 11.0


# the living before the dead


def test_a_call_breaks_in_behind_one_turn_of_a_silent_card() -> None:
    session = CardSession(PATIENCE)
    for address in range(1, 8):
        session.submit(o.Order(address, o.Power(on=True)), 0.0)
        session.submit(picture(address, "OPEN"), 0.0)
    call = picture(8, "A001")
    session.submit(call, 0.01)
    at = session.next_wakeup()
    assert at is not None
    assert at <= 0.3
    assert writes(session.tick(at)) == [encode(call)]


def test_a_wire_that_no_longer_says_things_twice_is_found_out_too() -> None:
    session = CardSession(PATIENCE)
    session.receive(o.Ack(1), 0.0)  # nobody knows it
    order = picture(1, "A011")
    session.submit(order, 0.5)
    session.receive(o.Ack(1), 0.6)
    session.receive(o.Ack(1), 0.7)  # nobody owed it
    for number, asked in ((12, True), (13, False)):
        now = number * 1.0
        session.submit(picture(1, f"A0{number}"), now)
        sent = writes(session.receive(o.Ack(1), now + 0.1))
        assert bool(sent) is asked
        if asked:
            session.receive(status(1), now + 0.2)
    assert session.next_wakeup() is None


def test_a_question_of_our_own_that_stays_unanswered_makes_nobody_absent() -> None:
    session = CardSession(PATIENCE)
    order = picture(1, "A011")
    now = repeated(session, order, 0.0)
    session.receive(o.Ack(1), now + 0.1)
    _, now = run_dry(session, now + 0.1)  # the card does not know the question
    first = session.submit(picture(1, "A012"), now + 20.0)
    more, _ = run_dry(session, now + 20.0)
    assert len(writes(first + more)) == 3


def test_a_picture_for_a_card_that_is_away_is_sent_once_and_given_up_within_a_second() -> None:
    session = CardSession(PATIENCE)
    session.submit(picture(1, "A011"), 0.0)
    _, now = run_dry(session, 0.0)
    now += 20.0
    first = session.submit(picture(1, "A012"), now)
    more, over = run_dry(session, now)
    assert len(writes(first + more)) == 1
    assert len(ended(more)) == 1
    assert over - now < 1.0


def test_busy_gives_all_tries_back() -> None:
    session = CardSession(PATIENCE)
    now = repeated(session, picture(1, "A011"), 0.0)
    session.receive(o.Nack(1, spec.CardError.BUSY), now + 0.1)
    more, _ = run_dry(session, now + 0.1)
    pictures = [each for each in writes(more) if each == encode(picture(1, "A011"))]
    assert len(pictures) == 3


def test_even_a_question_goes_before_a_card_that_owes_an_answer() -> None:
    session = CardSession(PATIENCE)
    session.submit(picture(1, "A011"), 0.0)
    session.submit(picture(3, "C011"), 0.5)
    session.submit(o.Order(2, o.QueryStatus()), 0.6)
    assert writes(session.receive(o.Ack(3), 0.9)) == [encode(o.Order(2, o.QueryStatus()))]


def test_a_call_does_not_wait_for_a_card_that_was_slow() -> None:
    session = CardSession(PATIENCE)
    first = picture(1, "A011")
    session.submit(first, 0.0)
    run_until(session, 0.0, 8.0)
    session.receive(o.Ack(1), 8.0)
    run_dry(session, 8.0)
    session.submit(picture(1, "A012"), 40.0)
    second = picture(1, "A013")
    session.submit(second, 40.1)
    assert encode(second) in writes(run_until(session, 40.1, 42.2))


def run_until(session: CardSession, now: float, end: float) -> list[Action]:
    actions = []
    while (at := session.next_wakeup()) is not None and at <= end:
        now = max(now, at)
        actions += session.tick(now)
    return actions


def test_one_hiccup_of_a_card_is_soon_forgotten() -> None:
    session = CardSession(PATIENCE)
    session.submit(picture(1, "A011"), 0.0)
    run_until(session, 0.0, 8.0)
    session.receive(o.Ack(1), 8.0)
    _, now = run_dry(session, 8.0)
    for number in range(5):
        now += 20.0
        session.submit(picture(1, f"A1{number:02d}"), now)
        session.receive(o.Ack(1), now + 0.2)
        run_until(session, now + 0.2, now + 15.0)
    now += 20.0
    session.submit(picture(1, "A200"), now)
    at = session.next_wakeup()
    assert at is not None
    assert at - now < 1.0


def test_at_the_start_the_newest_is_drawn_and_lit_before_the_silent_cost_a_turn_each() -> None:
    session = CardSession(PATIENCE)
    for address in range(1, 9):
        session.submit(o.Order(address, o.Power(on=True)), 0.0)
        session.submit(picture(address, "OPEN"), 0.0)
    sent = writes(run_until(session, 0.0, 0.3))
    assert sent == [encode(picture(8, "OPEN"))]
    now = 0.3
    sent = writes(session.receive(o.Ack(8), now))
    assert sent == [encode(o.Order(8, o.Power(on=True)))]


def test_a_question_waits_until_a_slow_card_may_have_answered() -> None:
    session = CardSession(PATIENCE)
    session.submit(picture(1, "A001"), 0.0)
    session.submit(o.Order(2, o.QueryStatus()), 0.0)
    at = session.next_wakeup()
    assert at is not None
    assert at >= PATIENCE.again


def test_who_speaks_goes_before_who_is_away_whatever_came_first() -> None:
    session = CardSession(PATIENCE)
    session.submit(picture(1, "A001"), 0.0)
    _, now = run_dry(session, 0.0)  # away
    session.submit(picture(2, "B001"), now)
    session.submit(o.Order(2, o.Ping()), now)
    session.submit(picture(1, "A002"), now)
    sent = writes(session.receive(o.Ack(2), now + 0.1))
    assert sent == [encode(o.Order(2, o.Ping()))], "even a question"


def replaced(*moments: float) -> int:
    """A silent card is shown a new picture at each of these: how often it is sent the last."""
    session, sent = CardSession(PATIENCE), 0
    for number, at in enumerate(moments):
        sent = len(writes(session.submit(picture(1, f"A{number:03d}"), at)))
    more, _ = run_dry(session, moments[-1])
    return sent + len(writes(more))


def test_pictures_that_replace_each_other_find_a_dead_card_too() -> None:
    over = 100.0 + PATIENCE.on_wire(len(encode(picture(1, "A000")))) + PATIENCE.answer
    assert replaced(100.0, 103.0, 106.0, over) == 1, "it is away"
    assert replaced(100.0, 103.0, 106.0, over - 0.001) == 3, "not yet"
    assert replaced(100.0, 103.0, over) == 3, "it was not asked as often as others are"


def test_who_answers_nothing_it_is_asked_is_away_whatever_else_it_says() -> None:
    session = CardSession(PATIENCE)
    session.submit(picture(1, "A011"), 0.0)
    run_until(session, 0.0, 2.0)
    assert session.receive(o.Number(1, 7), 2.5) == []
    _, now = run_dry(session, 2.5)
    first = session.submit(picture(1, "A012"), now)
    more, _ = run_dry(session, now)
    assert len(writes(first + more)) == 1


def test_what_is_owed_is_asked_for_once_whatever_comes_meanwhile() -> None:
    session = CardSession(PATIENCE)
    order = picture(1, "A011")
    session.submit(order, 0.0)
    run_until(session, 0.0, 2.0)
    assert session.receive(o.Ack(1), 2.05) == [Done(order, o.Ack(1))]
    at = session.next_wakeup()
    assert at is not None
    assert writes(session.tick(at)) == [encode(o.Order(1, o.QueryStatus()))]
    session.receive(o.Other(1, spec.Op.FONT_INFO, 0, b""), at + 0.05)
    session.receive(status(1), at + 0.1)
    assert session.next_wakeup() is None


def test_nobody_wakes_up_for_a_picture_that_rests_while_its_card_is_asked() -> None:
    session = CardSession(PATIENCE)
    session.submit(picture(1, "A001"), 0.0)
    session.submit(o.Order(1, o.Ping()), 0.0)
    session.receive(o.Nack(1, spec.CardError.BUSY), 0.1)
    assert session.next_wakeup() == pytest.approx(0.1 + PATIENCE.busy_after)


def test_nobody_wakes_up_for_a_question_behind_another_to_the_same_card() -> None:
    session = CardSession(PATIENCE)
    ping = o.Order(1, o.Ping())
    session.submit(ping, 0.0)
    session.submit(o.Order(1, o.QueryStatus()), 0.0)
    session.submit(picture(2, "B001"), 0.0)
    run_until(session, 0.0, 0.3)
    session.receive(o.Ack(2), 0.4)
    repeated_at = PATIENCE.on_wire(len(encode(ping))) + PATIENCE.again
    assert session.next_wakeup() == pytest.approx(repeated_at)


ORDERED = {
    "picture": picture(1, "A001"),
    "light": o.Order(1, o.Power(on=True)),
    "ask": o.Order(1, o.QueryStatus()),
    "bcast": o.Order(spec.BROADCAST, o.Power(on=True)),
}
HEARD: dict[str, Any] = {
    "ack": o.Ack(1),
    "nack": o.Nack(1, spec.CardError.BUSY),
    "status": status(1),
}


@given(
    st.lists(
        st.tuples(
            st.sampled_from([*ORDERED, *HEARD, "wait"]),
            st.integers(1, 3),
            st.floats(0.0, 3.0),
        ),
        max_size=40,
    )
)
def test_whatever_happens_every_order_ends_once_or_is_replaced_and_the_line_rests(
    steps: list[tuple[str, int, float]],
) -> None:
    session = CardSession()
    now, over, given_in = 0.0, list[Action](), list[o.Order]()
    for what, address, wait in steps:
        if what in ORDERED:
            to = spec.BROADCAST if what == "bcast" else address
            given_in.append(replace(ORDERED[what], address=to))
            over += ended(session.submit(given_in[-1], now))
        elif what in HEARD:
            over += ended(session.receive(replace(HEARD[what], address=address), now))
        else:
            now += wait
            over += ended(session.tick(now))
    more, _ = run_dry(session, now)
    over += ended(more)
    assert session.next_wakeup() is None
    seen = [id(each.command) for each in over if isinstance(each, Done | Failed)]
    assert len(set(seen)) == len(seen), "nothing ends twice"
    assert set(seen) <= {id(each) for each in given_in}
    for address in (1, 2, 3):
        pictures = [
            each
            for each in given_in
            if each.address == address and isinstance(each.what, o.ShowAreas)
        ]
        assert not pictures or id(pictures[-1]) in seen, "the newest is never left out"
