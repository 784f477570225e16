"""The ledger notes by itself that readers were away, and the month counts it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from broker.domain.attendance.facts import OutageNoted, ReaderBack, ReaderLost
from broker.domain.hall import Reader, Wire
from broker.domain.timesheet.gathering import Numbered, gather
from broker.domain.timesheet.records import Outage
from broker.ledger.reader_watch import ReaderWatch
from broker.wire.messages import Liveness
from broker.wire.topics import Kind
from tests.stages.halls import small_hall
from tests.stages.memory import LedgerHall

NOTED = (ReaderLost, ReaderBack, OutageNoted)


class Hall(LedgerHall):
    """Two readers, of which only `$state` is there."""

    def open(self) -> None:
        super().open()
        self.watch = ReaderWatch(self.service, lambda: self.ledger.floor)
        self.settle()

    def say(self, kind: Kind, key: str, state: Liveness) -> None:
        message = self.service.state(state)
        self.bus.publish(self.topics.liveness(kind, key), message, retain=True)
        self.settle()

    def reader(self, key: str, state: Liveness) -> None:
        self.say(Kind.READER, key, state)

    def passes(self, seconds: float) -> datetime:
        """Hall time goes on, and the watch looks."""
        self.clock.pass_by(seconds)
        self.watch.tick(self.watch.next_wakeup())
        self.settle()
        return self.clock.now()

    def noted(self) -> list[object]:
        return [each for kind in NOTED for each in self.facts(kind)]


@pytest.fixture
def hall(tmp_path: Path) -> Iterator[Hall]:
    keys = ("door", "side")
    lines = tuple(Wire(id=each, driver="ef01", port=f"tty/{each}") for each in keys)
    readers = tuple(Reader(id=each, line=each) for each in keys)
    made = Hall(tmp_path, small_hall(lines=lines, readers=readers))
    for each in keys:
        made.reader(each, Liveness.READY)
    yield made
    made.close()


def test_one_of_two_readers_away_is_noted_and_is_no_outage(hall: Hall) -> None:
    lost = hall.clock.now()
    hall.reader("door", Liveness.LOST)
    hall.passes(59)
    assert hall.noted() == []  # a cable that is put in anew is not worth a fact
    hall.passes(1)
    assert hall.noted() == [ReaderLost(reader="door", at=lost)]
    back = hall.passes(300)
    hall.reader("door", Liveness.READY)
    hall.passes(5)
    assert hall.noted()[1:] == [ReaderBack(reader="door", first=lost, last=back)]


def test_while_all_were_away_it_is_an_outage_and_exactly_as_long(hall: Hall) -> None:
    hall.reader("door", Liveness.LOST)
    hall.passes(120)
    both = hall.clock.now()
    hall.reader("side", Liveness.LOST)
    hall.passes(120)
    first = hall.passes(60)
    hall.reader("door", Liveness.READY)
    hall.passes(30)
    hall.reader("side", Liveness.READY)
    hall.passes(30)
    assert hall.facts(OutageNoted) == [OutageNoted(first=both, last=first)]
    assert len(hall.facts(ReaderBack)) == 2


def test_it_is_the_same_when_the_ledger_was_away_meanwhile(hall: Hall) -> None:
    """A start knows what was lost; the reader's own state says when it came back."""
    lost = hall.clock.now()
    for each in ("door", "side"):
        hall.reader(each, Liveness.LOST)
    hall.passes(90)
    hall.clock.pass_by(3 * 24 * 3600.0)
    back = hall.clock.now()
    topic = hall.topics.liveness(Kind.READER, "door")
    hall.bus.publish(topic, hall.service.state(Liveness.READY), retain=True)  # unheard
    hall.clock.pass_by(600)
    hall.reopen()
    assert hall.ledger.floor.readers_lost == {"side": lost}
    hall.passes(5)
    assert hall.facts(OutageNoted) == [OutageNoted(first=lost, last=back)]


def test_a_service_that_is_gone_takes_its_readers_along(hall: Hall) -> None:
    hall.say(Kind.SERVICE, "clockin", Liveness.READY)
    lost = hall.passes(30)
    hall.say(Kind.SERVICE, "clockin", Liveness.LOST)
    hall.passes(60)
    assert {(each.reader, each.at) for each in hall.facts(ReaderLost)} == {
        ("door", lost),
        ("side", lost),
    }
    hall.say(Kind.SERVICE, "clockin", Liveness.READY)
    hall.passes(5)
    assert len(hall.facts(OutageNoted)) == 1


def test_said_again_it_is_no_second_fact(hall: Hall) -> None:
    hall.reader("door", Liveness.LOST)
    for _ in range(5):
        hall.passes(60)
    hall.reader("door", Liveness.LOST)
    hall.passes(60)
    assert len(hall.facts(ReaderLost)) == 1


def test_a_month_counts_what_was_noted_and_not_what_one_reader_alone_says(hall: Hall) -> None:
    now, hour = hall.clock.now(), timedelta(hours=1)
    facts = [
        ReaderLost(reader="door", at=now),
        ReaderBack(reader="door", first=now, last=now + hour),
        OutageNoted(first=now, last=now + hour),
    ]
    month = now.date().replace(day=1)
    found = gather(month, [Numbered(seq, fact) for seq, fact in enumerate(facts, 1)])
    assert found.sheet.outages == (Outage(now, now + hour, 3),)
