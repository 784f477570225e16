"""Where templates of fingers are kept for readers that keep none: a sealed file for each slot.

A file is written beside its place, put on the disk, and only then renamed, so a slot holds what it
held before or the new finger, and never half of one. Whose finger it is stands inside and is sealed
too: nobody who says on the bus that a slot is his has made the finger in it his. What is erased
is deleted, and `slots` reads the folder itself. Nothing here is part of `hall backup`.
"""

from __future__ import annotations

from pathlib import Path

import msgspec
from msgspec import Struct

from broker.domain.ids import StaffId
from broker.service.whole_file import HALF, settle, write_whole
from fingerprint.sealing import ENDING, Seal, SealBroken

FOLDER = "templates"  # below the hall's run
CAPACITY = 2000  # slots of one reader; a search through all takes some seconds then
_KEEPER_ALONE = 0o700


class KeptFinger(Struct, frozen=True):
    """One finger of `staff`, as several touches showed it."""

    staff: StaffId
    templates: tuple[bytes, ...]

    def __repr__(self) -> str:
        return f"KeptFinger({self.staff!r}, {len(self.templates)} templates)"


class TemplateStore:
    """The slots of one reader, in a folder of its own. Every call waits for the disk, and raises
    `OSError` where that fails. Without a `seal` it can be looked up and erased, and not read."""

    def __init__(self, folder: Path, reader: str, seal: Seal | None) -> None:
        self._folder = folder / reader
        self._reader = reader
        self._seal = seal

    def slots(self) -> frozenset[int]:
        """Which hold anything at all, as the folder says now."""
        if not self._folder.is_dir():
            return frozenset()
        return frozenset(int(each.stem) for each in self._folder.iterdir() if each.stem.isdecimal())

    def sweep(self) -> None:
        """Delete what was half written when a power cut came: it never was anybody's."""
        if self._folder.is_dir():
            for each in self._folder.glob(f"*{HALF}*"):
                each.unlink()
            settle(self._folder)

    def finger(self, slot: int) -> KeptFinger | None:
        """What `slot` holds. Raises `SealBroken`."""
        if self._seal is None:
            raise SealBroken("without its key")
        try:
            sealed = self._file(slot).read_bytes()
        except FileNotFoundError:
            return None
        try:
            return msgspec.msgpack.decode(
                self._seal.open(sealed, self._about(slot)), type=KeptFinger
            )
        except msgspec.MsgspecError as error:
            raise SealBroken("no finger") from error

    def keep(self, slot: int, finger: KeptFinger) -> None:
        """Have it there, on the disk. Raises `SealBroken` without a seal."""
        if self._seal is None:
            raise SealBroken("without its key")
        self._folder.mkdir(mode=_KEEPER_ALONE, parents=True, exist_ok=True)
        settle(self._folder.parent)
        sealed = self._seal.seal(msgspec.msgpack.encode(finger), self._about(slot))
        write_whole(self._file(slot), sealed)

    def erase(self, slot: int) -> None:
        """Have nothing there, not even half of one."""
        if self._folder.is_dir():
            for each in (self._file(slot), *self._folder.glob(f"{slot}{HALF}*")):
                each.unlink(missing_ok=True)
            settle(self._folder)

    def _file(self, slot: int) -> Path:
        return self._folder / f"{slot}{ENDING}"

    def _about(self, slot: int) -> bytes:
        return f"{self._reader}/{slot}".encode()


def make_room(run: Path) -> Path:
    """The folder of all readers below `run`, for its owner alone."""
    folder = run / FOLDER
    folder.mkdir(mode=_KEEPER_ALONE, parents=True, exist_ok=True)
    return folder
