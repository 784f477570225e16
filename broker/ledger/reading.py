"""A ledger, or a copy of one, opened to be read: nothing beside it or in it is changed.

How it works. SQLite reads the file of a ledger together with the log beside it, and makes that log
and its index where they are missing, even for a reader: evidence would change by being looked at,
and a copy on a disk that takes no writing could not be read at all. So it is told what is there.
While a ledger runs, its log and index are there: they are used, and nothing new is made. Without a
log the file is whole by itself and is read as one that nobody changes (`immutable`); should it
have changed all the same when the reading is over, a ledger was started meanwhile, and what was
read is not believed. A log that nobody uses is merged in a copy elsewhere, which also is where a
compressed copy is unpacked.
"""

from __future__ import annotations

import gzip
import shutil
import sqlite3
import tempfile
import zlib
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import UTC, datetime
from enum import Enum
from pathlib import Path
from typing import NamedTuple

from broker.domain.errors import StoreKnown
from broker.ledger.chain import Row
from broker.ledger.disk_errors import known
from broker.ledger.halving import first_at
from broker.ledger.lock_file import runs
from broker.ledger.migrations import LASTING, OPINIONS, PINS, PUNCHED, SETTLED, STEPS, as_written
from broker.ledger.request_index import unfindable
from broker.ledger.rows import microseconds

_FIRST = -(2**63)  # a forger may write a fact before the first
_EVER = datetime(1970, 1, 1, tzinfo=UTC)
_INDEXED = 2  # the format from which on requests are indexed
_WITH_OPINIONS = 7  # the format from which on there is an index of them
_WITH_PINS = 8
_BY_INDEX = {"settled": 5, "lasting": 6}  # the format from which on each tells what is asked here
_LOGS = ("-wal", "-journal")
_UNPACKING = (OSError, EOFError, zlib.error)


class How(Enum):
    """How a file was read; the value says so to an inspector, where he might ask."""

    UNTOUCHED = ""
    BESIDE = "read beside the ledger that runs on it"
    UNPACKED = "unpacked into a temporary copy"
    MERGED = "its log was merged in a temporary copy, for no ledger runs on it"


class OpenLedger(NamedTuple):
    """A connection that can be read, and how it was come by."""

    db: sqlite3.Connection
    how: How


@contextmanager
def opened(file: Path, scratch: Path | None = None) -> Iterator[OpenLedger]:
    """Open a ledger or a copy (`.gz`: a compressed one) until it is read.

    Temporary copies are made below `scratch`, or where the machine has them. Raises `StoreError`.
    """
    if not file.is_file():
        raise StoreKnown(f"{file}: no such file; name the ledger.db of a run directory")
    try:
        if file.suffix != ".gz" and runs(file):
            with _connected(file, "mode=ro") as db:
                yield OpenLedger(db, How.BESIDE)
        elif file.suffix != ".gz" and not _logs(file):
            with _unchanged(file), _connected(file, "mode=ro&immutable=1") as db:
                yield OpenLedger(db, How.UNTOUCHED)
        else:
            with tempfile.TemporaryDirectory(prefix="hall-", dir=scratch) as folder:
                copy = _copied(file, Path(folder))
                with _connected(copy, "mode=rw") as db:
                    how = How.UNPACKED if file.suffix == ".gz" else How.MERGED
                    yield OpenLedger(db, how)
    except sqlite3.Error as error:
        raise known(file, error) from error
    except _UNPACKING as error:
        raise StoreKnown(f"{file}: cannot be read ({error}); take another copy") from error


def read(file: Path, begin: datetime | None = None, end: datetime | None = None) -> Iterator[Row]:
    """Every row, while the hall may be running; or those from `begin` to before `end`.

    Raises `StoreError`.
    """
    with opened(file) as (db, _):
        first = _FIRST if begin is None else first_at(db, microseconds(begin))
        last = None if end is None else first_at(db, microseconds(end))
        for row in rows(db, first):
            if row.seq == last:
                return
            yield row


def of_attendance(file: Path, punched: datetime, said: datetime) -> list[Row]:
    """Punches written from `punched` on, what was said of months from `said` on, and what lasts, in
    order.

    Raises `StoreError`.
    """
    found: dict[int, Row] = {}
    with opened(file) as (db, _):
        version = _version(db)
        settled, lasting = (
            (f"INDEXED BY {name}" if version >= begun else "") for name, begun in _BY_INDEX.items()
        )
        wanted = ((punched, "", PUNCHED), (said, settled, SETTLED), (_EVER, lasting, LASTING))
        for begin, by, kinds in wanted:
            query = f"SELECT {as_written(version)} FROM facts {by} WHERE at >= ? AND {kinds}"  # noqa: S608  # constants
            for row in db.execute(query, (microseconds(begin),)):
                found[row[0]] = Row(*row)
    return [found[seq] for seq in sorted(found)]


def of_opinions(file: Path) -> list[Row]:
    """What was ever left in the opinion box, and what came of it, in order. Raises `StoreError`."""
    return _by_index(file, "opinions", _WITH_OPINIONS, OPINIONS)


def of_pins(file: Path) -> list[Row]:
    """Which staff numbers were ever locked, and unlocked, in order. Raises `StoreError`."""
    return _by_index(file, "pins", _WITH_PINS, PINS)


def _by_index(file: Path, index: str, since: int, kinds: str) -> list[Row]:
    with opened(file) as (db, _):
        version = _version(db)
        by = f"INDEXED BY {index}" if version >= since else ""
        query = f"SELECT {as_written(version)} FROM facts {by} WHERE {kinds} ORDER BY seq"  # noqa: S608  # constants
        return [Row(*row) for row in db.execute(query)]


def rows(db: sqlite3.Connection, first: int = _FIRST) -> Iterator[Row]:
    """The rows of an open ledger from number `first` on. Raises `sqlite3.Error`, and `StoreKnown`
    for a format that is newer than this program."""
    version = _version(db)
    query = f"SELECT {as_written(version)} FROM facts WHERE seq >= ? ORDER BY seq"  # noqa: S608  # a constant
    for row in db.execute(query, (first,)):
        yield Row(*row)


def _version(db: sqlite3.Connection) -> int:
    version: int = db.execute("PRAGMA user_version").fetchone()[0]
    if version > len(STEPS):
        raise StoreKnown(
            f"the ledger was written by a newer version of the hall (format {version}, this one"
            f" knows {len(STEPS)}); read it with that version"
        )
    return version


def damage(db: sqlite3.Connection) -> Iterator[str]:
    """What SQLite finds in the pages of the whole file, and what its index would not find: a
    sentence, or nothing."""
    if _version(db) >= _INDEXED:
        yield from unfindable(db)
    verdict: str = db.execute("PRAGMA quick_check(1)").fetchone()[0]
    if verdict != "ok":
        yield f"the file is damaged ({' '.join(verdict.split())})"


@contextmanager
def _connected(file: Path, options: str) -> Iterator[sqlite3.Connection]:
    place = f"{file.resolve().as_uri()}?{options}"  # a name may hold `?`, `#` and `%`
    with closing(sqlite3.connect(place, uri=True)) as db:
        yield db


@contextmanager
def _unchanged(file: Path) -> Iterator[None]:
    before = file.stat()
    yield
    after = file.stat()
    if (before.st_mtime_ns, before.st_size) != (after.st_mtime_ns, after.st_size):
        raise StoreKnown(f"{file}: a ledger was started while it was read; begin anew")


def _logs(file: Path) -> list[Path]:
    beside = (file.with_name(f"{file.name}{tail}") for tail in _LOGS)
    return [each for each in beside if each.is_file() and each.stat().st_size]


def _copied(file: Path, folder: Path) -> Path:
    """The file with its log, or unpacked, in a folder of its own."""
    if file.suffix == ".gz":
        copy = folder / "ledger.db"
        with gzip.open(file) as packed, copy.open("wb") as plain:
            shutil.copyfileobj(packed, plain, 1 << 20)
        return copy
    with _unchanged(file):
        for each in (file, *_logs(file)):
            shutil.copyfile(each, folder / each.name)
    return folder / file.name
