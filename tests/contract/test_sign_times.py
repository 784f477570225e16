"""What a driver of signs that answer (`Driver.probe`) or keep time (`Driver.paced`) promises of it,
against the simulated device of its name.

Above all: a picture that is said to be shown is shown. The glass is looked at in the moment in
which the session says so.
"""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise
from typing import Any

import pytest
from registered import MOCKS, of_kind
from shared_wire import SharedWire, Trouble

from broker.domain.errors import DeviceNoAnswer
from broker.service.session import Done, Failed
from firmware_mocks.firmware import SignLook
from queue_display.driver import SignDriver
from queue_display.glass import EDITIONS, Glass
from queue_display.layout import announce


def answers(driver: SignDriver) -> bool:
    """Of what nobody ever answers nobody can tell what became of it."""
    return driver.probe is not None or driver.paced is not None


TIMED = [
    each for each in of_kind(SignDriver) if each.values[0].name in MOCKS and answers(each.values[0])
]
SIGNS = pytest.mark.parametrize("driver", TIMED)
GLASS = Glass(128, 32)
CALL_WITHIN = 0.5  # seconds in which a living sign shows a call, whatever its neighbours do


class Hall(SharedWire):
    """Signs on one wire; whatever is said to be shown is compared with the glass."""

    def __post_init__(self) -> None:
        super().__post_init__()
        self.newest: dict[int, str] = {}
        self._texts: dict[int, tuple[int, str]] = {}
        self._kept: list[Any] = []
        self.watch = self._judge

    def call(self, address: int, text: str) -> Any:
        """Show this."""
        assert isinstance(self.driver, SignDriver)
        sign = announce(text, GLASS, self.driver.profile)
        command = self.driver.show(address, sign)
        self._kept.append(command)  # so that no other object has its id
        self._texts[id(command)] = (address, text)
        self.newest[address] = text
        self.submit(command)
        return command

    def glass(self, address: int) -> str:
        look = self.devices[address].look()
        assert isinstance(look, SignLook)
        return look.text

    def _judge(self, end: Done[Any, Any] | Failed[Any]) -> None:
        if isinstance(end, Done) and id(end.command) in self._texts:
            address, text = self._texts[id(end.command)]
            known = {text, self.newest[address]}
            assert self.glass(address) in known, f"said to show {text}, shows {self.glass(address)}"


def test_a_driver_of_ours_is_held_to_it() -> None:
    assert "onbon" in [each.id for each in TIMED]


def texts(count: int) -> list[str]:
    return [f"A{number:03d}" for number in range(1, count + 1)]


@SIGNS
@pytest.mark.parametrize("late", [0.0, 0.3, 0.75, 2.0, 6.0])
@pytest.mark.parametrize("lost", [1, 2, 3, 4])
def test_a_late_answer_is_never_that_of_a_lost_picture(
    driver: SignDriver, late: float, lost: int
) -> None:
    """One after another, each as soon as the one before is said to stand there; one burst of the
    host is lost."""
    hall = Hall(driver, (1,), Trouble(late=late, lost=lambda burst: burst == lost))
    for text in texts(5):
        command = hall.call(1, text)
        hall.run(120.0, lambda command=command: hall.outcome(command) is not None)
        assert isinstance(hall.outcome(command), Done), (late, lost, text)
        assert hall.glass(1) == text


@SIGNS
@pytest.mark.parametrize("late", [0.0, 0.3, 0.75, 2.0])
@pytest.mark.parametrize("every", [2, 3])
def test_pictures_in_haste_over_a_wire_that_loses_many(
    driver: SignDriver, late: float, every: int
) -> None:
    """Whatever is lost, the newest stands there in the end, and nothing is said that is not so."""
    hall = Hall(driver, (1, 2), Trouble(late=late, lost=lambda burst: burst % every == 0))
    last = {}
    for number, text in enumerate(texts(12)):
        address = 1 + number % 2
        last[address] = hall.call(address, text)
        hall.run(0.4)
    hall.run(200.0)
    for address, command in last.items():
        end = hall.outcome(command)
        assert end is not None
        assert isinstance(end, Failed) or hall.glass(address) == hall.newest[address]


@SIGNS
def test_an_answer_that_comes_twice_is_not_that_of_the_next(driver: SignDriver) -> None:
    trouble = Trouble(again=0.001)
    hall = Hall(driver, (1,), trouble)
    for number, text in enumerate(texts(6)):
        if number == 5:
            at = hall.bursts
            trouble.lost = lambda burst, at=at: burst == at
        command = hall.call(1, text)
        hall.run(60.0, lambda command=command: hall.outcome(command) is not None)
        assert isinstance(hall.outcome(command), Done)
        assert hall.glass(1) == text


@SIGNS
@pytest.mark.parametrize("again", [0.1, 0.3, 0.8])
def test_a_wire_that_says_things_twice_and_late_is_found_out(
    driver: SignDriver, again: float
) -> None:
    """The first time nobody can know; from then on it is known."""
    trouble = Trouble(again=again)
    hall = Hall(driver, (1,), trouble)
    hall.call(1, "first")
    hall.run(5.0)
    for text in texts(4):
        at = hall.bursts
        hall.call(1, f"{text} held")
        hall.run(0.15 + again / 2)
        trouble.lost = lambda burst, at=at: burst == at + 1
        command = hall.call(1, text)
        hall.run(60.0)
        assert hall.outcome(command) is not None
        assert hall.glass(1) == text


@SIGNS
def test_answers_that_are_still_owed_do_no_harm_to_later_orders(driver: SignDriver) -> None:
    """A card that slept for three seconds answers everything at once."""
    trouble = Trouble(late=3.0)
    hall = Hall(driver, (1,), trouble)
    hall.call(1, "A001")
    hall.run(2.5)
    trouble.late = 0.0
    at = hall.bursts
    trouble.lost = lambda burst: burst == at
    command = hall.call(1, "A002")
    hall.run(60.0, lambda: hall.outcome(command) is not None)
    hall.run(20.0)
    assert hall.glass(1) == "A002"


@SIGNS
def test_a_host_that_hears_itself_is_not_answered_by_itself(driver: SignDriver) -> None:
    hall = Hall(driver, (1, 2), Trouble(echo=True))
    for text in texts(4):
        commands = [hall.call(address, text) for address in (1, 2)]
        hall.run(10.0)
        assert all(isinstance(hall.outcome(each), Done) for each in commands)
        assert hall.glass(1) == hall.glass(2) == text
    hall.trouble.deaf = frozenset((1, 2))
    command = hall.call(1, "A099")
    hall.run(60.0)
    assert isinstance(hall.outcome(command), Failed), "nobody but itself was heard"


@SIGNS
@pytest.mark.parametrize("late", [0.0, 0.2, 0.75])
@pytest.mark.parametrize("met", [0, 1, 2])
def test_two_devices_that_answer_at_once_garble_each_other_and_come_through(
    driver: SignDriver, late: float, met: int
) -> None:
    hall = Hall(driver, (1, 2, 3), Trouble(late=late, collide=True, met=met))
    for text in texts(3):
        commands = [hall.call(address, text) for address in (1, 2, 3)]
        hall.run(60.0)
        assert all(isinstance(hall.outcome(each), Done) for each in commands)
        assert {hall.glass(address) for address in (1, 2, 3)} == {text}


@SIGNS
@pytest.mark.parametrize("late", [0.9, 1.5])
def test_a_slow_sign_is_learnt_and_not_asked_twice_for_ever(
    driver: SignDriver, late: float
) -> None:
    slow, quick = Hall(driver, (1,), Trouble(late=late)), Hall(driver, (1,))
    said = dict.fromkeys(("slow", "quick"), 0)
    for hall, name in ((slow, "slow"), (quick, "quick")):
        for text in texts(4):
            before = hall.bursts
            hall.call(1, text)
            hall.run(20.0)
            said[name] = hall.bursts - before
            assert hall.glass(1) == text
    assert said["slow"] == said["quick"]


@SIGNS
@pytest.mark.parametrize("before", [0.0, 0.05, 0.4, 2.0, 15.0, 60.0])
def test_the_living_come_before_the_dead(driver: SignDriver, before: float) -> None:
    """Seven of eight hear nothing, everybody has a picture to show, and the eighth is called."""
    dead = frozenset(range(1, 8))
    hall = Hall(driver, tuple(range(1, 9)), Trouble(deaf=dead))
    for address in range(1, 9):
        hall.call(address, "OPEN")
        if driver.light is not None:
            hall.submit(driver.light(address))
    hall.run(before)
    for number, text in enumerate(texts(6)):
        for address in dead:
            if driver.probe is not None:
                hall.submit(driver.probe(address))
            hall.call(address, f"B{number:03d}")
        begun = hall.now
        hall.call(8, text)
        hall.run(10.0, lambda text=text: hall.glass(8) == text)
        assert hall.now - begun <= CALL_WITHIN, text
        hall.run(0.3)


@SIGNS
@pytest.mark.parametrize("known", [40.0, 100.0])
def test_those_known_to_be_dead_wait_however_new_their_calls_are(
    driver: SignDriver, known: float
) -> None:
    """The newest call goes first, but for those that are away. All of it in one breath: what the
    line does first is left out, for it was asked before the rest was known."""
    dead = frozenset(range(1, 8))
    hall = Hall(driver, tuple(range(1, 9)), Trouble(deaf=dead))
    for address in range(1, 9):
        hall.call(address, "OPEN")
    hall.run(known)
    for number, text in enumerate(texts(4)):
        begun = hall.now
        hall.call(1, f"C{number:03d}")
        hall.call(8, text)
        for address in dead:
            hall.call(address, f"B{number:03d}")
        hall.run(10.0, lambda text=text: hall.glass(8) == text)
        assert hall.now - begun <= CALL_WITHIN, text
        hall.run(30.0)


@SIGNS
def test_a_far_end_that_takes_nothing_is_told_and_not_flooded(driver: SignDriver) -> None:
    hall = Hall(driver, (1, 2, 3, 4), Trouble(deaf=frozenset((1, 2, 3, 4))))
    commands = []
    for number in range(50):
        commands.append(hall.call(1 + number % 4, f"A{number:03d}"))
        hall.run(0.5)
    hall.run(120.0)
    for command in commands[-4:]:
        end = hall.outcome(command)
        assert isinstance(end, Failed)
        assert isinstance(end.error, DeviceNoAnswer)
    assert hall.bursts <= 50 * 4, "each picture a few times at most"
    rest = hall.bursts
    hall.run(600.0)
    assert hall.bursts == rest, "who waits for nothing asks for nothing"


@SIGNS
def test_pictures_that_follow_each_other_can_be_told_apart(driver: SignDriver) -> None:
    """Where a sign can say that it forgot its picture, it can say that it shows the one before."""
    if driver.forgot is None or driver.probe is None:
        pytest.skip("it does not tell what it shows")
    hall = Hall(driver, (1,))
    signs = [_edition(driver, text, n % EDITIONS) for n, text in enumerate(texts(4))]
    for before, after in pairwise(signs):
        hall.submit(driver.show(1, before))
        hall.run(5.0)
        question = driver.probe(1)
        hall.submit(question)
        hall.run(5.0)
        end = hall.outcome(question)
        assert isinstance(end, Done)
        assert driver.forgot(end.reply, before) is False
        assert driver.forgot(end.reply, after) is True


def _edition(driver: SignDriver, text: str, edition: int) -> Any:
    return replace(announce(text, GLASS, driver.profile), edition=edition)
