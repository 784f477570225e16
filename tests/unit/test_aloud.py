"""朗读: what starts a reading, what ends it, and that nobody is sent home in its midst."""

from __future__ import annotations

from itertools import pairwise
from math import log10

import pytest

from kiosk.issuing import events as issuing
from kiosk.printing.trouble import PrinterTrouble
from kiosk.ticket import events, screens
from kiosk.ticket.aloud import LEAST, LONGEST, MOST, STEP, loudness
from kiosk.ticket.events import GoTo, Press, Pressed, Tap
from kiosk.ticket.screens import HOME, Comfort, Queues
from tests.unit.kiosk_ledger import HALL
from tests.unit.kiosk_visitor import Visitor

IDLE = HALL.kiosk.idle_seconds


@pytest.fixture
def kiosk() -> Visitor:
    visitor = Visitor()
    visitor.touch(GoTo(Queues()))
    return visitor


def reading(visitor: Visitor) -> int | None:
    return visitor.flow.aloud.reading


def test_the_key_reads_and_pressed_again_stops(kiosk: Visitor) -> None:
    kiosk.touch(Press.READ)
    assert reading(kiosk) == 1
    assert isinstance(kiosk.flow.screen, Queues)
    kiosk.touch(Press.READ)
    assert reading(kiosk) is None
    kiosk.touch(Press.READ)
    assert reading(kiosk) == 2  # another one


def test_any_other_touch_stops_it_and_does_what_it_does(kiosk: Visitor) -> None:
    kiosk.touch(Press.READ)
    kiosk.touch(Press.BACK)
    assert reading(kiosk) is None
    assert kiosk.flow.screen == HOME


def test_a_touch_that_was_not_meant_for_this_page_stops_nothing(kiosk: Visitor) -> None:
    kiosk.touch(Press.BACK)
    kiosk.happens(Tap(Pressed(Press.READ), kiosk.seconds + 0.01, 0.0, 0.0))
    assert reading(kiosk) is None
    assert kiosk.flow.aloud.clicks == 2


def test_who_listens_is_there(kiosk: Visitor) -> None:
    kiosk.touch(Press.READ)
    kiosk.wait(IDLE * 3)
    assert isinstance(kiosk.flow.screen, Queues)
    assert reading(kiosk) == 1
    kiosk.happens(events.PageRead())
    kiosk.wait(IDLE - 0.1)
    assert isinstance(kiosk.flow.screen, Queues)  # the time begins when it is read out
    kiosk.wait(0.2)
    assert isinstance(kiosk.flow.screen, screens.StillThere)


def test_a_voice_that_never_ends_holds_no_screen(kiosk: Visitor) -> None:
    kiosk.touch(Press.READ)
    kiosk.wait(LONGEST + IDLE + HALL.kiosk.still_there_seconds + 0.1)
    assert kiosk.flow.screen == HOME
    assert reading(kiosk) is None


def test_another_page_that_comes_by_itself_ends_it(kiosk: Visitor) -> None:
    kiosk.printing()
    kiosk.touch(Press.READ)
    assert reading(kiosk) == 1
    kiosk.happens(issuing.SlipTaken(kiosk.desk.jobs[-1]))
    assert isinstance(kiosk.flow.screen, screens.YourTicket)
    assert reading(kiosk) is None


def test_a_number_is_read_without_leaving_its_page(kiosk: Visitor) -> None:
    kiosk.printing()
    kiosk.happens(issuing.SlipTaken(kiosk.desk.jobs[-1]))
    kiosk.touch(Press.READ)
    kiosk.wait(HALL.kiosk.ticket_seconds * 2)
    assert isinstance(kiosk.flow.screen, screens.YourTicket)
    kiosk.happens(events.PageRead())
    kiosk.wait(HALL.kiosk.ticket_seconds + 0.1)
    assert kiosk.flow.screen == HOME


def test_a_number_to_be_noted_keeps_its_own_time(kiosk: Visitor) -> None:
    kiosk.printing()
    kiosk.happens(issuing.SlipLost(kiosk.desk.jobs[-1], PrinterTrouble.PAPER_OUT))
    assert isinstance(kiosk.flow.screen, screens.Remember)
    kiosk.touch(Press.READ)
    kiosk.wait(HALL.kiosk.remembered_seconds + 0.1)
    assert kiosk.flow.screen == HOME


def test_louder_and_softer_go_on_reading_as_far_as_there_is_more(kiosk: Visitor) -> None:
    kiosk.touch(Press.READ)
    first = HALL.voice.volume
    kiosk.touch(Press.LOUDER)
    assert loudness(first, kiosk.flow.comfort) == first + STEP
    for _ in range(9):
        kiosk.touch(Press.LOUDER)
    assert (loudness(first, kiosk.flow.comfort), reading(kiosk)) == (MOST, 1)
    kiosk.touch(Press.SOFTER)
    assert loudness(first, kiosk.flow.comfort) < MOST  # what was too much was not counted
    for _ in range(9):
        kiosk.touch(Press.SOFTER)
    assert (loudness(first, kiosk.flow.comfort), reading(kiosk)) == (LEAST, 1)


def test_from_the_softest_step_to_the_loudest_are_18_db_each_by_a_key(kiosk: Visitor) -> None:
    """EN 301 549 8.2.1.1 and 8.2.1.2; each step of the voice is another one of its program."""
    kiosk.touch(Press.READ)
    first = HALL.voice.volume
    for _ in range(9):
        kiosk.touch(Press.SOFTER)
    steps = [loudness(first, kiosk.flow.comfort)]
    while steps[-1] < MOST:
        kiosk.touch(Press.LOUDER)
        steps.append(loudness(first, kiosk.flow.comfort))
    assert 20 * log10(steps[-1] / steps[0]) >= 18
    assert all(one < next_ for one, next_ in pairwise(steps))
    assert any(12 <= 20 * log10(each / steps[0]) < 18 for each in steps[:-1])


def test_the_next_visitor_hears_it_as_loud_as_the_hall_has_it(kiosk: Visitor) -> None:
    kiosk.touch(Press.READ)
    kiosk.touch(Press.LOUDER)
    kiosk.happens(events.PageRead())
    kiosk.wait(IDLE + HALL.kiosk.still_there_seconds + 0.1)
    assert kiosk.flow.comfort == Comfort()


def test_only_touches_that_are_taken_are_heard(kiosk: Visitor) -> None:
    before = kiosk.flow.aloud.clicks
    kiosk.touch(Press.BACK)
    kiosk.happens(Tap(GoTo(Queues()), kiosk.seconds + 0.01, 0.0, 0.0))  # a second tap at once
    assert kiosk.flow.aloud.clicks == before + 1
