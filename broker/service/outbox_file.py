"""The file of an outbox: whole, synced and checked, or a sentence that says what to do."""

from __future__ import annotations

import contextlib
import sqlite3
from collections.abc import Callable, Iterable
from pathlib import Path

from broker.domain.errors import DiskRefuses, StoreKnown
from broker.domain.ids import RequestId
from broker.service.put_aside import PutAside
from broker.service.room import find_room

_WIPE = "PRAGMA wal_checkpoint(TRUNCATE)"
FORMAT = 1
"""`PRAGMA user_version` of the file. 0: the same table, written before files said what they are."""

_ROOM = 1 << 18  # bytes a disk that refused must have before it is believed again

_AS_IT_IS = f"PRAGMA user_version={FORMAT}"

Row = tuple[RequestId, bytes]


class OutboxFile:
    """The file, once it can be opened. Used by one thread at a time; every method may wait for the
    disk, and raises `DiskRefuses` where that refuses. `damaged` puts a damaged file aside, or
    raises."""

    def __init__(self, file: Path, damaged: Callable[[StoreKnown], None]) -> None:
        self.file = file
        self.is_open = False
        self._damaged = damaged

    def open(self) -> list[Row]:
        """Open it, or make it; what is in it, the oldest first."""
        db = self._open_or_mend()
        try:
            rows = db.execute("SELECT id, body FROM waiting ORDER BY place").fetchall()
        except sqlite3.Error as error:
            db.close()
            raise self._refusal("cannot be read", error) from error
        self._db, self.is_open = db, True
        return rows

    def put_aside(self, bodies: Iterable[bytes]) -> None:
        """Have these in the file beside, on disk when this returns."""
        try:
            PutAside(self.file).add(bodies)
        except OSError as error:
            raise self._refusal("cannot be written", error) from error

    def write(self, new: Iterable[Row], gone: Iterable[RequestId]) -> None:
        """Take in and let go, all in one commit; on disk when this returns."""
        try:
            with self._db:
                self._db.executemany("INSERT OR IGNORE INTO waiting (id, body) VALUES (?, ?)", new)
                self._db.executemany("DELETE FROM waiting WHERE id = ?", ((each,) for each in gone))
        except sqlite3.Error as error:
            raise self._refusal("cannot be written", error) from error

    def wipe(self) -> None:
        """Leave nothing in the log of what was let go."""
        try:
            self._db.execute(_WIPE)
        except sqlite3.Error as error:
            raise self._refusal("cannot be written", error) from error

    def find_room(self) -> None:
        """See whether the disk takes something again, and more than a little."""
        try:
            find_room(self.file.parent, _ROOM)
            self._db.execute(_AS_IT_IS)  # a commit that changes nothing
        except (sqlite3.Error, OSError) as error:
            raise self._refusal("cannot be written", error) from error

    def close(self) -> None:
        """Release it."""
        if self.is_open:
            self._db.close()

    def _open_or_mend(self) -> sqlite3.Connection:
        try:
            return open_file(self.file)
        except DiskRefuses:
            raise
        except StoreKnown as error:
            self._damaged(error)
            return open_file(self.file)

    def _refusal(self, what: str, error: Exception) -> DiskRefuses:
        return DiskRefuses(f"{self.file}: {what} ({error}); free the disk")


def open_file(file: Path) -> sqlite3.Connection:
    """Open it, or make it. Raises `DiskRefuses`, also where a newer program wrote the file: it is
    whole, and waits for that program. `StoreKnown` where the file is damaged."""
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        with contextlib.ExitStack() as if_in_vain:
            store = sqlite3.connect(file, check_same_thread=False)
            if_in_vain.callback(store.close)
            _judge(file, store)
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


def _judge(file: Path, store: sqlite3.Connection) -> None:
    version: int = store.execute("PRAGMA user_version").fetchone()[0]
    if version > FORMAT:
        raise DiskRefuses(
            f"{file}: written by a newer version of the hall (format {version}, this one knows"
            f" {FORMAT}); install that version"
        )


def _prepare(store: sqlite3.Connection) -> None:
    store.execute("PRAGMA journal_mode=WAL")
    store.execute("PRAGMA synchronous=FULL")
    store.execute("PRAGMA secure_delete=ON")  # what somebody wrote waits here for the ledger
    store.execute(_WIPE)  # which a kill may have left in the log
    store.execute(
        "CREATE TABLE IF NOT EXISTS waiting"
        " (place INTEGER PRIMARY KEY, id TEXT UNIQUE NOT NULL, body BLOB NOT NULL)"
    )
    store.execute(_AS_IT_IS)
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
