"""How long to wait before trying again."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(slots=True)
class Backoff:
    """Doubles from `first` to `most` seconds; `clear` after a success."""

    first: float = 0.25
    most: float = 8.0
    _next: float = 0.0

    def step(self) -> float:
        """Return the seconds to wait now, and wait longer the next time."""
        wait = self._next or self.first
        self._next = min(wait * 2, self.most)
        return wait

    def clear(self) -> None:
        """The thing works again: begin small next time."""
        self._next = 0.0
