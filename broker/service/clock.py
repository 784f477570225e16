"""The hall's time of day, which a demonstration may start elsewhere and run faster.

Facts, waiting times and opening hours follow this clock; time-outs of devices follow the
monotonic clock of the loop, because a device's silence is not part of the play.
"""

from __future__ import annotations

import os
import time
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Protocol

from broker.domain.errors import ConfigError

VARIABLE = "HALL_CLOCK"


class Clock(Protocol):
    """What tells the hall's time. Tests hand in one that stands still."""

    def now(self) -> datetime:
        """Hall time now, UTC."""

    def real_seconds(self, hall_seconds: float, /) -> float:
        """How long a span of hall time takes on a wrist watch."""


@dataclass(frozen=True, slots=True)
class HallClock:
    """Hall time: at the real second `origin` it was `start`; it runs `rate` times as fast."""

    start: datetime
    origin: float
    rate: float = 1.0

    def now(self) -> datetime:
        """Hall time now, UTC."""
        elapsed = (time.time() - self.origin) * self.rate
        return datetime.fromtimestamp(self.start.timestamp() + elapsed, UTC)

    def real_seconds(self, hall_seconds: float) -> float:
        """How long a span of hall time takes on a wrist watch."""
        return hall_seconds / self.rate

    def text(self) -> str:
        """For the environment of a child process, so that all see the same time."""
        return f"{self.start.isoformat()}|{self.origin!r}|{self.rate!r}"


def real_clock() -> HallClock:
    """The machine's own time."""
    return HallClock(datetime.fromtimestamp(0, UTC), 0.0)


def hall_clock() -> HallClock:
    """The clock named in the environment by a demonstration, or the machine's own."""
    text = os.environ.get(VARIABLE)
    if not text:
        return real_clock()
    try:
        start, origin, rate = text.split("|")
        return HallClock(datetime.fromisoformat(start), float(origin), float(rate))
    except ValueError as error:
        raise ConfigError("environment", VARIABLE, f"{text!r} is no clock", "unset it") from error
