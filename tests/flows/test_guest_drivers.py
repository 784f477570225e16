"""Drivers of other people, in the services they were written for: whatever they cannot do."""

from __future__ import annotations

import queue
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path
from typing import Any

import msgspec
import pytest

from broker.bus.local import LocalBroker, LocalBus
from broker.domain.alerts import AlertCode
from broker.domain.calling.facts import TicketCalled
from broker.domain.calling.requests import CallNext, FinishService, StartService
from broker.domain.errors import ConfigError
from broker.domain.hall import Display, EvaluatorPost, KeypadPost, Wire
from broker.domain.kiosks import Kiosk
from broker.domain.ratings.facts import Level
from broker.link.pair import PairLink
from broker.service.clock import real_clock
from broker.service.life import Service
from broker.service.runner import Runner
from broker.settings import Settings
from broker.wire.messages import EvaluatorPhase, Liveness, WindowStatus
from broker.wire.topics import Kind, Topics
from evaluator.models.ff68 import DRIVER as FF68
from evaluator.service import Evaluators
from kiosk.printing.opening import open_station
from kiosk.printing.outcome import Result, SlipJob, SlipOut
from kiosk.printing.trouble import PrinterState
from queue_display.models.onbon import DRIVER as ONBON
from tests.stages.counter_hall import RULES, CounterHall
from tests.stages.display_hall import DisplayHall, signs_hall
from tests.stages.guest_drivers import (
    ANSWERING_PAD,
    KEY_KP2,
    KEY_KPASTERISK,
    KEY_KPENTER,
    KEY_TAB,
    MUTE_SIGN,
    NUMPAD,
    TYPIST,
    EventLink,
    KeyEvent,
)
from tests.stages.halls import small_hall
from tests.stages.memory import LedgerHall
from tests.stages.screen_process import PATIENCE
from tests.unit.sample_slip import SLIP

Guest = Callable[[Any], None]


# a sign that cannot be asked, cannot be lit, and never answers


@pytest.fixture
def mute(guest: Guest) -> Iterator[DisplayHall]:
    guest(MUTE_SIGN)
    wire = Wire(id="led", driver="mute-sign", port="tty/led")
    hall = DisplayHall(hall=msgspec.structs.replace(signs_hall(), lines=(wire,)))
    hall.start()
    yield hall
    hall.close()


def said(hall: DisplayHall) -> list[str]:
    return hall.heard.decode().splitlines()


def test_a_sign_that_only_listens_is_shown_every_state(mute: DisplayHall) -> None:
    mute.window(2, WindowStatus.OPEN)
    mute.call(1, "A001", "call-0001")
    mute.until(lambda: len(said(mute)) == 2)
    assert sorted(said(mute)) == ["1:A001 请到1号窗口", "2:欢迎光临 发证窗口"]
    mute.until(lambda: mute.reports() == [("call-0001", True)])  # its protocol cannot say more
    assert mute.ready(1)
    assert mute.alert(1) is None


def test_it_is_drawn_anew_now_and_then_for_its_power_may_have_been_cut(mute: DisplayHall) -> None:
    mute.window(1, WindowStatus.OPEN)
    mute.until(lambda: len(said(mute)) == 1)
    mute.skip(59.0)
    mute.pass_by(0.2)
    assert len(said(mute)) == 1
    mute.skip(1.0)
    mute.until(lambda: len(said(mute)) == 2)
    assert said(mute)[1] == said(mute)[0]
    assert mute.reports() == []


@pytest.mark.expects_warnings
def test_its_line_is_lost_and_back_like_any_other(mute: DisplayHall) -> None:
    mute.window(1, WindowStatus.OPEN)
    mute.until(lambda: mute.ready(1))
    mute.cut()
    mute.until(lambda: mute.liveness(1).state is Liveness.LOST)
    assert mute.alert(1) is not None
    before = len(said(mute))
    mute.call(1, "A001", "call-0001")
    mute.until(lambda: mute.reports() == [("call-0001", False)])
    mute.plugged = True
    mute.skip(10.0)
    mute.until(lambda: len(said(mute)) > before and mute.ready(1))
    assert said(mute)[-1] == "1:A001 请到1号窗口"
    mute.until(lambda: mute.reports() == [("call-0001", False), ("call-0001", True)])
    assert mute.alert(1) is None


# a sign that answers, and does not tell that its power was cut


@pytest.fixture
def forgetful(guest: Guest) -> Iterator[DisplayHall]:
    guest(replace(ONBON, name="forgetful", forgot=None))
    wire = Wire(id="led", driver="forgetful", port="tty/led", patience=1.0)
    hall = DisplayHall(hall=msgspec.structs.replace(signs_hall(), lines=(wire,)))
    hall.start()
    yield hall
    hall.close()


def test_it_is_drawn_anew_within_a_minute_and_a_half_of_a_power_cut(
    forgetful: DisplayHall,
) -> None:
    hall = forgetful
    hall.window(1, WindowStatus.OPEN)
    hall.until(lambda: hall.shown()[1] != "" and hall.ready(1) and hall.ready(2))
    hall.cards[1].power_cycle(hall.seconds)
    hall.skip(31.0)
    hall.pass_by(1.0)  # it answers the question, and says nothing of it
    assert hall.shown()[1] == ""
    hall.skip(31.0)
    hall.until(lambda: hall.shown()[1] == "欢迎光临 综合窗口")
    assert hall.ready(1)
    assert hall.reports() == []


def test_while_it_is_silent_it_is_asked_and_not_drawn(forgetful: DisplayHall) -> None:
    hall = forgetful
    hall.window(1, WindowStatus.OPEN)
    hall.until(lambda: hall.shown()[1] != "" and hall.ready(1) and hall.ready(2))
    hall.hand(1, "fault silent")
    hall.skip(31.0)
    hall.until(lambda: hall.liveness(1).state is Liveness.LOST)
    hall.heard.clear()
    for _ in range(4):
        hall.skip(20.0)
        hall.pass_by(4.0)
    assert hall.heard
    drawn = "综合窗口".encode("gb2312")
    assert drawn not in hall.heard


# addresses that no device of a make can have


def _session_of_few(addresses: tuple[int, ...]) -> Any:
    if max(addresses) > 247:
        raise ValueError(f"it has addresses 1 to 247, not {max(addresses)}")
    return FF68.session(addresses)


def _show_at_few(address: int, sign: Any) -> Any:
    if address > 247:
        raise ValueError(f"it has addresses 1 to 247, not {address}")
    return ONBON.show(address, sign)


def test_a_sign_at_an_impossible_address_is_told_and_takes_no_other_away(guest: Guest) -> None:
    guest(replace(ONBON, name="few", show=_show_at_few))
    wire = Wire(id="led", driver="few", port="tty/led")
    wrong, right = (
        Display(window=1, line="led", address=300),
        Display(window=2, line="led", address=2),
    )
    hall = DisplayHall(hall=msgspec.structs.replace(signs_hall(wrong, right), lines=(wire,)))
    hall.start()
    hall.window(2, WindowStatus.OPEN)
    hall.call(1, "A001", "call-0001")
    hall.until(lambda: hall.shown()[2] == "欢迎光临 发证窗口")
    hall.until(lambda: hall.reports() == [("call-0001", False)])
    assert hall.liveness(1).state is Liveness.LOST
    alert = hall.alert(1)
    assert alert is not None
    assert "1 to 247, not 300" in alert.zh
    assert "1 to 247, not 300" in alert.en
    assert hall.ready(2)
    assert hall.alert(2) is None
    hall.close()


def test_a_line_of_nothing_but_impossible_addresses_is_not_opened(guest: Guest) -> None:
    guest(replace(ONBON, name="few", show=_show_at_few))
    wire = Wire(id="led", driver="few", port="tty/led")
    wrong = Display(window=1, line="led", address=300)
    hall = DisplayHall(hall=msgspec.structs.replace(signs_hall(wrong), lines=(wire,)))
    hall.start()
    hall.pump()
    assert hall.displays.lines == []
    assert hall.alert(1) is not None
    hall.close()


def test_an_evaluator_at_an_impossible_address_takes_no_other_away(
    guest: Guest, tmp_path: Path
) -> None:
    guest(replace(FF68, name="few", session=_session_of_few))
    hall = small_hall(
        ratings=RULES,
        lines=(Wire(id="counters", driver="few", port="tty/counters"),),
        evaluators=(
            EvaluatorPost(window=1, line="counters", address=250),
            EvaluatorPost(window=2, line="counters", address=4),
        ),
    )
    rig = CounterHall(tmp_path, hall=hall)
    try:
        rig.until(lambda: rig.liveness(1).state is Liveness.LOST)
        assert "1 to 247, not 250" in rig.liveness(1).reason
        rig.seats(window=2)
        rig.hand("call", 4)
        rig.until(lambda: len(rig.facts(TicketCalled)) == 1)
        assert rig.facts(TicketCalled)[0].window == 2
    finally:
        rig.close()


def test_a_keypad_that_shares_a_line_made_for_one_is_told(
    guest: Guest, counters: Callable[..., CounterHall], numpad: EventLink
) -> None:
    guest(NUMPAD)
    two = (KeypadPost(window=1, line="usb"), KeypadPost(window=2, line="usb", address=2))
    rig = counters("numpad", lambda: numpad, keypads=two)
    rig.until(lambda: _keypad(rig).state is Liveness.LOST)
    assert _alert(rig, AlertCode.NO_ANSWER) is not None
    rig.seats()
    rig.hand("call")  # at the evaluator, which is not concerned
    rig.until(lambda: len(rig.facts(TicketCalled)) == 1)


# one window with a bus evaluator and a USB keypad


@pytest.fixture
def counters(tmp_path: Path) -> Iterator[Callable[..., CounterHall]]:
    rigs: list[CounterHall] = []

    def build(driver: str, opener: Callable[[], Any], **changes: Any) -> CounterHall:
        tables: dict[str, Any] = {
            "lines": (
                Wire(id="counters", driver="ff68", port="tty/counters"),
                Wire(id="usb", driver=driver, port="/dev/input/by-id/numpad"),
            ),
            "evaluators": (EvaluatorPost(window=1, line="counters", address=3),),
            "keypads": (KeypadPost(window=1, line="usb"),),
        }
        hall = small_hall(ratings=RULES, **{**tables, **changes})
        rigs.append(CounterHall(tmp_path, hall=hall, wires={"usb": opener}))
        return rigs[-1]

    yield build
    for each in rigs:
        each.close()


@pytest.fixture
def numpad() -> EventLink:
    return EventLink()


@pytest.fixture
def usb(guest: Guest, counters: Callable[..., CounterHall], numpad: EventLink) -> CounterHall:
    guest(NUMPAD)
    rig = counters("numpad", lambda: numpad)
    rig.until(lambda: _keypad(rig).state is Liveness.READY)
    return rig


def _keypad(rig: CounterHall) -> Any:
    return rig.heard[rig.topics.liveness(Kind.KEYPAD, 1)]


def _alert(rig: CounterHall, code: AlertCode) -> Any:
    return rig.heard.get(rig.topics.alert(Kind.KEYPAD, 1, code))


def test_the_clerk_calls_by_the_usb_keypad_and_the_applicant_rates_at_the_bus(
    usb: CounterHall, numpad: EventLink
) -> None:
    usb.seats()
    numpad.tap(KEY_KPENTER)
    usb.until(lambda: len(usb.facts(TicketCalled)) == 1)
    usb.desk.do(StartService, window=1, clerk="101")
    usb.desk.do(FinishService, window=1, clerk="101")
    usb.passes(0.5)
    usb.hand("key 3")
    usb.until(lambda: len(usb.ratings) == 1)
    assert usb.ratings[0].level is Level.VERY_SATISFIED
    assert usb.state().phase is EvaluatorPhase.THANKED


def test_the_keypad_of_the_bus_still_works_beside_it(usb: CounterHall) -> None:
    usb.seats()
    usb.hand("call")
    usb.until(lambda: len(usb.facts(TicketCalled)) == 1)
    assert usb.facts(TicketCalled)[0].window == 1


def test_events_become_keys_with_the_digits_before_them_and_a_wish_refused_blinks(
    usb: CounterHall, numpad: EventLink
) -> None:
    numpad.tap(KEY_KP2, KEY_KPASTERISK)  # transfer to window 2: nobody is signed in here
    usb.until(lambda: bool(numpad.lights))
    assert numpad.lights == [(KeyEvent(0, 1), KeyEvent(0, 0))]


def test_a_key_without_a_meaning_is_noise_and_counted(usb: CounterHall, numpad: EventLink) -> None:
    numpad.tap(KEY_TAB)
    usb.until(lambda: bool(usb.evaluators.lines["usb"].wire.noise))
    assert usb.evaluators.lines["usb"].wire.noise == {"no meaning": 1}


@pytest.mark.expects_warnings
def test_an_unplugged_keypad_is_told_and_the_evaluator_is_not_concerned(
    usb: CounterHall, numpad: EventLink
) -> None:
    numpad.close()
    usb.until(lambda: _keypad(usb).state is Liveness.LOST)
    alert = _alert(usb, AlertCode.LINE_LOST)
    assert alert.zh.startswith("键盘线路不通")
    assert usb.liveness().state is Liveness.READY


# a counter's command that is given up


def test_a_keypad_that_does_not_answer_is_reported_until_it_does(
    guest: Guest, counters: Callable[..., CounterHall]
) -> None:
    guest(ANSWERING_PAD)
    host, far = PairLink.pair("pad")
    rig = counters("answering-pad", lambda: host)
    rig.seats(tickets=1)
    began = rig.desk.clock.now()
    rig.passes(1.2)
    rig.until(lambda: _alert(rig, AlertCode.NO_ANSWER) is not None)
    alert = _alert(rig, AlertCode.NO_ANSWER)
    assert "2 次询问都没有应答" in alert.zh
    assert "no answer after 2 tries" in alert.en
    assert (alert.since - began).total_seconds() < 1.5
    assert _keypad(rig).state is Liveness.LOST
    rig.desk.do(CallNext, window=1, clerk="101")  # the display has something new to show
    rig.passes(0.1)
    far.write(b"OK\n" * 2)  # to what was given up
    rig.passes(0.1)
    assert _keypad(rig).state is Liveness.LOST
    far.write(b"OK\n")
    rig.until(lambda: _keypad(rig).state is Liveness.READY)
    assert _alert(rig, AlertCode.NO_ANSWER) is None
    far.close()


def test_a_keypads_driver_does_not_serve_an_evaluator(guest: Guest, tmp_path: Path) -> None:
    guest(NUMPAD)
    lines = (Wire(id="usb", driver="numpad", port="/dev/input/by-id/numpad"),)
    posts = (EvaluatorPost(window=1, line="usb", address=1),)
    desk = LedgerHall(tmp_path, hall=small_hall(lines=lines, evaluators=posts))
    sentence = r"evaluators \(window 1\): line 'usb': it is of class KeypadDriver"
    with pytest.raises(ConfigError, match=sentence):
        Evaluators(desk.service)
    desk.service.at_end.close()
    desk.close()


# a kiosk whose line names another printer


@pytest.fixture
def service(tmp_path: Path) -> Iterator[Service]:
    runner = Runner()
    hall = small_hall(
        lines=(
            Wire(id="paper", driver="typist", port="tty/paper"),
            Wire(id="led", driver="onbon", port="tty/led"),
        )
    )
    bus = LocalBus(runner.post, LocalBroker())
    settings = Settings(hall, Path("hall.toml"), tmp_path, ())
    service = Service(settings, "kiosk", runner, bus, Topics("test"), real_clock(), ExitStack())
    yield service
    service.at_end.close()


def test_the_kiosk_prints_with_the_driver_its_line_names(guest: Guest, service: Service) -> None:
    host, far = PairLink.pair("paper")
    guest(replace(TYPIST, link=lambda _place, _baud: host))
    heard: queue.SimpleQueue[Result] = queue.SimpleQueue()
    station = open_station(Kiosk(id="kiosk-1", line="paper"), service, heard.put)
    assert station is not None
    _until(service, lambda: not heard.empty())
    assert heard.get() == PrinterState()
    job = SlipJob("touch-1", SLIP)
    station.print(job)
    typed = b""
    while b"\f" not in typed:
        typed += far.read(2.0)
    assert "A012".center(30) in typed.decode()
    assert b"\x1b" not in typed  # no word of ESC/POS
    far.write(b"OK\n")
    _until(service, lambda: not heard.empty())
    assert heard.get() == SlipOut(job)


def _until(service: Service, condition: Callable[[], bool]) -> None:
    until = time.monotonic() + PATIENCE
    while not condition():
        assert time.monotonic() < until, "it did not happen"
        service.runner.step(0.01)


def test_a_kiosk_does_not_print_on_a_sign(service: Service) -> None:
    sentence = r"kiosks \(kiosk-1\): line 'led': no hall.printer 'onbon' is installed"
    with pytest.raises(ConfigError, match=sentence):
        open_station(Kiosk(id="kiosk-1", line="led"), service, print)
