"""A row of the table `make bench` prints."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Row:
    """What was measured, its floor, and the goal of design/performance.md."""

    what: str
    ours: str
    floor: str
    ratio: float
    goal: str
    met: bool

    @classmethod
    def times(cls, what: str, ours: float, floor: float, most: float) -> Row:
        """Seconds against seconds."""
        ratio = ours / floor
        return cls(what, _ms(ours), _ms(floor), ratio, f"≤ {most}", ratio <= most)

    def line(self) -> str:
        """One line of the table."""
        mark = "✓" if self.met else "✗"
        return (
            f"{self.what:36}{self.ours:>14}{self.floor:>14}{self.ratio:>8.2f}  {self.goal:12}{mark}"
        )


def _ms(seconds: float) -> str:
    return f"{seconds * 1000:.3f} ms"
