"""Writing the ledger's file anew, so that no page and no log keeps what was erased.

How it works, and why nothing is forgotten. A body that goes leaves its bytes in a page until
something else needs the room. So the transaction that takes it out also notes in the file that it
is to be written anew (`scrub_due`), and only when that is done, and nobody reads old pages any
more, the note goes. Killed in between, the note stays: `hall audit` says so, the ledger does it at
its next start where the file is small, or raises an alert; `hall forget` does it in any case.
"""

from __future__ import annotations

import logging
import sqlite3
from contextlib import closing
from datetime import datetime
from pathlib import Path

from broker.domain.alerts import AlertCode, Sentences
from broker.domain.errors import StoreError, StoreKnown
from broker.ledger.disk_errors import is_full, known
from broker.ledger.lookout import Lookout, Troubles
from broker.ledger.rows import moment
from broker.ledger.store import Store
from broker.service.life import Service

log = logging.getLogger(__name__)

_NOTED = 6  # the format from which on it is noted
_CHEAP = 64_000_000  # bytes that are written anew while the hall starts
_MB = 1_000_000

_DUE = Sentences(
    "台账文件的旧页里可能还有已删除的记录：请停大厅，再执行一次 hall forget",
    "Pages of the ledger's file may still hold what was erased: stop the hall and say"
    " `hall forget` again",
)


def due_since(db: sqlite3.Connection) -> datetime | None:
    """When something was taken out that may still lie in pages; None where nothing was. Raises
    `sqlite3.Error`."""
    version: int = db.execute("PRAGMA user_version").fetchone()[0]
    if version < _NOTED:
        return None
    since: int | None = db.execute("SELECT min(since) FROM scrub_due").fetchone()[0]
    return None if since is None else moment(since)


def scrub_due(file: Path) -> bool:
    """Whether the file has to be written anew. Raises `StoreError`."""
    try:
        with closing(sqlite3.connect(file, isolation_level=None)) as db:
            return due_since(db) is not None
    except sqlite3.Error as error:
        raise known(file, error) from error


def scrub(file: Path) -> None:
    """Write the file anew. Raises `StoreError`; as long as somebody reads the file, its old pages
    stay for him."""
    try:
        with closing(sqlite3.connect(file, isolation_level=None)) as db:
            db.execute("VACUUM")
            busy, *_ = db.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
            if not busy:
                db.execute("DELETE FROM scrub_due")
    except sqlite3.Error as error:
        raise (_no_room(file) if is_full(error) else known(file, error)) from error
    if busy:
        raise StoreKnown(
            f"{file}: it is erased, but another program reads the file, and until that ends the"
            " file's old pages keep the words; end it, then say this again"
        )


def _no_room(file: Path) -> StoreKnown:
    needed = file.stat().st_size // _MB + 1
    return StoreKnown(
        f"{file}: the disk is full: it is erased, but pages of the file may still hold the words"
        f" until it is written anew, which needs {needed} MB in {file.parent} and {needed} MB where"
        " temporary files go; free as much, then say this again"
    )


class Scrubbing:
    """Opens the ledger's file for its service, and does what a killed `hall forget` left."""

    def __init__(self, service: Service, file: Path) -> None:
        self._file = file
        self._due = False
        Lookout(service, (AlertCode.SCRUB,), self._find)

    def open(self) -> Store:
        """The open store. Raises `StoreError`; what cannot be written anew now is no reason to
        stay closed."""
        store = Store(self._file)
        try:
            self._due = scrub_due(self._file)
            if self._due and self._file.stat().st_size <= _CHEAP:
                scrub(self._file)
                self._due = False
        except StoreError as error:
            log.warning("what was erased is not gone from its pages yet: %s", error)
        return store

    def _find(self) -> Troubles:
        return {AlertCode.SCRUB: _DUE if self._due else None}
