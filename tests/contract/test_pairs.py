"""A driver and the simulated device of its name were written twice from one sheet: they understand
each other. A kind that somebody has both for is in by being installed."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import pytest
from registered import MOCKS, of_kind, simulated

from broker.domain.ids import VisitId
from broker.link.base import Noise
from broker.service.driver import Driver
from broker.service.session import Action, Done, Failed, LastingSession, Report, Write
from broker.wire.messages import WindowState, WindowStatus
from evaluator.dialogue import Rated
from evaluator.driver import EvaluatorDriver
from fingerprint.driver import ReaderDriver
from fingerprint.reading import NotRecognised, Ready, Recognised, Watch
from firmware_mocks.firmware import (
    CounterLook,
    Glyph,
    Output,
    PrinterLook,
    ReaderLook,
    Send,
    SignArea,
    SignLook,
    TextLine,
    written,
)
from kiosk.printing.driver import PrinterDriver
from kiosk.printing.slip import Roll
from kiosk.printing.trouble import PrinterState
from queue_display.driver import SignDriver
from queue_display.glass import Glass
from queue_display.layout import render
from tests.unit.sample_slip import SLIP

ADDRESS = 1
NOW = datetime(2026, 11, 22, tzinfo=UTC)
VISIT = VisitId("20261122-A012.1")


def with_device(kind: type[Driver]) -> Any:
    """Every driver of a kind for which there is a simulated device, and no link of its own that
    wraps what its session writes."""
    found = of_kind(kind)
    return pytest.mark.parametrize(
        "driver",
        [each for each in found if each.values[0].name in MOCKS and each.values[0].link is None],
    )


class Played:
    """A session and its device on a wire without length; time moves in `run` only."""

    def __init__(self, driver: Driver) -> None:
        mock = simulated(driver.name)
        self.device = mock.make(
            ADDRESS, {"enrolled": "anna:7"} if "enrolled" in mock.options else {}
        )
        self.now = 0.0
        self.ended: list[Done[Any, Any] | Failed[Any]] = []
        self.told: list[Any] = []
        self._session: Any = driver.session((ADDRESS,))
        self._decoder = driver.decoder(False)
        self._coming: list[tuple[float, bytes]] = []
        if isinstance(self._session, LastingSession):
            self.do(self._session.opened(self.now))
            self.run(5.0)

    def do(self, actions: list[Action]) -> None:
        """Have done what a session wants done."""
        for action in actions:
            match action:
                case Write(data):
                    self._hear(self.device.feed(data, self.now))
                case Done() | Failed():
                    self.ended.append(action)
                case Report(event):
                    self.told.append(event)

    def submit(self, command: Any) -> Done[Any, Any]:
        """The command, done."""
        self.do(self._session.submit(command, self.now))
        self.run(30.0, lambda: any(each.command is command for each in self.ended))
        (over,) = (each for each in self.ended if each.command is command)
        assert isinstance(over, Done), over
        return over

    def say(self, what: str, *words: Any) -> None:
        """Something that only this kind of session understands."""
        self.do(getattr(self._session, what)(*words, self.now))

    def hand(self, words: str) -> None:
        """A person does something to the device."""
        self._hear(self.device.hand(words.split(), self.now))

    def run(self, seconds: float, until: Any = None) -> None:
        """Let time pass, at most so long."""
        end = self.now + seconds
        for _ in range(20_000):
            if until is not None and until():
                return
            due = min(self._wakeups(), default=None)
            if due is None or due > end:
                self.now = end
                return
            self.now = max(self.now, due)
            self._arrive()
            self._hear(self.device.tick(self.now))
            self.do(self._session.tick(self.now))
        raise AssertionError("driver and device keep each other awake")

    def _wakeups(self) -> Iterator[float]:
        yield from (at for at, _ in self._coming)
        for sleeper in (self._session, self.device):
            if (at := sleeper.next_wakeup()) is not None:
                yield at

    def _arrive(self) -> None:
        arrived = [data for at, data in self._coming if at <= self.now]
        self._coming = [each for each in self._coming if each[0] > self.now]
        for heard in (value for data in arrived for value in self._decoder.feed(data, self.now)):
            assert not isinstance(heard, Noise), heard
            self.do(self._session.receive(heard, self.now))

    def _hear(self, outputs: list[Output]) -> None:
        for each in outputs:
            if isinstance(each, Send):
                self._coming.append((self.now + each.after, each.data))
        self._coming.sort(key=lambda each: each[0])


def squeezed(text: str) -> str:
    return "".join(text.split())


@with_device(SignDriver)
def test_a_sign_shows_what_a_window_says(driver: SignDriver) -> None:
    played = Played(driver)
    look = played.device.look()
    assert isinstance(look, SignLook)
    for status in WindowStatus:
        state = WindowState(id="m", at=NOW, window=3, status=status, number="A012", call="c")
        sign = render(state, "综合窗口", Glass(look.width, look.height), driver.profile.sure)
        played.submit(driver.show(ADDRESS, sign))
        shown = played.device.look()
        assert isinstance(shown, SignLook)
        assert shown.on
        assert squeezed(shown.text) == squeezed(sign.text)
        assert not unseen(shown), "its characters count from the sign, not from their area"


def unseen(look: SignLook) -> list[SignArea]:
    """Areas of which a page has characters, and not one of them inside."""
    return [
        area
        for area in look.areas
        if any(page and not any(_meets(each, area) for each in page) for page in area.pages)
    ]


def _meets(glyph: Glyph, area: SignArea) -> bool:
    across = glyph.x < area.x + area.width and glyph.x + glyph.wide > area.x
    return across and glyph.y < area.y + area.height and glyph.y + glyph.size > area.y


@pytest.mark.parametrize(("x", "y", "seen"), [(0, 16, True), (0, 0, False), (128, 16, False)])
def test_the_control_an_area_whose_characters_lie_outside_it_is_found(
    x: int, y: int, seen: bool
) -> None:
    row = SignArea(0, 16, 128, 16, pages=(written("A012", x, y),))
    assert unseen(SignLook(128, 32, areas=(row,))) == ([] if seen else [row])


@with_device(SignDriver)
def test_a_sign_tells_by_its_answer_that_it_lost_its_picture(driver: SignDriver) -> None:
    if driver.probe is None or driver.forgot is None:
        pytest.skip("this make cannot tell")
    played = Played(driver)
    look = played.device.look()
    assert isinstance(look, SignLook)
    state = WindowState(id="m", at=NOW, window=3, status=WindowStatus.OPEN)
    sign = render(state, "综合窗口", Glass(look.width, look.height), driver.profile.sure)
    played.submit(driver.show(ADDRESS, sign))
    assert driver.forgot(played.submit(driver.probe(ADDRESS)).reply, sign) is False
    played.device.power_cycle(played.now)
    played.run(5.0)
    if squeezed(_text(played)) != squeezed(sign.text):  # a make may keep it in a flash
        assert driver.forgot(played.submit(driver.probe(ADDRESS)).reply, sign) is True


def _text(played: Played) -> str:
    look = played.device.look()
    assert isinstance(look, SignLook)
    return look.text


@with_device(SignDriver)
def test_a_sign_is_lit(driver: SignDriver) -> None:
    if driver.light is None:
        pytest.skip("this make is always lit")
    played = Played(driver)
    played.submit(driver.light(ADDRESS))
    look = played.device.look()
    assert isinstance(look, SignLook)
    assert look.on


@with_device(EvaluatorDriver)
def test_an_applicant_is_asked_answers_and_is_thanked_once_it_is_stored(
    driver: EvaluatorDriver,
) -> None:
    played = Played(driver)
    played.say("arm", ADDRESS, VISIT, 30.0)
    played.run(2.0)
    counter = played.device.look()
    assert isinstance(counter, CounterLook)
    assert counter.evaluator is not None
    assert counter.evaluator.lit
    played.hand(counter.evaluator.keys[-1].hand)
    played.run(1.0)
    (rated,) = (each for each in played.told if isinstance(each, Rated))
    assert (rated.address, rated.visit) == (ADDRESS, VISIT)
    before = _said(played)
    played.say("accept", ADDRESS, VISIT)
    played.run(1.0)
    assert _said(played) != before


def _said(played: Played) -> str:
    look = played.device.look()
    assert isinstance(look, CounterLook)
    assert look.evaluator is not None
    return look.evaluator.said


@with_device(EvaluatorDriver)
def test_a_keypad_shows_how_many_wait_and_the_number(driver: EvaluatorDriver) -> None:
    if driver.numbers is None:
        pytest.skip("this make has no display")
    played = Played(driver)
    played.submit(driver.numbers(ADDRESS, 4, 12))
    played.run(2.0)
    look = played.device.look()
    assert isinstance(look, CounterLook)
    assert look.keypad is not None
    assert (int(look.keypad.waiting), int(look.keypad.ticket)) == (4, 12)


@with_device(ReaderDriver)
def test_a_reader_names_the_slot_of_a_finger_it_knows_and_of_no_other(
    driver: ReaderDriver,
) -> None:
    played = Played(driver)
    played.say("submit", Watch())
    played.run(10.0, lambda: any(isinstance(each, Ready) for each in played.told))
    look = played.device.look()
    assert isinstance(look, ReaderLook)
    known = dict(list(look.enrolled.items())[:1])  # a reader with the option `enrolled` has one
    for finger in (*known.values(), "somebody-nobody-enrolled"):
        played.hand(f"finger {finger}")
        played.run(4.0)
        played.hand("lift")
        played.run(2.0)
    came = [each for each in played.told if isinstance(each, Recognised | NotRecognised)]
    slots = [each.slot if isinstance(each, Recognised) else None for each in came]
    assert slots == [*map(int, known), None]


@with_device(PrinterDriver)
def test_a_printer_prints_a_slip_once_and_says_so(driver: PrinterDriver) -> None:
    played = Played(driver)
    assert played.told[-1] == PrinterState()
    played.submit(driver.slip("touch-1", SLIP, Roll.MM_80))
    look = played.device.look()
    assert isinstance(look, PrinterLook)
    texts = [line.text for line in look.slip if isinstance(line, TextLine)]
    assert texts.count("A012") == 1
    assert not look.hanging


@with_device(PrinterDriver)
@pytest.mark.parametrize("hundredths", range(0, 300, 20))
def test_a_slip_whose_wire_was_cut_ends_once_and_is_not_printed_again(
    driver: PrinterDriver, hundredths: int
) -> None:
    played = Played(driver)
    command = driver.slip("touch-1", SLIP, Roll.MM_80)
    played.say("submit", command)
    played.run(hundredths / 100)
    before = len(played.ended)
    played.say("closed")
    (over,) = played.ended
    assert over.command is command
    assert before or isinstance(over, Failed)
    played.say("opened")
    played.run(30.0)
    assert len(played.ended) == 1
    look = played.device.look()
    assert isinstance(look, PrinterLook)
    texts = [line.text for line in (*look.slip, *look.hanging) if isinstance(line, TextLine)]
    assert texts.count("A012") <= 1
