"""What a kiosk had in its hands when the power failed: one small file, replaced whole.

A record that cannot be read is set aside under `.unreadable` and said in the log: the kiosk must
start all the same.
"""

from __future__ import annotations

import logging
import os
from pathlib import Path

import msgspec

from kiosk.issuing.events import Open

log = logging.getLogger(__name__)


class Journal:
    """The open transactions of one kiosk, in `file`."""

    def __init__(self, file: Path) -> None:
        self._file = file
        self._written: tuple[Open, ...] | None = None

    def read(self) -> tuple[Open, ...]:
        """What the last run left open."""
        try:
            return msgspec.json.decode(self._file.read_bytes(), type=tuple[Open, ...])
        except FileNotFoundError:
            return ()
        except msgspec.DecodeError as error:
            aside = self._file.with_suffix(".unreadable")
            self._file.replace(aside)
            log.error("%s cannot be read (%s); kept as %s", self._file, error, aside.name)  # noqa: TRY400  # the sentence says all
            return ()

    def write(self, opens: tuple[Open, ...]) -> None:
        """Replace the record; on disk when this returns. Raises OSError."""
        if opens == self._written:
            return
        self._file.parent.mkdir(parents=True, exist_ok=True)
        fresh = self._file.with_suffix(".new")
        with fresh.open("wb") as stream:
            stream.write(msgspec.json.encode(opens))
            stream.flush()
            os.fsync(stream.fileno())
        fresh.replace(self._file)
        _sync(self._file.parent)
        self._written = opens


def _sync(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
