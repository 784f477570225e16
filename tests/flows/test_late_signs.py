"""Signs that answer late, not at all, or for another picture than the one that stands there."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

import pytest

from broker.domain.hall import Display, Window, Wire
from broker.wire.messages import Liveness, WindowStatus
from firmware_mocks.firmware import Send
from firmware_mocks.onbon.card import Card
from queue_display.glass import Sign
from queue_display.models.onbon import DRIVER
from queue_display.models.onbon.orders import Order
from tests.stages.device_hall import Adapter
from tests.stages.display_hall import DisplayHall, DisplayStarter, signs_hall

Guest = Callable[[Any], None]
EIGHT = range(1, 9)


def one_sign(**size: int) -> Any:
    display = Display(window=1, line="led", address=1, **size)
    return signs_hall(display, lines=(Wire(id="led", driver="onbon", port="tty/led"),))


@pytest.mark.parametrize("late", [0.75, 2.5, 8.0])
def test_a_late_acknowledgement_is_not_that_of_the_next_picture(
    started: DisplayStarter, late: float
) -> None:
    """The card answers late, each order is repeated meanwhile, and the second picture is lost."""
    hall = started(hall=one_sign(), late=late)
    hall.pass_by(2 * late + 10.0)
    assert hall.ready(1)
    hall.call(1, "A011", "call-0011")
    hall.pass_by(late + 0.2)
    assert hall.reports() == [("call-0011", True)]
    hall.swallow = 1
    hall.call(1, "A012", "call-0012")
    for _ in range(round(20 * (late + 12.0))):
        hall.pass_by(0.05)
        if ("call-0012", True) in hall.reports():
            assert hall.shown()[1] == "A012 请到1号窗口", "said to be delivered, and not shown"
    assert ("call-0012", True) in hall.reports()
    assert hall.ready(1)


def test_a_late_refusal_for_a_font_is_not_lost(started: DisplayStarter) -> None:
    hall = started(hall=one_sign(width=256, height=64), late=0.75, options=LARGE)
    hall.pass_by(10.0)
    hall.call(1, "A001", "call-0001")
    hall.pass_by(10.0)
    assert hall.shown()[1] == "A001 请到1号窗口"
    assert hall.reports() == [("call-0001", True)]


LARGE = {"width": "256", "height": "64", "fonts": "16"}


def test_the_look_finds_another_picture_of_as_many_areas(started: DisplayStarter) -> None:
    """The card says that it took the second picture, and still shows the first."""
    hall = started()
    hall.call(1, "A011", "call-0011")
    hall.until(lambda: hall.reports() == [("call-0011", True)])
    card = hall.cards[1]
    assert isinstance(card, Card)
    before = dict(card._ram.areas)  # what its glass holds
    hall.call(1, "A012", "call-0012")
    hall.until(lambda: len(hall.reports()) == 2)
    card._ram.areas = before  # as if it had only said so
    assert hall.shown()[1] == "A011 请到1号窗口"
    hall.skip(4.0)
    hall.until(lambda: hall.shown()[1] == "A012 请到1号窗口")
    assert hall.ready(1)


def test_a_card_that_does_not_keep_numbers_is_left_alone_after_two_looks(
    started: DisplayStarter,
) -> None:
    hall = started()
    hall.call(1, "A011", "call-0011")
    hall.until(lambda: hall.reports() == [("call-0011", True)])
    card = hall.cards[1]
    assert isinstance(card, Card)
    for number in range(12, 15):
        hall.call(1, f"A0{number}", f"call-00{number}")
        hall.until(lambda number=number: (f"call-00{number}", True) in hall.reports())
        for _ in range(4):
            hall.until(lambda: hall.ready(2))
            areas = card._ram.areas.values()
            card._ram.areas = dict(enumerate(areas))  # its own count
            hall.skip(31.0)
            hall.pass_by(1.0)
    before = len(hall.heard)
    hall.skip(31.0)
    hall.pass_by(1.0)
    assert hall.shown()[1] == "A014 请到1号窗口"
    assert len(hall.heard) - before < 100, "asked, and not drawn"


def test_a_card_that_refused_for_another_reason_has_its_pictures_numbered_again(
    started: DisplayStarter,
) -> None:
    hall = started()
    hall.call(1, "A011", "call-0011")
    hall.until(lambda: hall.reports() == [("call-0011", True)])
    hall.hand(1, "fault nack 7")
    hall.call(1, "A012", "call-0012")
    hall.until(lambda: ("call-0012", False) in hall.reports())
    hall.hand(1, "ok")
    card = hall.cards[1]
    assert isinstance(card, Card)
    held = []
    for number in (13, 14, 15):
        hall.call(1, f"A0{number}", f"call-00{number}")
        hall.until(lambda number=number: (f"call-00{number}", True) in hall.reports())
        held.append(tuple(card._ram.areas))
    assert len(set(held)) == 3


def test_a_card_whose_status_is_of_another_form_is_drawn_once_a_minute_and_no_more(
    started: DisplayStarter,
) -> None:
    hall = started(hall=one_sign())
    card = hall.cards[1]
    assert isinstance(card, Card)
    card._status = lambda _now: bytes([1, 15]) + bytes(15) + bytes([2, 77, 78])  # type: ignore[method-assign]  # a strange make
    hall.call(1, "A011", "call-0011")
    hall.until(lambda: hall.reports() == [("call-0011", True)])
    for _ in range(12):
        hall.skip(31.0)
        hall.pass_by(0.5)
    hall.heard.clear()
    for _ in range(20):
        hall.skip(31.0)
        hall.pass_by(0.5)
    assert hall.ready(1)
    assert hall.shown()[1] == "A011 请到1号窗口"
    assert 5 <= hall.heard.count(b"A011") <= 11, "in ten minutes"


@pytest.mark.parametrize("every", [0.4, 1.5, 4.0])
def test_a_dead_sign_is_told_however_busy_its_window_is(
    started: DisplayStarter, every: float
) -> None:
    """Each call takes the place of the one before, whose picture nobody acknowledged."""
    hall = started(hall=one_sign())
    hall.pass_by(10.0)
    assert hall.ready(1)
    hall.hand(1, "fault silent")
    began = hall.seconds
    number = 0
    while hall.ready(1) and hall.seconds - began < 20.0:
        number += 1
        hall.call(1, f"A{number:03}", f"call-{number:04}")
        hall.pass_by(every)
    assert not hall.ready(1)


# the living before the dead


def eight(**line: Any) -> Any:
    """Eight signs on one line, as the hall has them on RS-485."""
    displays = [Display(window=n, line="led", address=n) for n in EIGHT]
    windows = tuple(
        Window(number=n, zone="main", name=f"{n}号综合受理窗口", name_en="", queues=("qa",))
        for n in EIGHT
    )
    wire = Wire(id="led", driver="onbon", port="tty/led", **line)
    return signs_hall(*displays, windows=windows, lines=(wire,))


class SlowWire(DisplayHall):
    """Bytes take their time on the wire, at 9600. No time passes while a thread has something to
    hand over, the opening of the port or what was read: seconds are those of the wire alone."""

    def __post_init__(self) -> None:
        super().__post_init__()
        self._busy_until = 0.0
        self._going: list[tuple[float, bytes]] = []
        self._adapter: Adapter | None = None
        self.first_shown: dict[str, float] = {}

    def work(self) -> None:
        """Let the service do all that is to be done now."""
        end = time.monotonic() + 5.0
        self.runner.step(0.0)
        while self._busy():
            assert time.monotonic() < end, "a thread hands nothing over"
            self.runner.step(0.0005)

    def _busy(self) -> bool:
        reading = self._adapter is not None and self._adapter.busy
        return reading or bool(self.runner.errands) or bool(self.runner._inbox)

    def answers(self) -> None:
        """What has come through the wire is there to be read."""
        while self._coming and self._coming[0][0] <= self.seconds:
            assert self._adapter is not None
            self._adapter.says(self._coming.pop(0)[1])

    def pump(self) -> None:
        self.work()
        if self._end is not None:
            data = self._end.read(0)
            if data:
                self._busy_until = max(self.seconds, self._busy_until) + len(data) * 10 / 9600
                self._going.append((self._busy_until, data))
            while self._going and self._going[0][0] <= self.seconds:
                self._reach(self._going.pop(0)[1])
            self.answers()
        for text in self.shown().values():
            self.first_shown.setdefault(text, self.seconds)

    def _reach(self, data: bytes) -> None:
        for card in self.cards.values():
            for each in card.feed(data, self.seconds):
                if isinstance(each, Send):
                    self._coming.append((self.seconds + len(each.data) * 10 / 9600, each.data))

    def glide(self, seconds: float) -> None:
        """Let time pass in small steps."""
        for _ in range(round(seconds / 0.01)):
            self.seconds += 0.01
            self.pump()

    def shows_within(self, seconds: float, ticket: str) -> float:
        """Call to the eighth window; how long until it stands there."""
        begun = self.seconds
        self.call(8, ticket, f"call-{ticket}")
        self.glide(seconds + 2.0)
        return self.first_shown.get(f"{ticket} 请到8号窗口", 9999.0) - begun


@pytest.fixture
def mostly_dead() -> Iterator[SlowWire]:
    """Seven of eight signs are silent, and every window says something."""
    hall = SlowWire(hall=eight())
    for n in EIGHT:
        if n != 8:
            hall.hand(n, "fault silent")
        hall.window(n, WindowStatus.OPEN)
    hall.start()
    yield hall
    hall.close()


@pytest.mark.parametrize("after", [0.1, 1.0, 3.0, 30.0])
def test_with_seven_of_eight_signs_silent_the_eighth_shows_a_call_in_half_a_second(
    mostly_dead: SlowWire, after: float
) -> None:
    hall = mostly_dead
    hall.glide(after)
    assert hall.shows_within(0.5, "A001") <= 0.5


def test_it_stays_so_while_the_dead_are_asked_and_called(mostly_dead: SlowWire) -> None:
    hall = mostly_dead
    hall.glide(20.0)
    for n in range(1, 8):
        assert hall.liveness(n).state is Liveness.LOST
        hall.call(n, f"B00{n}", f"call-B00{n}")  # in vain
    waits = []
    for number in range(10, 40):
        waits.append(hall.shows_within(0.5, f"A0{number}"))
        hall.glide(0.37)
    assert max(waits) <= 0.5, waits
    assert hall.ready(8)
    assert dict(hall.reports())["call-B001"] is False


def test_who_is_away_is_asked_rarely(mostly_dead: SlowWire) -> None:
    hall = mostly_dead
    hall.glide(90.0)
    hall.heard.clear()
    before = hall.seconds
    sent = 0
    while hall.seconds < before + 240.0:
        hall.seconds += 0.05
        end = hall._end
        assert end is not None
        hall.work()
        data = end.read(0)
        sent += bool(data)
        hall._reach(data)
        hall.answers()
    assert sent <= 7 * 5 + 2 * 9, "each of the dead once a minute, the living each half minute"


# a picture that cannot be put into bytes


def _narrow(address: int, sign: Sign) -> Order:
    if "综合" in sign.text or "A001" in sign.text:
        raise ValueError("too much for this glass")
    return DRIVER.show(address, sign)


def test_a_picture_that_cannot_be_drawn_takes_no_other_sign_away(
    started: DisplayStarter, guest: Guest
) -> None:
    guest(replace(DRIVER, name="narrow", show=_narrow))
    wire = Wire(id="led", driver="narrow", port="tty/led", patience=1.0)
    hall = started(hall=signs_hall(lines=(wire,)))
    hall.window(1, WindowStatus.OPEN)
    hall.until(lambda: hall.shown()[1] == "欢迎光临 1号窗口")  # a shorter wording is tried
    hall.call(1, "A001", "call-0001")
    hall.call(2, "B002", "call-0002")
    hall.until(lambda: set(hall.reports()) == {("call-0001", False), ("call-0002", True)})
    assert hall.shown()[2] == "B002 请到2号窗口"
    assert "too much" in hall.liveness(1).reason
    hall.pass_by(15.0)
    assert hall.liveness(1).state is Liveness.LOST, "it stays so while it answers questions"
    hall.window(1, WindowStatus.CLOSED)
    hall.until(lambda: hall.ready(1) and hall.shown()[1] == "窗口未开放 请到其他窗口")
    assert hall.alert(1) is None


def _broken(address: int, sign: Sign) -> Order:
    if "A001" in sign.text:
        raise RuntimeError("a mistake in somebody's driver")
    return DRIVER.show(address, sign)


def test_a_driver_that_raises_is_told_and_ends_nothing(
    started: DisplayStarter, guest: Guest
) -> None:
    guest(replace(DRIVER, name="broken", show=_broken))
    wire = Wire(id="led", driver="broken", port="tty/led", patience=1.0)
    hall = started(hall=signs_hall(lines=(wire,)))
    hall.call(1, "A001", "call-0001")
    hall.call(2, "B002", "call-0002")
    hall.until(lambda: set(hall.reports()) == {("call-0001", False), ("call-0002", True)})
    assert "mistake" in hall.liveness(1).reason


def test_a_text_that_no_frame_holds_is_shown_in_short(
    started: DisplayStarter, guest: Guest
) -> None:
    """Rows end long before a frame is full; here is a make that would let them run on."""
    endless = replace(DRIVER.profile, longest=100_000)
    guest(replace(DRIVER, name="endless", profile=endless))
    wire = Wire(id="led", driver="endless", port="tty/led", patience=1.0)
    windows = tuple(
        Window(number=n, zone="main", name="综" * 480, name_en="", queues=("qa",)) for n in (1, 2)
    )
    hall = started(hall=signs_hall(windows=windows, lines=(wire,)))
    hall.window(1, WindowStatus.OPEN)
    hall.until(lambda: hall.shown()[1] == "欢迎光临 1号窗口")
    hall.window(1, WindowStatus.PAUSED, reason="因" * 200)  # the longest that a message carries
    hall.until(lambda: "因" * 200 in hall.shown()[1])
    assert hall.ready(1)


def test_a_name_that_nobody_reads_to_its_end_ends_earlier(started: DisplayStarter) -> None:
    windows = tuple(
        Window(number=n, zone="main", name="综" * 480, name_en="", queues=("qa",)) for n in (1, 2)
    )
    hall = started(hall=signs_hall(windows=windows))
    hall.window(1, WindowStatus.OPEN)
    hall.until(lambda: hall.shown()[1].endswith("综…"))
    hall.until(lambda: hall.ready(1))
