"""So many times in so long, at one kiosk. Pure."""

from __future__ import annotations

from collections import deque

MINUTE = 60.0  # seconds


class Ration:
    """`most` times within any `seconds`; what was refused does not count."""

    def __init__(self, most: int, seconds: float = MINUTE) -> None:
        self._taken: deque[float] = deque(maxlen=most)
        self._seconds = seconds

    def left(self, now: float) -> bool:
        """Whether there may be another at `now` (monotonic seconds)."""
        full = len(self._taken) == self._taken.maxlen
        return not full or now - self._taken[0] >= self._seconds

    def take(self, now: float) -> None:
        """There was one."""
        self._taken.append(now)


class RationOfEach:
    """`most` times within any `seconds` in all, and `each` times for one and the same name."""

    def __init__(self, most: int, each: int, seconds: float = MINUTE) -> None:
        self._taken: deque[tuple[float, str]] = deque(maxlen=most)
        self._most, self._each = most, each
        self._seconds = seconds

    def left(self, name: str, now: float) -> bool:
        """Whether there may be another of `name` at `now` (monotonic seconds)."""
        return len(self._lately(now)) < self._most and not self.had(name, now)

    def had(self, name: str, now: float) -> bool:
        """Whether `name` alone has had its share."""
        return self._lately(now).count(name) >= self._each

    def _lately(self, now: float) -> list[str]:
        return [each for at, each in self._taken if now - at < self._seconds]

    def take(self, name: str, now: float) -> None:
        """There was one of it."""
        self._taken.append((now, name))
