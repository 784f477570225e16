"""Dice that always fall alike: which of the plays has a long visit at which step. Pure.

A wait is played many times at once. For each step of a play (the visit of somebody before) every
play gets another share of all that may happen, so that each step holds short and long visits just
as often as the hall does (a Latin hypercube: McKay, Beckman, Conover 1979). The order is mixed
anew for each step by a linear congruence, so the same floor always gives the same range, after a
restart too, and plays need not be as many as with real dice.
"""

from __future__ import annotations

from functools import cache
from statistics import NormalDist

PLAYS = 61
_MOST = 97  # steps that are mixed differently


@cache
def shares() -> tuple[float, ...]:
    """The middle of each share of what may happen, from 0 to 1."""
    return tuple((each + 0.5) / PLAYS for each in range(PLAYS))


@cache
def normal() -> tuple[float, ...]:
    """The shares as deviations of a normal distribution."""
    return tuple(NormalDist().inv_cdf(share) for share in shares())


@cache
def mixed(step: int) -> tuple[int, ...]:
    """Which share each play gets at `step`."""
    order, state = list(range(PLAYS)), (step % _MOST) * 7919 + 12_345
    for last in range(PLAYS - 1, 0, -1):
        state = (state * 1_103_515_245 + 12_345) % 2**31
        other = (state >> 8) % (last + 1)
        order[last], order[other] = order[other], order[last]
    return tuple(order)


@cache
def _places(step: int) -> tuple[int, ...]:
    order = mixed(step)
    return tuple(sorted(range(PLAYS), key=order.__getitem__))


def first_plays(step: int, count: int) -> tuple[int, ...]:
    """The plays that get the first `count` shares at `step`."""
    return _places(step)[:count]
