"""The slots in which a template may be that the ledger has not kept: on disk, for they outlive us.

How it works, and why none is forgotten. Before a reader is asked to enrol, the slot that was chosen
for it is written here, and whoever asked hears when it is on the disk. It is taken out only when
the ledger has kept the finger, or when the slot was read back as empty. So a cut at any point
leaves a line of what may be in the reader, and the next life reads it. A line that should have gone
and is still there costs a look into the index, and nothing else. While the file cannot be read, no
slot is opened, for that would write over it. The file names a reader, a slot and a staff number,
and nothing that was taken from a finger.
"""

from __future__ import annotations

from functools import partial
from pathlib import Path

import msgspec
from msgspec import Struct

from broker.domain.alerts import Sentences
from broker.domain.errors import DiskRefuses, StoreKnown
from broker.domain.ids import StaffId
from broker.service.kept_files import KeptFiles
from broker.service.kept_whole import KeptWhole, Told
from broker.service.life import Service

Place = tuple[str, int]

_DAMAGED = Sentences(
    "指纹登记的记录文件损坏，已移到 {file}；指纹机里可能有无主的指纹，请看 hall enrol --list",
    "The file of enrolments under way was damaged and moved to {file}; a reader may hold templates"
    " of nobody, see `hall enrol --list`",
)


class OpenSlot(Struct, frozen=True):
    """A template of `staff` may be there."""

    reader: str
    slot: int
    staff: StaffId


class OpenSlots:
    """Those of all readers of one process, in `file`. On the loop only; a thread writes."""

    def __init__(self, service: Service, file: Path, files: KeptFiles) -> None:
        self._file = file
        self._files = files
        self._lines: dict[Place, StaffId] = {}
        self._post = service.runner.post
        self._kept = KeptWhole(service, file, files, self._content)
        self._kept.read(self._load)
        files.look(file, _DAMAGED)

    @property
    def known(self) -> bool:
        """The file is read."""
        return self._kept.known

    def of(self, reader: str) -> dict[int, StaffId]:
        """Slots of one reader, and of whom a template may be there."""
        return {slot: staff for (where, slot), staff in self._lines.items() if where == reader}

    def open(self, reader: str, slot: int, staff: StaffId, told: Told) -> None:
        """Write one. `told` hears None once it is on the disk, or why that does not take it: then
        nothing may be put into that slot."""
        if not self.known:
            self._post(told, DiskRefuses(f"{self._file}: not read yet"))
            return
        place = (reader, slot)
        self._lines[place] = staff
        self._kept.write(partial(self._opened, place, told))

    def close(self, reader: str, slot: int) -> None:
        """It is kept by the ledger, or empty: forget it, on the disk as soon as it can be."""
        if self._lines.pop((reader, slot), None) is not None:
            self._kept.write()

    def end(self) -> None:
        """What was given last is written; nobody hears of it."""
        self._kept.end()

    def _load(self) -> None:
        """Raises OSError."""
        try:
            lines = msgspec.json.decode(self._file.read_bytes(), type=tuple[OpenSlot, ...])
        except FileNotFoundError:
            return
        except msgspec.DecodeError as error:
            self._files.damaged(self._file, StoreKnown(f"{self._file}: cannot be read ({error})"))
        else:
            self._lines = {(each.reader, each.slot): each.staff for each in lines}

    def _content(self) -> bytes:
        lines = [OpenSlot(*place, staff) for place, staff in self._lines.items()]
        return msgspec.json.encode(lines)

    def _opened(self, place: Place, told: Told, refusal: StoreKnown | None) -> None:
        if refusal is not None:
            self._lines.pop(place, None)
        told(refusal)
