"""Which touch is which punch. Pure.

How it works. Nobody is asked whether they come or go: each punch that is due has a window of the
clock, and a touch belongs to the windows it lies in. Of the touches in the window of a coming the
first counts, in that of a going the last; so a touch doubled, late in coming or out of order
changes nothing, and a forgotten punch leaves its own window empty and no other.

Windows of a going and of the next coming may overlap (the noon gap). A touch in both is nearer to
the one or to the other: the last of the nearer to the going is the going, the first of the rest is
the coming. Where all are nearer to one, two neighbours are parted so that no punch is missing; only
a single touch is one of both, and the other is found outside what overlaps, or was forgotten.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from datetime import timedelta
from typing import NamedTuple

from broker.domain.timesheet.planning import Planned
from broker.domain.timesheet.records import Clocking

Pair = tuple[int | None, int | None]  # which touches are the coming and the going of a shift


def assign(
    shifts: Sequence[Planned],
    minutes: Sequence[int],
    touches: Sequence[Clocking],
    double: timedelta,
) -> list[Pair]:
    """The touches of each shift, as places in `touches`, which are in order, as `minutes` are;
    touches within `double` are one."""
    comings = [_range(minutes, each.in_from, each.in_until) for each in shifts]
    goings = [_range(minutes, each.out_from, each.out_until) for each in shifts]
    came = [begin if begin < end else None for begin, end in comings]
    went = [end - 1 if begin < end else None for begin, end in goings]
    for place in range(len(shifts) - 1):
        last, first = went[place], came[place + 1]
        if last is not None and first is not None and first <= last:
            apart = _Shared(goings[place], comings[place + 1], minutes, touches, double)
            went[place], came[place + 1] = apart.told(shifts[place], shifts[place + 1])
    return list(zip(came, went, strict=True))


def _range(minutes: Sequence[int], first: int, last: int) -> tuple[int, int]:
    return bisect_left(minutes, first), bisect_right(minutes, last)


class _Shared(NamedTuple):
    """Touches of two windows that overlap: the places of each, from the first to behind the
    last."""

    going: tuple[int, int]
    coming: tuple[int, int]
    minutes: Sequence[int]
    touches: Sequence[Clocking]
    double: timedelta

    def told(self, before: Planned, after: Planned) -> Pair:
        """The going of one shift and the coming of the next."""
        low, (both, end), high = self.going[0], self.coming, self.going[1]
        apart = self._apart(both, high)
        middle = (before.end + after.start) / 2
        near = [each for each in apart if self.minutes[each] <= middle]
        if len(apart) > 1:
            second = min(max(len(near), 1), len(apart) - 1)
            return apart[second - 1], apart[second]
        gone = both - 1 if low < both else None
        come = high if high < end else None
        if near or (gone is None and come is not None):
            return high - 1, come
        return gone, both

    def _apart(self, first: int, end: int) -> list[int]:
        """Touches that are not the one before them once more."""
        found = [first]
        for each in range(first + 1, end):
            if self.touches[each].at - self.touches[found[-1]].at > self.double:
                found.append(each)
        return found
