"""What the ledger said last of each reader's fingers, on disk: for a start while it is away.

Without it such a start would know hall.toml alone: whoever has withdrawn would be recognised, and
whoever was enrolled at the desk would not. What stands here counts until the ledger speaks, and is
then replaced; it proves nothing, so nothing is erased by it. The file names readers, slots and
staff numbers, and nothing that was taken from a finger. A thread writes it, whole or not at all.
"""

from __future__ import annotations

import logging
from functools import partial
from pathlib import Path

import msgspec
from msgspec import Struct

from broker.domain.errors import DiskRefuses
from broker.domain.ids import StaffId
from broker.service.committer import Writing
from broker.service.kept_files import KeptFiles
from broker.service.life import Service
from broker.service.whole_file import write_whole
from broker.wire.enrolment_messages import FingersState, SlotOf

log = logging.getLogger(__name__)

_TRY = 2.0  # seconds between two tries of a disk that refuses


class HeardFingers(Struct, frozen=True):
    """Whose finger is in which slot of a reader, and whose must be erased there, or are."""

    reader: str
    fingers: tuple[SlotOf, ...] = ()
    erase: tuple[StaffId, ...] = ()
    forgotten: tuple[StaffId, ...] = ()


class LastHeard:
    """Of all readers of one process, in `file`. On the loop only; a thread writes."""

    def __init__(self, service: Service, file: Path, files: KeptFiles) -> None:
        self._file = file
        self._files = files
        self._clock = service.runner.clock
        self._changed = False
        self._try_at: float | None = None
        self._writing = Writing(file, service.disk_thread(), self._clock, partial(files.disk, file))
        readers = {each.id for each in service.settings.hall.readers}
        self._heard = {each.reader: each for each in _read(file) if each.reader in readers}
        service.runner.add(self)
        service.runner.add(self._writing)

    def of(self, reader: str) -> HeardFingers:
        """What was heard of one; nothing, where nothing was."""
        return self._heard.get(reader, HeardFingers(reader))

    def hear(self, state: FingersState) -> None:
        """The ledger has spoken."""
        heard = HeardFingers(state.reader, state.fingers, state.erase, state.forgotten)
        if self._heard.get(state.reader) != heard:
            self._heard[state.reader] = heard
            self._write()

    def end(self) -> None:
        """What was heard last is written."""
        self._try_at = None
        self._writing.close(self._work() if self._changed else None)

    def next_wakeup(self) -> float | None:
        """When a disk that refused is tried anew."""
        return None if self._writing.busy else self._try_at

    def tick(self, now: float) -> None:
        """Try it."""
        if self._try_at is not None and now >= self._try_at and not self._writing.busy:
            self._try_at = None
            self._write()

    def _write(self) -> None:
        """The whole file, one writing at a time: what came meanwhile shares the next."""
        self._changed = True
        if not self._writing.busy:
            self._changed = False
            self._writing.run(self._work(), self._written)

    def _work(self) -> partial[None]:
        content = msgspec.json.encode([*self._heard.values()])
        return partial(write_whole, self._file, content)

    def _written(self, error: Exception | None) -> None:
        refusal = None
        if error is not None:
            refusal = DiskRefuses(f"{self._file}: cannot be written ({error}); free the disk")
            self._changed, self._try_at = True, self._clock() + _TRY
        self._files.disk(self._file, refusal)
        if error is None and self._changed:
            self._write()


def _read(file: Path) -> tuple[HeardFingers, ...]:
    """Nothing where it cannot be read: the ledger says it all anew, and it is written over."""
    try:
        return msgspec.json.decode(file.read_bytes(), type=tuple[HeardFingers, ...])
    except FileNotFoundError:
        return ()
    except (OSError, msgspec.DecodeError) as error:
        log.warning("%s: %s", file, error)
        return ()
