"""A copy of a ledger, made while the hall runs, audited, and put elsewhere whole or not at all."""

from __future__ import annotations

import errno
import gzip
import os
import shutil
import sqlite3
import zlib
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path

from broker.domain.errors import StoreKnown
from broker.ledger.disk_errors import known
from broker.ledger.inspection import Inspection
from broker.ledger.reading import damage, opened, rows

PART = ".part"  # the end of a name that nobody takes for a copy
_BLOCK = 1 << 20  # bytes
_PACKING = 6  # hashes cannot be packed smaller; the rest is, by half


def copy(file: Path, target: Path, scratch: Path | None = None) -> Inspection:
    """Copy the ledger `file`, or a copy of it, as it is at one moment, and audit the copy.

    Raises `StoreError` where that fails, or the copy is not whole; then no file is left.
    """
    with removed(target, unless_whole=True):
        with opened(file, scratch) as (source, _):
            _copy(source, file, target)
        inspection = _audited(target, file)
        sync(target)
    return inspection


def _audited(target: Path, file: Path) -> Inspection:
    """Audit a copy that is to be trusted. Raises `StoreKnown` with the first thing found."""
    inspection = Inspection()
    with opened(target) as (db, _):
        for sentences in (inspection.troubles(rows(db)), damage(db)):
            for sentence in sentences:
                raise StoreKnown(f"{file}: a copy of it is not whole: {sentence}")
    return inspection


def pack(plain: Path, target: Path) -> None:
    """Compress a file, and read what was written once more. The target is there whole, on disk,
    or not at all. Raises `StoreKnown`."""
    part = target.with_name(target.name + PART)
    with removed(part, unless_whole=False), plain.open("rb") as source:
        part.touch(0o600)
        with part.open("wb") as out, gzip.GzipFile("", "wb", _PACKING, out) as packed:
            shutil.copyfileobj(source, packed, _BLOCK)
        sync(part)
        _read_back(part)
        part.rename(target)
        sync(target.parent)


def _read_back(part: Path) -> None:
    """Its own check-sum is compared at its end."""
    try:
        with gzip.open(part) as packed:
            while packed.read(_BLOCK):
                pass
    except (OSError, EOFError, zlib.error) as error:
        raise StoreKnown(f"{part}: reads otherwise than it was written ({error})") from error


def sync(place: Path) -> None:
    """Wait until a file, or the names in a folder, are on disk. A folder of another machine may
    have no such word (EINVAL): its names are where that machine puts them."""
    descriptor = os.open(place, os.O_RDONLY | os.O_CLOEXEC)
    try:
        os.fsync(descriptor)
    except OSError as error:
        if error.errno != errno.EINVAL or not place.is_dir():
            raise
    finally:
        os.close(descriptor)


@contextmanager
def removed(file: Path, *, unless_whole: bool) -> Iterator[None]:
    """Remove a file that is in the making when that fails, or in any case; with what SQLite puts
    beside it. Errors of the disk become `StoreKnown`."""
    whole = False
    try:
        yield
        whole = unless_whole
    except OSError as error:
        raise StoreKnown(f"{file}: cannot be written ({error.strerror}); check the disk") from error
    finally:
        if not whole:
            for tail in ("", "-wal", "-shm", "-journal"):
                with suppress(OSError):
                    file.with_name(file.name + tail).unlink()


def _copy(source: sqlite3.Connection, file: Path, target: Path) -> None:
    """All pages in one go: a reader's view of one moment, which keeps no writer waiting. Nobody
    else knows the target, so it needs no locks, which a folder of another machine may not have."""
    os.close(os.open(target, os.O_CREAT | os.O_WRONLY | os.O_TRUNC, 0o600))
    try:
        place = f"{target.resolve().as_uri()}?vfs=unix-none"
        with closing(sqlite3.connect(place, uri=True)) as db:
            db.execute("PRAGMA locking_mode=EXCLUSIVE")  # and no memory that others could share
            source.backup(db)
            db.execute("PRAGMA journal_mode=DELETE")  # whole by itself, without a log beside it
    except sqlite3.Error as error:
        raise known(target if "full" in str(error) else file, error) from error
