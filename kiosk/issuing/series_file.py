"""The blocks of spare numbers of one kiosk, in a file that is replaced whole.

A checksum stands before them: a digit that flipped on the disk would have a number that somebody
holds given again. So what is not read back as it was written is put aside, and no number is given
from it.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from pathlib import Path

import msgspec

from broker.domain.errors import StoreKnown
from broker.service.whole_file import write_whole
from kiosk.issuing.events import SpareBlock


class SeriesFile:
    """The blocks of `kiosk` in `file`. `damaged` puts one that cannot be believed aside, as it
    lies there; so it does with the blocks of another kiosk, whose disk was copied."""

    def __init__(self, file: Path, kiosk: str, damaged: Callable[[Path, Exception], None]) -> None:
        self.file = file
        self._kiosk = kiosk
        self._damaged = damaged

    def read(self) -> tuple[SpareBlock, ...]:
        """What the last run kept; nothing from a file that was changed by anything but us."""
        try:
            return self._ours(_decoded(self.file.read_bytes()))
        except FileNotFoundError:
            return ()
        except msgspec.DecodeError as error:
            self._damaged(self.file, StoreKnown(f"{self.file}: cannot be read ({error})"))
            return ()

    def _ours(self, blocks: tuple[SpareBlock, ...]) -> tuple[SpareBlock, ...]:
        others = {each.granted.kiosk for each in blocks} - {self._kiosk}
        if others:
            raise msgspec.DecodeError(f"the numbers are those of {', '.join(sorted(others))}")
        return blocks

    def write(self, blocks: tuple[SpareBlock, ...]) -> None:
        """Replace them; on disk when this returns. Raises `OSError`."""
        self.file.parent.mkdir(parents=True, exist_ok=True)
        body = msgspec.json.encode(blocks)
        write_whole(self.file, _seal(body) + b"\n" + body)


def _decoded(raw: bytes) -> tuple[SpareBlock, ...]:
    seal, _, body = raw.partition(b"\n")
    if seal != _seal(body):
        raise msgspec.DecodeError("the checksum does not fit")
    return msgspec.json.decode(body, type=tuple[SpareBlock, ...])


def _seal(body: bytes) -> bytes:
    return hashlib.sha256(body).hexdigest().encode()
