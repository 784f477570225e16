"""How patiently a device is asked."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class RetryPolicy:
    """How patiently a command is repeated.

    `timeout` is seconds of silence before the next try; `attempts` counts the first one. It is
    given up `timeout` after the last, or with more `patience` so many seconds after it.
    """

    timeout: float
    attempts: int = 3
    patience: float = 0.0
