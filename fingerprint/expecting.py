"""Whose finger is expected at a reader that knows nobody: who typed a staff number just now. Pure.

A number counts for a short while, so that whoever comes later is not compared with somebody who
went away. Whoever is not recognised may try again; after some touches the number counts no more,
for a while, and the screen offers the PIN: else somebody could try his ten fingers, and those of
the next, on another's number.
"""

from __future__ import annotations

from broker.domain.ids import NO_STAFF, StaffId

WINDOW_SECONDS = 20.0  # without a touch, as long as the clock-in screen keeps what was typed
TRIES = 3
REST_SECONDS = 60.0  # until a number counts again with which too many fingers were tried


class ExpectedFinger:
    """At one reader. `now` is monotonic seconds."""

    def __init__(self) -> None:
        self._staff = NO_STAFF
        self._until = 0.0
        self._missed: dict[StaffId, int] = {}
        self._resting: dict[StaffId, float] = {}

    def typed(self, staff: StaffId, now: float) -> bool:
        """This number was typed; NO_STAFF takes it back. False where it has to rest."""
        self._rested(now)
        self._staff = NO_STAFF if staff in self._resting else staff
        self._until = now + WINDOW_SECONDS
        return self._staff == staff

    def whose(self, now: float) -> StaffId:
        """Who is expected, NO_STAFF for nobody. A touch in time gives time for another."""
        if now >= self._until:
            self._staff = NO_STAFF
        if self._staff:
            self._until = now + WINDOW_SECONDS
        return self._staff

    def missed(self, staff: StaffId, now: float) -> bool:
        """A finger was not that person's. Whether there may be another try."""
        self._missed[staff] = self._missed.get(staff, 0) + 1
        if self._missed[staff] < TRIES:
            return True
        del self._missed[staff]
        self._resting[staff] = now + REST_SECONDS
        self.forget(staff)
        return False

    def came(self, staff: StaffId) -> None:
        """It was that person's finger."""
        self._missed.pop(staff, None)
        self.forget(staff)

    def forget(self, staff: StaffId) -> None:
        """That person is not expected any more."""
        if self._staff == staff:
            self._staff = NO_STAFF

    def until(self) -> float | None:
        """When to look whether the number counts still."""
        return self._until if self._staff else None

    def over(self, now: float) -> bool:
        """Whether its time is over, so that nobody is expected from now on."""
        late = bool(self._staff) and now >= self._until
        if late:
            self._staff = NO_STAFF
        return late

    def _rested(self, now: float) -> None:
        self._resting = {each: until for each, until in self._resting.items() if until > now}
        if not self._resting and len(self._missed) > 100:
            self._missed.clear()  # somebody types numbers for fun
