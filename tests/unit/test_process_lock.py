"""A lock that dies with its process: one holder, whatever others look at it."""

from __future__ import annotations

import fcntl
import os
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from broker.domain.errors import IdentityHeld, StoreKnown
from broker.ledger import lock_file
from broker.service import identity, process_lock
from broker.service.process_lock import LockTaken, is_taken, take_lock


def as_ledger(folder: Path) -> object:
    return lock_file.hold(folder / "ledger.db")


def as_identity(folder: Path) -> object:
    return identity.hold(folder, "kiosk-1")


@pytest.fixture
def lock(tmp_path: Path) -> Path:
    return tmp_path / "deep" / "a.lock"


def test_one_holds_it_and_who_is_refused_hears_who(lock: Path) -> None:
    assert not is_taken(lock)
    with take_lock(lock):
        assert is_taken(lock)
        with pytest.raises(LockTaken) as refused:
            take_lock(lock)
        assert refused.value.owner == str(os.getpid())
    assert not is_taken(lock)
    take_lock(lock).close()


@pytest.mark.parametrize("hold", [as_ledger, as_identity])
def test_who_only_looks_keeps_nobody_out(
    tmp_path: Path, hold: Callable[[Path], object], monkeypatch: pytest.MonkeyPatch
) -> None:
    """A look shares the lock for an instant; whoever starts in it waits for its end."""
    with closing(hold(tmp_path)):  # type: ignore[type-var]  # a file is closed
        (file,) = (each for each in tmp_path.rglob("*.lock"))
    looker = file.open("rb")
    fcntl.flock(looker, fcntl.LOCK_SH)
    waits: list[float] = []

    def passes(seconds: float) -> None:
        waits.append(seconds)
        looker.close()

    monkeypatch.setattr("time.sleep", passes)
    with closing(hold(tmp_path)):  # type: ignore[type-var]  # a file is closed
        assert len(waits) == 1
        with pytest.raises((StoreKnown, IdentityHeld), match=str(os.getpid())):
            hold(tmp_path)


def test_a_looker_who_stays_is_not_waited_for_for_ever(
    lock: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    waits: list[float] = []
    monkeypatch.setattr("time.sleep", waits.append)
    take_lock(lock).close()
    with lock.open("rb") as looker:
        fcntl.flock(looker, fcntl.LOCK_SH)
        with pytest.raises(LockTaken):
            take_lock(lock)
    assert len(waits) == process_lock._LOOKS
