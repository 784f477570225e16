"""Work that takes too long for the screen's thread: done beside it, heard on it."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import TypeVar

from kiosk.qt.runner import QtRunner

T = TypeVar("T")

_JOIN_SECONDS = 5.0


def beside(runner: QtRunner, name: str, make: Callable[[], T], heard: Callable[[T], None]) -> None:
    """Have `make()` done in a thread called `beside <name>`, and what it made handed to `heard`."""

    def work() -> None:
        runner.post(heard, make())

    worker = threading.Thread(target=work, name=f"beside {name}", daemon=True)
    worker.start()
    runner.at_end.callback(worker.join, _JOIN_SECONDS)
