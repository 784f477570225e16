"""How last night went: kept in a file of the run directory by whoever made the backup, read by the
ledger, which tells staff of it for as long as it is so."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import msgspec
from msgspec import Struct

from broker.domain.errors import StoreKnown

FILE = "backup.json"


class Outcome(Struct, frozen=True):
    """One attempt: when, and the sentence of what went wrong; empty where it went well."""

    at: datetime
    trouble: str = ""


class Outcomes(Struct, frozen=True):
    """The newest backup and audit of the live file, and when a backup last went well."""

    backup: Outcome | None = None
    audit: Outcome | None = None
    good: datetime | None = None


def recall(run: Path) -> Outcomes:
    """What was noted; nothing where nothing can be read."""
    try:
        return msgspec.json.decode((run / FILE).read_bytes(), type=Outcomes)
    except (OSError, msgspec.DecodeError):
        return Outcomes()


def note(run: Path, outcomes: Outcomes) -> None:
    """Keep it, whole or not at all. Raises `StoreKnown`."""
    file, part = run / FILE, run / f"{FILE}.part"
    try:
        part.write_bytes(msgspec.json.encode(outcomes))
        part.chmod(0o644)  # whoever made the backup by hand, the ledger reads it
        part.replace(file)
    except OSError as error:
        raise StoreKnown(f"{file}: cannot be written ({error.strerror}); check the disk") from error
