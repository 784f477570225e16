"""What the documents leave open about the device, as options."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Parts(StrEnum):
    """What is connected at the address."""

    BOTH = "both"
    EVALUATOR = "evaluator"
    KEYPAD = "keypad"


@dataclass(frozen=True, slots=True)
class Habits:
    """The options. `tries` counts the first sending; times are seconds."""

    parts: Parts = Parts.BOTH
    tries: int = 3
    every: float = 0.5
    lit_seconds: float = 60.0
    unlit_keys: bool = True
