"""When a kiosk counts as left alone: once each time, a minute after the last who was there."""

from __future__ import annotations

from kiosk.qt.left_alone import AFTER, LeftAlone
from kiosk.ticket.events import Press
from tests.unit.kiosk_visitor import Visitor


class Kiosk:
    """Somebody is there, or nobody since a second; how often it was left alone."""

    def __init__(self) -> None:
        self.since: float | None = 1000.0
        self.times = 0
        self.part = LeftAlone(lambda: self.since, self._left)

    def _left(self, since: float) -> None:
        assert since == self.since
        self.times += 1

    def at(self, now: float) -> int:
        self.part.tick(now)
        return self.times


def test_it_is_left_alone_after_a_minute_and_once() -> None:
    kiosk = Kiosk()
    assert kiosk.part.next_wakeup() == 1000.0 + AFTER
    assert kiosk.at(1000.0 + AFTER - 0.1) == 0
    assert kiosk.at(1000.0 + AFTER) == 1
    assert kiosk.part.next_wakeup() is None, "the loop sleeps"
    assert kiosk.at(9999.0) == 1


def test_it_is_left_alone_again_after_the_next_visitor() -> None:
    kiosk = Kiosk()
    kiosk.at(1000.0 + AFTER)
    kiosk.since = None
    assert kiosk.part.next_wakeup() is None
    assert kiosk.at(5000.0) == 1, "somebody is there"
    kiosk.since = 6000.0
    assert kiosk.part.next_wakeup() == 6000.0 + AFTER
    assert kiosk.at(6000.0 + AFTER) == 2


def test_a_touch_in_between_begins_the_minute_anew() -> None:
    kiosk = Kiosk()
    kiosk.since = 1050.0
    assert kiosk.at(1000.0 + AFTER) == 0
    assert kiosk.at(1050.0 + AFTER) == 1


def test_nobody_is_there_where_home_stands_as_it_was_found() -> None:
    kiosk = Visitor()
    assert kiosk.flow.alone_since == kiosk.seconds
    kiosk.wait(5.0)
    kiosk.touch(Press.ELDER)
    assert kiosk.flow.alone_since is None, "somebody reads home in large letters"
    kiosk.touch(Press.ELDER)
    assert kiosk.flow.alone_since == kiosk.seconds
