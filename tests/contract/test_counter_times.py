"""What every driver of evaluators and keypads promises of time, against the simulated device of its
name: one press is one, a rating is one that somebody gave, and nobody is thanked before it is safe.
"""

from __future__ import annotations

import pytest
from counter_wire import ASKED, CLEAR, Counters
from registered import MOCKS, of_kind
from shared_wire import Trouble

from broker.domain.ids import VisitId
from broker.domain.ratings.facts import Level
from evaluator.dialogue import PadPressed, Rated, Stray, Unrated
from evaluator.driver import EvaluatorDriver

EVALUATORS = pytest.mark.parametrize(
    "driver", [each for each in of_kind(EvaluatorDriver) if each.values[0].name in MOCKS]
)
FIRST, SECOND = VisitId("20261122-A007.1"), VisitId("20261122-A008.1")


def level(driver: EvaluatorDriver, place: int) -> Level:
    """What a key means, on a wire with nothing wrong."""
    counters = Counters(driver, (1,))
    counters.arm(1, FIRST)
    counters.run(1.0)
    counters.votes(1, place)
    counters.run(2.0)
    (rated,) = counters.events(Rated)
    meant: Level = rated.level
    return meant


@EVALUATORS
@pytest.mark.parametrize("late", [0.0, 0.3, 0.75, 2.0])
@pytest.mark.parametrize("place", [0, 1])
def test_a_press_is_one_rating_however_late_it_comes(
    driver: EvaluatorDriver, late: float, place: int
) -> None:
    counters = Counters(driver, (1,), Trouble(late=late))
    counters.arm(1, FIRST)
    counters.run(1.0)
    counters.votes(1, place)
    counters.run(60.0)
    assert counters.events(Rated) == [Rated(1, FIRST, level(driver, place))]
    assert not counters.events(Unrated)
    assert not counters.unearned


@EVALUATORS
@pytest.mark.parametrize("again", [0.001, 0.1, 0.5, 1.5])
def test_a_press_that_comes_twice_is_one_and_none_of_the_next_visit(
    driver: EvaluatorDriver, again: float
) -> None:
    counters = Counters(driver, (1,), Trouble(again=again))
    counters.arm(1, FIRST)
    counters.run(1.0)
    counters.votes(1)
    counters.run(0.3)
    counters.arm(1, SECOND)
    counters.run(60.0)
    assert [each.visit for each in counters.events(Rated)] == [FIRST]
    assert [each.visit for each in counters.events(Unrated)] == [SECOND]


@EVALUATORS
def test_an_acknowledgement_that_is_owed_makes_no_second_rating(driver: EvaluatorDriver) -> None:
    """Nothing that the host says arrives for a second: the device says its key again."""
    counters = Counters(driver, (1,))
    counters.arm(1, FIRST)
    counters.run(1.0)
    counters.trouble.lost = lambda _burst: counters.now < 2.0
    counters.votes(1)
    counters.run(60.0)
    assert len(counters.events(Rated)) == 1
    assert not counters.events(Stray)


@EVALUATORS
def test_a_press_that_could_not_be_stored_is_heard_once_it_can_be(driver: EvaluatorDriver) -> None:
    counters = Counters(driver, (1,))
    counters.full = True
    counters.arm(1, FIRST)
    counters.run(1.0)
    counters.votes(1)
    counters.run(0.2)
    assert not counters.unearned, "nobody is thanked for what is on no disk"
    counters.full = False
    counters.run(10.0)
    counters.votes(1)
    counters.run(60.0)
    assert {(each.visit, each.level) for each in counters.events(Rated)} == {
        (FIRST, level(driver, 0))
    }
    assert not counters.events(Unrated)


@EVALUATORS
@pytest.mark.parametrize("pause", [0.3, 0.6, 1.1, 2.5])
def test_a_press_from_before_the_question_answers_none(
    driver: EvaluatorDriver, pause: float
) -> None:
    """Said again by its device in the question, as often as that likes: in doubt, unrated."""
    counters = Counters(driver, (1,))
    counters.votes(1)
    counters.run(pause)
    counters.arm(1, FIRST)
    counters.run(60.0)
    assert not counters.events(Rated)
    assert counters.events(Unrated) == [Unrated(1, FIRST)]


@EVALUATORS
@pytest.mark.parametrize("late", [0.0, 0.2, 0.35, 1.0, 4.0])
def test_a_host_that_hears_itself_presses_no_key(driver: EvaluatorDriver, late: float) -> None:
    counters = Counters(driver, (1, 2), Trouble(echo=True, echo_late=late))
    if driver.numbers is not None:
        counters.submit(driver.numbers(1, 3, 12))  # as the service does when a line comes up
    counters.run(6.0)
    count = len(counters.keypad(1).keys)
    for place in range(count):
        counters.types(1, place)
        counters.run(12.0)
        assert len(counters.events(PadPressed)) == place + 1
    counters.arm(2, FIRST)
    counters.run(6.0)
    counters.votes(2)
    counters.run(60.0)
    assert counters.events(Rated) == [Rated(2, FIRST, level(driver, 0))]
    assert len(counters.events(PadPressed)) == count


@EVALUATORS
@pytest.mark.parametrize("apart", [0.0, 0.003, CLEAR, 2.0])
def test_two_devices_at_once_spoil_each_other_and_nobody_is_misheard(
    driver: EvaluatorDriver, apart: float
) -> None:
    """Both are said again, perhaps at once again: what comes through is what was pressed."""
    counters = Counters(driver, (1, 2), Trouble(collide=True))
    for address, visit in ((1, FIRST), (2, SECOND)):
        counters.arm(address, visit)
    counters.run(1.0)
    counters.votes(1, 0)
    counters.run(apart)
    counters.votes(2, 1)
    counters.run(60.0)
    given = {Rated(1, FIRST, level(driver, 0)), Rated(2, SECOND, level(driver, 1))}
    assert set(counters.events(Rated)) <= given
    assert set(counters.events(Rated)) == given or apart < CLEAR
    assert len(counters.events(Rated)) + len(counters.events(Unrated)) == 2
    counters.arm(1, VisitId("20261122-A009.1"))
    counters.run(11.0)
    counters.votes(1, 0)
    counters.run(5.0)
    assert counters.told[-1] == Rated(1, VisitId("20261122-A009.1"), level(driver, 0))


@EVALUATORS
def test_a_dead_neighbour_costs_the_living_nothing(driver: EvaluatorDriver) -> None:
    dead = frozenset(range(2, 9))
    counters = Counters(driver, tuple(range(1, 9)), Trouble(deaf=dead))
    for address in dead:
        counters.arm(address, VisitId(f"20261122-B{address:03d}.1"))
        if driver.beep is not None:
            counters.submit(driver.beep(address))
    counters.arm(1, FIRST)
    counters.run(ASKED / 2, lambda: counters.evaluator(1).lit)
    assert counters.evaluator(1).lit
    assert counters.now <= 0.5, "nobody is waited for"
    counters.run(1.0)
    counters.votes(1)
    counters.run(0.5, lambda: bool(counters.events(Rated)))
    assert counters.events(Rated) == [Rated(1, FIRST, level(driver, 0))]


@EVALUATORS
def test_a_far_end_that_takes_nothing_is_unrated_and_not_flooded(driver: EvaluatorDriver) -> None:
    counters = Counters(driver, (1, 2), Trouble(deaf=frozenset((1, 2))))
    for number in range(20):
        counters.arm(1 + number % 2, VisitId(f"20261122-A{number:03d}.1"))
        counters.run(5.0)
    counters.run(120.0)
    assert len(counters.events(Unrated)) == 20
    assert counters.bursts <= 20 * 10
    rest = counters.bursts
    counters.run(600.0)
    assert counters.bursts - rest <= 120, "who waits for nothing asks rarely or not at all"


@EVALUATORS
@pytest.mark.parametrize("echo", [False, True])
def test_a_key_that_is_held_down_is_one_press(driver: EvaluatorDriver, echo: bool) -> None:
    """A keypad that repeats: half a second of rest, then ten times a second."""
    counters = Counters(driver, (1,), Trouble(echo=echo))
    if driver.numbers is not None:
        counters.submit(driver.numbers(1, 3, 12))
    counters.run(8.0)
    counters.types(1)
    counters.run(0.5)
    for _ in range(40):
        counters.types(1)
        counters.run(0.1)
    assert len(counters.events(PadPressed)) == 1


@EVALUATORS
def test_what_the_host_says_is_bounded_whatever_is_heard(driver: EvaluatorDriver) -> None:
    """Ten keys a second for a minute, on a line that gives everything back, late."""
    counters = Counters(driver, (1,), Trouble(echo=True, echo_late=0.4))
    for _ in range(600):
        counters.types(1)
        counters.run(0.1)
    assert counters.bursts <= 200
    said = counters.bursts
    counters.run(60.0)
    assert counters.bursts - said <= 10
