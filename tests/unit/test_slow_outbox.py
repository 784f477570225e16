"""A disk that takes its time, or hangs: the loop goes on, and nothing is told before it is kept."""

from __future__ import annotations

import itertools
import threading
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

import pytest

from broker.domain.alerts import AlertCode
from broker.domain.errors import StoreKnown
from broker.domain.requests import AnyRequest, Granted
from broker.service import kept_requests
from broker.service.committer import STANDS_STILL, Committer, DiskSilent, Threaded, Writing
from broker.service.damaged_outbox import open_outbox
from broker.service.kept_requests import Kept
from broker.service.outbox import Outbox
from broker.service.outbox_file import OutboxFile, Row
from broker.service.runner import Runner
from broker.wire.messages import Alert
from broker.wire.topics import Kind
from tests.stages.halls import MORNING
from tests.stages.memory import MemoryHall
from tests.stages.punches import punch
from tests.stages.slow_disk import SlowDisk
from tests.stages.stub_bus import StubBus


class Process:
    """An outbox with its loop, a clock by hand, and what was told."""

    def __init__(self, file: Path, disk: Committer, kind: type[Outbox] = Outbox) -> None:
        self.now = 0.0
        self.told: list[tuple[int, StoreKnown | None]] = []
        self.said: list[StoreKnown | None] = []
        self.bus, self.runner = StubBus(), Runner(clock=lambda: self.now)
        self.outbox = kind(file, self.bus, self.runner, disk=self.said.append, committer=disk)
        self.turn()

    def put(self, *numbers: int) -> None:
        for number in numbers:
            self.outbox.put(punch(number), lambda refusal, n=number: self.hear(n, refusal))  # type: ignore[misc]  # bound now
        self.turn()

    def hear(self, number: int, refusal: StoreKnown | None) -> None:
        self.told.append((number, refusal))

    def turn(self, longest: float = 0.0) -> None:
        for _ in range(3):
            self.runner.step(longest)

    def asked(self) -> list[str]:
        return [request.id for request in self.bus.asked]

    @property
    def kept(self) -> list[int]:
        return [number for number, refusal in self.told if refusal is None]


@pytest.fixture
def disk() -> SlowDisk:
    return SlowDisk()


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "outbox.db"


def test_what_waits_shares_the_next_commit_and_is_told_in_order(file: Path, disk: SlowDisk) -> None:
    process = Process(file, disk)
    process.put(1)
    process.put(2)
    process.put(3, 4)
    assert (process.told, process.asked(), len(disk.waiting)) == ([], [], 1)
    disk.go()
    process.turn()
    assert (process.kept, process.asked()) == ([1], ["request-1"])
    assert len(disk.waiting) == 1, "all three in one commit"
    disk.go()
    process.turn()
    assert process.kept == [1, 2, 3, 4]
    process.outbox.close()


def test_what_one_turn_puts_is_one_commit(file: Path, disk: SlowDisk) -> None:
    process = Process(file, disk)
    process.put(1, 2, 3)
    disk.go()
    process.turn()
    assert (process.kept, disk.waiting) == ([1, 2, 3], [])
    process.outbox.close()


def test_the_ledgers_answer_waits_for_no_disk(file: Path, disk: SlowDisk) -> None:
    """The next is asked at once; what is answered leaves the disk with the next commit."""
    process = Process(file, disk)
    process.put(1, 2)
    disk.go()
    process.turn()
    process.bus.answer(Granted(request="request-1", at=MORNING))
    assert process.asked() == ["request-1", "request-2"]
    process.turn()
    process.put(3)
    process.bus.answer(Granted(request="request-2", at=MORNING))
    process.turn()
    disk.go()
    process.turn()
    assert (len(process.outbox), len(disk.waiting)) == (1, 1)
    disk.go()
    process.turn()
    assert process.asked() == ["request-1", "request-2", "request-3"]
    assert (len(process.outbox), disk.waiting) == (1, [])
    process.outbox.close()


class TellsAtOnce(Outbox):
    """The control: it says "kept" when it was put, as nobody may who does not wait."""

    def put(self, request: AnyRequest, kept: Kept) -> None:
        super().put(request, lambda _refusal: None)
        kept(None)


def lost(file: Path, kind: type[Outbox], written: int) -> set[str]:
    """The power fails while the disk is at work on the third commit; what was told and is lost."""
    disk = SlowDisk()
    process = Process(file, disk, kind)
    for number in range(1, 4):
        process.put(number)
        for _ in range(len(disk.waiting) if number <= written else 0):
            disk.go()
            process.turn()
    told = {f"request-{number}" for number in process.kept}
    disk.cut()
    process.outbox._requests._given.clear()
    process.outbox.close()
    after = Process(file, SlowDisk())
    kept = {each.id for each in after.outbox.kept()}
    after.outbox.close()
    return told - kept


@pytest.mark.parametrize("written", [0, 1, 2])
def test_a_cut_between_put_and_kept_loses_nothing_that_was_told(file: Path, written: int) -> None:
    assert lost(file, Outbox, written) == set()


@pytest.mark.parametrize("written", [0, 1, 2])
def test_control_who_tells_before_it_is_kept_loses(file: Path, written: int) -> None:
    assert len(lost(file, TellsAtOnce, written)) == 3 - written


def test_a_cut_between_the_disk_and_the_loop_is_a_request_nobody_was_told_of(
    file: Path, disk: SlowDisk
) -> None:
    """It is on the disk, so it is asked: at least once."""
    process = Process(file, disk)
    process.put(1)
    disk.write()
    assert process.told == []
    disk.cut()
    process.outbox.close()
    after = Process(file, SlowDisk())
    assert after.asked() == ["request-1"]
    after.outbox.close()


def test_a_disk_that_refuses_after_a_while_refuses_those_who_waited(
    file: Path, disk: SlowDisk
) -> None:
    process = Process(file, disk)
    process.put(1, 2)
    process.put(3)
    full = StoreKnown("outbox.db: cannot be written (database or disk is full); free the disk")
    disk.go(full)
    process.turn()
    assert process.told == [(1, full), (2, full)]
    assert process.said == [full]
    disk.go()
    process.turn()
    assert process.told[2:] == [(3, None)], "tried for itself, as ever"
    assert process.asked() == ["request-3"]
    assert process.said == [full], "not believed before there is room"
    process.now = 2.0
    process.turn()
    disk.go()
    process.turn()
    assert process.said == [full, None]
    process.outbox.close()


def test_our_own_failure_is_no_word_that_it_is_kept(file: Path, disk: SlowDisk) -> None:
    process = Process(file, disk)
    process.put(1)
    disk.go(RuntimeError("a bug"))
    process.turn()
    ((_, refusal),) = process.told
    assert "a bug" in str(refusal)
    assert process.asked() == []
    process.outbox.close()


@pytest.mark.expects_warnings
def test_a_disk_that_says_neither_yes_nor_no_is_told_of_once(file: Path, disk: SlowDisk) -> None:
    process = Process(file, disk)
    process.put(1)
    process.now = STANDS_STILL - 0.1
    process.turn()
    assert process.said == []
    process.now = STANDS_STILL
    process.turn()
    process.now = 60.0
    process.turn()
    (silent,) = process.said
    assert isinstance(silent, DiskSilent)
    assert str(silent) == f"{file}: no answer from the disk for 5 s; check the disk"
    assert process.told == []
    disk.go()
    process.turn()
    assert (process.said, process.kept) == ([silent, None], [1])
    process.outbox.close()


@pytest.mark.expects_warnings
def test_a_disk_that_refused_and_then_hangs_is_believed_when_it_was_tried(
    file: Path, disk: SlowDisk
) -> None:
    process = Process(file, disk)
    process.put(1)
    disk.go(StoreKnown("full"))
    process.turn()
    process.put(2)
    process.now = 2.0  # it would be tried, and is at work
    process.turn()
    assert len(disk.waiting) == 1
    process.now = STANDS_STILL
    process.turn()
    assert [type(each) for each in process.said] == [StoreKnown, DiskSilent]
    disk.go()
    process.turn()
    assert (process.kept, len(process.said)) == ([2], 2)
    process.now += 2.0
    process.turn()
    disk.go()
    process.turn()
    assert process.said[2:] == [None]
    process.outbox.close()


def test_a_disk_that_stands_still_does_not_fill_the_memory(
    file: Path, disk: SlowDisk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(kept_requests, "_MOST", 5)
    process = Process(file, disk)
    process.put(0)
    process.put(*range(1, 20))
    assert [number for number, refusal in process.told if isinstance(refusal, DiskSilent)] == list(
        range(6, 20)
    )
    for _ in range(2):
        disk.go()
        process.turn()
    assert process.kept == list(range(6))
    process.outbox.close()


def test_hall_status_finds_the_alert_of_a_program_whose_disk_hangs(
    tmp_path: Path, disk: SlowDisk, caplog: pytest.LogCaptureFixture
) -> None:
    now = itertools.count()
    hall, runner = MemoryHall(tmp_path, committer=lambda _post: disk), Runner(lambda: next(now))
    service = hall.join("clockin", runner)
    service.bus.start()
    topic = hall.topics.alert(Kind.SERVICE, "clockin", AlertCode.CANNOT_STORE)
    outbox = open_outbox(service, tmp_path / "outbox-clockin.db")
    outbox.put(punch(1), lambda _refusal: None)
    with caplog.at_level("CRITICAL"):
        for _ in range(10):
            runner.step(0)
    said = hall.retained(topic, Alert)
    assert said.zh.startswith("磁盘 5 秒没有应答，打卡、评价或号码要等写好才算数：")
    assert said.en.startswith(
        "The disk has not answered for 5 s; no punch, rating or number counts"
    )
    disk.go()
    for _ in range(3):
        runner.step(0)
    assert topic not in hall.broker.retained
    outbox.close()


class HeldFile:
    """The disk of real outbox files, which takes nothing before `let_go` is set."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.let_go, self.at_work = threading.Event(), threading.Event()
        real = OutboxFile.write

        def write(file: OutboxFile, new: Iterable[Row], gone: Iterable[str]) -> None:
            self.at_work.set()
            assert self.let_go.wait(20)
            real(file, new, gone)  # type: ignore[arg-type]  # handed on as they are

        monkeypatch.setattr(OutboxFile, "write", write)


@pytest.fixture
def held(monkeypatch: pytest.MonkeyPatch) -> Iterator[HeldFile]:
    held = HeldFile(monkeypatch)
    yield held
    held.let_go.set()


def threaded(file: Path) -> Process:
    """A process with a real thread for its disk."""
    posts: list[Callable[..., None]] = []
    process = Process(file, Threaded(lambda done, error: posts[0](done, error)))
    posts.append(process.runner.post)
    return process


def test_the_loop_answers_while_a_sync_is_held(file: Path, held: HeldFile) -> None:
    process = threaded(file)
    process.put(1)
    assert held.at_work.wait(5)
    process.put(2)
    answered: list[int] = []
    for number in range(100):
        process.runner.post(answered.append, number)
        process.turn()
    assert (answered, process.told) == (list(range(100)), [])
    held.let_go.set()
    while len(process.told) < 2:
        process.runner.step(5.0)
    assert process.kept == [1, 2]
    process.outbox.close()


def test_the_end_writes_what_was_put_last(file: Path, held: HeldFile) -> None:
    process = threaded(file)
    process.put(1)
    process.put(2, 3)
    held.let_go.set()
    process.outbox.close()
    after = Process(file, SlowDisk())
    assert [each.id for each in after.outbox.kept()] == ["request-1", "request-2", "request-3"]
    after.outbox.close()


@pytest.mark.expects_warnings
def test_an_end_on_a_disk_that_hangs_waits_a_little_and_says_so(
    file: Path,
    held: HeldFile,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    monkeypatch.setattr("broker.service.committer.GOODBYE", 0.05)
    process = threaded(file)
    process.put(1)
    process.outbox.close()
    assert "what was given last may not be kept" in caplog.text
    held.let_go.set()
    thread: Any = process.outbox._requests._writing._committer
    thread._thread.join(5)


def test_a_file_is_written_by_one_piece_of_work_at_a_time(disk: SlowDisk) -> None:
    writing = Writing("a file", disk, lambda: 0.0, lambda _silent: None)
    writing.run(lambda: None, lambda _error: None)
    with pytest.raises(ValueError, match="one piece of work"):
        writing.run(lambda: None, lambda _error: None)
    disk.go()
    writing.run(lambda: None, lambda _error: None)
    assert writing.busy
