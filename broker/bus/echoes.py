"""Messages to ourselves: whether the bus still carries what it is given. Pure.

`is_connected` of a client says what the client believes. What comes back from the broker is known.
"""

from __future__ import annotations

EVERY = 5.0  # seconds between two
LATE = 12.0  # seconds without any


class Echoes:
    """When the last one came back, and when the next is to be sent."""

    def __init__(self) -> None:
        self._heard_at = 0.0
        self._due: float | None = None

    def begin(self, now: float) -> None:
        """The connection is up."""
        self._heard_at, self._due = now, now + EVERY

    def heard(self, at: float) -> None:
        """One came back."""
        self._heard_at = at

    def next_wakeup(self) -> float | None:
        """When to send one; None before the first connection."""
        return self._due

    def take(self, now: float) -> bool:
        """Whether it is time to send one, and count it as sent."""
        if self._due is None or now < self._due:
            return False
        self._due = now + EVERY
        return True

    def is_late(self, now: float) -> bool:
        """Whether none came back for too long."""
        return now - self._heard_at > LATE
