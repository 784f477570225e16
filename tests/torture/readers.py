"""The service of clock-in readers, honest or with an outbox that is none.

`python -m tests.torture.readers KIND --hall … --run …`. KIND `honest` is the service as it is; the
others are sabotage.
"""

from __future__ import annotations

import os
import threading
from functools import partial
from pathlib import Path
from typing import Any

from broker import logs
from broker.bus.base import Bus
from broker.domain.requests import AnyRequest
from broker.service import damaged_outbox
from broker.service.kept_requests import Kept
from broker.service.life import serve
from broker.service.outbox import Outbox, unheard
from broker.service.runner import Runner
from broker.settings import load
from fingerprint.service import ROLE, ClockIn
from tests.torture.roles import words

_LATER = 3.0  # seconds


class SwitchedOff(Outbox):
    """Knows nothing of what an earlier life was told."""

    def __init__(self, file: Path, *others: Any) -> None:
        super().__init__(file.with_name(f"{os.getpid()}-{file.name}"), *others)


class WrittenAfter(Outbox):
    """Says "kept" first, and writes when there is time."""

    def __init__(self, file: Path, bus: Bus, runner: Runner, *others: Any) -> None:
        super().__init__(file, bus, runner, *others)
        self._post = runner.post

    def put(self, request: AnyRequest, kept: Kept) -> None:
        kept(None)
        write = (partial(super().put, request), unheard)
        later = threading.Timer(_LATER, self._post, write)
        later.daemon = True
        later.start()


KINDS: dict[str, type[Outbox]] = {
    "honest": Outbox,
    "switched-off": SwitchedOff,
    "written-after": WrittenAfter,
}


def main() -> None:
    """Serve until SIGTERM."""
    asked = words(KINDS)
    logs.configure(ROLE)
    damaged_outbox.Outbox = KINDS[asked.kind]  # type: ignore[misc]  # the sabotage
    serve(load(asked.hall, asked.run), ROLE, ClockIn)


if __name__ == "__main__":
    main()
