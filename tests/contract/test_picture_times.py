"""What every driver of readers that take pictures promises of time, against the simulated reader of
its name: a picture that is told of is one of the finger that is on the glass, and there is one for
each touch.

Who it is of is decided elsewhere, so a picture that came too late would name whoever was there
before. What is right is what the same fingers give over a wire with nothing wrong.
"""

from __future__ import annotations

from functools import cache
from typing import Any

import pytest
from registered import MOCKS, installed, of_kind, simulated, understood
from shared_wire import Trouble, in_step
from watched_reader import WatchedReader

from fingerprint.driver import ReaderDriver
from fingerprint.reading import (
    Away,
    NotRecognised,
    Pictured,
    ReaderTrouble,
    Recognised,
    Watch,
)


def takes_pictures(driver: ReaderDriver) -> bool:
    """It knows nobody, and its simulated device is spoken to in what its session writes."""
    known = driver.name in MOCKS and "enrolled" in simulated(driver.name).options
    return not known and driver.name in MOCKS and understood(driver)


READERS = pytest.mark.parametrize(
    "driver", [each for each in of_kind(ReaderDriver) if takes_pictures(each.values[0])]
)
FINGERS = ("anna", "ben", "anna")


class Lens(WatchedReader):
    """One reader; the pictures it told of, each with the number of the touch it was told in."""

    def __post_init__(self) -> None:
        super().__post_init__()
        if self.driver.link is not None:
            self._byte_time = 0.0  # of a link of its own
        self.taken: list[tuple[int, bytes]] = []
        self.touches = 0
        self.submit(Watch())

    def laid(self, finger: str) -> None:
        self.touches += 1
        self.hand(f"finger {finger}")

    def touched_by(self, *fingers: str, seconds: float = 4.0) -> None:
        for finger in fingers:
            self.laid(finger)
            self.run(seconds)
            self.lifted()
            self.run(2.0)

    def judge(self, event: Any) -> None:
        if isinstance(event, Pictured):
            self.taken.append((self.touches, event.capture.grey().pixels))


@cache
def right(name: str, fingers: tuple[str, ...]) -> list[tuple[int, bytes]]:
    """The picture of each touch, over a wire with nothing wrong."""
    driver = installed(name)
    lens = Lens(driver, (1,))
    assert lens.until_ready()
    lens.touched_by(*fingers)
    if any(isinstance(each, Recognised | NotRecognised) for each in lens.told):
        pytest.skip("it names fingers, and its simulated device has none before it is switched on")
    assert [touch for touch, _ in lens.taken] == list(range(1, len(fingers) + 1))
    assert len({picture for _, picture in lens.taken}) == len(fingers), "each can be told"
    return lens.taken


def mistaken(lens: Lens) -> list[int]:
    """Touches in which a picture of another one was told of. An empty glass is nobody's."""
    each = right(lens.driver.name, FINGERS)
    return [
        touch
        for touch, picture in lens.taken
        if any(picture == other and touch != number for number, other in each)
    ]


@READERS
@pytest.mark.parametrize("late", [0.0, 0.05, 0.3])
def test_each_touch_is_one_picture_though_answers_are_late(
    driver: ReaderDriver, late: float
) -> None:
    lens = Lens(driver, (1,), Trouble(late=late))
    assert lens.until_ready()
    lens.touched_by(*FINGERS)
    assert lens.taken == right(driver.name, FINGERS)


@READERS
@pytest.mark.parametrize("late", [0.75, 1.5, 4.0])
def test_answers_that_are_later_than_any_patience_are_of_no_other_finger(
    driver: ReaderDriver, late: float
) -> None:
    lens = Lens(driver, (1,), Trouble(late=late))
    lens.until_ready()
    lens.touched_by(*FINGERS)
    assert not mistaken(lens)


@READERS
@pytest.mark.parametrize("again", [0.001, 0.1, 0.6])
def test_answers_that_come_twice_are_one_picture(driver: ReaderDriver, again: float) -> None:
    lens = Lens(driver, (1,), Trouble(again=again))
    assert lens.until_ready()
    lens.touched_by(*FINGERS)
    assert lens.taken == right(driver.name, FINGERS)


@READERS
@pytest.mark.parametrize("owed", [0.5, 1.5, 4.0])
@pytest.mark.parametrize("question", range(4))
def test_answers_that_are_owed_are_none_of_the_next_finger(
    driver: ReaderDriver, owed: float, question: int
) -> None:
    """A reader that falls asleep at one of its questions answers with another finger there."""
    lens = Lens(driver, (1,))
    assert lens.until_ready()
    lens.run(0.1)
    asked = lens.bursts + question

    def sleeps(burst: int) -> bool:
        lens.trouble.late = owed if burst >= asked else 0.0
        return False

    lens.trouble.lost = sleeps
    lens.laid(FINGERS[0])
    lens.run(0.2)
    lens.lifted()
    lens.run(1.0)  # nobody is quicker than that at the glass
    lens.trouble.lost = lambda _burst: False
    lens.trouble.late = 0.0
    lens.touched_by(*FINGERS[1:], seconds=8.0)
    assert not mistaken(lens)
    assert lens.taken[-1] == right(driver.name, FINGERS)[-1]


@READERS
@pytest.mark.parametrize("late", [0.0, 0.3])
def test_a_host_that_hears_itself_takes_no_picture_for_another(
    driver: ReaderDriver, late: float
) -> None:
    """A driver may as well give such a line up."""
    lens = Lens(driver, (1,), Trouble(echo=True, echo_late=late))
    lens.until_ready()
    lens.touched_by(*FINGERS)
    assert not mistaken(lens)


@READERS
@pytest.mark.parametrize("after", [0.0, 0.1])
def test_two_readers_that_are_touched_at_once_have_each_its_own_picture(
    driver: ReaderDriver, after: float
) -> None:
    lenses = Lens(driver, (1,)), Lens(driver, (1,))
    others = tuple(reversed(FINGERS[:2]))
    in_step(20.0, lenses, lambda: all(each.ready for each in lenses))
    for fingers in zip(FINGERS, others, strict=False):
        for lens, finger in zip(lenses, fingers, strict=True):
            lens.laid(finger)
            in_step(after, lenses)
        in_step(3.0, lenses)
        for lens in lenses:
            lens.lifted()
        in_step(2.0, lenses)
    assert lenses[0].taken == right(driver.name, FINGERS)[:2]
    assert lenses[1].taken == right(driver.name, others)


@READERS
def test_a_dead_neighbour_costs_a_reader_nothing(driver: ReaderDriver) -> None:
    alone, beside = Lens(driver, (1,)), Lens(driver, (1,))
    dead = Lens(driver, (1,), Trouble(deaf=frozenset((1,))))
    for lens, others in ((alone, ()), (beside, (dead,))):
        in_step(20.0, (*others, lens), lambda lens=lens: lens.ready)
        in_step(10.0, (*others, lens))
        lens.laid(FINGERS[0])
        in_step(5.0, (*others, lens), lambda lens=lens: bool(lens.taken))
        assert lens.taken == right(driver.name, FINGERS)[:1]
    assert beside.now == pytest.approx(alone.now)
    assert Away(ReaderTrouble.SILENT) in dead.told
    assert not dead.taken


@READERS
def test_a_far_end_that_takes_nothing_is_away_asked_on_and_back(driver: ReaderDriver) -> None:
    lens = Lens(driver, (1,))
    assert lens.until_ready()
    lens.trouble.deaf = frozenset((1,))
    begun, asked = lens.now, lens.bursts
    lens.run(10.0, lambda: not lens.ready)
    assert Away(ReaderTrouble.SILENT) in lens.told
    assert lens.now - begun <= 5.0
    lens.run(120.0)
    assert 10 <= lens.bursts - asked <= 400, "it is asked on, and not flooded"
    lens.trouble.deaf = frozenset()
    assert lens.until_ready()
    lens.touched_by(FINGERS[0])
    assert lens.taken == right(driver.name, FINGERS)[:1]
