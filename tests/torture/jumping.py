"""A machine's clock that somebody sets while the ledger works: a file says how far it is ahead."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from broker.service.clock import Clock

JUMPS = "TORTURE_JUMPS"  # names the file to the process that shall follow it


@dataclass(frozen=True, slots=True)
class JumpingClock:
    """`clock`, as far ahead as `file` says."""

    clock: Clock
    file: Path

    def now(self) -> datetime:
        """Hall time, as it is set."""
        return self.clock.now() + timedelta(seconds=float(self.file.read_text("ascii")))

    def real_seconds(self, hall_seconds: float) -> float:
        """As long as on the clock that is set."""
        return self.clock.real_seconds(hall_seconds)


def put(file: Path, ahead: timedelta) -> None:
    """Set the clock, at once and whole."""
    fresh = file.with_suffix(".new")
    fresh.write_text(repr(ahead.total_seconds()), "ascii")
    fresh.replace(file)
