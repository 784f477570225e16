"""The PINs of staff, hashed, in a file that only the ledger's machine has.

A hash of a PIN of four digits protects nothing from whoever has the file: ten thousand tries are
minutes of work. It keeps a PIN from being read over somebody's shoulder, or out of a copy. What
protects it at the screens is the count of tries (`broker.domain.desks.tries`).
"""

from __future__ import annotations

import os
import threading
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path

import msgspec
from msgspec import Struct

from broker.domain.errors import ConfigError
from broker.domain.ids import StaffId
from broker.service.committer import Threaded
from broker.service.whole_file import write_whole

FILE = "pins.json"
KEY_FILE = "session.key"
_FORMAT = 1


class PinKept(Struct, frozen=True):
    """The hash of a PIN, argon2id in its own standard encoding, and since when it holds."""

    hash: str
    since: datetime


class _PinFile(Struct, frozen=True):
    pins: dict[str, PinKept]
    format: int = _FORMAT


def read_pins(run: Path) -> dict[str, PinKept]:
    """By staff number; none where there is no file yet. Raises `ConfigError`."""
    file = run / FILE
    try:
        kept = msgspec.json.decode(file.read_bytes(), type=_PinFile)
    except FileNotFoundError:
        return {}
    except (OSError, msgspec.DecodeError) as error:
        raise ConfigError(str(file), "the PINs", str(error), _REMEDY) from error
    if kept.format > _FORMAT:
        problem = f"its format {kept.format} is of a newer program"
        raise ConfigError(str(file), "the PINs", problem, "install that program")
    return kept.pins


_REMEDY = (
    "make it readable for the hall's user; or delete it, and set all PINs anew (`hall pin set`)"
)


def write_pins(run: Path, pins: Mapping[str, PinKept]) -> None:
    """Have just these. Raises `ConfigError` where the disk does not take them."""
    file = run / FILE
    try:
        run.mkdir(parents=True, exist_ok=True)
        write_whole(file, written(pins))
    except OSError as error:
        raise ConfigError(str(file), "the PINs", str(error), "see to the disk") from error


def written(pins: Mapping[str, PinKept]) -> bytes:
    """What the file holds then."""
    return msgspec.json.format(msgspec.json.encode(_PinFile(dict(pins))))


class PinBook:
    """Which PIN is right; the file is read anew when it is another. For a thread that may wait."""

    def __init__(self, run: Path) -> None:
        self._run = run
        self._stamp: tuple[int, ...] | None = None
        self._pins: dict[str, PinKept] = {}

    def is_right(self, staff: StaffId, pin: str) -> bool:
        """Whether this is the PIN of `staff`. It takes as long where nobody has that number, or no
        PIN. Raises `ConfigError` where the file cannot be read."""
        from broker.ledger.pin_hashes import NOBODY, fits

        self._look()
        kept = self._pins.get(staff)
        right = fits(kept.hash if kept else NOBODY, pin)
        return right and kept is not None

    def _look(self) -> None:
        stamp = _stamp(self._run / FILE)
        if stamp != self._stamp:
            self._pins = read_pins(self._run)
            self._stamp = stamp


class PinThread(Threaded):
    """Compares PINs with their hashes: some 70 ms each, which no loop has."""

    def _made(self) -> threading.Thread:
        return threading.Thread(target=self._serve, name="pins", daemon=True)


def _stamp(file: Path) -> tuple[int, ...] | None:
    try:
        found = file.stat()
    except OSError:
        return None
    return found.st_mtime_ns, found.st_size, found.st_ino


def session_key(run: Path) -> bytes:
    """The key by which sessions are told from inventions; b"" where there is none yet."""
    try:
        return (run / KEY_FILE).read_bytes()
    except OSError:
        return b""


def made_session_key(run: Path, size: int) -> bytes:
    """The same, made where there is none. Raises `OSError`."""
    key = session_key(run)
    if len(key) != size:
        key = os.urandom(size)
        write_whole(run / KEY_FILE, key)
    return key
