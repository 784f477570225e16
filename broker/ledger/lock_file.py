"""What stands beside the ledger's file: the lock, so that one process writes it; and for a moment
of a restore the name that keeps every ledger closed."""

from __future__ import annotations

from pathlib import Path
from typing import IO

from broker.domain.errors import StoreKnown
from broker.ledger.disk_errors import refused
from broker.service.process_lock import LockTaken, is_taken, take_lock

RESTORING = ".restoring"  # the end of a name: while it exists the file is not whole


def hold(file: Path) -> IO[str]:
    """Lock the ledger for this process; the lock dies with it, however it ends.

    Raises `StoreKnown` where another holds it, or nothing can be written.
    """
    lock = file.with_suffix(".lock")
    try:
        return take_lock(lock)
    except LockTaken as taken:
        raise StoreKnown(
            f"{file}: another hall (process {taken.owner}) is using this ledger; stop that one"
            " first (`systemctl stop hall`, or Ctrl-C), or give this one a run directory of its own"
        ) from taken
    except OSError as error:
        raise refused(lock, "cannot be made", error) from error


def runs(file: Path) -> bool:
    """Whether a ledger holds this file."""
    return is_taken(file.with_suffix(".lock"))


def refuse_half_restored(file: Path) -> None:
    """Raises `StoreKnown` where a restore was interrupted in the middle (`restoring`)."""
    if file.with_name(file.name + RESTORING).exists():
        raise StoreKnown(
            f"{file}: a restore was interrupted, so no numbers are given; run `hall restore` again"
        )
