"""A row of the table `make bench` prints."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median


@dataclass(frozen=True)
class Row:
    """What was measured, its floor, and the goal. A ratio is ours to the floor of the same run; in
    rows without a floor, whose goal is "≤ 1", to the figure wished for."""

    what: str
    ours: str
    floor: str
    ratio: float
    goal: str
    met: bool

    @classmethod
    def times(cls, what: str, ours: float, floor: float, most: float) -> Row:
        """Seconds against seconds, smaller is better."""
        ratio = ours / floor
        return cls(what, _ms(ours), _ms(floor), ratio, f"≤ {most}", ratio <= most)

    @classmethod
    def more(cls, what: str, ours: float, floor: float, least: float) -> Row:
        """A rate against a rate, larger is better."""
        ratio = ours / floor
        return cls(what, f"{ours:.0f}/s", f"{floor:.0f}/s", ratio, f"≥ {least}", ratio >= least)

    @classmethod
    def rate(cls, what: str, ours: float, goal: float) -> Row:
        """A rate against a figure that stands."""
        return cls(what, f"{ours:.0f}/s", f"{goal:.0f}/s", ours / goal, "≥ 1", ours >= goal)

    @classmethod
    def size(cls, what: str, ours: float, most: float) -> Row:
        """Megabytes against a limit."""
        return cls.within(what, ours, most, "MB")

    @classmethod
    def beside(cls, what: str, ours: float, floor: float, most: float, unit: str) -> Row:
        """Beside a floor, and held against a limit, all in one unit."""
        said = f"{ours:.2f} {unit}", f"{floor:.2f} {unit}"
        return cls(what, *said, ours / floor, f"≤ {most:g} {unit}", ours <= most)

    @classmethod
    def within(cls, what: str, ours: float, most: float, unit: str) -> Row:
        """Something in a unit of its own against a limit."""
        return cls(what, f"{ours:.2f} {unit}", f"{most:g} {unit}", ours / most, "≤ 1", ours <= most)

    @classmethod
    def soon(cls, what: str, samples: Sequence[float], most: float) -> list[Row]:
        """The median and the tail of some seconds; the tail is held against a limit."""
        middle, late = median(samples) * 1000, tail(samples) * 1000
        limit = most * 1000
        return [
            cls.within(f"{what}, median", middle, limit, "ms"),
            cls.within("… p99", late, limit, "ms"),
        ]

    @staticmethod
    def head() -> str:
        """The words above the columns."""
        return f"{'':40}{'ours':>12}{'floor/goal':>12}{'ratio':>7}  goal"

    def line(self) -> str:
        """One line of the table."""
        mark = "met" if self.met else "not met"
        return (
            f"{self.what:40}{self.ours:>12}{self.floor:>12}{self.ratio:>7.2f}  {self.goal:9}{mark}"
        )


def tail(samples: Sequence[float]) -> float:
    """The value that 99 of 100 do not exceed, of all samples together."""
    return sorted(samples)[max(0, -(-len(samples) * 99 // 100) - 1)]


def _ms(seconds: float) -> str:
    return f"{seconds * 1000:.3f} ms"
