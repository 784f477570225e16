"""`hall backup` and `hall restore`: whole or not at all, and nobody gives numbers meanwhile."""

from __future__ import annotations

import errno
import fcntl
import gzip
import os
import signal
import sqlite3
import stat
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import closing, suppress
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from broker.cli import main
from broker.commands import backup
from broker.domain.backups import BackupRules, name_at, surplus
from broker.domain.errors import StoreKnown
from broker.domain.tickets.requests import ReserveTicket
from broker.ledger import copies, restoring
from broker.ledger.outcomes import recall
from broker.ledger.reading import read
from broker.ledger.store import Store
from broker.service.clock import VARIABLE, HallClock
from tests.stages.halls import MORNING
from tests.stages.memory import LedgerHall
from tests.stages.processes import HALL

NIGHT = datetime.fromisoformat("2026-11-24T03:30")


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """The run directory of a hall that is closed; its ledger has three numbers, its name all that
    a URI cannot hold."""
    at_night = HallClock(MORNING + timedelta(hours=18.5), time.time(), 0.001)
    monkeypatch.setenv(VARIABLE, at_night.text())
    former = signal.getsignal(signal.SIGTERM)
    folder = tmp_path / "run #1? 100%"
    desk = LedgerHall(folder)
    for _ in range(3):
        desk.do(ReserveTicket, queue="qa")
    desk.close()
    yield folder
    signal.signal(signal.SIGTERM, former)


def hall_toml(folder: Path, **words: str) -> Path:
    """The small hall with a `[backup]` table."""
    table = "".join(f'{key} = "{value}"\n' for key, value in words.items())
    (folder / "catalogue.csv").write_bytes((HALL.parent / "catalogue.csv").read_bytes())
    file = folder / "hall.toml"
    file.write_text(f"{HALL.read_text('utf-8')}\n[backup]\n{table}", "utf-8")
    return file


def hall(command: str, run: Path, *words: object, **backup: str) -> int:
    """A command as somebody types it."""
    toml = hall_toml(run.parent, **backup)
    return main([command, *map(str, words), "--hall", str(toml), "--run", str(run)])


def beside(run: Path) -> Path:
    return run.with_name(f"{run.name}-backup")


def backup_trouble(run: Path) -> str:
    found = recall(run).backup
    assert found is not None
    return found.trouble


def audit_trouble(run: Path) -> str:
    found = recall(run).audit
    assert found is not None
    return found.trouble


def names(folder: Path) -> list[str]:
    return sorted(each.name for each in folder.iterdir())


def nights(count: int) -> list[str]:
    """The copies of so many nights before this one."""
    return [name_at(NIGHT - timedelta(days=back)) for back in range(1, count + 1)]


# a backup


def test_a_backup_is_compressed_audited_and_alone(
    run: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert hall("backup", run) == 0
    assert names(beside(run)) == [name_at(NIGHT)]
    copy = beside(run) / name_at(NIGHT)
    with gzip.open(copy) as packed:
        assert packed.read(15) == b"SQLite format 3"
    assert [row.seq for row in read(copy)] == [1, 2, 3]
    assert copy.stat().st_mode & 0o077 == 0
    said = capsys.readouterr()
    assert f"{copy}: 3 facts" in said.out
    assert "on the same disk" in said.err


def test_a_name_with_every_sign_makes_no_file_beside_the_run_directory(run: Path) -> None:
    """`run #1? 100%` was opened as `run `, a new and empty file."""
    assert hall("backup", run) == 0
    assert main(["audit", str(run / "ledger.db")]) == 0
    assert names(run.parent) == sorted(["catalogue.csv", "hall.toml", run.name, beside(run).name])


def test_a_backup_beside_a_running_ledger_has_its_newest_facts(run: Path) -> None:
    desk = LedgerHall(run)
    desk.do(ReserveTicket, queue="qa")
    assert (run / "ledger.db-wal").stat().st_size, "control: they are in the log"
    assert hall("backup", run) == 0
    desk.do(ReserveTicket, queue="qa")
    desk.close()
    assert [row.seq for row in read(beside(run) / name_at(NIGHT))] == [1, 2, 3, 4]


def test_a_backup_of_a_closed_ledger_leaves_nothing_beside_it(run: Path) -> None:
    before = names(run)
    assert hall("backup", run) == 0
    assert names(run) == sorted([*before, "backup.json"])


def test_a_place_that_is_named_must_be_there(run: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A disk that is not mounted is no folder to be made on the wrong one."""
    away = run.parent / "disk" / "hall"
    assert hall("backup", run, place=str(away)) == 1
    assert f"{away}: no such folder" in capsys.readouterr().err
    assert not away.parent.exists()
    assert "no such folder" in backup_trouble(run)
    away.mkdir(parents=True)
    assert hall("backup", run, place=str(away)) == 0
    assert names(away) == [name_at(NIGHT)]
    assert backup_trouble(run) == ""


def test_on_another_disk_nothing_is_warned_of(
    run: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with tempfile.TemporaryDirectory(dir="/dev/shm") as away:
        if Path(away).stat().st_dev == run.stat().st_dev:
            pytest.skip("no second disk here")
        assert hall("backup", run, place=away) == 0
        assert capsys.readouterr().err == ""


def full(*_: object) -> None:
    raise OSError(errno.ENOSPC, "No space left on device")


@pytest.mark.parametrize("step", ["copyfileobj", "fsync", "rename"])
def test_a_failed_backup_leaves_nothing_behind_and_keeps_the_old_ones(
    step: str, run: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    beside(run).mkdir()
    old = nights(80)
    for name in old:
        (beside(run) / name).touch()
    with monkeypatch.context() as patch:
        where = {"copyfileobj": copies.shutil, "fsync": os, "rename": Path}[step]
        patch.setattr(where, step, full)
        assert hall("backup", run) == 1
    assert names(beside(run)) == sorted(old)
    assert recall(run).good is None
    assert "No space left" in backup_trouble(run)


@pytest.mark.parametrize("spoil", [lambda data: data[:-6], lambda data: b"x" + data[1:]])
def test_a_disk_that_keeps_other_bytes_is_found_out(
    spoil: Callable[[bytes], bytes], run: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def sync(place: Path) -> None:
        if ".gz" in place.name:
            place.write_bytes(spoil(place.read_bytes()))

    monkeypatch.setattr(copies, "sync", sync)
    assert hall("backup", run) == 1
    assert names(beside(run)) == []
    assert "reads otherwise than it was written" in backup_trouble(run)


def test_a_place_that_knows_neither_locks_nor_synced_names(
    run: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As a folder that another machine shares may be."""
    real, flock = os.fsync, fcntl.flock

    def fsync(descriptor: int) -> None:
        if stat.S_ISDIR(os.fstat(descriptor).st_mode):
            raise OSError(errno.EINVAL, "Invalid argument")
        real(descriptor)

    def lock(held: Any, how: int) -> None:
        if isinstance(held, int) and os.path.samestat(os.fstat(held), beside(run).stat()):
            raise OSError(errno.EBADF, "Bad file descriptor")
        flock(held, how)

    monkeypatch.setattr(os, "fsync", fsync)
    monkeypatch.setattr(fcntl, "flock", lock)
    beside(run).mkdir()
    assert hall("backup", run) == 0
    assert hall("restore", run, beside(run) / name_at(NIGHT)) == 0


def test_a_copy_that_is_not_whole_is_no_copy(run: Path) -> None:
    with closing(sqlite3.connect(run / "ledger.db")) as db:
        db.execute("DROP TRIGGER facts_stay")
        db.execute("UPDATE facts SET at = at + 1 WHERE seq = 2")
        db.commit()
    assert hall("backup", run) == 1
    assert names(beside(run)) == []
    assert "fact 2 or one before it was changed" in audit_trouble(run)
    assert "fact 2 or one before it was changed" in backup_trouble(run)


def test_a_backup_that_is_ended_leaves_nothing_behind(
    run: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def ended(*_: object) -> None:
        os.kill(os.getpid(), signal.SIGTERM)

    with monkeypatch.context() as patch:
        patch.setattr(backup, "pack", ended)
        assert hall("backup", run) == 1
    assert names(beside(run)) == []
    assert backup_trouble(run) == "it was interrupted"


@pytest.mark.expects_warnings
@pytest.mark.parametrize(
    ("work", "trouble", "other"),
    [("pack", backup_trouble, audit_trouble), ("findings", audit_trouble, backup_trouble)],
)
def test_a_bug_of_ours_is_noted_as_any_trouble(
    work: str,
    trouble: Callable[[Path], str],
    other: Callable[[Path], str],
    run: Path,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    """It ended in a trace, and no alert said for three days that there was no backup."""

    def fail(*_: object) -> None:
        raise ZeroDivisionError("never thought of")

    with monkeypatch.context() as patch:
        patch.setattr(backup, work, fail)
        assert hall("backup", run) == 1
    assert "ZeroDivisionError('never thought of')" in trouble(run)
    assert other(run) == "", "one does not take the other along"
    assert "Traceback" in caplog.text
    assert not [each for each in names(beside(run)) if each.endswith(".part")]


def test_what_a_killed_backup_left_is_taken_away(run: Path) -> None:
    beside(run).mkdir()
    for name in ("ledger-2026-11-20-033000.db.part", "ledger-2026-11-20-033000.db.part-wal"):
        (beside(run) / name).touch()
    (beside(run) / "notes.part").touch()
    assert hall("backup", run) == 0
    assert names(beside(run)) == [name_at(NIGHT), "notes.part"]


def test_two_backups_at_once(run: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with backup._alone(run):
        assert hall("backup", run) == 1
    assert "another backup is being made" in capsys.readouterr().err


def test_a_copy_of_the_same_second_stays(run: Path) -> None:
    assert hall("backup", run) == 0
    (copy,) = beside(run).iterdir()
    before = copy.read_bytes()
    assert hall("backup", run) == 1
    assert copy.read_bytes() == before


def test_old_copies_go_when_the_new_one_is_there(run: Path) -> None:
    beside(run).mkdir()
    old = nights(80)
    for name in old:
        (beside(run) / name).touch()
    gone = set(surplus([*old, name_at(NIGHT)], NIGHT, BackupRules()))
    assert hall("backup", run) == 0
    assert len(gone) > 50, "control"
    assert names(beside(run)) == sorted({*old, name_at(NIGHT)} - gone)


def test_without_a_ledger_it_says_so(run: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (run / "ledger.db").unlink()
    assert hall("backup", run) == 1
    assert "no such file" in capsys.readouterr().err
    assert names(beside(run)) == []


# a restore


@pytest.fixture
def copy(run: Path) -> Path:
    """A copy of three facts; the ledger has two more since."""
    assert hall("backup", run) == 0
    desk = LedgerHall(run)
    for _ in range(2):
        desk.do(ReserveTicket, queue="qa")
    desk.close()
    return beside(run) / name_at(NIGHT)


def test_a_restore_says_what_it_did_and_keeps_the_old_file(
    run: Path, copy: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    capsys.readouterr()
    assert hall("restore", run, copy) == 0
    said = capsys.readouterr().out
    assert f"3 facts from {copy}, the chain holds" in said
    assert "the newest is of 2026-11-23 09:00" in said
    assert "2 facts are only there" in said
    (aside,) = run.glob("ledger.db.before-2026-11-24-0330*")
    assert str(aside) in said
    assert len(list(read(run / "ledger.db"))) == 3
    assert len(list(read(aside))) == 5
    desk = LedgerHall(run)
    assert desk.do(ReserveTicket, queue="qa").facts[0].number == "A004"
    desk.close()


def test_a_plain_copy_is_restored_too(run: Path, copy: Path) -> None:
    plain = copy.with_suffix("")
    plain.write_bytes(gzip.decompress(copy.read_bytes()))
    assert hall("restore", run, plain) == 0
    assert len(list(read(run / "ledger.db"))) == 3


def test_an_empty_run_directory_gets_a_ledger(run: Path, copy: Path) -> None:
    other = run.parent / "other"
    assert hall("restore", other, copy) == 0
    assert len(list(read(other / "ledger.db"))) == 3


def test_the_log_of_a_killed_ledger_is_not_taken_for_the_copys(run: Path, copy: Path) -> None:
    """Its pages would be written into the restored file, and it is where the newest facts are."""
    desk = LedgerHall(run)
    desk.do(ReserveTicket, queue="qa")
    kept = {each.name: each.read_bytes() for each in run.glob("ledger.db*")}
    desk.close()
    for name, data in kept.items():
        (run / name).write_bytes(data)
    assert kept["ledger.db-wal"], "control: as it looks after kill -9"
    assert hall("restore", run, copy) == 0
    assert len(list(read(run / "ledger.db"))) == 3
    aside = min(run.glob("ledger.db.before-*"))  # before its log, which has a longer name
    assert len(list(read(aside))) == 6


def test_a_restore_is_refused_while_a_ledger_runs(
    run: Path, copy: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    desk = LedgerHall(run)
    assert hall("restore", run, copy) == 1
    assert "another hall" in capsys.readouterr().err
    desk.do(ReserveTicket, queue="qa")
    desk.close()
    assert len(list(read(run / "ledger.db"))) == 6


def broken(copy: Path) -> Path:
    bad = copy.with_name("bad.db")
    bad.write_bytes(gzip.decompress(copy.read_bytes()))
    with closing(sqlite3.connect(bad)) as db:
        db.execute("DROP TRIGGER facts_stay")
        db.execute("UPDATE facts SET source = 'forger' WHERE seq = 1")
        db.commit()
    return bad


def cut(copy: Path) -> Path:
    bad = copy.with_name("bad.db.gz")
    bad.write_bytes(copy.read_bytes()[:-20])
    return bad


def no_ledger(copy: Path) -> Path:
    bad = copy.with_name("bad.db")
    bad.write_text("nothing of the kind")
    return bad


@pytest.mark.parametrize("spoil", [broken, cut, no_ledger])
def test_a_copy_that_is_not_whole_changes_nothing(
    spoil: Callable[[Path], Path], run: Path, copy: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    bad, before = spoil(copy), (run / "ledger.db").read_bytes()
    files = names(run)
    assert hall("restore", run, bad) == 1
    assert "bad.db" in capsys.readouterr().err
    assert (run / "ledger.db").read_bytes() == before
    assert names(run) == files


def test_the_ledger_itself_is_no_copy(run: Path, copy: Path) -> None:
    assert copy.exists()
    assert hall("restore", run, run / "ledger.db") == 1
    assert len(list(read(run / "ledger.db"))) == 5


@pytest.mark.parametrize("step", range(6))
def test_killed_at_any_moment_no_ledger_opens_half_restored(
    step: int, run: Path, copy: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Every renaming is one moment: what is found after it is the old ledger, the new one, or a
    ledger that does not open and can be restored."""
    moves = 0

    def killed(real: Callable[..., Path]) -> Callable[..., Path]:
        def move(path: Path, target: Path) -> Path:
            nonlocal moves
            moves += 1
            if moves > step:
                raise KeyboardInterrupt
            return real(path, target)

        return move

    with monkeypatch.context() as patch:
        patch.setattr(Path, "rename", killed(Path.rename))
        patch.setattr(Path, "replace", killed(Path.replace))
        with suppress(KeyboardInterrupt):
            restoring.restore(copy, run / "ledger.db", "before")
    try:
        Store(run / "ledger.db").close()
    except StoreKnown:
        assert hall("restore", run, broken(copy)) == 1
        with pytest.raises(StoreKnown, match="interrupted"):
            Store(run / "ledger.db")
        assert hall("restore", run, copy) == 0
    assert len(list(read(run / "ledger.db"))) in ((5,) if step == 0 else (3,))
