"""The hall's time of day, which a demonstration may start elsewhere and run faster.

Facts, waiting times and opening hours follow this clock; time-outs of devices follow the
monotonic clock of the loop, because a device's silence is not part of the play.
"""

from __future__ import annotations

import os
import time
from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple, Protocol

from broker.domain.errors import ConfigError
from broker.domain.reckoning import reckonable

VARIABLE = "HALL_CLOCK"
_LAST = datetime(9999, 12, 31, tzinfo=UTC).timestamp()  # seconds; the calendar ends with this day


class Clock(Protocol):
    """What tells the hall's time. Tests hand in one that stands still."""

    def now(self) -> datetime:
        """Hall time now, UTC."""

    def real_seconds(self, hall_seconds: float, /) -> float:
        """How long a span of hall time takes on a wrist watch."""


def machine_time() -> datetime:
    """The machine's own time, UTC, whatever hall time is: certificates are judged by it."""
    return datetime.now(UTC)


class HallClock(NamedTuple):
    """Hall time: at the real second `origin` it was `start`; it runs `rate` times as fast, and
    stands still at `end`, where there is one."""

    start: datetime
    origin: float
    rate: float = 1.0
    end: datetime | None = None

    def now(self) -> datetime:
        """Hall time now, UTC, of a year that can be reckoned with."""
        second = self.start.timestamp() + (time.time() - self.origin) * self.rate
        if self.end is not None:
            second = min(second, self.end.timestamp())
        return reckonable(datetime.fromtimestamp(min(second, _LAST), UTC))

    def real_seconds(self, hall_seconds: float) -> float:
        """How long a span of hall time takes on a wrist watch."""
        return hall_seconds / self.rate

    def text(self) -> str:
        """For the environment of a child process, so that all see the same time."""
        end = "" if self.end is None else f"|{self.end.isoformat()}"
        return f"{self.start.isoformat()}|{self.origin!r}|{self.rate!r}{end}"


class DirectedClock(NamedTuple):
    """The clock of a play, which stands in a file: whoever directs the play writes there how it
    goes on, and all processes read the same time."""

    file: Path

    def now(self) -> datetime:
        """Hall time now, UTC."""
        return self._written().now()

    def real_seconds(self, hall_seconds: float) -> float:
        """How long a span of hall time takes on a wrist watch, while the clock moves."""
        return self._written().real_seconds(hall_seconds)

    def text(self) -> str:
        """For the environment of a child process."""
        return str(self.file.absolute())

    def direct(self, clock: HallClock) -> None:
        """Let time go on like `clock`. Readers see the old file or the new, never half of one."""
        new = self.file.with_suffix(".new")
        new.write_text(clock.text(), "utf-8")
        new.replace(self.file)

    def _written(self) -> HallClock:
        return _read(self.file.read_text("utf-8"))


def real_clock() -> HallClock:
    """The machine's own time."""
    return HallClock(datetime.fromtimestamp(0, UTC), 0.0)


def hall_clock() -> HallClock | DirectedClock:
    """The clock named in the environment by a demonstration, or the machine's own."""
    text = os.environ.get(VARIABLE)
    if not text:
        return real_clock()
    try:
        if text.startswith("/"):
            directed = DirectedClock(Path(text))
            directed.now()
            return directed
        return _read(text)
    except (ValueError, OSError) as error:
        raise ConfigError("environment", VARIABLE, f"{text!r} is no clock", "unset it") from error


def _read(text: str) -> HallClock:
    start, origin, rate, *end = text.split("|")
    until = datetime.fromisoformat("".join(end)) if end else None
    return HallClock(datetime.fromisoformat(start), float(origin), float(rate), until)
