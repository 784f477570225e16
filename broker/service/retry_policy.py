"""How patiently a device is asked."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class RetryPolicy:
    """How patiently a command is repeated.

    `timeout` is seconds of silence before the second try; `attempts` counts the first one. It is
    given up `timeout` after the last, or with more `patience` so many seconds after it. Before a
    further try it is waited twice as long each time, and longer for a device that was seen to be
    slow, but never longer than `patience`: without it, `timeout` each time.
    """

    timeout: float
    attempts: int = 3
    patience: float = 0.0

    @property
    def longest(self) -> float:
        """Seconds for which any one try is waited for."""
        return max(self.timeout, self.patience)
