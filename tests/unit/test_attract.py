"""Pictures over the home page of a kiosk that nobody stands before."""

from __future__ import annotations

from pathlib import Path

import pytest

from broker.domain.kiosks import Attract
from broker.settings.attract import MOST, load_attract
from kiosk.input.came import CardRead
from kiosk.ticket.attract import AttractPictures
from kiosk.ticket.events import WOKEN, Press, Pressed, QueueChosen, Tap
from kiosk.ticket.screens import HOME
from tests.unit.kiosk_ledger import HALL
from tests.unit.kiosk_visitor import Visitor

AFTER = HALL.attract.after_seconds


@pytest.fixture
def kiosk() -> Visitor:
    return Visitor()


def alone(visitor: Visitor) -> bool:
    return visitor.flow.attract.since(visitor.seconds) is not None


def test_they_come_when_nobody_was_there_for_long_enough(kiosk: Visitor) -> None:
    kiosk.wait(AFTER - 0.1)
    assert not alone(kiosk)
    kiosk.wait(0.1)
    assert alone(kiosk)


def test_a_visitor_who_only_set_the_language_is_not_shown_pictures(kiosk: Visitor) -> None:
    kiosk.touch(Press.ENGLISH)
    kiosk.wait(HALL.kiosk.idle_seconds + AFTER - 1.0)
    assert not alone(kiosk)
    kiosk.wait(1.0)
    assert alone(kiosk)  # they have gone


def test_they_come_only_over_the_home_page(kiosk: Visitor) -> None:
    kiosk.confirm()
    kiosk.wait(HALL.kiosk.idle_seconds)
    assert kiosk.flow.screen != HOME
    assert not alone(kiosk)


def test_the_first_touch_wakes_and_a_second_tap_at_once_does_nothing(kiosk: Visitor) -> None:
    kiosk.wait(AFTER)
    kiosk.happens(Tap(WOKEN, kiosk.seconds, 0.3, 0.3))
    assert not alone(kiosk)
    kiosk.seconds += 0.15
    kiosk.happens(Tap(QueueChosen("qa"), kiosk.seconds, 0.3, 0.3))
    assert kiosk.flow.screen == HOME
    kiosk.touch(QueueChosen("qa"))
    assert kiosk.flow.screen != HOME


def test_a_card_wakes_too(kiosk: Visitor) -> None:
    kiosk.wait(AFTER)
    kiosk.happens(CardRead("p1", "张*", "110101********0015"))
    assert not alone(kiosk)


def test_the_waking_touch_means_nothing_elsewhere(kiosk: Visitor) -> None:
    kiosk.confirm()
    before = kiosk.flow.screen
    kiosk.touch(Pressed(Press.CONTINUE))
    assert kiosk.flow.screen == before


def test_each_is_shown_for_its_time_and_then_the_first_again() -> None:
    pictures = AttractPictures(["a", "b"], Attract().each_seconds)
    times = (100.0, 109.9, 110.0, 119.9, 120.0)
    assert [pictures.shown(100.0, now) for now in times] == ["a", "a", "b", "b", "a"]
    assert pictures.shown(None, 100.0) == ""


def test_without_pictures_none_is_shown() -> None:
    assert AttractPictures((), 10.0).shown(0.0, 5.0) == ""


def test_pictures_are_taken_in_the_order_of_their_names_and_nothing_else(tmp_path: Path) -> None:
    for name in ("2.JPG", "1.png", "3.svg", "notes.txt"):
        (tmp_path / name).touch()
    assert [each.name for each in load_attract(tmp_path).pictures] == ["1.png", "2.JPG", "3.svg"]


def test_a_folder_that_is_missing_empty_or_too_full_is_named(tmp_path: Path) -> None:
    (missing,) = load_attract(tmp_path / "nowhere").errors
    (empty,) = load_attract(tmp_path).errors
    for number in range(MOST + 1):
        (tmp_path / f"{number}.png").touch()
    (full,) = load_attract(tmp_path).errors
    assert [each.problem for each in (missing, empty, full)] == [
        "there is no such folder",
        "there is no picture in it",
        f"{MOST + 1} pictures are in it",
    ]
