"""What no hash covers is held against the facts: the index of requests, rows before the first."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from broker.cli import main
from broker.commands.audit import read
from broker.domain.errors import StoreKnown
from broker.domain.tickets.requests import ReserveTicket
from broker.ledger import request_index
from broker.ledger.store import Store
from tests.stages.memory import LedgerHall


@pytest.fixture
def file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A ledger of forty facts, the index of most of them folded, in several blocks."""
    monkeypatch.setattr(request_index, "_FOLD", 6)
    monkeypatch.setattr(request_index, "_BLOCK", 16)
    desk = LedgerHall(tmp_path)
    for _ in range(40):
        desk.do(ReserveTicket, queue="qa")
    desk.close()
    return tmp_path / "ledger.db"


def forge(file: Path, *statements: str) -> None:
    with closing(sqlite3.connect(file)) as db:
        for each in ("DROP TRIGGER facts_stay", "DROP TRIGGER facts_last", *statements):
            db.execute(each)
        db.commit()
        db.execute("PRAGMA wal_checkpoint(TRUNCATE)")


def audit(file: Path, capsys: pytest.CaptureFixture[str]) -> tuple[int, str]:
    status = main(["audit", str(file)])
    captured = capsys.readouterr()
    return status, captured.out + captured.err


def test_an_honest_index_is_no_trouble(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with closing(sqlite3.connect(file)) as db:
        assert db.execute("SELECT upto FROM indexed").fetchone()[0] >= 30, "the control: folded"
    assert audit(file, capsys)[0] == 0


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE indexed SET upto = 40",
        "DELETE FROM requests",
        "DELETE FROM requests WHERE seq = 17",
        "UPDATE requests SET key = key + 1 WHERE seq = 5",
        "UPDATE requests SET seq = seq + 1 WHERE seq = 31",
    ],
)
def test_a_request_that_would_not_be_found_is_seen(
    file: Path, statement: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """The chain holds, and an outbox that returns would have its punch recorded twice."""
    forge(file, statement)
    status, said = audit(file, capsys)
    assert status == 1
    assert "is not indexed: it could be carried out again" in said


@pytest.mark.parametrize(
    "statement",
    [
        "DELETE FROM indexed",
        "UPDATE indexed SET upto = 41",
        "UPDATE indexed SET upto = -1",
        "UPDATE indexed SET upto = 'many'",  # a page that was half written holds anything
        "DELETE FROM facts WHERE seq > 20",
    ],
)
def test_an_index_that_does_not_fit_the_facts_is_damage(
    file: Path, statement: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """A cut tail among them, where more was indexed than is there."""
    forge(file, statement)
    status, said = audit(file, capsys)
    assert status == 1
    assert "the index of requests does not fit the facts" in said
    with pytest.raises(StoreKnown, match="the file is damaged"):
        Store(file)


def test_a_fact_before_the_first_is_seen(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    forge(
        file,
        "INSERT INTO facts SELECT -5, at, source, request, body, hash, content, seal"
        " FROM facts WHERE seq = 5",
    )
    status, said = audit(file, capsys)
    assert status == 1
    assert "fact 1 is missing; the next one there is -5" in said


def test_a_file_of_a_newer_version_is_not_judged(
    file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    forge(file, "PRAGMA user_version = 99")
    status, said = audit(file, capsys)
    assert status == 1
    assert "newer version of the hall (format 99" in said
    with pytest.raises(StoreKnown, match="format 99"):
        list(read(file))
