"""A lock that dies with its process, however that ends: a file beside what it guards, with the
number of its holder in it for whoever is refused."""

from __future__ import annotations

import contextlib
import fcntl
import os
import time
from pathlib import Path
from typing import IO, Any

_LOOKS = 100  # a look lasts microseconds, so a second one in a row is rare
_MOMENT = 0.005  # seconds between tries


class LockTaken(Exception):
    """Another process has it: `owner` is its number, "?" where that cannot be read."""

    def __init__(self, owner: str) -> None:
        super().__init__(owner)
        self.owner = owner


def take_lock(file: Path) -> IO[str]:
    """Hold `file` until this is closed or the process ends. Raises `LockTaken`, and `OSError` where
    it cannot be made."""
    file.parent.mkdir(parents=True, exist_ok=True)
    lock = file.open("a+", encoding="utf-8")
    try:
        _take(lock)
    except BlockingIOError as error:
        lock.seek(0)
        owner = lock.read().strip() or "?"
        lock.close()
        raise LockTaken(owner) from error
    except OSError:
        lock.close()
        raise
    with contextlib.suppress(OSError):  # on a full disk the lock holds all the same
        os.ftruncate(lock.fileno(), 0)
        os.write(lock.fileno(), str(os.getpid()).encode())
    return lock


def is_taken(file: Path) -> bool:
    """Whether somebody holds it. It is shared for an instant, and not kept."""
    if not file.is_file():
        return False
    with file.open("rb") as held:
        return not _shared(held)


def _take(lock: IO[str]) -> None:
    """Lock it for us alone. Who only looks (`is_taken`) shares it for an instant, and is waited
    for; one that cannot even be shared is another's. Raises `OSError`."""
    for _ in range(_LOOKS):
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            if not _shared(lock):
                break
            fcntl.flock(lock, fcntl.LOCK_UN)  # another who starts just now would wait for ours
            time.sleep(_MOMENT)
        else:
            return
    fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)


def _shared(held: IO[Any]) -> bool:
    try:
        fcntl.flock(held, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True
