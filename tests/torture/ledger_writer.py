"""A program for strace: writes facts through the real store and says what it acknowledged.

`python -m tests.torture.ledger_writer FOLDER MOUTH COMMITS [SYNCHRONOUS]`. SYNCHRONOUS other than
FULL is the sabotage that a test must find out, and so is $TORTURE_BELIEVE_THE_LOG. A commit that
failed is treated as the ledger does: opened anew, and asked again with the same ids.
"""

from __future__ import annotations

import contextlib
import os
import sys
from datetime import timedelta
from pathlib import Path
from unittest import mock

from broker.domain.errors import StoreError
from broker.domain.hall import PriorityClass
from broker.domain.requests import Granted
from broker.domain.tickets.facts import TicketReserved
from broker.ledger import store as store_module
from broker.ledger.store import Store
from tests.stages.halls import MORNING

CONTENT = bytes(16)  # the digest of each request
_LIVES = 40  # commits between two orderly ends: the log is folded into the file and removed
_PAGES = 60  # a checkpoint this often instead of every 1000 pages, so that a short run has many


def _open(folder: Path, synchronous: str) -> Store:
    store = Store(folder / "ledger.db")
    store._db.execute(f"PRAGMA wal_autocheckpoint={_PAGES}")
    if synchronous != "FULL":
        store._db.execute(f"PRAGMA synchronous={synchronous}")
    return store


def _patient_open(folder: Path, synchronous: str) -> Store:
    for _ in range(100):
        with contextlib.suppress(StoreError):
            return _open(folder, synchronous)
    raise SystemExit("the store cannot be opened any more")


def _commit(store: Store, number: int) -> list[str]:
    """One group of requests; the ids that may be acknowledged when this returns."""
    ids = [f"request-{number:05d}-{each}" for each in range(1 + number % 3)]
    store.begin()
    for identity in ids:
        if store.answer_to(identity, CONTENT) is None:
            _reserve(store, identity, number)
    store.commit()
    return ids


def _reserve(store: Store, identity: str, number: int) -> None:
    now = MORNING + timedelta(seconds=number)
    fact = TicketReserved(
        ticket=identity,
        day=MORNING.date(),
        queue="qa",
        number=identity,
        group=PriorityClass.ORDINARY,
    )
    store.record([fact], now, "test", identity, CONTENT)
    store.keep(Granted(request=identity, at=now, facts=(fact,)), CONTENT)


def main(folder: Path, mouth: int, commits: int, synchronous: str) -> None:
    """Write and acknowledge."""
    if os.environ.get("TORTURE_BELIEVE_THE_LOG"):
        mock.patch.object(store_module, "write_again").start()
    store = _open(folder, synchronous)
    number = 0
    while number < commits:
        try:
            ids = _commit(store, number)
        except StoreError:
            store.close()
            store = _patient_open(folder, synchronous)
            continue
        os.write(mouth, "".join(f"{each}\n" for each in ids).encode())
        number += 1
        if number % _LIVES == 0:
            store.close()
            store = _patient_open(folder, synchronous)
    store.close()


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3]), (*sys.argv[4:], "FULL")[0])
