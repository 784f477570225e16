"""What stands beside the ledger's file: the lock, so that one process writes it; and for a moment
of a restore the name that keeps every ledger closed."""

from __future__ import annotations

import contextlib
import fcntl
import os
import time
from pathlib import Path
from typing import IO, Any

from broker.domain.errors import StoreKnown
from broker.ledger.disk_errors import refused

_LOOKS = 100  # a look lasts microseconds, so a second one in a row is rare
_MOMENT = 0.005  # seconds between tries
RESTORING = ".restoring"  # the end of a name: while it exists the file is not whole


def hold(file: Path) -> IO[str]:
    """Lock the ledger for this process; the lock dies with it, however it ends.

    Raises `StoreKnown` where another holds it, or nothing can be written.
    """
    lock = file.with_suffix(".lock")
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        holder = lock.open("a+", encoding="utf-8")
    except OSError as error:
        raise refused(lock, "cannot be made", error) from error
    try:
        _take(holder)
    except OSError as error:
        holder.seek(0)
        owner = holder.read().strip() or "?"
        holder.close()
        raise StoreKnown(
            f"{file}: another hall (process {owner}) is using this ledger; stop that one first"
            " (`systemctl stop hall`, or Ctrl-C), or give this one a run directory of its own"
        ) from error
    with contextlib.suppress(OSError):  # on a full disk the lock holds all the same
        os.ftruncate(holder.fileno(), 0)
        os.write(holder.fileno(), str(os.getpid()).encode())
    return holder


def runs(file: Path) -> bool:
    """Whether a ledger holds this file. Its lock is shared for an instant, and not kept."""
    lock = file.with_suffix(".lock")
    if not lock.is_file():
        return False
    with lock.open("rb") as held:
        return not _shared(held)


def _take(holder: IO[str]) -> None:
    """Lock it for us alone. Who only looks (`runs`) shares it for an instant, and is waited for;
    a lock that cannot even be shared is another ledger's. Raises `OSError`."""
    for _ in range(_LOOKS):
        try:
            fcntl.flock(holder, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            if not _shared(holder):
                break
            fcntl.flock(holder, fcntl.LOCK_UN)  # another who starts just now would wait for ours
            time.sleep(_MOMENT)
        else:
            return
    fcntl.flock(holder, fcntl.LOCK_EX | fcntl.LOCK_NB)


def _shared(held: IO[Any]) -> bool:
    try:
        fcntl.flock(held, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def refuse_half_restored(file: Path) -> None:
    """Raises `StoreKnown` where a restore was interrupted in the middle (`restoring`)."""
    if file.with_name(file.name + RESTORING).exists():
        raise StoreKnown(
            f"{file}: a restore was interrupted, so no numbers are given; run `hall restore` again"
        )
