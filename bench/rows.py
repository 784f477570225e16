"""A row of the table `make bench` prints."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Row:
    """What was measured, its floor, and the goal. A ratio is ours to the floor of the same run."""

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
        return cls(what, f"{ours:.1f} MB", f"{most:.0f} MB", ours / most, "≤ 1", ours <= most)

    @classmethod
    def within(cls, what: str, ours: float, most: float, unit: str) -> Row:
        """Something in a unit of its own against a limit."""
        return cls(what, f"{ours:.2f} {unit}", f"{most:g} {unit}", ours / most, "≤ 1", ours <= most)

    @staticmethod
    def head() -> str:
        """The words above the columns."""
        return f"{'':34}{'ours':>14}{'floor/goal':>14}{'ratio':>8}  goal"

    def line(self) -> str:
        """One line of the table."""
        mark = "met" if self.met else "not met"
        return (
            f"{self.what:34}{self.ours:>14}{self.floor:>14}{self.ratio:>8.2f}  {self.goal:8}{mark}"
        )


def _ms(seconds: float) -> str:
    return f"{seconds * 1000:.3f} ms"
