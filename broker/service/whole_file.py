"""Files that are replaced whole or not at all, and are on the disk when that returns."""

from __future__ import annotations

import os
from pathlib import Path

HALF = ".new"  # how the suffix of a file begins that is no whole one yet


def write_whole(file: Path, data: bytes, mode: int = 0o600) -> None:
    """Have `data` in `file`, by itself for its owner alone, on the disk; or what was there
    before. Of two processes that write one file at once, one comes last, and each writes whole."""
    new = being_written(file)
    new.unlink(missing_ok=True)
    handle = os.open(new, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode)
    try:
        with os.fdopen(handle, "wb") as out:
            out.write(data)
            out.flush()
            os.fsync(out.fileno())
        new.replace(file)
    except OSError:
        new.unlink(missing_ok=True)
        raise
    settle(file.parent)


def being_written(file: Path) -> Path:
    """Where this process writes what becomes `file`; each other process has a name of its own."""
    return file.with_suffix(f"{HALF}-{os.getpid()}")


def settle(folder: Path) -> None:
    """Have what was renamed or deleted in `folder` on the disk."""
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
