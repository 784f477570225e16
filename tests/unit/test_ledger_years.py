"""Years of facts: the start does not read them, a commit does not write them."""

from __future__ import annotations

import os
import sqlite3
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from broker.cli import main
from broker.domain.ids import RequestId, StaffId
from broker.domain.windows.facts import WindowClosed
from broker.ledger import request_index
from broker.ledger import store as store_module
from broker.ledger.store import Store

FACT = WindowClosed(window=1, clerk=StaffId("101"))
FIRST = datetime(2026, 11, 23, 1, tzinfo=UTC)
CONTENT = bytes(16)


def write(store: Store, facts: int, group: int, begin: datetime = FIRST) -> None:
    """Facts of a minute each, so many in a commit."""
    for start in range(0, facts, group):
        store.begin()
        for number in range(start, min(facts, start + group)):
            request = RequestId(os.urandom(16).hex())
            assert store.answer_to(request, CONTENT) is None
            store.record([FACT], begin + timedelta(minutes=number), "test", request, CONTENT)
        store.commit()


@pytest.fixture
def file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A ledger of six thousand facts, whose requests are folded but for the last."""
    monkeypatch.setattr(request_index, "_FOLD", 500)
    store = Store(tmp_path / "ledger.db")
    write(store, 6000, 100)
    store.close()
    return tmp_path / "ledger.db"


def steps_of_a_start(file: Path, monkeypatch: pytest.MonkeyPatch) -> int:
    """How many thousand steps SQLite takes until the last day is known."""
    steps = 0

    def count() -> int:
        nonlocal steps
        steps += 1
        return 0

    def connect(*words: object, **more: object) -> sqlite3.Connection:
        db = real(*words, **more)
        db.set_progress_handler(count, 100)
        return db

    real = sqlite3.connect
    with monkeypatch.context() as patch:
        patch.setattr(store_module.sqlite3, "connect", connect)
        store = Store(file)
        assert store.last_at is not None
        assert len(list(store.since(store.last_at))) == 1
        store.close()
    return steps


def test_a_start_is_as_short_after_ten_times_the_facts(
    file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = steps_of_a_start(file, monkeypatch)
    store = Store(file)
    write(store, 54_000, 1000, FIRST + timedelta(days=10))
    store.close()
    assert steps_of_a_start(file, monkeypatch) < before + 60, "the control: 54,000 facts are 540"


def test_damage_in_old_facts_keeps_no_hall_closed_and_the_nightly_audit_finds_it(
    file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The start reads today; all the rest is for `hall audit`."""
    size = file.stat().st_size
    damaged = bytearray(file.read_bytes())
    place = size // 4 // 4096 * 4096
    damaged[place : place + 4096] = b"\xa5" * 4096
    file.write_bytes(damaged)
    store = Store(file)
    assert store.last_at is not None
    assert len(list(store.since(store.last_at))) == 1
    write(store, 3, 1)
    store.close()
    assert main(["audit", str(file)]) == 1
    assert str(file) in capsys.readouterr().err


def pages_a_commit(file: Path, commits: int) -> float:
    """Pages that a commit of one fact puts into the log, on an average."""
    store = Store(file)
    store._db.execute("PRAGMA wal_autocheckpoint=0")
    size = store._db.execute("PRAGMA page_size").fetchone()[0] + 24
    log = file.with_name(f"{file.name}-wal")
    before = log.stat().st_size if log.exists() else 0
    write(store, commits, 1)
    written = (log.stat().st_size - before) / size
    store.close()
    return written / commits


@pytest.mark.parametrize("page", [1024, 2048, 4096])
def test_a_commit_changes_one_page(
    page: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """And where a page is full, three: there were two and more, one of them in a random place."""
    monkeypatch.setattr(store_module, "_PAGE", page)
    file = tmp_path / "ledger.db"
    store = Store(file)
    write(store, 2000, 200)
    store.close()
    facts_a_page = page // 320
    assert pages_a_commit(file, 200) < 1.2 + 2 / facts_a_page
