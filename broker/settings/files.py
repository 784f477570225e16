"""Files that a person writes for a hall, as bytes."""

from __future__ import annotations

import hashlib
import os
import select
from pathlib import Path

from broker.domain.errors import ConfigError

LARGEST = 32_000_000  # bytes; a catalogue of 20,000 items has two million
PATIENCE = 5.0  # seconds for the next bytes of a pipe; a file on a disk has them at once
_CHUNK = 1 << 20
_FIGURES = 12  # of a digest: enough to tell files of one hall apart, and few enough to be read out

Stamp = tuple[int, int, int]
UNREAD: Stamp = (-1, -1, -1)  # of no file: whatever lies there is another


def stamp(file: Path | None) -> Stamp | None:
    """What changes when a file is written, or replaced; None where there is none."""
    try:
        found = file.stat() if file else None
    except (OSError, ValueError):
        return None
    return (found.st_ino, found.st_size, found.st_mtime_ns) if found else None


class Fingerprint:
    """The beginning of the SHA-256 of what it is fed: it says of two files whether they are one."""

    def __init__(self, data: bytes = b"") -> None:
        self._hash = hashlib.sha256(data)

    def feed(self, data: bytes) -> None:
        """The next bytes."""
        self._hash.update(data)

    def __str__(self) -> str:
        return self._hash.hexdigest()[:_FIGURES]


def contents(file: Path, remedy: str = "make it a file you may read", missing: str = "") -> bytes:
    """All of it. `ConfigError` where it cannot be read, has no end (`/dev/zero`) or is a pipe into
    which nobody writes; `missing` is the remedy where there is none."""
    place = "the whole file"
    try:
        found = bounded(file, LARGEST)
    except FileNotFoundError as error:
        remedy = missing or remedy
        raise ConfigError(str(file), place, "there is no such file", remedy) from error
    except (OSError, ValueError) as error:  # ValueError: a zero byte in the name
        reason = getattr(error, "strerror", None) or str(error)
        raise ConfigError(str(file), place, reason, remedy) from error
    if len(found) > LARGEST:
        problem = f"it is larger than {LARGEST // 1_000_000} MB"
        raise ConfigError(str(file), place, problem, "name the right file")
    return found


def bounded(file: Path, most: int) -> bytes:
    """All of a file, or one byte more than `most`. `OSError`, `TimeoutError` among them, where it
    cannot be read; neither to open it nor to read it waits for whoever should write."""
    descriptor = os.open(file, os.O_RDONLY | os.O_NONBLOCK | os.O_NOCTTY | os.O_CLOEXEC)
    found = bytearray()
    try:
        while len(found) <= most and (piece := _next(descriptor)):
            found += piece
    finally:
        os.close(descriptor)
    return bytes(found[: most + 1])


def _next(descriptor: int) -> bytes:
    waiting = select.poll()
    waiting.register(descriptor, select.POLLIN)
    if not waiting.poll(PATIENCE * 1000):
        raise TimeoutError(0, "nobody writes into it")
    return os.read(descriptor, _CHUNK)
