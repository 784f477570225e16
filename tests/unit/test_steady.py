"""Fingers that tap twice, that come early, that come late: which page they mean."""

from __future__ import annotations

import pytest

from kiosk.qt.steady import LOST_FRAME_SECONDS, STEADY_SECONDS, Steady
from kiosk.ticket.events import Press, Pressed, Tap, Typed


def tap(came: float, x: float = 0.3, y: float = 0.5) -> Tap:
    return Tap(Pressed(Press.NEXT), came, x, y)


def turned(by: Tap | None, *, at: float = 10.0, drawn: float = 10.0) -> Steady:
    """A page that was decided at one moment and drawn at another."""
    steady = Steady()
    steady.drawn(0.0)
    steady.turned(at, by)
    steady.drawn(drawn)
    return steady


@pytest.mark.parametrize("handled", [10.1, 10.5, 12.0, 60.0])
def test_the_second_tap_of_a_double_tap_means_the_first_page_however_late_it_is_handled(
    handled: float,
) -> None:
    steady = turned(tap(9.95), drawn=10.02)
    assert not steady.means(tap(10.04), handled)


def test_a_finger_that_came_before_the_page_was_drawn_did_not_mean_it() -> None:
    steady = turned(tap(10.0), drawn=11.0)
    assert not steady.means(tap(10.9, x=0.1), 11.05)
    assert steady.means(tap(11.01, x=0.1), 11.05)


def test_before_the_frame_nothing_is_meant_for_the_page() -> None:
    steady = Steady()
    steady.drawn(0.0)
    steady.turned(10.0, tap(9.9))
    assert not steady.means(tap(10.3, x=0.1), 10.3)
    late = 10.0 + LOST_FRAME_SECONDS
    assert steady.means(tap(late), late)  # a frame that is never told does not lock the kiosk


def test_whoever_moves_the_finger_types_at_once() -> None:
    steady = turned(tap(10.0, y=0.2))
    letter = Tap(Typed("A"), 10.01, 0.3, 0.8)
    assert steady.means(letter, 10.02)


def test_a_page_that_came_by_itself_comes_under_fingers_that_know_nothing_of_it() -> None:
    steady = turned(None)
    assert not steady.means(tap(10.1), 10.1)
    assert steady.means(tap(10.0 + STEADY_SECONDS), 10.5)


def test_where_no_glass_tells_of_frames_a_page_is_there_at_once() -> None:
    steady = Steady()
    steady.turned(10.0, tap(9.9))
    assert steady.means(tap(10.1, x=0.1), 10.1)


def test_a_page_that_is_drawn_again_is_no_new_page() -> None:
    steady = turned(tap(10.0))
    steady.drawn(20.0)
    assert steady.means(tap(15.0), 20.1)
