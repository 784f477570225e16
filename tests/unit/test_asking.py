"""One question at one counter, to the very moment."""

from __future__ import annotations

import pytest

from broker.domain.machinery import RepeatHabit
from evaluator.asking import Asking, Verdict

HABIT = RepeatHabit(times=4, every=0.5)


def asking(habit: RepeatHabit | None = HABIT) -> Asking:
    return Asking(habit, remembered=2)


def test_a_question_from_its_beginning_to_its_end() -> None:
    one = asking()
    assert (one.open, one.until, one.visit) == (False, None, None)
    one.arm("v1", 10.0, 40.0)
    assert (one.open, one.until, one.visit) == (True, 40.0, "v1")
    assert one.press(3, 20.0) is Verdict.FIRST
    assert (one.open, one.until, one.visit) == (False, None, "v1")
    assert one.press(3, 20.1) is Verdict.IGNORED
    assert one.accept("v2") is None
    assert one.accept("v1") == 3
    assert one.accept("v1") is None
    assert (one.open, one.until, one.visit) == (False, None, None)
    assert one.knows("v1")


def test_silence_ends_it_at_its_moment() -> None:
    one = asking()
    one.arm("v1", 10.0, 40.0)
    assert one.expire(39.999) is None
    assert one.expire(40.0) == "v1"
    assert one.expire(40.0) is None
    assert one.knows("v1")


def test_an_answer_that_is_being_stored_does_not_expire() -> None:
    one = asking()
    one.arm("v1", 10.0, 40.0)
    one.press(3, 39.0)
    assert one.expire(50.0) is None
    one.release("v2")
    assert one.expire(50.0) is None
    one.release("v1")
    assert one.open
    assert one.expire(50.0) == "v1"


def test_an_end_names_the_visit_that_got_no_answer() -> None:
    one = asking()
    assert one.end() is None
    one.arm("v1", 10.0, 40.0)
    assert one.end() == "v1"
    one.arm("v2", 10.0, 40.0)
    one.press(3, 20.0)
    assert one.end() is None


def test_so_many_visits_are_remembered() -> None:
    one = asking()
    for visit in ("v1", "v2", "v3"):
        one.arm(visit, 10.0, 40.0)
        one.end()
    assert [one.knows(each) for each in ("v1", "v2", "v3", "v4")] == [False, True, True, False]


def answered() -> Asking:
    """Asked until 40.0 and answered with key 3, which is stored."""
    one = asking()
    one.arm("v1", 10.0, 40.0)
    one.press(3, 19.0)
    one.accept("v1")
    return one


@pytest.mark.parametrize(
    ("key", "at", "verdict"),
    [
        (3, 19.5, Verdict.AGAIN),  # it is said again, until it is acknowledged
        (3, 39.999, Verdict.AGAIN),  # and pressed again, while it was asked
        (3, 40.0, Verdict.STRAY),
        (2, 39.999, Verdict.IGNORED),
        (2, 40.0, Verdict.STRAY),
    ],
)
def test_after_an_answer(key: int, at: float, verdict: Verdict) -> None:
    one = answered()
    assert one.press(key, at) is verdict


def test_an_answer_at_the_very_end_may_be_repeated_as_long_as_its_device_does() -> None:
    one = asking()
    one.arm("v1", 10.0, 20.1)
    one.press(3, 20.0)
    one.accept("v1")
    assert [one.press(3, at) for at in (20.5, 21.0, 21.5)] == [Verdict.AGAIN] * 3
    assert one.press(3, 21.8) is Verdict.STRAY, "off the rhythm"


def test_a_stray_press_of_the_key_that_was_the_last_answer_is_not_acknowledged() -> None:
    one = asking()
    one.arm("v1", 10.0, 40.0)
    one.press(3, 19.0)
    one.accept("v1")
    assert one.press(3, 50.0) is Verdict.STRAY
    assert one.press(3, 50.5) is Verdict.IGNORED


def test_a_stray_press_is_one_for_as_long_as_it_may_be_repeated() -> None:
    one = asking()
    assert one.press(3, 10.0) is Verdict.STRAY
    assert one.press(3, 10.5) is Verdict.IGNORED
    assert one.press(2, 10.6) is Verdict.STRAY
    assert one.press(2, 11.1) is Verdict.IGNORED
    assert one.press(2, 11.4) is Verdict.STRAY, "off the rhythm, and nothing is owed: a new one"


def test_a_key_from_before_the_question_is_no_answer_while_it_may_be_a_repetition() -> None:
    one = asking()
    one.press(3, 10.0)
    one.arm("v1", 10.1, 40.0)
    assert one.press(3, 10.5) is Verdict.IGNORED
    assert one.press(2, 10.6) is Verdict.FIRST
    other = asking()
    other.press(3, 10.0)
    other.arm("v1", 10.1, 40.0)
    assert other.press(3, 13.7) is Verdict.FIRST


def test_a_key_that_came_before_the_question_and_is_heard_after_it_is_no_answer() -> None:
    one = asking()
    one.arm("v1", 10.0, 40.0)
    assert one.press(3, 9.99) is Verdict.STRAY
    assert one.press(3, 10.49) is Verdict.IGNORED
    assert one.open
    assert one.press(2, 10.0) is Verdict.FIRST, "in the very moment it was asked"


def test_a_second_opinion_after_an_answer_is_remembered_too() -> None:
    one = answered()
    assert one.press(2, 21.0) is Verdict.IGNORED
    one.arm("v2", 21.1, 60.0)
    assert one.press(2, 21.5) is Verdict.IGNORED
    assert one.press(2, 21.8) is Verdict.FIRST


def test_an_answer_that_could_not_be_stored_is_heard_when_its_device_says_it_again() -> None:
    one = asking()
    one.arm("v1", 10.0, 40.0)
    assert one.press(3, 11.0) is Verdict.FIRST
    one.release("v1")
    assert one.press(3, 11.5) is Verdict.FIRST


@pytest.mark.parametrize("at", [10.3, 12.5, 19.9])
def test_where_nobody_knows_the_habit_the_same_key_is_in_doubt_and_no_answer(at: float) -> None:
    one = asking(None)
    one.press(0, 10.0)
    one.arm("v1", 10.1, 40.0)
    assert one.press(0, at) is Verdict.IGNORED
    assert one.press(3, at) is Verdict.FIRST, "another key is a press, whatever the habit"


def test_in_doubt_a_key_is_heard_when_it_was_silent_longer_than_any_device() -> None:
    one = asking(None)
    one.press(0, 10.0)
    one.arm("v1", 10.1, 40.0)
    assert one.press(0, 13.0) is Verdict.IGNORED
    assert one.press(0, 23.0) is Verdict.FIRST


def test_a_press_that_falls_into_the_rhythm_of_one_before_it_is_not_forgotten() -> None:
    """Two stray presses, the second in the very moment of the first one's only repetition."""
    one = asking(RepeatHabit(times=2, every=0.3))
    one.press(3, 10.0)
    one.press(3, 10.3)
    one.arm("v1", 10.35, 40.0)
    assert one.press(3, 10.6) is Verdict.IGNORED
    assert one.press(3, 10.9) is Verdict.FIRST
