"""A ledger restored from an older copy meets the outboxes of devices that remember more."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from broker.domain import rules
from broker.domain.alerts import AlertCode
from broker.domain.attendance.requests import RecordPunch
from broker.domain.ratings.facts import RatingGiven, RatingUnmatched
from broker.domain.ratings.requests import GiveRating
from broker.domain.refusals import No, Refusal
from broker.ledger import restoring
from broker.wire.topics import Kind
from tests.stages.counter_hall import CounterHall
from tests.stages.device_hall import DeviceHall
from tests.stages.reader_hall import READER, ReaderHall


@pytest.fixture
def counters(tmp_path: Path) -> Iterator[CounterHall]:
    with closing(CounterHall(tmp_path)) as rig:
        yield rig


@pytest.fixture
def reader(tmp_path: Path) -> Iterator[ReaderHall]:
    with closing(ReaderHall(tmp_path)) as rig:
        yield rig


def copy(rig: DeviceHall) -> Path:
    """Last night's copy, as SQLite's own command makes it."""
    kept = rig.folder / "copy.db"
    file = rig.folder / "ledger.db"
    with closing(sqlite3.connect(file)) as ledger, closing(sqlite3.connect(kept)) as backup:
        ledger.backup(backup)
    return kept


def restore(rig: DeviceHall, kept: Path) -> None:
    """By the book: stop the hall, `hall restore`, start."""
    rig.kill()
    rig.desk.close()
    restoring.restore(kept, rig.folder / "ledger.db", "before")
    rig.desk.broker.up()
    rig.desk.open()
    rig.start()
    rig.passes(2.0)


def alerted(rig: DeviceHall, kind: Kind, key: object, code: AlertCode) -> bool:
    return bool(rig.desk.broker.retained.get(rig.topics.alert(kind, key, code)))


def pressed_unheard(rig: CounterHall) -> Path:
    """A citizen is thanked while nobody hears of it; the copy is from before the number."""
    rig.seats(tickets=0)
    kept = copy(rig)
    rig.seats()
    rig.serves()
    rig.desk.broker.down()
    rig.hand("key 3")
    assert rig.look().evaluator.said == "谢谢"
    return kept


def test_a_rating_from_after_the_copy_is_kept_and_told(counters: CounterHall) -> None:
    restore(counters, pressed_unheard(counters))
    (kept,) = counters.facts(RatingUnmatched)
    assert kept.device == "evaluator-1"
    assert alerted(counters, Kind.EVALUATOR, 1, AlertCode.RATING_UNMATCHED)
    assert not alerted(counters, Kind.EVALUATOR, 1, AlertCode.RATING_REFUSED)
    counters.seats()
    counters.serves()  # the same number again: its visit has the forgotten one's id
    counters.hand("key 2")
    counters.passes(1.0)
    (given,) = counters.facts(RatingGiven)
    assert given.visit == kept.visit
    assert given.level != kept.level


def refusing(code: No) -> Callable[[Any, Any, Any], Any]:
    def rule(_floor: Any, request: Any, _now: Any) -> Any:
        raise Refusal(code, visit=request.id, staff=request.source)

    return rule


@pytest.mark.expects_warnings
def test_control_a_ledger_that_refuses_what_it_does_not_know_loses_it_loudly(
    counters: CounterHall, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As it was, but for the alert: heard by a process that did not put the rating there."""
    monkeypatch.setitem(rules.RULES, GiveRating, refusing(No.UNKNOWN_VISIT))
    restore(counters, pressed_unheard(counters))
    assert not counters.facts(RatingUnmatched)
    assert alerted(counters, Kind.EVALUATOR, 1, AlertCode.RATING_REFUSED)


def punched_unheard(rig: ReaderHall) -> Path:
    kept = copy(rig)
    rig.touch("101")
    rig.passes(3.0)
    assert len(rig.punches) == 1
    rig.desk.broker.down()
    rig.screen("102")
    return kept


def test_a_punch_from_after_the_copy_is_recorded(reader: ReaderHall) -> None:
    """What waited in the outbox; what the forgotten ledger had answered is in no outbox."""
    restore(reader, punched_unheard(reader))
    assert [punch.staff for punch in reader.punches] == ["102"]
    assert not alerted(reader, Kind.READER, READER, AlertCode.PUNCH_REFUSED)


@pytest.mark.expects_warnings
def test_a_punch_that_is_refused_after_a_restart_is_told(
    reader: ReaderHall, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(rules.RULES, RecordPunch, refusing(No.UNKNOWN_STAFF))
    reader.desk.broker.down()
    reader.screen("102")
    reader.kill()
    reader.desk.broker.up()
    reader.start()
    reader.passes(2.0)
    assert alerted(reader, Kind.READER, READER, AlertCode.PUNCH_REFUSED)


def test_a_stranger_cannot_use_up_the_id_of_a_rating(counters: CounterHall) -> None:
    """Before the visit ends, somebody asks under every id a device once gave its rating."""
    counters.seats()
    asked: list[bytes] = []
    serve = counters.desk.broker.server
    assert serve is not None

    def listen(client: str, payload: bytes, answer: Callable[[Any], None]) -> None:
        asked.append(payload)
        serve(client, payload, answer)

    counters.desk.broker.server = listen
    visit = counters.serves()
    counters.hand("key 3")
    counters.passes(1.0)
    ratings = [payload for payload in asked if b'"give-rating"' in payload]
    assert len(ratings) == 1
    assert f'"id":"rating-{visit}"'.encode() not in ratings[0]
    assert len(counters.facts(RatingGiven)) == 1
