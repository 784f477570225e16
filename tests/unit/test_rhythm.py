"""Said again, or pressed again: to the very moment, and through wires that delay and lose."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import find, given
from hypothesis import strategies as st

from broker.domain.machinery import RepeatHabit
from evaluator.rhythm import BOUNCE, LATE, SLOWEST, Train

THRICE = RepeatHabit(times=3, every=0.5)
EVERY_3 = RepeatHabit(times=0, every=3.0)


def taken(habit: RepeatHabit | None, *moments: float) -> list[bool]:
    """Whether each frame belongs to the press of the first moment."""
    train = Train(moments[0], habit)
    return [train.takes(at) for at in moments[1:]]


def test_a_press_is_said_as_often_as_the_habit_says() -> None:
    assert taken(THRICE, 10.0, 10.5, 11.0, 11.5) == [True, True, False]


def test_a_new_press_between_two_repetitions_is_off_the_rhythm() -> None:
    assert taken(THRICE, 9.9, 10.4, 10.6) == [True, False]


def test_a_repetition_that_is_owed_may_be_late() -> None:
    """Until it is lost for sure, what comes may be it: in doubt, no new press."""
    assert taken(THRICE, 10.0, 10.9, 11.3, 11.7) == [True, True, False]


def test_what_is_later_than_any_wire_is_lost_and_no_longer_owed() -> None:
    over = 10.0 + 2 * 0.5 + LATE
    assert taken(THRICE, 10.0, over) == [True]
    assert taken(THRICE, 10.0, over + 0.2) == [False]


def test_a_device_that_goes_on_for_ever_is_told_from_a_finger() -> None:
    """The stray 不满意 of a device that says it every three seconds until it is heard."""
    assert taken(EVERY_3, 10.0, 13.0, 16.02, 19.01) == [True] * 3
    assert taken(EVERY_3, 10.0, 13.0, 14.0) == [True, False]
    assert taken(EVERY_3, 10.0, 21.1, 23.0) == [False, False], (
        "three times in a row it did not come"
    )


def test_one_frame_that_was_lost_costs_a_press_for_two_seconds_and_not_for_ever() -> None:
    assert taken(EVERY_3, 10.0, 14.0) == [True], "it may be the one of 13.0, late"
    assert taken(EVERY_3, 10.0, 16.0, 17.0) == [True, False]


def test_a_clock_that_is_a_little_fast_or_slow_keeps_its_rhythm() -> None:
    for every in (2.9, 3.1):
        assert all(taken(EVERY_3, *(10.0 + n * every for n in range(40)))), every


def test_a_device_that_does_not_repeat_is_heard_each_time() -> None:
    assert taken(RepeatHabit(times=1), 10.0, 10.3) == [False]


def test_what_comes_twice_at_once_is_one_press_whatever_the_habit() -> None:
    for habit in (None, THRICE, RepeatHabit(times=1)):
        assert taken(habit, 10.0, 10.0, 10.0 + BOUNCE * 0.9) == [True, True]


def test_an_unknown_habit_is_that_of_the_slowest_device() -> None:
    assert taken(None, 10.0, 10.0 + SLOWEST - 0.01) == [True]
    assert taken(None, 10.0, 10.0 + SLOWEST) == [False]
    assert taken(None, 10.0, 15.0, 24.9) == [True, True]


HABITS = st.builds(
    RepeatHabit,
    times=st.integers(0, 6),
    every=st.sampled_from([0.05, 0.1, 0.5, 1.0, 3.0, 10.0]),
)
WIRE = st.lists(st.tuples(st.booleans(), st.floats(0.0, LATE * 0.9)), min_size=1, max_size=12)


def said(habit: RepeatHabit, wire: list[tuple[bool, float]]) -> list[float]:
    """When the frames of one press arrive, in order: some are lost, others late."""
    times = min(len(wire), habit.times or len(wire))
    sent = [100.0 + n * habit.every for n in range(times)]
    late = [at + wait for at, (lost, wait) in zip(sent, wire, strict=False) if not lost]
    arrived: list[float] = []
    for at in late:
        arrived.append(max(at, arrived[-1] if arrived else at))
    return arrived


def invents(habit: RepeatHabit, moments: list[float]) -> bool:
    return len(moments) > 1 and not all(taken(habit, *moments))


def silent_too_long(habit: RepeatHabit, moments: list[float]) -> bool:
    """Three in a row were lost, after which nobody waits for a fourth."""
    gaps = [after - before for before, after in pairwise(moments)]
    return not habit.times and any(gap > 3 * habit.every + LATE for gap in gaps)


@given(HABITS, WIRE)
def test_no_repetition_is_ever_a_new_press(
    habit: RepeatHabit, wire: list[tuple[bool, float]]
) -> None:
    """Where the first frame comes in time: whatever else the wire does."""
    wire[0] = (False, 0.0)
    moments = said(habit, wire)
    if not silent_too_long(habit, moments):
        assert not invents(habit, moments)


def test_the_control_invents() -> None:
    """A habit that is not the device's own, as today's two seconds for everything were."""
    wrong = RepeatHabit(times=1)
    assert find(WIRE, lambda wire: invents(wrong, said(EVERY_3, [(False, 0.0), *wire])))


@pytest.mark.parametrize("every", [0.3, 0.5, 1.0, 3.0])
@pytest.mark.parametrize("times", [1, 2, 3, 5])
def test_a_press_after_the_last_repetition_is_heard(times: int, every: float) -> None:
    train = Train(10.0, RepeatHabit(times=times, every=every))
    for n in range(1, times):
        assert train.takes(10.0 + n * every)
    assert not train.takes(10.0 + (times - 1) * every + BOUNCE + 0.01)
