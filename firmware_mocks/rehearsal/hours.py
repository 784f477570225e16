"""The time of a play: it runs from one scripted moment to the next, and stands still there."""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path

from broker.service.clock import DirectedClock, HallClock


class Hours:
    """Directs the clock of a play. It stands at `begins` until it is let go on for the first time.

    `rate`: hall seconds in a real second, while it moves.
    """

    def __init__(
        self, begins: datetime, file: Path, rate: float, seconds: Callable[[], float] = time.time
    ) -> None:
        self._begins = self._until = begins
        self._rate = rate
        self._seconds = seconds
        self.clock = DirectedClock(file)
        self.go_on(timedelta(0))

    def go_on(self, since_begin: timedelta) -> None:
        """Let time run on from where it stands, or was to stand, to a moment of the play."""
        start, self._until = self._until, self._begins + since_begin
        self.clock.direct(HallClock(start, self._seconds(), self._rate, self._until))

    def stands(self) -> bool:
        """Whether the moment has come, and time stands still."""
        return self.clock.now() >= self._until
