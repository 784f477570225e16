"""Whether a key that comes again was pressed again, or is only said again by its device. Pure.

A device that hears no acknowledgement says a key anew, in a rhythm of its own: its habit, which is
learnt when it is installed (`hall probe`) and stands in hall.toml.

How this works, and why it takes no repetition for a press. A habit tells when each repetition of a
press leaves the device. A wire may delay one or lose it, but nothing makes a device speak early.
So a frame of the same key is a new press only where every repetition that was due by then has
come, or is lost: late by more than any wire is. Until then the frame may be the one that is owed,
and is taken for it. Where the habit is not known, nothing can be told apart: whatever follows the
last frame of a key within the time of the slowest device is the same press. A press that is
wrongly taken for a repetition costs little: a device goes on saying it, and soon says more than
its old press explains.
"""

from __future__ import annotations

import math

from broker.domain.machinery import RepeatHabit

BOUNCE = 0.15  # seconds; no finger presses the same key twice within them
LATE = 2.0  # seconds; a frame that a wire holds up for longer is lost
SLOWEST = 10.0  # seconds; no device repeats more slowly, as far as anybody knows
_SLOW = 1.1  # how much longer a rhythm may be than it was measured
_EARLY = 0.2  # of the rhythm: how much sooner than expected a frame may come
_EARLY_LEAST = 0.1  # seconds
_MISSED = 3  # repetitions in a row that did not come: the device says it no longer


class Train:
    """One press of a key, with all the times its device says it.

    Of the last frame that came, what is known is when its device may have sent it: not before
    `_soonest`, not after `_latest`. From there follow the same two moments of the next one.
    """

    def __init__(self, at: float, habit: RepeatHabit | None) -> None:
        self._habit = habit
        self._last = self._soonest = self._latest = at
        self._said = 1

    def takes(self, at: float) -> bool:
        """Whether a frame of this key that came then may belong to it; so it does from now on."""
        since, came = at - self._last, max(at, self._last)
        if since < BOUNCE:
            self._last = came
            return True
        belongs = since < SLOWEST if self._habit is None else self._owes(self._habit, at, since)
        if belongs:
            self._last = came
        return belongs

    def _owes(self, habit: RepeatHabit, at: float, since: float) -> bool:
        if not habit.times and since > _MISSED * habit.every + LATE:
            return False
        slow = habit.every * _SLOW
        steps = max(1, math.ceil((at - LATE - self._latest) / slow))  # those before are lost
        if habit.times and self._said + steps > habit.times:
            return False
        soonest = self._soonest + steps * habit.every
        if at < soonest - max(_EARLY_LEAST, _EARLY * habit.every):
            return False
        self._said += steps
        self._soonest = min(at, max(soonest, at - LATE))
        self._latest = max(self._soonest, min(at, self._latest + steps * slow))
        return True
