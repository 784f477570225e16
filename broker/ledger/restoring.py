"""A copy put in the place of a ledger.

How it works, and why no power cut makes it worse. The ledger's lock is held throughout, so none
runs and none starts. The copy is made and audited under a name of its own beside the ledger; until
then nothing else was touched. Then it is called `.restoring`; the old log and the old file step
aside; and it takes the ledger's name. While the name that ends in `.restoring` exists, no ledger
opens: else a start in between would begin an empty one, or one without its newest facts, and give
numbers twice. The last step takes that name away and puts the new file there at once. So whoever
finds a ledger that says a restore was interrupted restores again.
"""

from __future__ import annotations

import os
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from broker.domain.errors import StoreError, StoreKnown
from broker.ledger.copies import copy, sync
from broker.ledger.inspection import Inspection
from broker.ledger.lock_file import RESTORING, hold
from broker.ledger.reading import opened

_MADE = ".restored"
_LATER = ("-wal", "-shm")  # what belongs to the old file, and would be taken for the new one's


@dataclass(frozen=True, slots=True)
class Restored:
    """What was done: what the copy holds, where the old file is, how many facts only it has (None
    where it could not be read)."""

    copy: Inspection
    aside: Path | None
    only_aside: int | None


def restore(source: Path, file: Path, stamp: str) -> Restored:
    """Put the copy `source` in the place of the ledger `file`; the old one gets `stamp` behind its
    name.

    Raises `StoreError`; until the copy has been audited, nothing was changed.
    """
    _check_names(source, file)
    before = _facts(file) if file.exists() else 0
    lock = hold(file)
    try:
        made = file.with_name(file.name + _MADE)
        inspection = copy(source, made, file.parent)
        _give_to_owner((made, file.with_suffix(".lock")), file if file.exists() else file.parent)
        aside = file.with_name(f"{file.name}.{stamp}") if file.exists() else None
        _exchange(file, made, aside)
    finally:
        lock.close()
    only = None if before is None else max(0, before - inspection.facts)
    return Restored(inspection, aside, only)


def _check_names(source: Path, file: Path) -> None:
    if not source.is_file():
        raise StoreKnown(f"{source}: no such file; name a copy of a ledger")
    if file.exists() and source.samefile(file):
        raise StoreKnown(f"{source}: this is the ledger itself; name a copy of it")


def _give_to_owner(made: tuple[Path, ...], like: Path) -> None:
    """Who restores as root must not leave a file that the hall cannot write."""
    owner = like.stat()
    for each in made:
        with suppress(OSError):
            os.chown(each, owner.st_uid, owner.st_gid)


def _facts(file: Path) -> int | None:
    with suppress(StoreError), opened(file, file.parent) as (db, _):
        return int(db.execute("SELECT ifnull(max(seq), 0) FROM facts").fetchone()[0])
    return None


def _exchange(file: Path, made: Path, aside: Path | None) -> None:
    marked = file.with_name(file.name + RESTORING)
    try:
        made.replace(marked)
        sync(file.parent)
        for tail in _LATER:
            old = file.with_name(file.name + tail)
            if old.exists():
                kept = aside or file.with_name(f"{file.name}.lost")
                old.rename(kept.with_name(kept.name + tail))
        if aside is not None:
            file.rename(aside)
        marked.replace(file)
        sync(file.parent)
    except OSError as error:
        raise StoreKnown(
            f"{file}: could not be exchanged ({error.strerror}); run `hall restore` again"
        ) from error
