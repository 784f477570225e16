"""How long a visit lasts in a queue: what earlier days say, and what today says. Pure.

Visits last as a log-normal does (Brown et al., "Statistical Analysis of a Telephone Call Center",
2005), so all is reckoned in logarithms, where one endless visit weighs little. What was known in
the morning and what today's visits say are put together by how sure each is (a normal mean with a
normal prior): with few visits the morning counts, with many the day.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Self

from msgspec import Struct

SPREAD = 0.70  # of the logarithm: visits whose deviation is 0.8 of their mean
_SPREAD_VISITS = 30  # so many visits is that assumption worth
DRIFT = 0.12  # by how much a queue's pace differs from the day before
UNSURE = 0.5  # how far the hall's own figure may be off
_FAR = 3 * SPREAD  # what lies further away counts as if it lay there
_SHORTEST = 5.0  # seconds


class VisitPace(Struct, frozen=True):
    """The logarithm of a visit's seconds: its mean, how well that is known, and its deviation."""

    middle: float
    doubt: float
    spread: float = SPREAD

    @classmethod
    def of_minutes(cls, minutes: float) -> Self:
        """The hall's own figure: the mean of a visit, in minutes."""
        return cls(math.log(minutes * 60) - SPREAD**2 / 2, UNSURE)

    @property
    def seconds(self) -> float:
        """The mean of a visit."""
        return math.exp(self.middle + self.spread**2 / 2)

    def next_day(self) -> VisitPace:
        """What it is worth on the morning after."""
        return VisitPace(self.middle, math.hypot(self.doubt, DRIFT), self.spread)


@dataclass(slots=True)
class VisitsSeen:
    """Visits of one queue and day, as sums of logarithms."""

    visits: int = 0
    total: float = 0.0
    squares: float = 0.0

    def add(self, value: float, times: int = 1) -> None:
        """One visit more; -1 times: it was not over after all."""
        self.visits += times
        self.total += value * times
        self.squares += value * value * times


def logarithm(seconds: float, prior: VisitPace | None) -> float:
    """A visit's seconds as they are counted."""
    value = math.log(max(seconds, _SHORTEST))
    if prior is None:
        return value
    return min(max(value, prior.middle - _FAR), prior.middle + _FAR)


def believed(prior: VisitPace | None, seen: VisitsSeen) -> VisitPace | None:
    """What is to be believed now. None where nobody knows: no figure, and fewer than three
    visits."""
    if seen.visits < 1:
        return prior
    mean = seen.total / seen.visits
    if prior is None:
        return None if seen.visits < 3 else _updated(VisitPace(mean, UNSURE), seen, mean)
    return _updated(prior, seen, mean)


def _updated(prior: VisitPace, seen: VisitsSeen, mean: float) -> VisitPace:
    before, today = 1 / prior.doubt**2, seen.visits / prior.spread**2
    middle = (prior.middle * before + mean * today) / (before + today)
    squares = seen.squares - 2 * middle * seen.total + seen.visits * middle**2
    variance = (squares + _SPREAD_VISITS * prior.spread**2) / (seen.visits + _SPREAD_VISITS)
    return VisitPace(middle, (before + today) ** -0.5, max(0.1, variance**0.5))


def outweighs(prior: VisitPace | None, seen: VisitsSeen) -> bool:
    """Whether today says more than what was known in the morning."""
    return prior is None or seen.visits / prior.spread**2 > 1 / prior.doubt**2
