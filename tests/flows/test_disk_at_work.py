"""A disk that takes its time delays one confirmation, and nothing else of its process."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from broker.domain.alerts import AlertCode
from broker.domain.calling.requests import CallNext
from broker.domain.errors import StoreKnown
from broker.domain.ratings.facts import Level
from broker.service.committer import STANDS_STILL, Committer
from broker.wire.messages import ReaderPhase
from broker.wire.topics import Kind
from tests.stages.counter_hall import CounterHall
from tests.stages.device_hall import DeviceHall
from tests.stages.reader_hall import ReaderHall
from tests.stages.slow_disk import SlowDisk

FULL = StoreKnown("outbox: cannot be written (disk full); free the disk")


@dataclass
class Slow:
    """A hall of devices whose service has a slow disk; the ledger's own is quick."""

    disk: SlowDisk = field(default_factory=SlowDisk)

    def build(self, kind: type[Any], folder: Path) -> Any:
        disk = self.disk

        class Hall(kind):  # type: ignore[misc]  # whichever hall
            def build(self, service: Any) -> None:
                committer: Callable[[Any], Committer] = lambda _post: disk  # noqa: E731  # as the service has it
                service.committer = committer
                super().build(service)

        return Hall(folder)


def goes(rig: DeviceHall, disk: SlowDisk, error: Exception | None = None) -> None:
    """The disk is done with what it has, or refuses it."""
    disk.go(error)
    rig.settle()
    while disk.waiting:  # what is let go of
        disk.go()
        rig.settle()
    rig.passes(0.2)


@pytest.fixture
def disk() -> SlowDisk:
    return SlowDisk()


@pytest.fixture
def counters(tmp_path: Path, disk: SlowDisk) -> Iterator[CounterHall]:
    with closing(Slow(disk).build(CounterHall, tmp_path)) as made:
        yield made


@pytest.fixture
def readers(tmp_path: Path, disk: SlowDisk) -> Iterator[ReaderHall]:
    with closing(Slow(disk).build(ReaderHall, tmp_path)) as made:
        while disk.waiting:  # what the ledger said of fingers
            disk.go()
            made.settle()
        yield made


def lit(rig: CounterHall, address: int) -> bool:
    """Whether the keys of a counter are lit: an applicant is asked."""
    return bool(rig.look(address).evaluator.lit)


def test_while_one_press_waits_for_the_disk_the_next_window_is_asked(
    counters: CounterHall, disk: SlowDisk
) -> None:
    counters.seats(1, "101")
    counters.seats(2, "102")
    counters.serves(1, "101")
    counters.hand("key 3")
    assert (len(disk.waiting), counters.look().evaluator.said != "谢谢") == (1, True)
    counters.serves(2, "102")
    assert lit(counters, 4), "the loop goes on"
    counters.hand("key 2", 4)
    counters.passes(0.8)
    assert counters.look().evaluator.said != "谢谢"
    assert counters.look(4).evaluator.said != "谢谢"
    goes(counters, disk)
    assert counters.look().evaluator.said == "谢谢"
    assert counters.look(4).evaluator.said == "谢谢"
    assert [each.level for each in counters.ratings] == [Level.VERY_SATISFIED, Level.SATISFIED]


@pytest.mark.expects_warnings
def test_a_press_that_waits_for_the_disk_is_not_ended_by_time(
    counters: CounterHall, disk: SlowDisk
) -> None:
    counters.seats()
    counters.serves()
    counters.passes(25.0, step=0.5)
    counters.hand("key 3")
    counters.passes(20.0, step=0.5)
    goes(counters, disk)
    assert [each.level for each in counters.ratings] == [Level.VERY_SATISFIED]
    counters.passes(31.0, step=0.5)
    assert counters.unrated == []


@pytest.mark.expects_warnings
def test_a_press_the_slow_disk_refuses_leaves_the_question_open(
    counters: CounterHall, disk: SlowDisk
) -> None:
    counters.seats()
    counters.serves()
    counters.hand("key 3")
    counters.passes(5.0)
    disk.go(FULL)
    counters.settle()
    assert counters.look().evaluator.said != "谢谢"
    alert = counters.topics.alert(Kind.EVALUATOR, 1, AlertCode.CANNOT_STORE)
    assert counters.heard[alert] is not None
    counters.hand("key 3")
    counters.passes(1.0)
    goes(counters, disk)
    assert counters.look().evaluator.said == "谢谢"
    assert len(counters.ratings) == 1
    assert counters.heard[alert] is None


@pytest.mark.parametrize("kept", [True, pytest.param(False, marks=pytest.mark.expects_warnings)])
def test_the_next_visit_is_asked_about_while_the_last_press_waits(
    counters: CounterHall, disk: SlowDisk, kept: bool
) -> None:
    """What is kept is a rating, though nobody is there to be thanked; what is not, is unrated."""
    counters.seats(tickets=2)
    first = counters.serves()
    counters.hand("key 3")
    second = counters.serves()
    assert lit(counters, 3)
    goes(counters, disk, None if kept else FULL)
    assert counters.look().evaluator.said != "谢谢"
    assert [each.visit for each in counters.ratings] == [first] * kept
    assert [each.visit for each in counters.unrated] == [first] * (not kept)
    counters.hand("key 2")
    counters.passes(1.0)
    goes(counters, disk)
    assert counters.look().evaluator.said == "谢谢"
    assert counters.ratings[-1].visit == second


@pytest.mark.parametrize("kept", [True, pytest.param(False, marks=pytest.mark.expects_warnings)])
def test_a_visit_left_unrated_is_told_once_though_the_disk_is_slow(
    counters: CounterHall, disk: SlowDisk, kept: bool
) -> None:
    """The next state of its window finds it settled; one that the disk refused is told again."""
    counters.seats(tickets=2)
    visit = counters.serves()
    counters.passes(31.0, step=0.5)
    assert len(disk.waiting) == 1
    if not kept:
        disk.go(FULL)
        counters.settle()
    counters.desk.fact(CallNext, window=1, clerk="101")
    counters.passes(0.5)
    assert len(disk.waiting) == 1
    goes(counters, disk)
    assert [each.visit for each in counters.unrated] == [visit]


def press_and_cut(rig: CounterHall, disk: SlowDisk, *, written: bool) -> None:
    """The power fails while the disk is at work on a press, before or behind the commit."""
    rig.seats()
    rig.serves()
    rig.hand("key 3")
    if written:
        disk.write()
    assert rig.look().evaluator.said != "谢谢"
    disk.cut()
    rig.kill()
    rig.start()
    for _ in range(20):
        rig.passes(0.1)
        while disk.waiting:
            goes(rig, disk)


@pytest.mark.parametrize("written", [False, True])
def test_power_that_fails_while_the_disk_is_at_work_is_one_rating(
    counters: CounterHall, disk: SlowDisk, written: bool
) -> None:
    """Nobody had been thanked, so the device says it again; what is on the disk counts as it is."""
    press_and_cut(counters, disk, written=written)
    assert [each.level for each in counters.ratings] == [Level.VERY_SATISFIED]
    assert written or counters.look().evaluator.said == "谢谢"
    assert counters.unrated == []


def told(rig: ReaderHall, since: int) -> list[tuple[ReaderPhase, str]]:
    return [(each.phase, each.staff) for each in rig.told[since:] if each.phase not in RESTING]


RESTING = (ReaderPhase.IDLE,)


def test_fingers_are_read_on_and_shown_in_their_order(readers: ReaderHall, disk: SlowDisk) -> None:
    since = len(readers.told)
    for finger in ("101", "102", "somebody", "103"):
        readers.screen(finger)
    assert (told(readers, since), readers.punches) == ([], [])
    assert len(disk.waiting) == 1
    disk.go()
    readers.settle()
    assert told(readers, since) == [(ReaderPhase.RECOGNISED, "101")]
    goes(readers, disk)
    assert told(readers, since) == [
        (ReaderPhase.RECOGNISED, "101"),
        (ReaderPhase.RECOGNISED, "102"),
        (ReaderPhase.UNKNOWN, ""),
        (ReaderPhase.RECOGNISED, "103"),
    ]
    assert [each.staff for each in readers.punches] == ["101", "102", "103"]


def test_the_same_finger_while_the_disk_is_at_work_is_the_same_punch(
    readers: ReaderHall, disk: SlowDisk
) -> None:
    since = len(readers.told)
    for _ in range(3):
        readers.screen("101")
    goes(readers, disk)
    assert told(readers, since) == [(ReaderPhase.RECOGNISED, "101")] * 3
    assert len(readers.punches) == 1


@pytest.mark.expects_warnings
def test_only_a_write_that_worked_says_that_the_disk_is_well(
    readers: ReaderHall, disk: SlowDisk
) -> None:
    """Whoever was recorded before it was full touches again: nothing is written for it."""
    readers.screen("102")
    goes(readers, disk)
    readers.screen("101")
    goes(readers, disk, FULL)
    assert readers.alert("cannot-store") is not None
    since = len(readers.told)
    readers.screen("102")
    assert told(readers, since) == [(ReaderPhase.RECOGNISED, "102")]
    assert readers.alert("cannot-store") is not None
    readers.screen("101")
    goes(readers, disk)
    assert readers.alert("cannot-store") is None


@pytest.mark.expects_warnings
def test_what_the_disk_refuses_is_told_to_all_who_waited_and_the_next_is_the_first(
    readers: ReaderHall, disk: SlowDisk
) -> None:
    since = len(readers.told)
    for _ in range(2):
        readers.screen("101")
    goes(readers, disk, FULL)
    assert told(readers, since) == [(ReaderPhase.AWAY, "")] * 2
    since = len(readers.told)
    readers.screen("101")
    goes(readers, disk)
    assert told(readers, since) == [(ReaderPhase.RECOGNISED, "101")]
    assert len(readers.punches) == 1


@pytest.mark.expects_warnings
def test_a_disk_that_hangs_is_an_alert_of_its_program(readers: ReaderHall, disk: SlowDisk) -> None:
    topic = readers.topics.alert(Kind.SERVICE, "clockin", AlertCode.CANNOT_STORE)
    readers.screen("101")
    assert topic not in readers.desk.broker.retained
    readers.passes(STANDS_STILL)
    assert topic in readers.desk.broker.retained
    goes(readers, disk)
    assert topic not in readers.desk.broker.retained
    assert len(readers.punches) == 1
