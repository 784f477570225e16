"""What the ledger said last of each reader's fingers, on disk: for a start while it is away.

Without it such a start would know hall.toml alone: whoever has withdrawn would be recognised, and
whoever was enrolled at the desk would not. What stands here counts until the ledger speaks, and is
then replaced; it proves nothing, so nothing is erased by it. The file names readers, slots and
staff numbers, and nothing that was taken from a finger. A thread writes it, whole or not at all.
"""

from __future__ import annotations

import logging
from pathlib import Path

import msgspec
from msgspec import Struct

from broker.domain.ids import StaffId
from broker.service.kept_files import KeptFiles
from broker.service.kept_whole import KeptWhole
from broker.service.life import Service
from broker.wire.enrolment_messages import FingersState, SlotOf

log = logging.getLogger(__name__)


class HeardFingers(Struct, frozen=True):
    """Whose finger is in which slot of a reader, and whose must be erased there, or are."""

    reader: str
    fingers: tuple[SlotOf, ...] = ()
    erase: tuple[StaffId, ...] = ()
    forgotten: tuple[StaffId, ...] = ()


class LastHeard:
    """Of all readers of one process, in `file`. On the loop only; a thread writes."""

    def __init__(self, service: Service, file: Path, files: KeptFiles) -> None:
        readers = {each.id for each in service.settings.hall.readers}
        self._heard = {each.reader: each for each in _read(file) if each.reader in readers}
        self._kept = KeptWhole(service, file, files, self._content)

    def of(self, reader: str) -> HeardFingers:
        """What was heard of one; nothing, where nothing was."""
        return self._heard.get(reader, HeardFingers(reader))

    def hear(self, state: FingersState) -> None:
        """The ledger has spoken."""
        heard = HeardFingers(state.reader, state.fingers, state.erase, state.forgotten)
        if self._heard.get(state.reader) != heard:
            self._heard[state.reader] = heard
            self._kept.write()

    def end(self) -> None:
        """What was heard last is written."""
        self._kept.end()

    def _content(self) -> bytes:
        return msgspec.json.encode([*self._heard.values()])


def _read(file: Path) -> tuple[HeardFingers, ...]:
    """Nothing where it cannot be read: the ledger says it all anew, and it is written over."""
    try:
        return msgspec.json.decode(file.read_bytes(), type=tuple[HeardFingers, ...])
    except FileNotFoundError:
        return ()
    except (OSError, msgspec.DecodeError) as error:
        log.warning("%s: %s", file, error)
        return ()
