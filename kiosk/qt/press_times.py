"""When a finger, a mouse or a key came, on the runner's clock; which press of a key is new. Pure.

Qt stamps each event when it arrives, in milliseconds of a clock that differs from platform to
platform (the X server's, the compositor's, the kernel's). A busy program hears of an event late,
never early: so the least distance seen between the two clocks is the distance between them, and
`EventClock` keeps that of the last events. What a user does is judged by when it was done; judged
by when we came to it, a slow machine would take the two taps of a double tap for two wishes.
"""

from __future__ import annotations

from collections import deque

UP_SECONDS = 0.05  # no finger lifts and presses again in less; a keyboard that repeats does
_WINDOW = 32  # events the distance is taken from: clocks may drift
_LATEST = 5.0  # seconds; later than that no event is, so the platform's clock was set


class EventClock:
    """The time of events of one kind on the runner's clock, in seconds."""

    def __init__(self) -> None:
        self._distances: deque[float] = deque(maxlen=_WINDOW)

    def came(self, stamp: int, now: float) -> float:
        """When the event that is stamped with `stamp` milliseconds and handled `now` came. 0 is
        no stamp: it came now."""
        if stamp <= 0:
            return now
        distance = now - stamp / 1000
        if self._distances and distance - min(self._distances) > _LATEST:
            self._distances.clear()
        self._distances.append(distance)
        return stamp / 1000 + min(self._distances)


class HeldKeys:
    """Which keys of a keyboard are down. A key that is held counts once, however its platform says
    that it is: as repeats, as presses without a release, or as a release and a press at once."""

    def __init__(self) -> None:
        self._down: set[int] = set()
        self._up_at: dict[int, float] = {}

    def pressed(self, key: int, came: float, *, repeats: bool) -> bool:
        """Whether this press of `key` is a new one."""
        rested = came - self._up_at.get(key, float("-inf")) >= UP_SECONDS
        new = not repeats and key not in self._down and rested
        self._down.add(key)
        return new

    def released(self, key: int, came: float) -> None:
        """The key is up; it may only seem so."""
        self._down.discard(key)
        self._up_at[key] = came

    def forget(self) -> None:
        """The window lost the keyboard: releases go elsewhere."""
        self._down.clear()
