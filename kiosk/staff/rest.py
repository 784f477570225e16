"""When a key of a screen for staff may do something again: not before it has rested. Pure.

After each step, and after each list that opens, all keys rest for half a second: whoever presses
sooner has not seen what the key does now. A key that is hit again before it has rested since its
last hit is drummed on, or held by a keyboard that says so in single presses; it does nothing until
it was left alone.
"""

from __future__ import annotations

REST_SECONDS = 0.5


class KeyRest:
    """The rest of all keys of a screen. Times are monotonic seconds, those of presses when they
    came and not when they were handled."""

    def __init__(self) -> None:
        self._stepped_at = float("-inf")
        self._hit_at: dict[str, float] = {}

    def stepped(self, now: float) -> None:
        """Something else stands there from now on."""
        self._stepped_at = now

    @property
    def over_at(self) -> float:
        """When all keys have rested since the last step."""
        return self._stepped_at + REST_SECONDS

    def takes(self, key: str, came: float) -> bool:
        """Whether `key`, hit when it `came`, does something."""
        hit_at = self._hit_at.get(key, float("-inf"))
        self._hit_at[key] = came
        return came >= max(self.over_at, hit_at + REST_SECONDS)
