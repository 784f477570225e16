"""One question at one counter, to the very moment."""

from __future__ import annotations

import pytest

from evaluator.asking import Asking, Verdict


def asking() -> Asking:
    return Asking(repeats=2.0, remembered=2)


def test_a_question_from_its_beginning_to_its_end() -> None:
    one = asking()
    assert (one.open, one.until, one.visit) == (False, None, None)
    one.arm("v1", 40.0)
    assert (one.open, one.until, one.visit) == (True, 40.0, "v1")
    assert one.press(3, 20.0) is Verdict.FIRST
    assert (one.open, one.until, one.visit) == (False, None, "v1")
    assert one.press(3, 20.1) is Verdict.IGNORED
    assert one.accept("v2", 20.2) is None
    assert one.accept("v1", 20.2) == 3
    assert one.accept("v1", 20.2) is None
    assert (one.open, one.until, one.visit) == (False, None, None)
    assert one.knows("v1")


def test_silence_ends_it_at_its_moment() -> None:
    one = asking()
    one.arm("v1", 40.0)
    assert one.expire(39.999) is None
    assert one.expire(40.0) == "v1"
    assert one.expire(40.0) is None
    assert one.knows("v1")


def test_an_answer_that_is_being_stored_does_not_expire() -> None:
    one = asking()
    one.arm("v1", 40.0)
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
    one.arm("v1", 40.0)
    assert one.end() == "v1"
    one.arm("v2", 40.0)
    one.press(3, 20.0)
    assert one.end() is None


def test_so_many_visits_are_remembered() -> None:
    one = asking()
    for visit in ("v1", "v2", "v3"):
        one.arm(visit, 40.0)
        one.end()
    assert [one.knows(each) for each in ("v1", "v2", "v3", "v4")] == [False, True, True, False]


def answered() -> Asking[str]:
    """Asked until 40.0 and answered with key 3, which is stored at 20.0."""
    one = asking()
    one.arm("v1", 40.0)
    one.press(3, 19.0)
    one.accept("v1", 20.0)
    return one


@pytest.mark.parametrize(
    ("key", "at", "verdict"),
    [
        (3, 21.999, Verdict.AGAIN),  # two seconds in which it may be repeated
        (3, 39.999, Verdict.AGAIN),  # and the time in which it was asked
        (3, 40.0, Verdict.STRAY),
        (2, 39.999, Verdict.IGNORED),
        (2, 40.0, Verdict.STRAY),
    ],
)
def test_after_an_answer(key: int, at: float, verdict: Verdict) -> None:
    one = answered()
    assert one.press(key, at) is verdict


def test_an_answer_at_the_very_end_may_be_repeated_for_its_two_seconds() -> None:
    one = asking()
    one.arm("v1", 20.5)
    one.press(3, 20.0)
    one.accept("v1", 20.0)
    assert one.press(3, 21.999) is Verdict.AGAIN
    assert one.press(3, 22.0) is Verdict.STRAY


def test_a_stray_press_is_one_for_as_long_as_it_may_be_repeated() -> None:
    one = asking()
    assert one.press(3, 10.0) is Verdict.STRAY
    assert one.press(3, 11.999) is Verdict.IGNORED
    assert one.press(2, 11.999) is Verdict.STRAY
    assert one.press(2, 13.998) is Verdict.IGNORED
    assert one.press(2, 13.999) is Verdict.STRAY


def test_a_key_from_before_the_question_is_no_answer_while_it_may_be_a_repetition() -> None:
    one = asking()
    one.press(3, 10.0)
    one.arm("v1", 40.0)
    assert one.press(3, 11.999) is Verdict.IGNORED
    assert one.press(2, 11.999) is Verdict.FIRST
    other = asking()
    other.press(3, 10.0)
    other.arm("v1", 40.0)
    assert other.press(3, 12.0) is Verdict.FIRST


def test_a_second_opinion_after_an_answer_is_remembered_too() -> None:
    one = answered()
    assert one.press(2, 21.0) is Verdict.IGNORED
    one.arm("v2", 60.0)
    assert one.press(2, 22.999) is Verdict.IGNORED
    assert one.press(2, 23.0) is Verdict.FIRST
