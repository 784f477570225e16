"""When a screen looks again at what it shows: every second, for its clock, and whenever something
of its own is due before. Pure."""

from __future__ import annotations

BEAT = 1.0  # seconds


class Pulse:
    """The wakings of one screen, in monotonic seconds. The first is at once."""

    def __init__(self) -> None:
        self._next = 0.0

    def wakeup(self, due: float | None) -> float:
        """When to wake, for whoever has something `due`, or nothing."""
        return self._next if due is None else min(due, self._next)

    def hasten(self) -> None:
        """Something was told: look as soon as what came together with it is heard too."""
        self._next = 0.0

    def woken(self, now: float) -> None:
        """The screen looks `now`."""
        self._next = now + BEAT
