"""Whose finger is expected at a reader that knows nobody."""

from __future__ import annotations

from broker.domain.ids import NO_STAFF, StaffId
from fingerprint.expecting import REST_SECONDS, TRIES, WINDOW_SECONDS, ExpectedFinger

ANNA, BEN = StaffId("1001"), StaffId("1002")


def test_a_number_counts_for_a_short_while_and_a_touch_gives_more() -> None:
    expected = ExpectedFinger()
    assert expected.whose(0.0) == NO_STAFF
    assert expected.until() is None
    assert expected.typed(ANNA, 100.0)
    assert expected.until() == 100.0 + WINDOW_SECONDS
    assert expected.whose(119.9) == ANNA
    assert expected.until() == 119.9 + WINDOW_SECONDS
    assert not expected.over(139.8)
    assert expected.whose(139.9) == NO_STAFF, "on the second"
    assert expected.until() is None


def test_when_its_time_is_over_that_is_said_once() -> None:
    expected = ExpectedFinger()
    expected.typed(ANNA, 100.0)
    assert not expected.over(119.9)
    assert expected.over(120.0)
    assert not expected.over(121.0)
    assert expected.whose(121.0) == NO_STAFF


def test_the_last_number_counts_and_can_be_taken_back() -> None:
    expected = ExpectedFinger()
    expected.typed(ANNA, 0.0)
    expected.typed(BEN, 1.0)
    assert expected.whose(2.0) == BEN
    expected.forget(ANNA)
    assert expected.whose(2.0) == BEN
    assert expected.typed(NO_STAFF, 3.0)
    assert expected.whose(3.0) == NO_STAFF


def test_after_some_wrong_fingers_the_number_rests_and_others_do_not() -> None:
    expected = ExpectedFinger()
    expected.typed(ANNA, 0.0)
    tries = [expected.missed(ANNA, 1.0) for _ in range(TRIES)]
    assert tries == [True, True, False]
    assert expected.whose(1.0) == NO_STAFF
    assert not expected.typed(ANNA, REST_SECONDS)
    assert expected.whose(REST_SECONDS) == NO_STAFF
    assert expected.typed(BEN, 2.0)
    assert expected.typed(ANNA, 1.0 + REST_SECONDS)
    assert expected.missed(ANNA, 70.0), "it counts anew"


def test_typing_it_anew_gives_no_more_tries_and_the_right_finger_does() -> None:
    expected = ExpectedFinger()
    for again in (0.0, 5.0):
        expected.typed(ANNA, again)
        assert expected.missed(ANNA, again + 1)
    expected.typed(ANNA, 10.0)
    expected.came(ANNA)
    assert expected.whose(10.0) == NO_STAFF
    expected.typed(ANNA, 20.0)
    assert expected.missed(ANNA, 21.0)
    assert expected.missed(ANNA, 22.0)
    assert not expected.missed(ANNA, 23.0)
