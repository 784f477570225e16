"""What every driver of readers promises of time, against the simulated module of its name: whoever
is named was the last to have a finger on the glass.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from registered import MOCKS, of_kind, simulated, understood
from shared_wire import Trouble, in_step
from usb_wire import let_go, on_usb
from watched_reader import WatchedReader

from fingerprint.driver import ReaderDriver
from fingerprint.reading import Away, NotRecognised, Ready, Recognised, Stuck, Watch


def with_fingers(driver: ReaderDriver) -> bool:
    """Whether there is a simulated module of it that can have fingers before it is switched on."""
    known = driver.name in MOCKS and "enrolled" in simulated(driver.name).options
    return known and (understood(driver) or on_usb(driver))


_ALL = [each for each in of_kind(ReaderDriver) if with_fingers(each.values[0])]
READERS = pytest.mark.parametrize("driver", _ALL)
HEARING_THEMSELVES = pytest.mark.parametrize(
    "driver", [each for each in _ALL if not on_usb(each.values[0])]
)
SLOTS = {"anna": 1, "ben": 2}


@pytest.fixture(autouse=True)
def _links_end() -> Iterator[None]:
    yield
    let_go()


class Door(WatchedReader):
    """One module with anna in slot 1 and ben in slot 2; who was named, and who was there."""

    def __post_init__(self) -> None:
        super().__post_init__()
        enrolled = ",".join(f"{name}:{slot}" for name, slot in SLOTS.items())
        module = simulated(self.driver.name).make(self.address, {"enrolled": enrolled})
        self.devices[self.address] = module
        self.finger = ""
        self.misnamed: list[tuple[str, int]] = []
        self.submit(Watch())

    def smudges(self, seconds: float = 3.0) -> list[Any]:
        """A finger of nobody who is enrolled, too dirty to be read where that can be played."""
        known = any(hand.words.startswith("smudge") for hand in simulated(self.driver.name).hands)
        return self.touches("carl", seconds, "smudge" if known else "finger")

    def touches(self, finger: str, seconds: float = 3.0, how: str = "finger") -> list[Any]:
        """A finger is laid on the glass and taken away; what was said of it."""
        before = len(self.told)
        self.laid(finger, how)
        self.run(seconds)
        self.lifted()
        self.run(1.0)
        return self.told[before:]

    def laid(self, finger: str, how: str = "finger") -> None:
        """A finger is laid on the glass, and counts as the last until another comes: a name may
        come when the glass is empty again."""
        self.finger = finger
        self.hand(f"{how} {finger}")

    def until_ready(self) -> bool:
        super().until_ready()
        self.run(0.5)
        return self.ready

    def named(self) -> list[int]:
        return [each.slot for each in self.told if isinstance(each, Recognised)]

    def judge(self, event: Any) -> None:
        if isinstance(event, Recognised) and SLOTS.get(self.finger) != event.slot:
            self.misnamed.append((self.finger, event.slot))


@READERS
@pytest.mark.parametrize("late", [0.0, 0.05, 0.2])
def test_each_touch_names_its_finger_once_though_answers_are_late(
    driver: ReaderDriver, late: float
) -> None:
    door = Door(driver, (1,), Trouble(late=late))
    assert door.until_ready()
    for finger in ("anna", "ben", "anna"):
        named = [each for each in door.touches(finger, 4.0) if isinstance(each, Recognised)]
        assert [each.slot for each in named] == [SLOTS[finger]]
    assert not door.misnamed


@READERS
@pytest.mark.parametrize("late", [0.5, 0.65, 0.75, 1.0, 3.0])
def test_answers_that_are_later_than_any_patience_name_nobody_else(
    driver: ReaderDriver, late: float
) -> None:
    door = Door(driver, (1,), Trouble(late=late))
    door.until_ready()
    for finger in ("anna", "ben"):
        door.touches(finger, 6.0)
        door.smudges(6.0)
    assert not door.misnamed


@READERS
@pytest.mark.parametrize("again", [0.001, 0.02, 0.1, 0.3, 0.6])
def test_answers_that_come_twice_name_nobody_who_is_not_there(
    driver: ReaderDriver, again: float
) -> None:
    door = Door(driver, (1,), Trouble(again=again))
    door.until_ready()
    for _ in range(3):
        door.touches("anna", 4.0)
        door.smudges(4.0)
        door.touches("ben", 4.0)
        door.touches("stranger", 4.0)
    assert not door.misnamed


@READERS
@pytest.mark.parametrize("owed", [0.5, 1.5, 4.0])
def test_answers_that_are_owed_are_none_to_what_is_asked_then(
    driver: ReaderDriver, owed: float
) -> None:
    """A module that slept answers everything at once, with another finger on the glass."""
    door = Door(driver, (1,))
    assert door.until_ready()
    for first, second in (("anna", "ben"), ("ben", "anna")):
        door.trouble.late = owed
        door.touches(first, 0.4)
        door.trouble.late = 0.0
        door.touches(second, 3.0)
        door.smudges(3.0)
    assert not door.misnamed
    assert door.until_ready()
    assert [e.slot for e in door.touches("anna", 4.0) if isinstance(e, Recognised)] == [1]


@READERS
@pytest.mark.parametrize("lost", range(12))
def test_one_question_that_is_lost_costs_a_touch_at_most(driver: ReaderDriver, lost: int) -> None:
    """On USB it costs the link, and who still lies there when it is back is named once more: the
    same person, whom the attendance rules pass over (`again_minutes`)."""
    door = Door(driver, (1,))
    assert door.until_ready()
    begun = door.bursts
    door.trouble.lost = lambda burst: burst == begun + lost
    door.touches("anna", 6.0)
    door.touches("ben", 6.0)
    door.touches("anna", 6.0)
    assert not door.misnamed
    assert door.named()[-1] == 1
    assert len(door.named()) >= 2
    assert len(door.named()) <= 3 + door.falls


def at_one_question(door: Door, number: int, begin: Callable[[], None]) -> None:
    """Something begins with the question of this number from now on, and is over with the next."""
    first = door.bursts + number
    trouble = door.trouble

    def asked(burst: int) -> bool:
        trouble.late, trouble.again = 0.0, None
        if burst == first:
            begin()
        return False

    trouble.lost = asked


@READERS
@pytest.mark.parametrize("again", [0.001, 0.1])
@pytest.mark.parametrize("number", range(12))
def test_one_answer_that_comes_twice_costs_a_touch_at_most(
    driver: ReaderDriver, number: int, again: float
) -> None:
    """At each place of a touch. On USB it costs the link."""
    door = Door(driver, (1,))
    assert door.until_ready()
    at_one_question(door, number, lambda: setattr(door.trouble, "again", again))
    for finger in ("anna", "ben", "anna"):
        door.touches(finger, 4.0)
        door.smudges(1.0)
    assert not door.misnamed
    assert door.named()[-1] == 1
    assert 2 <= len(door.named()) <= 3 + door.falls


@READERS
@pytest.mark.parametrize("owed", [0.5, 1.5, 4.0])
@pytest.mark.parametrize("number", range(12))
def test_one_answer_that_is_owed_is_none_of_the_next_finger(
    driver: ReaderDriver, number: int, owed: float
) -> None:
    """At each place of a touch."""
    door = Door(driver, (1,))
    assert door.until_ready()
    at_one_question(door, number, lambda: setattr(door.trouble, "late", owed))
    for finger in ("anna", "ben"):
        door.touches(finger, 0.6)
        door.smudges(1.0)
    for finger in ("ben", "anna"):
        door.touches(finger, 5.0)
    assert not door.misnamed
    assert door.named()[-1] == 1


@HEARING_THEMSELVES
@pytest.mark.parametrize("late", [0.0, 0.05, 0.4])
def test_a_host_that_hears_itself_names_nobody_else(driver: ReaderDriver, late: float) -> None:
    """No answer of a module looks like a question; a driver may as well give such a line up."""
    door = Door(driver, (1,), Trouble(echo=True, echo_late=late))
    door.until_ready()
    for finger in ("anna", "ben"):
        door.touches(finger, 5.0)
        door.smudges(5.0)
    assert not door.misnamed
    assert set(map(type, door.told)) <= {Ready, Away, Stuck, Recognised, NotRecognised}


@READERS
def test_a_far_end_that_takes_nothing_is_away_asked_on_and_back(driver: ReaderDriver) -> None:
    door = Door(driver, (1,))
    assert door.until_ready()
    door.trouble.deaf = frozenset((1,))
    begun, asked = door.now, door.tries
    door.run(10.0, lambda: not door.ready)
    assert door.missed
    assert door.now - begun <= 5.0
    door.run(120.0)
    assert 10 <= door.tries - asked <= 400, "it is asked on, and not flooded"
    door.trouble.deaf = frozenset()
    assert door.until_ready()
    assert [e.slot for e in door.touches("ben", 4.0) if isinstance(e, Recognised)] == [2]


# Readers stand alone on their wires: who is beside them is beside them in the program.


@READERS
@pytest.mark.parametrize("late", [0.0, 0.05, 0.75])
@pytest.mark.parametrize("after", [0.0, 0.1, 0.4])
def test_two_readers_that_are_touched_at_once_name_each_its_own_finger(
    driver: ReaderDriver, late: float, after: float
) -> None:
    """The second is touched so much later, and its answers are late."""
    doors = Door(driver, (1,)), Door(driver, (1,))
    in_step(20.0, doors, lambda: all(each.ready for each in doors))
    doors[1].trouble.late = late
    for fingers in (("anna", "ben"), ("ben", "anna"), ("anna", "anna")):
        doors[0].laid(fingers[0])
        in_step(after, doors)
        doors[1].laid(fingers[1])
        in_step(4.0, doors)
        for each in doors:
            each.lifted()
        in_step(1.0, doors)
    assert doors[0].named() == [1, 2, 1]
    assert not doors[0].misnamed
    assert not doors[1].misnamed
    assert late > 0.1 or doors[1].named() == [2, 1, 1]


@READERS
def test_a_dead_neighbour_costs_a_reader_nothing(driver: ReaderDriver) -> None:
    alone, beside = Door(driver, (1,)), Door(driver, (1,))
    dead = Door(driver, (1,), Trouble(deaf=frozenset((1,))))
    for door, others in ((alone, ()), (beside, (dead,))):
        in_step(20.0, (*others, door), lambda door=door: door.ready)
        in_step(30.0, (*others, door))
        door.laid("anna")
        in_step(5.0, (*others, door), lambda door=door: bool(door.named()))
        assert door.named() == [1]
    assert beside.now == pytest.approx(alone.now)
    assert dead.missed
    assert not dead.named()
