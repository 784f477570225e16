"""Who reads a ledger changes nothing: neither the file, nor what lies beside it."""

from __future__ import annotations

import fcntl
import gzip
import os
import shutil
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager
from pathlib import Path

import pytest

from broker.cli import main
from broker.commands import audit
from broker.domain.errors import StoreKnown
from broker.domain.tickets.requests import ReserveTicket
from broker.ledger.lock_file import runs
from broker.ledger.reading import How, opened, read, rows
from broker.ledger.store import Store
from tests.stages.memory import LedgerHall

NOBODY = 65534
assert audit.COMMAND  # imported while everybody may read it


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """The ledger of a closed hall, three facts."""
    desk = LedgerHall(tmp_path / "run")
    for _ in range(3):
        desk.do(ReserveTicket, queue="qa")
    desk.close()
    return tmp_path / "run" / "ledger.db"


@pytest.fixture
def killed(file: Path, tmp_path: Path) -> Path:
    """A copy as it lies after kill -9 with one fact more, in the log beside it."""
    desk = LedgerHall(file.parent)
    desk.do(ReserveTicket, queue="qa")
    away = tmp_path / "evidence"
    shutil.copytree(file.parent, away)
    desk.close()
    (away / "ledger.db-shm").unlink()
    assert (away / "ledger.db-wal").stat().st_size
    return away / "ledger.db"


def everything(folder: Path) -> dict[str, tuple[bytes, int]]:
    return {each.name: (each.read_bytes(), each.stat().st_mtime_ns) for each in folder.iterdir()}


def test_an_audit_writes_nothing_beside_the_evidence(file: Path) -> None:
    """It left an empty log and its index."""
    before = everything(file.parent)
    assert main(["audit", str(file)]) == 0
    assert main(["report", str(file)]) == 0
    assert everything(file.parent) == before


def test_nor_where_a_killed_ledger_left_its_log(
    killed: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    before = everything(killed.parent)
    assert main(["audit", str(killed)]) == 0
    said = capsys.readouterr().out
    assert "4 facts" in said
    assert How.MERGED.value in said
    assert everything(killed.parent) == before


def test_a_compressed_copy_is_read(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    packed = file.with_name("copy.db.gz")
    packed.write_bytes(gzip.compress(file.read_bytes()))
    before = everything(file.parent)
    assert main(["audit", str(packed)]) == 0
    assert "3 facts" in capsys.readouterr().out
    assert everything(file.parent) == before


@pytest.mark.parametrize("spoil", [lambda data: data[:-9], lambda data: data[9:], lambda _: b""])
def test_a_damaged_compressed_copy_is_said(spoil: object, file: Path) -> None:
    assert callable(spoil)
    packed = file.with_name("copy.db.gz")
    packed.write_bytes(spoil(gzip.compress(file.read_bytes())))
    with pytest.raises(StoreKnown, match=r"copy\.db\.gz"):
        list(read(packed))


def test_beside_a_running_ledger_its_own_log_is_read(file: Path) -> None:
    desk = LedgerHall(file.parent)
    desk.do(ReserveTicket, queue="qa")
    before = sorted(each.name for each in file.parent.iterdir())
    with opened(file) as (db, how):
        assert how is How.BESIDE
        seen = rows(db)
        first = next(seen)
        desk.do(ReserveTicket, queue="qa")  # who reads keeps nobody from writing
        assert [row.seq for row in (first, *seen)] == [1, 2, 3, 4]
    assert sorted(each.name for each in file.parent.iterdir()) == before
    desk.do(ReserveTicket, queue="qa")
    desk.close()


def test_who_looks_whether_a_ledger_runs_keeps_no_lock(file: Path) -> None:
    assert not runs(file)
    desk = LedgerHall(file.parent)
    assert runs(file)
    desk.close()
    assert not runs(file)


def test_a_ledger_that_starts_while_somebody_looks_is_no_second_one(
    file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It said "another hall is using this ledger" and ended, because a backup had just looked."""
    with file.with_suffix(".lock").open("rb") as look:
        fcntl.flock(look, fcntl.LOCK_SH)
        monkeypatch.setattr(time, "sleep", lambda _: fcntl.flock(look, fcntl.LOCK_UN))
        Store(file).close()


def test_a_second_ledger_is_told_at_once(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Only who shares the lock is waited for, and not for ever."""
    waits: list[float] = []
    monkeypatch.setattr(time, "sleep", waits.append)
    with closing(Store(file)), pytest.raises(StoreKnown, match="another hall"):
        Store(file)
    assert waits == []
    with file.with_suffix(".lock").open("rb") as look:
        fcntl.flock(look, fcntl.LOCK_SH)
        with pytest.raises(StoreKnown, match="another hall"):
            Store(file)
    assert sum(waits) <= 1.0


def test_a_ledger_started_while_it_is_read_is_told(file: Path) -> None:
    """Its pages change under a reader who was told that nobody writes."""
    with ExitStack() as reading:
        db, how = reading.enter_context(opened(file))
        assert how is How.UNTOUCHED
        list(rows(db))
        desk = LedgerHall(file.parent)
        desk.do(ReserveTicket, queue="qa")
        desk.close()  # which writes the log into the file
        with pytest.raises(StoreKnown, match="begin anew"):
            reading.close()


@pytest.fixture
def shelf() -> Iterator[Path]:
    """A folder that everybody may enter, and nobody may write in."""
    with tempfile.TemporaryDirectory() as folder:
        yield Path(folder)
        Path(folder).chmod(0o755)


@contextmanager
def ordinary_user() -> Iterator[None]:
    """Root may write anywhere, whatever a folder says."""
    if os.geteuid():
        yield
        return
    os.seteuid(NOBODY)
    try:
        yield
    finally:
        os.seteuid(0)


@pytest.mark.parametrize("evidence", ["file", "killed"])
def test_an_ordinary_user_audits_a_copy_that_takes_no_writing(
    evidence: str,
    shelf: Path,
    request: pytest.FixtureRequest,
    capsys: pytest.CaptureFixture[str],
) -> None:
    original: Path = request.getfixturevalue(evidence)
    for each in original.parent.glob("ledger.db*"):
        shutil.copy(each, shelf)
        (shelf / each.name).chmod(0o444)
    shelf.chmod(0o555)
    with ordinary_user():
        with pytest.raises(PermissionError):
            (shelf / "new").touch()
        status = main(["audit", str(shelf / "ledger.db")])
    assert status == 0, capsys.readouterr().err
    assert "the chain holds" in capsys.readouterr().out
