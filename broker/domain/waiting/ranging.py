"""From the waits of many plays to a range of minutes. Pure.

A range is the narrowest in whole minutes that holds `level` of the plays. It is never wider than is
of use: its half width is at most five minutes, or 40 % of its middle. Where what may happen is
wider than that, it is the range of that width which lies in its midst, and will miss more often.
The range that holds most would not do: the later one begins the wider it may be, so that what
holds most jumps along the plays, and who comes later would be told less.
"""

from __future__ import annotations

import math
from bisect import bisect_left, bisect_right
from collections.abc import Sequence

from msgspec import Struct

HALF_MINUTES = 5
HALF_SHARE = 0.4
LONGEST = 12 * 60  # minutes: no hall is open for longer


class Minutes(Struct, frozen=True):
    """From `low` to `high` minutes, `high` at least 1."""

    low: int
    high: int

    def holds(self, seconds: float) -> bool:
        """Whether a true wait fell into it."""
        return self.low * 60 <= seconds <= self.high * 60

    @property
    def half(self) -> float:
        """Half its width, in minutes."""
        return (self.high - self.low) / 2

    @property
    def middle(self) -> float:
        """Its middle, in minutes."""
        return (self.high + self.low) / 2

    @property
    def narrow(self) -> bool:
        """Whether it is as narrow as a range has to be."""
        return self.half <= max(HALF_MINUTES, HALF_SHARE * self.middle)

    @property
    def widest(self) -> bool:
        """Whether it could not be a minute wider."""
        return not Minutes(self.low, self.high + 1).narrow


def ranged(waits: Sequence[float], level: float) -> Minutes:
    """The range for these waits, in seconds and sorted."""
    need = min(len(waits), math.ceil(level * len(waits)))
    best: tuple[int, int, int] | None = None
    for first in range(len(waits) - need + 1):
        low = _floor(waits[first])
        found = Minutes(low, max(low + 1, _ceil(waits[first + need - 1])))
        key = (found.high - found.low, found.high, found.low)
        if found.narrow and (best is None or key < best):
            best = key
    return _bounded(waits) if best is None else Minutes(best[2], best[1])


def _bounded(waits: Sequence[float]) -> Minutes:
    """Of all ranges as wide as may be the latest that leaves out no more before it than after it.
    Where every wait is longer, fewer lie before it and more after it, so it never begins
    earlier."""
    first, last = _floor(waits[0]), _floor(waits[len(waits) // 2])
    ranges = (Minutes(low, highest(low)) for low in range(last, first, -1))
    found = (each for each in ranges if _in_the_midst(each, waits))
    return next(found, Minutes(first, highest(first)))


def _in_the_midst(found: Minutes, waits: Sequence[float]) -> bool:
    before = bisect_left(waits, found.low * 60)
    return before <= len(waits) - bisect_right(waits, found.high * 60)


def highest(low: int) -> int:
    """The highest end of a range that begins at `low`."""
    share = math.floor(low * (1 + HALF_SHARE) / (1 - HALF_SHARE) + 1e-9)
    return max(low + 2 * HALF_MINUTES, share)


def _floor(seconds: float) -> int:
    return min(LONGEST, int(seconds // 60))


def _ceil(seconds: float) -> int:
    return min(LONGEST, max(1, math.ceil(seconds / 60)))
