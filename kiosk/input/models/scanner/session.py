"""The conversation with a scanner: it talks, and nobody answers.

One that is aimed at a code reads it again and again: the same code is told once, as long as it
comes again within `AGAIN`.
"""

from __future__ import annotations

from typing import Any

from broker.service.session import Action, Report
from kiosk.input.came import CodeRead, InputKind, InputState

AGAIN = 2.0  # seconds; ours


class ScannerSession:
    """Reports `CodeRead`, and with the wire its `InputState`."""

    def __init__(self) -> None:
        self._last: CodeRead | None = None
        self._heard = float("-inf")

    def submit(self, command: Any, _now: float) -> list[Action]:
        """`ValueError`: there is nothing that a scanner does when it is told to."""
        raise ValueError(f"a scanner takes no {command!r}")

    def opened(self, _now: float) -> list[Action]:
        """It is there. Whether it reads shows when it does."""
        self._last = None
        return [Report(InputState(InputKind.SCANNER))]

    def closed(self, _now: float) -> list[Action]:
        """It is gone."""
        self._last = None
        return []

    def receive(self, reply: CodeRead, now: float) -> list[Action]:
        """A code was held before it."""
        again = reply == self._last and now - self._heard < AGAIN
        self._last, self._heard = reply, now
        return [] if again else [Report(reply)]

    def tick(self, _now: float) -> list[Action]:
        """Nothing is waited for."""
        return []

    def next_wakeup(self) -> float | None:
        return None
