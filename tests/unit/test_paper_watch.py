"""The end of a roll is told once, and before it comes."""

from __future__ import annotations

import pytest

from broker.domain.alerts import AlertCode
from kiosk.issuing.events import Alarm, Moment, PrinterSeen
from kiosk.issuing.paper_watch import PaperWatch
from tests.stages.halls import MORNING

LOW, PLENTY, OPEN = PrinterSeen("", near_end=True), PrinterSeen(), PrinterSeen("cover-open")
TOLD = [Alarm(AlertCode.PAPER_LOW, "paper-low")]
OVER = [Alarm(AlertCode.PAPER_LOW, "")]


class Watch:
    """A watch and the clock beside it."""

    def __init__(self) -> None:
        self.watch = PaperWatch()
        self.seconds = 0.0

    def hears(self, state: PrinterSeen, after: float = 3.0) -> list[object]:
        self.seconds += after
        return [*self.watch.seen(state, Moment(self.seconds, MORNING))]


@pytest.fixture
def watch() -> Watch:
    return Watch()


def test_a_printer_with_plenty_of_paper_says_nothing(watch: Watch) -> None:
    assert [watch.hears(each) for each in (PLENTY, OPEN, PLENTY)] == [[], [], []]


def test_it_is_told_at_the_first_word_and_over_with_a_new_roll(watch: Watch) -> None:
    assert watch.hears(LOW) == TOLD
    assert watch.watch.low
    assert watch.hears(LOW) == []
    assert watch.hears(PrinterSeen("cover-open", near_end=True)) == []
    assert watch.hears(OPEN) == []
    assert watch.hears(PLENTY) == OVER
    assert not watch.watch.low
    assert watch.hears(LOW) == TOLD


def test_a_roll_that_passes_its_sensor_is_told_once(watch: Watch) -> None:
    assert watch.hears(LOW) == TOLD
    for _ in range(90):
        assert watch.hears(PLENTY) == []
        assert watch.hears(LOW) == []


def test_a_printer_that_always_says_so_is_told_once(watch: Watch) -> None:
    assert watch.hears(LOW) == TOLD
    for state in (LOW, PrinterSeen("paper-out", near_end=True), LOW, LOW):
        assert watch.hears(state, after=3600.0) == []


@pytest.mark.parametrize(("stood", "said"), [(599.9, []), (600.0, OVER)])
def test_a_roll_nobody_was_seen_to_change_is_believed_after_minutes(
    stood: float, said: list[object], watch: Watch
) -> None:
    watch.hears(LOW)
    assert watch.hears(PLENTY, after=stood) == said


def test_what_was_touched_before_does_not_count(watch: Watch) -> None:
    watch.hears(OPEN)
    assert watch.hears(LOW) == TOLD
    assert watch.hears(PLENTY) == []
