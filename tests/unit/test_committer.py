"""While the disk is waited for, the loop reads on; order, answers and failures are as before."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from broker.bus.base import Unanswered
from broker.commands.audit import read, troubles
from broker.domain.alerts import AlertCode
from broker.domain.errors import StoreKnown
from broker.domain.requests import Found, Granted
from broker.domain.tickets.requests import FindTicket, ReserveTicket
from broker.ledger import service as service_module
from broker.ledger.service import Ledger
from broker.ledger.store import Store
from broker.service.committer import STANDS_STILL, Done, Threaded, outcome
from broker.service.life import Service
from broker.wire.messages import Alert
from broker.wire.topics import Kind
from tests.stages.halls import EvenClock
from tests.stages.memory import LedgerHall
from tests.stages.slow_disk import SlowDisk


class SlowHall(LedgerHall):
    """A hall whose disk takes its time."""

    def keep_ledger(self, service: Service) -> Ledger:
        """The ledger on that disk."""
        self.disk = SlowDisk()
        file = self.folder / "ledger.db"
        return Ledger(service, lambda: Store(file), self.disk, EvenClock(), self.rights())

    def open(self) -> None:
        """As after a boot; the look at the calendar that comes first is over."""
        super().open()
        self.catch_up()

    def catch_up(self) -> None:
        """All that waits for the disk is done."""
        while self.disk.waiting:
            self.disk.go()
            self.settle()

    def ask_slowly(self, *requests: Any) -> list[Any]:
        """Ask, and let the loop run; what is heard, now and later."""
        heard: list[Any] = []
        for each in requests:
            self.bus.ask(each, heard.append)
        self.settle()
        return heard


@pytest.fixture
def hall(tmp_path: Path) -> Iterator[SlowHall]:
    with closing(SlowHall(tmp_path)) as hall:
        yield hall


def number(answer: Any) -> str:
    assert isinstance(answer, Granted), answer
    fact: Any = answer.facts[0]
    return str(fact.number)


def test_the_loop_reads_on_and_gathers_while_a_commit_is_under_way(hall: SlowHall) -> None:
    first = hall.ask_slowly(hall.make(ReserveTicket, queue="qa"))
    later = hall.ask_slowly(*(hall.make(ReserveTicket, queue="qa") for _ in range(20)))
    assert (first, later, len(hall.disk.waiting)) == ([], [], 1)
    hall.disk.go()
    hall.settle()
    assert [number(each) for each in first] == ["A001"]
    assert (later, len(hall.disk.waiting)) == ([], 1), "all of them in one commit"
    hall.disk.go()
    hall.settle()
    assert [number(each) for each in later] == [f"A{n:03d}" for n in range(2, 22)]


def test_nothing_of_a_commit_under_way_is_shown_or_found(hall: SlowHall) -> None:
    """States are due and a query comes: both wait for what is on disk."""
    hall.ask_slowly(hall.make(ReserveTicket, queue="qa"))
    found = hall.ask_slowly(hall.make(FindTicket, number="A001"))
    for _ in range(20):
        hall.runner.step(0.01)
    shown = [topic for topic in hall.broker.retained if topic.endswith("queue/qa/state/now")]
    assert all(b'"issued":0' in hall.broker.retained[topic] for topic in shown)
    assert found == []
    hall.disk.go()
    hall.settle()
    hall.disk.go()
    hall.settle()
    assert [type(each) for each in found] == [Found]


@pytest.mark.expects_warnings
@pytest.mark.parametrize("on_disk", [False, True], ids=["nothing written", "written all the same"])
def test_after_a_commit_that_failed_nothing_is_known_and_nobody_is_lost(
    on_disk: bool, hall: SlowHall
) -> None:
    """Those of the commit ask again; so do those who came meanwhile."""
    requests = [hall.make(ReserveTicket, queue="qa") for _ in range(3)]
    heard = hall.ask_slowly(requests[0])
    heard += hall.ask_slowly(*requests[1:])
    if on_disk:
        assert outcome(hall.disk.waiting[0][0]) is None
    hall.disk.go(StoreKnown("ledger.db: cannot be read or written (disk I/O error)"))
    hall.settle()
    assert [each for each in heard if not isinstance(each, Unanswered)] == []
    assert any("$alert/store" in topic for topic in hall.broker.retained)
    hall.catch_up()  # the file is closed
    hall.ledger.tick(hall.runner.clock() + 10)
    again = hall.ask_slowly(*requests)
    hall.catch_up()
    assert sorted(number(each) for each in again) == ["A001", "A002", "A003"]
    rows = list(read(hall.folder / "ledger.db"))
    assert (len(rows), troubles(rows)) == (3, [])


@pytest.mark.expects_warnings
def test_the_loop_goes_on_while_a_file_that_failed_is_opened_anew(hall: SlowHall) -> None:
    """Who asks meanwhile is answered when it is open, or dropped when it cannot be."""
    hall.ask_slowly(hall.make(ReserveTicket, queue="qa"))
    hall.disk.go(StoreKnown("ledger.db: cannot be read or written (disk I/O error)"))
    hall.catch_up()
    for failed in (True, False):
        hall.ledger.tick(hall.runner.clock() + 10)
        heard = hall.ask_slowly(hall.make(ReserveTicket, queue="qa"))
        hall.ledger.tick(hall.runner.clock() + 20)
        assert (len(hall.disk.waiting), heard) == (1, []), "one opening at a time"
        hall.disk.go(StoreKnown("ledger.db: still away") if failed else None)
        hall.settle()
        assert len(hall.ledger._pending) == 0
    hall.catch_up()
    assert [number(each) for each in heard] == ["A001"]
    assert not any("$alert/store" in topic for topic in hall.broker.retained)


def test_a_disk_that_stands_still_does_not_fill_the_memory(
    hall: SlowHall, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(service_module, "_MOST", 5)
    hall.ask_slowly(hall.make(ReserveTicket, queue="qa"))
    hall.ask_slowly(*(hall.make(ReserveTicket, queue="qa") for _ in range(20)))
    assert len(hall.ledger._pending) == 5
    hall.catch_up()
    assert hall.ledger.floor.issued["qa"] == 6


@pytest.mark.expects_warnings
def test_a_commit_that_hangs_is_an_alert_until_it_is_done(hall: SlowHall) -> None:
    """Neither yes nor no: those who asked wait, staff are told, and the answer is as it was."""
    heard = hall.ask_slowly(hall.make(ReserveTicket, queue="qa"))
    topic = hall.topics.alert(Kind.SERVICE, "ledger", AlertCode.STORE)
    due = hall.ledger._commits.next_wakeup()
    assert due is not None
    assert due - hall.runner.clock() == pytest.approx(STANDS_STILL, abs=0.5)
    assert topic not in hall.broker.retained
    hall.ledger._commits.tick(due)
    assert "no answer from the disk for 5 s" in hall.retained(topic, Alert).en
    assert "磁盘 5 秒没有应答" in hall.retained(topic, Alert).zh
    assert (hall.ledger._commits.next_wakeup(), heard) == (None, [])
    hall.catch_up()
    assert [number(each) for each in heard] == ["A001"]
    assert topic not in hall.broker.retained


def test_work_is_done_on_another_thread_in_order_and_ended_with_it() -> None:
    told: list[tuple[Done, Exception | None]] = []
    threads: list[int] = []
    committer = Threaded(lambda done, error: told.append((done, error)))
    wrong = StoreKnown("full")

    def fail() -> None:
        raise wrong

    dones: list[Done] = [lambda _error: None for _ in range(3)]
    committer.run(lambda: threads.append(threading.get_ident()), dones[0])
    committer.run(fail, dones[1])
    committer.run(lambda: threads.append(threading.get_ident()), dones[2])
    assert committer.close(5.0)
    assert told == [(dones[0], None), (dones[1], wrong), (dones[2], None)]
    assert threading.get_ident() not in threads
    assert len(set(threads)) == 1
