"""The log beside the ledger's file, made safe before anything in it is believed."""

from __future__ import annotations

import os
from pathlib import Path

from broker.ledger.disk_errors import refused

_BLOCK = 1 << 20  # bytes


def write_again(file: Path) -> None:
    """Write the write-ahead log of `file` once more, as it reads now, and sync it.

    After a sync that failed, Linux shows the unwritten bytes to every reader and never writes
    them: a later sync succeeds and brings nothing. A commit that failed this way is found whole
    when the file is opened anew, and would be answered for, and lost when the power goes.
    Raises `StoreKnown`.
    """
    log = file.with_name(f"{file.name}-wal")
    if not log.exists():
        return
    try:
        _rewrite(log)
    except OSError as error:
        raise refused(log, "cannot be written", error) from error


def _rewrite(log: Path) -> None:
    descriptor = os.open(log, os.O_RDWR | os.O_CLOEXEC)
    try:
        place = 0
        while block := os.pread(descriptor, _BLOCK, place):
            place += os.pwrite(descriptor, block, place)
        os.fdatasync(descriptor)
    finally:
        os.close(descriptor)
