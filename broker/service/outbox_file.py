"""The file of an outbox, opened: whole, synced and checked, or a sentence that says what to do."""

from __future__ import annotations

import contextlib
import sqlite3
from pathlib import Path

from broker.domain.errors import DiskRefuses, StoreKnown


def open_file(file: Path) -> sqlite3.Connection:
    """Open it, or make it. Raises `DiskRefuses`, or `StoreKnown` where the file is damaged."""
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        with contextlib.ExitStack() as if_in_vain:
            store = sqlite3.connect(file, check_same_thread=False)
            if_in_vain.callback(store.close)
            _prepare(store)
            if_in_vain.pop_all()
    except (sqlite3.Error, OSError) as error:
        kind = StoreKnown if _is_damage(error) else DiskRefuses
        raise kind(f"{file}: {_trouble(error)}") from error
    return store


def _is_damage(cause: BaseException | None) -> bool:
    """And not a full disk, a lock, or a directory of somebody else."""
    return isinstance(cause, sqlite3.DatabaseError) and not isinstance(
        cause, sqlite3.OperationalError
    )


def _prepare(store: sqlite3.Connection) -> None:
    store.execute("PRAGMA journal_mode=WAL")
    store.execute("PRAGMA synchronous=FULL")
    store.execute(
        "CREATE TABLE IF NOT EXISTS waiting"
        " (place INTEGER PRIMARY KEY, id TEXT UNIQUE NOT NULL, body BLOB NOT NULL)"
    )
    verdict: str = store.execute("PRAGMA quick_check(1)").fetchone()[0]
    if verdict != "ok":
        raise sqlite3.DatabaseError(" ".join(verdict.split()))


def _trouble(error: sqlite3.Error | OSError) -> str:
    """Only a damaged file is to be moved away: what is in it waits for the ledger."""
    if _is_damage(error):
        return (
            f"this outbox cannot be read ({error}); keep the file for the developers, move it"
            " away and start again"
        )
    return (
        f"this outbox cannot be opened now ({error}); free the disk, or check whose directory"
        " it is, and leave the file where it is"
    )
