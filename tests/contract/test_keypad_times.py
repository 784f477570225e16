"""What every driver of clerks' keypads promises of time, against the simulated device of its name:
one press is one, and what its display is told does not keep the others waiting."""

from __future__ import annotations

import pytest
from counter_wire import CLEAR, Counters
from registered import MOCKS, of_kind
from shared_wire import Trouble

from broker.service.session import Failed
from evaluator.dialogue import PadPressed
from evaluator.driver import KeypadDriver

KEYPADS = pytest.mark.parametrize(
    "driver", [each for each in of_kind(KeypadDriver) if each.values[0].name in MOCKS]
)
SHOWN_WITHIN = 0.5  # seconds, whatever the neighbours do
BETWEEN, BEHIND = 0.25, 0.03  # seconds from press to press, and from frame to frame behind it
APART = 3.0  # seconds between two presses that are two for any keypad


def pressed(keypads: Counters) -> list[PadPressed]:
    found: list[PadPressed] = keypads.events(PadPressed)
    return found


def meant(driver: KeypadDriver, address: int, place: int) -> PadPressed:
    """What a key says, on a wire with nothing wrong."""
    keypads = Counters(driver, (address,))
    keypads.types(address, place)
    keypads.run(2.0)
    (said,) = pressed(keypads)
    return said


@KEYPADS
@pytest.mark.parametrize("late", [0.0, 0.3, 0.75, 2.0])
def test_a_press_is_one_however_late_it_comes(driver: KeypadDriver, late: float) -> None:
    keypads = Counters(driver, (1,), Trouble(late=late))
    for place in (0, 1):
        keypads.types(1, place)
        keypads.run(late + APART)
    keypads.run(60.0)
    assert pressed(keypads) == [meant(driver, 1, place) for place in (0, 1)]


@KEYPADS
@pytest.mark.parametrize("again", [0.001, 0.1, 0.5, 1.5])
def test_a_press_that_comes_twice_is_one(driver: KeypadDriver, again: float) -> None:
    keypads = Counters(driver, (1,), Trouble(again=again))
    for place in (0, 1):
        keypads.types(1, place)
        keypads.run(again + APART)
    keypads.run(60.0)
    assert pressed(keypads) == [meant(driver, 1, place) for place in (0, 1)]


@KEYPADS
@pytest.mark.parametrize("owed", [0.2, 1.0, 2.5])
def test_an_acknowledgement_that_is_owed_makes_no_second_press(
    driver: KeypadDriver, owed: float
) -> None:
    """Nothing that the host says arrives for so long: the keypad says its key again."""
    keypads = Counters(driver, (1,))
    keypads.trouble.lost = lambda _burst: keypads.now < owed
    keypads.types(1)
    keypads.run(60.0)
    assert pressed(keypads) == [meant(driver, 1, 0)]


@KEYPADS
@pytest.mark.parametrize("owed", [1.0, 2.5, 6.0])
def test_presses_that_were_owed_come_all_at_once_and_are_each_one(
    driver: KeypadDriver, owed: float
) -> None:
    """A wire that slept gives back what two clerks pressed meanwhile, one frame after another."""
    keypads = Counters(driver, (1, 2))
    presses = [(1, 0), (2, 0), (1, 1), (2, 1)]
    for number, (address, place) in enumerate(presses):
        keypads.trouble.late = owed + number * (BEHIND - BETWEEN)
        keypads.types(address, place)
        keypads.run(BETWEEN)
    keypads.trouble.late = 0.0
    keypads.run(60.0)
    assert pressed(keypads) == [meant(driver, *each) for each in presses]


@KEYPADS
@pytest.mark.parametrize("late", [0.0, 0.35, 1.0])
def test_a_host_that_hears_itself_presses_nothing(driver: KeypadDriver, late: float) -> None:
    keypads = Counters(driver, (1, 2), Trouble(echo=True, echo_late=late))
    for number in range(4):
        for address in (1, 2):
            if driver.numbers is not None:
                keypads.submit(driver.numbers(address, number, 12 + number))
            if driver.beep is not None:
                keypads.submit(driver.beep(address))
        keypads.run(8.0)
    assert not pressed(keypads)
    keypads.types(2)
    keypads.run(20.0)
    assert pressed(keypads) == [meant(driver, 2, 0)]


@KEYPADS
@pytest.mark.parametrize("apart", [0.0, 0.003, CLEAR, 2.0])
def test_two_keys_at_once_spoil_each_other_and_nobody_is_misheard(
    driver: KeypadDriver, apart: float
) -> None:
    """What comes through is what was pressed, once; a clerk whose key did not presses it again."""
    keypads = Counters(driver, (1, 2), Trouble(collide=True))
    keypads.types(1, 0)
    keypads.run(apart)
    keypads.types(2, 0)  # the same key: it is another clerk's
    keypads.run(30.0)
    given = {meant(driver, 1, 0), meant(driver, 2, 0)}
    assert set(pressed(keypads)) <= given
    assert set(pressed(keypads)) == given or apart < CLEAR
    assert len(pressed(keypads)) == len(set(pressed(keypads)))
    for address, place in ((1, 0), (2, 0)):
        before = len(pressed(keypads))
        keypads.types(address, place)
        keypads.run(10.0)
        assert pressed(keypads)[before:] == [meant(driver, address, place)]


@KEYPADS
def test_a_dead_neighbour_costs_the_living_nothing(driver: KeypadDriver) -> None:
    dead = frozenset(range(2, 9))
    keypads = Counters(driver, tuple(range(1, 9)), Trouble(deaf=dead))
    for address in (*dead, 1):
        if driver.numbers is not None:
            keypads.submit(driver.numbers(address, 3, 12))
    if driver.numbers is not None:
        keypads.run(10.0, lambda: keypads.keypad(1).ticket.endswith("12"))
        assert keypads.now <= SHOWN_WITHIN, "one frame after another, and nobody is waited for"
    begun = keypads.now
    keypads.types(1)
    keypads.run(10.0, lambda: bool(pressed(keypads)))
    assert pressed(keypads) == [meant(driver, 1, 0)]
    assert keypads.now - begun <= SHOWN_WITHIN


@KEYPADS
def test_a_far_end_that_takes_nothing_ends_commands_and_is_not_flooded(
    driver: KeypadDriver,
) -> None:
    if driver.numbers is None:
        pytest.skip("it has no display")
    keypads = Counters(driver, (1, 2), Trouble(deaf=frozenset((1, 2))))
    commands = [driver.numbers(1 + n % 2, n, n) for n in range(20)]
    for command in commands:
        keypads.submit(command)
        keypads.run(1.0)
    keypads.run(60.0)
    for command in commands[-2:]:
        end = keypads.outcome(command)
        assert isinstance(end, Failed) or (end is not None and end.reply is None)
    rest = keypads.bursts
    assert rest <= 20 * 4
    keypads.run(600.0)
    assert keypads.bursts - rest <= 120
