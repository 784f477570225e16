"""What a kiosk had in its hands when the power failed: one small file, replaced whole.

A record that cannot be read is put aside and told to staff: the kiosk must start all the same.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import msgspec

from broker.domain.errors import StoreKnown
from broker.service.whole_file import write_whole
from kiosk.issuing.events import Open


class Journal:
    """The open transactions of one kiosk, in `file`. `damaged` puts one that cannot be read aside,
    as it lies there."""

    def __init__(self, file: Path, damaged: Callable[[Path, Exception], None]) -> None:
        self.file = file
        self._damaged = damaged
        self._written: tuple[Open, ...] | None = None

    def read(self) -> tuple[Open, ...]:
        """What the last run left open."""
        try:
            return msgspec.json.decode(self.file.read_bytes(), type=tuple[Open, ...])
        except FileNotFoundError:
            return ()
        except msgspec.DecodeError as error:
            self._damaged(self.file, StoreKnown(f"{self.file}: cannot be read ({error})"))
            return ()

    def write(self, opens: tuple[Open, ...]) -> None:
        """Replace the record; on disk when this returns. Raises OSError."""
        if opens == self._written:
            return
        self.file.parent.mkdir(parents=True, exist_ok=True)
        write_whole(self.file, msgspec.json.encode(opens), mode=0o666)
        self._written = opens
