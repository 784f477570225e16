"""Pictures of dark dots on paper."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Bitmap:
    """`rows` from top to bottom, each of `across` bytes; the highest bit is the leftmost dot, and a
    set bit is dark."""

    across: int
    rows: bytes

    def __post_init__(self) -> None:
        if self.across < 1 or not self.rows or len(self.rows) % self.across:
            raise ValueError(f"{len(self.rows)} bytes are no rows of {self.across}")

    @property
    def down(self) -> int:
        """How many rows."""
        return len(self.rows) // self.across
