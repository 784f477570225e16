"""A program for strace: puts requests into the real outbox and says which it took.

`python -m tests.torture.outbox_writer FOLDER MOUTH PUTS [SYNCHRONOUS]`. It says `kept ID` when a
put is kept, and `told ID` before the ledger's answer reaches the outbox (from then on the
request may be gone). SYNCHRONOUS other than FULL is the sabotage that a test must find out.
"""

from __future__ import annotations

import os
import sys
from functools import partial
from pathlib import Path

from broker.domain.errors import StoreKnown
from broker.domain.requests import Granted
from broker.service.outbox import Outbox
from broker.service.runner import Runner
from tests.stages.halls import MORNING
from tests.stages.punches import punch
from tests.stages.stub_bus import StubBus

_BEHIND = 5  # requests that wait while the ledger answers one after another
_PAGES = 40  # a checkpoint this often, so that a short run has many


def _say_kept(mouth: int, identity: str, refusal: StoreKnown | None) -> None:
    assert refusal is None
    os.write(mouth, f"kept {identity}\n".encode())


def main(folder: Path, mouth: int, puts: int, synchronous: str) -> None:
    """Put, acknowledge, hear some answers."""
    bus = StubBus()
    runner = Runner()
    outbox = Outbox(folder / "outbox.db", bus, runner)
    db = outbox._requests._file._db
    db.execute(f"PRAGMA wal_autocheckpoint={_PAGES}")
    if synchronous != "FULL":
        db.execute(f"PRAGMA synchronous={synchronous}")
    for number in range(puts):
        request = punch(f"{number:05d}")
        outbox.put(request, partial(_say_kept, mouth, request.id))
        for _ in range(2):
            runner.step(0)
        while number >= _BEHIND and len(outbox) > _BEHIND:
            asked = bus.asked[-1]
            os.write(mouth, f"told {asked.id}\n".encode())
            bus.answer(Granted(request=asked.id, at=MORNING))
            runner.step(0)
    outbox.close()


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3]), (*sys.argv[4:], "FULL")[0])
