"""From a window's state to lit glass and back to the ledger, through every kind of trouble."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from broker.domain.hall import Display
from broker.wire.messages import Liveness, WindowState, WindowStatus
from firmware_mocks.onbon import MOCK
from queue_display.glass import Glass
from queue_display.layout import render
from queue_display.models.onbon import DRIVER
from queue_display.models.onbon.codec import OrderDecoder
from queue_display.models.onbon.orders import Order, ShowAreas
from tests.stages.display_hall import NOW, DisplayHall, DisplayStarter, signs_hall


def pictures(hall: DisplayHall, address: int) -> list[Order]:
    """The pictures that were put on the wire for one sign."""
    orders = OrderDecoder().feed(bytes(hall.heard))
    return [
        each
        for each in orders
        if isinstance(each, Order) and each.address == address and isinstance(each.what, ShowAreas)
    ]


def words(picture: Order) -> list[str]:
    """The rows of the first area."""
    assert isinstance(picture.what, ShowAreas)
    text = picture.what.areas[0].text[-1]
    return text.split("\n") if isinstance(text, str) else []


def test_every_state_of_a_window_is_shown_on_its_own_sign(started: DisplayStarter) -> None:
    hall = started()
    hall.window(2, WindowStatus.OPEN)
    hall.until(lambda: hall.shown() == {1: "", 2: "欢迎光临 发证窗口"})
    hall.call(2, "A012", "call-0001")
    hall.until(lambda: hall.shown()[2] == "A012 请到2号窗口")
    hall.window(2, WindowStatus.SERVING, number="A012")
    hall.until(lambda: hall.shown()[2] == "正在办理 A012")
    hall.window(2, WindowStatus.PAUSED, reason="临时有事,请稍候")
    hall.until(lambda: hall.shown()[2] == "暂停服务 临时有事,请稍候")
    hall.window(2, WindowStatus.CLOSED)
    hall.until(lambda: hall.shown() == {1: "", 2: "窗口未开放 请到其他窗口"})


def test_what_was_retained_before_the_start_is_shown(started: DisplayStarter) -> None:
    hall = DisplayHall()
    hall.call(1, "A001", "call-0001")
    started(hall)
    hall.until(lambda: hall.shown()[1] == "A001 请到1号窗口")
    hall.until(lambda: hall.reports() == [("call-0001", True)])
    assert hall.alert(1) is None


def test_a_call_is_delivered_once_when_its_picture_was_acknowledged(
    started: DisplayStarter,
) -> None:
    hall = started()
    hall.call(1, "A001", "call-0001")
    hall.until(lambda: bool(hall.asked))
    assert hall.shown()[1] == "A001 请到1号窗口"
    assert hall.reports() == [("call-0001", True)]
    hall.call(1, "A001", "call-0001", served_today=1)  # the same once more
    hall.pass_by(1.0)
    assert len(hall.asked) == 1
    assert hall.asked[0].device == "display-1"


def called_at(started: DisplayStarter, fault: str) -> DisplayHall:
    """A hall whose first sign was well, then got this fault, and then a call."""
    hall = started()
    hall.until(lambda: hall.ready(1))
    hall.hand(1, fault)
    hall.call(1, "A001", "call-0001")
    return hall


def test_the_control_a_picture_nobody_acknowledged_is_not_delivered(
    started: DisplayStarter,
) -> None:
    hall = called_at(started, "fault mute")
    hall.pass_by(4.0)
    assert hall.shown()[1] == "A001 请到1号窗口"  # it is lit, and nobody can know
    assert hall.reports() == [("call-0001", False)]


def test_a_recall_draws_the_sign_anew_and_reports_nothing_twice(started: DisplayStarter) -> None:
    hall = started()
    hall.call(1, "A001", "call-0001")
    hall.until(lambda: bool(hall.asked))
    before = len(pictures(hall, 1))
    hall.call(1, "A001", "call-0001", recalls=1)
    hall.until(lambda: len(pictures(hall, 1)) == before + 1)
    hall.pass_by(0.5)
    assert len(hall.asked) == 1


def test_a_silent_sign_is_reported_and_its_neighbour_goes_on(started: DisplayStarter) -> None:
    hall = started()
    hall.until(lambda: hall.ready(1) and hall.ready(2))
    hall.hand(1, "fault silent")
    hall.call(1, "A001", "call-0001")
    hall.call(2, "A002", "call-0002")
    hall.pass_by(3.0)
    assert hall.shown() == {1: "", 2: "A002 请到2号窗口"}
    assert hall.reports() == [("call-0002", True), ("call-0001", False)], "the living first"
    assert hall.liveness(1).state is Liveness.LOST
    assert "没有应答" in hall.liveness(1).reason
    alert = hall.alert(1)
    assert alert is not None
    assert "没有应答" in alert.zh
    assert hall.ready(2)
    assert hall.alert(2) is None


def test_a_sign_that_comes_back_shows_the_newest_state_and_the_call_is_delivered_after_all(
    started: DisplayStarter,
) -> None:
    hall = called_at(started, "fault silent")
    hall.pass_by(3.0)
    hall.call(1, "A002", "call-0002")
    hall.pass_by(3.0)
    hall.hand(1, "ok")
    hall.skip(10.0)
    hall.until(lambda: hall.shown()[1] == "A002 请到1号窗口" and len(hall.reports()) == 3)
    assert hall.reports() == [("call-0001", False), ("call-0002", False), ("call-0002", True)]
    assert hall.ready(1)
    assert hall.alert(1) is None


def test_a_sign_that_lost_its_power_is_drawn_again(started: DisplayStarter) -> None:
    hall = started()
    hall.window(1, WindowStatus.OPEN)
    hall.until(lambda: hall.shown()[1] != "")
    hall.cards[1].power_cycle(hall.seconds)
    assert hall.shown()[1] == ""
    hall.until(lambda: hall.ready(2))
    hall.skip(31.0)
    hall.until(lambda: hall.shown()[1] == "欢迎光临 综合窗口")


def test_a_sign_that_somebody_switched_off_is_switched_on(started: DisplayStarter) -> None:
    hall = started()
    hall.window(1, WindowStatus.OPEN)
    hall.until(lambda: hall.shown()[1] != "")
    off = "01 00 00 80 00 00 00 00 00 00 FE 02 06 00 A3 00 01 00 00 02 39 EB"
    hall.cards[1].feed(bytes.fromhex(f"A5 {off} 5A"), hall.seconds)
    assert hall.shown()[1] == ""
    hall.until(lambda: hall.ready(2))
    hall.skip(31.0)
    hall.until(lambda: hall.shown()[1] == "欢迎光临 综合窗口")


@pytest.mark.expects_warnings
def test_a_cut_line_is_lost_and_back_again_with_the_newest_state(started: DisplayStarter) -> None:
    hall = started()
    hall.window(1, WindowStatus.OPEN)
    hall.until(lambda: hall.ready(1) and hall.ready(2) and hall.shown()[1] != "")
    hall.cut()
    hall.until(lambda: hall.liveness(1).state is Liveness.LOST)
    assert "端口" in hall.liveness(2).reason
    hall.call(1, "A001", "call-0001")
    hall.until(lambda: hall.reports() == [("call-0001", False)])
    hall.cards[1].power_cycle(hall.seconds)
    hall.plugged = True
    hall.skip(10.0)
    hall.until(lambda: hall.shown()[1] == "A001 请到1号窗口" and hall.ready(1) and hall.ready(2))
    hall.until(lambda: hall.reports() == [("call-0001", False), ("call-0001", True)])
    assert hall.alert(1) is None
    assert hall.alert(2) is None


def test_when_the_bus_was_away_the_newest_state_is_shown_afterwards(
    started: DisplayStarter,
) -> None:
    hall = started()
    hall.window(1, WindowStatus.OPEN)
    hall.until(lambda: hall.shown()[1] != "")
    hall.broker.down()
    hall.call(1, "A001", "call-0001")
    hall.pass_by(1.0)
    assert hall.shown()[1] == "欢迎光临 综合窗口"
    hall.broker.up()
    hall.until(lambda: hall.shown()[1] == "A001 请到1号窗口")
    hall.until(lambda: hall.reports() == [("call-0001", True)])


def test_of_many_states_at_once_only_the_newest_waits(started: DisplayStarter) -> None:
    hall = started()
    hall.until(lambda: hall.ready(1))
    before = len(pictures(hall, 1))
    for n in range(1, 51):
        hall.call(1, f"A{n:03d}", f"call-{n:04d}")
    hall.until(lambda: hall.shown()[1] == "A050 请到1号窗口" and len(hall.reports()) == 50)
    assert len(pictures(hall, 1)) - before < 50
    delivered = {call for call, done in hall.reports() if done}
    drawn = {row for order in pictures(hall, 1) for row in words(order)}
    assert "call-0050" in delivered
    assert {f"A{call[-3:]}" for call in delivered} <= drawn


def test_a_busy_card_gets_its_picture_when_it_has_time(started: DisplayStarter) -> None:
    hall = called_at(started, "fault busy")
    hall.pass_by(1.2)
    assert hall.asked == []
    hall.hand(1, "ok")
    hall.pass_by(0.7)
    assert hall.reports() == [("call-0001", True)]


def test_a_card_that_refuses_for_good_is_reported(started: DisplayStarter) -> None:
    hall = called_at(started, "fault nack 7")
    hall.until(lambda: hall.reports() == [("call-0001", False)])
    assert "拒绝" in hall.liveness(1).reason


def test_a_card_without_large_fonts_is_given_small_ones(started: DisplayStarter) -> None:
    display = Display(window=1, line="led", address=1, width=256, height=64)
    sizes = {"width": "256", "height": "64"}
    large = started(hall=signs_hall(display), options=sizes)
    small = started(hall=signs_hall(display), options={**sizes, "fonts": "16"})
    for hall, size in ((large, 32), (small, 16)):
        hall.call(1, "A001", "call-0001")
        hall.until(lambda hall=hall: hall.reports() == [("call-0001", True)])
        (first, *_) = hall.cards[1].look().areas[0].pages[0]
        assert first.size == size


@pytest.mark.parametrize(
    "fonts", [{"charsets": "gb2312"}, {"fonts": "16", "charsets": "gb2312"}, {"begins": "24"}]
)
def test_a_card_with_other_fonts_is_shown_what_it_has(
    started: DisplayStarter, fonts: dict[str, str]
) -> None:
    hall = started(options=fonts)
    hall.call(1, "A001", "call-0001")
    hall.until(lambda: hall.reports() == [("call-0001", True)])
    assert hall.shown()[1] == "A001 请到1号窗口"
    assert not any(area.cut for area in hall.cards[1].look().areas)
    assert hall.ready(1)


def test_a_sign_that_is_smaller_than_hall_toml_says_is_told(started: DisplayStarter) -> None:
    display = Display(window=1, line="led", address=1, width=256, height=64)
    hall = started(hall=signs_hall(display))  # of 128 by 32 dots
    hall.call(1, "A001", "call-0001")
    hall.until(lambda: ("call-0001", False) in hall.reports())
    hall.until(lambda: hall.liveness(1).state is Liveness.LOST)
    for _ in range(4):  # it answers questions, and shows nothing all the same
        hall.skip(9.0)
        hall.pass_by(1.0)
        assert hall.liveness(1).state is Liveness.LOST
        assert "拒绝" in hall.liveness(1).reason


def test_a_picture_that_changed_before_it_arrived_raises_no_alarm(started: DisplayStarter) -> None:
    hall = called_at(started, "fault silent")
    hall.pass_by(0.3)
    hall.window(1, WindowStatus.SERVING, number="A001", call="call-0001")
    hall.pass_by(0.3)
    hall.hand(1, "ok")
    hall.until(lambda: hall.shown()[1] == "正在办理 A001" and bool(hall.asked))
    assert hall.reports() == [("call-0001", False)]
    assert hall.alert(1) is None


def test_noise_on_the_line_hurts_nobody(started: DisplayStarter) -> None:
    hall = started()
    hall.until(lambda: hall.ready(1))
    assert hall._end is not None
    hall._adapter.says(b"\x00\xff\x5a\xa5\xa5\x12\x5b\x77")
    hall.call(1, "A001", "call-0001")
    hall.until(lambda: hall.reports() == [("call-0001", True)])
    (line,) = hall.displays.lines
    assert sum(line.wire.noise.values()) >= 1


@given(
    st.sampled_from(WindowStatus),
    st.from_regex(r"[A-Z]{1,2}[0-9]{3,4}", fullmatch=True),
    st.integers(1, 999),
    st.text(max_size=30),
    st.sampled_from([(64, 16), (128, 16), (128, 32), (160, 24), (192, 48), (256, 64), (320, 96)]),
)
def test_no_dot_is_cut_off_on_the_simulated_glass(
    status: WindowStatus, number: str, window: int, words: str, size: tuple[int, int]
) -> None:
    state = WindowState(id="m", at=NOW, window=window, status=status, number=number, reason=words)
    sign = render(state, words, Glass(*size), DRIVER.profile)
    card = MOCK.make(1, {"width": str(size[0]), "height": str(size[1])})
    card.feed(DRIVER.encode(DRIVER.show(1, sign)), 0.0)
    look = card.look()
    assert len(look.text) == len(sign.text)
    assert not any(area.cut for area in look.areas)
    assert all(area.y + area.height <= size[1] for area in look.areas)
