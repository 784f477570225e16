"""A kiosk that runs and keeps its home, as far as that goes."""

from __future__ import annotations

import gc
from datetime import datetime
from pathlib import Path

import pytest

from broker.service.clock import VARIABLE, HallClock, real_clock
from broker.settings import load
from kiosk.qt.runner import QtRunner
from kiosk.ticket.keeping_home import EVERY, HomeKeeper
from kiosk.ticket.measures import GlassSize

GLASS = GlassSize(1080 / 4.0, 1920 / 4.0)  # of a window at four pixels a millimetre


def at(monkeypatch: pytest.MonkeyPatch, moment: datetime) -> None:
    """It is that hour in the hall, and stays so."""
    monkeypatch.setenv(VARIABLE, HallClock(moment, 0.0, 1e-9).text())


class Keeping:
    """A kiosk that runs and keeps its home, as far as that goes; its clock is in hand."""

    def __init__(self, hall: Path, run: Path, begun: float | None = None) -> None:
        run.mkdir(exist_ok=True)
        self.seconds = 1000.0
        self.runner = QtRunner(lambda: self.seconds)
        started = real_clock().now().timestamp() if begun is None else begun
        settings = load(hall, run)
        self.keeper = HomeKeeper(settings, "kiosk-1", self.runner, started, lambda: GLASS)

    def look(self) -> None:
        """It is time to look, and all that comes of it comes."""
        self.seconds += EVERY
        gc.disable()  # as a screen does: Qt's things of tests before are no errand's to sweep
        self.keeper.tick(self.seconds)
        for _ in range(2):  # it makes the pages, then it writes them
            self.runner.rest(60.0)
            self.runner._work()
        gc.enable()

    def close(self) -> None:
        """The kiosk ends."""
        self.runner.close()


def keep(hall: Path, run: Path, begun: float | None = None) -> None:
    """Have a kiosk keep its home, and wait until it has."""
    keeping = Keeping(hall, run, begun)
    keeping.look()
    keeping.close()
