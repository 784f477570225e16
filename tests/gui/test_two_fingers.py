"""A kiosk whose glass is touched by more than the one finger that means something."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint
from PySide6.QtTest import QTest

from tests.gui.kiosk_rig import Rig, kiosk

ASIDE = QPoint(540, 60)  # beside all keys


@pytest.fixture
def rig(tmp_path: Path) -> Iterator[Rig]:
    with kiosk(tmp_path) as made:
        yield made


def rest(rig: Rig, at: QPoint) -> None:
    """A hand comes to lie there, and stays."""
    QTest.touchEvent(rig.window, rig.finger).press(0, at, rig.window).commit()
    rig.pump()


def lift(rig: Rig, at: QPoint) -> None:
    QTest.touchEvent(rig.window, rig.finger).release(0, at, rig.window).commit()
    rig.pump()


def tap_beside(rig: Rig, name: str) -> None:
    """Another finger taps, while the hand lies there."""
    at = rig.middle(name)
    rig.kiosk.framed()
    rig.seconds += 0.5
    QTest.touchEvent(rig.window, rig.finger).stationary(0).press(1, at, rig.window).commit()
    QTest.touchEvent(rig.window, rig.finger).stationary(0).release(1, at, rig.window).commit()
    rig.pump()


@pytest.mark.parametrize("under_it", ["elder", "corner-held", "card-guide"])
def test_a_hand_that_rests_on_a_key_holds_no_other(rig: Rig, under_it: str) -> None:
    at = rig.middle(under_it)
    rest(rig, at)
    rig.wait(60)
    tap_beside(rig, "card-take")
    assert rig.page == "choose"
    tap_beside(rig, "back")
    assert rig.page == "home"


def test_a_hand_that_rests_since_before_the_page_costs_no_tap(rig: Rig) -> None:
    """The page comes by itself: the finger that taps is new, the hand is not."""
    rig.touch("card-take")
    rest(rig, ASIDE)
    rig.wait(rig.settings.hall.kiosk.idle_seconds + 1)
    rig.wait(rig.settings.hall.kiosk.still_there_seconds + 1)
    assert rig.page == "home"
    tap_beside(rig, "card-take")
    assert rig.page == "choose"


def test_a_key_that_is_held_for_a_minute_does_it_once(rig: Rig) -> None:
    at = rig.middle("card-take")
    rest(rig, at)
    rig.wait(60)
    assert rig.page == "home"
    lift(rig, at)
    assert rig.page == "choose"


def test_a_finger_that_slides_off_a_key_did_not_mean_it(rig: Rig) -> None:
    rest(rig, rig.middle("card-take"))
    QTest.touchEvent(rig.window, rig.finger).move(0, ASIDE, rig.window).commit()
    lift(rig, ASIDE)
    assert rig.page == "home"


def test_two_keys_at_once_are_one_way_on(rig: Rig) -> None:
    one, other = rig.middle("card-take"), rig.middle("card-guide")
    rig.kiosk.framed()
    rig.seconds += 0.5
    event = QTest.touchEvent(rig.window, rig.finger)
    event.press(0, one, rig.window).press(1, other, rig.window).commit()
    event = QTest.touchEvent(rig.window, rig.finger)
    event.release(0, one, rig.window).release(1, other, rig.window).commit()
    rig.pump()
    assert rig.page == "choose"
    rig.touch("back")
    assert rig.page == "home"


def test_no_finger_reaches_what_lies_below_a_kiosk_out_of_order(rig: Rig) -> None:
    at = rig.middle("card-take")
    rig.window.setProperty("outOfOrder", True)
    rest(rig, ASIDE)
    QTest.touchEvent(rig.window, rig.finger).stationary(0).press(1, at, rig.window).commit()
    QTest.touchEvent(rig.window, rig.finger).stationary(0).release(1, at, rig.window).commit()
    rig.pump()
    assert rig.page == "home"
