"""What SQLite says, as errors of the hall, and what staff are told of them."""

from __future__ import annotations

import errno
import sqlite3
from pathlib import Path

from broker.domain.alerts import Sentences
from broker.domain.errors import DiskRefuses, StoreBug, StoreError, StoreKnown
from broker.language import filled

_CANNOT_WRITE = Sentences(
    "台账不能写入，暂停发号：{why}", "The ledger cannot be written; no numbers are given: {why}"
)


_FULL = "{file}: the disk is full; free some space, the ledger goes on by itself"
_NO_ROOM = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)
_FOR_NOW = (errno.ENOSPC, errno.EDQUOT, errno.EIO)


def says_full(error: StoreError, file: Path) -> bool:
    """Whether this is what `known` and `no_room` make of a full disk."""
    return str(error) == _FULL.format(file=file)


def cannot_write(error: StoreError) -> Sentences:
    """What staff are told while the ledger stands still."""
    return filled(_CANNOT_WRITE, why=error)


def refused(file: Path, what: str, error: OSError) -> StoreKnown:
    """What an error of the system means beside the ledger; `what` cannot be done with `file`."""
    kind = DiskRefuses if error.errno in _FOR_NOW else StoreKnown
    return kind(f"{file}: {what} ({error.strerror}); check the disk")


def no_room(file: Path, error: OSError) -> StoreKnown:
    """What it means that a trial beside the ledger found no room."""
    if error.errno in _NO_ROOM:
        return DiskRefuses(_FULL.format(file=file))
    return refused(file, "cannot be written", error)


def is_full(error: sqlite3.Error) -> bool:
    """Whether the disk has no room."""
    return "full" in str(error)


def known(file: Path, error: sqlite3.Error) -> StoreError:
    """What a SQLite error means for the people in the hall."""
    text = str(error)
    if is_full(error):
        return DiskRefuses(_FULL.format(file=file))
    if "malformed" in text or "not a database" in text or "corrupt" in text:
        return StoreKnown(f"{file}: the file is damaged ({text}); restore the last backup")
    if isinstance(error, sqlite3.OperationalError):
        return DiskRefuses(f"{file}: cannot be read or written ({text}); check the disk")
    return StoreBug(f"{file}: {text}")
