"""A small file that is written whole: one writing at a time, again until the disk takes it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from broker.domain.errors import StoreKnown
from broker.service.committer import Done, Work, outcome
from broker.service.kept_whole import TRY, KeptWhole
from broker.service.runner import Runner


class SlowDisk:
    """Work that is done when the test says so."""

    def __init__(self) -> None:
        self.row: list[tuple[Work, Done]] = []

    def run(self, work: Work, done: Done) -> None:
        self.row.append((work, done))

    def close(self, seconds: float) -> bool:
        del seconds
        while self.row:
            self.turn()
        return True

    def turn(self) -> None:
        work, done = self.row.pop(0)
        done(outcome(work))


class Owner:
    """Whoever has a file, its disk, and what everybody was told."""

    def __init__(self, folder: Path) -> None:
        self.seconds, self.said = 0.0, b"one"
        self.file = folder / "kept.json"
        self.disk = SlowDisk()
        self.told: list[StoreKnown | None] = []
        self.staff: list[StoreKnown | None] = []
        runner = Runner(lambda: self.seconds)
        service: Any = SimpleNamespace(runner=runner, disk_thread=lambda: self.disk)
        files: Any = SimpleNamespace(disk=lambda _file, error: self.staff.append(error))
        self.kept = KeptWhole(service, self.file, files, lambda: self.said)

    def write(self, said: bytes) -> None:
        self.said = said
        self.kept.write(self.told.append)

    def passes(self, seconds: float) -> None:
        self.seconds += seconds
        at = self.kept.next_wakeup()
        if at is not None and at <= self.seconds:
            self.kept.tick(self.seconds)


@pytest.fixture
def owner(tmp_path: Path) -> Owner:
    return Owner(tmp_path)


def refusing(monkeypatch: pytest.MonkeyPatch) -> Callable[[], None]:
    def full(_handle: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.fsync", full)
    return monkeypatch.undo


def test_what_comes_while_the_disk_works_shares_the_next_writing(owner: Owner) -> None:
    for said in (b"one", b"two", b"three"):
        owner.write(said)
    assert len(owner.disk.row) == 1
    owner.disk.turn()
    assert (owner.file.read_bytes(), owner.told) == (b"one", [None])
    assert len(owner.disk.row) == 1
    owner.disk.turn()
    assert (owner.file.read_bytes(), owner.told) == (b"three", [None] * 3)
    assert owner.disk.row == []


def test_a_disk_that_refuses_is_tried_again_and_each_is_told_once(
    owner: Owner, monkeypatch: pytest.MonkeyPatch
) -> None:
    well = refusing(monkeypatch)
    owner.write(b"one")
    owner.disk.turn()
    assert len(owner.told) == 1
    assert "free the disk" in str(owner.told[0])
    assert owner.staff == owner.told
    owner.said = b"two"
    well()
    owner.passes(TRY - 0.1)
    assert owner.disk.row == []
    owner.passes(0.1)
    owner.disk.turn()
    assert owner.file.read_bytes() == b"two"
    assert (len(owner.told), owner.staff[-1]) == (1, None)
    assert owner.kept.next_wakeup() is None


def test_what_was_refused_is_written_at_the_end(
    owner: Owner, monkeypatch: pytest.MonkeyPatch
) -> None:
    well = refusing(monkeypatch)
    owner.write(b"one")
    owner.disk.turn()
    well()
    owner.kept.end()
    assert owner.file.read_bytes() == b"one"


def test_what_is_written_already_is_not_written_at_the_end(owner: Owner) -> None:
    owner.write(b"one")
    owner.disk.turn()
    owner.file.unlink()
    owner.kept.end()
    assert not owner.file.exists()


def test_a_file_that_cannot_be_read_is_not_written_over_and_read_again(owner: Owner) -> None:
    wrong: list[Exception] = [OSError(5, "Input/output error")]
    owner.file.write_bytes(b"before")

    def load() -> None:
        if wrong:
            raise wrong.pop()

    owner.kept.read(load)
    assert not owner.kept.known
    assert "Input/output error" in str(owner.staff[-1])
    owner.passes(TRY)
    owner.disk.turn()
    assert owner.kept.known
    assert owner.file.read_bytes() == b"before"
    assert owner.kept.next_wakeup() is None
