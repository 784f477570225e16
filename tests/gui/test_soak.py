"""Random touches on the kiosk's own window, with hall time in hand: nothing grows, nothing sticks.

`make soak` plays `SOAK_HOURS` = 24 simulated hours. Whoever touches is made from `SOAK_SEED`:
most touch a key, some miss, some leave, now and then the paper fails or somebody stays away for
long. The printer answers after each. What may grow with the numbers that are given is the ledger,
which lives in this process; the kiosk's items may not: left alone it keeps home, with as many as
before the first touch.
"""

from __future__ import annotations

import logging
import os
from collections.abc import Iterator
from pathlib import Path
from random import Random

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QObject, QPoint

from kiosk.printing.trouble import PrinterTrouble
from kiosk.ticket.screens import HOME, PLAIN
from tests.gui.kiosk_rig import Rig, kiosk

log = logging.getLogger(__name__)

HOURS = float(os.environ.get("SOAK_HOURS", "0.2"))
SEED = int(os.environ.get("SOAK_SEED", "7"))
PAGE = os.sysconf("SC_PAGE_SIZE")
MOST_MB = 40.0  # with the ledger of a day in it
QUIET = 200.0  # seconds after which an untouched kiosk is at home, and left alone there


@pytest.fixture
def rig(tmp_path: Path) -> Iterator[Rig]:
    with kiosk(tmp_path) as made:
        yield made


class Crowd:
    """People who touch this and that."""

    def __init__(self, rig: Rig, seed: int) -> None:
        self._rig = rig
        self._dice = Random(seed)  # the same crowd again, not a secret
        self._printed = 0
        self.touched = 0
        self.pages: set[str] = set()

    def step(self) -> float:
        """One of them does something; how many seconds pass."""
        before = self._rig.seconds
        chance = self._dice.random()
        if chance < 0.80:
            self._touch_a_key()
        elif chance < 0.90:
            self._touch_anywhere()
        else:
            self._rig.wait(self._dice.choice((5.0, 20.0, 90.0, 300.0)), step=10.0)
        self._print()
        self.pages.add(self._rig.page)
        self._rig.wait(self._dice.uniform(0.5, 15.0), step=5.0)
        return self._rig.seconds - before

    def _touch_a_key(self) -> None:
        rig = self._rig
        keys = [each for each in rig.seen() if rig._pressable(each) and each.isEnabled()]
        names = sorted({each.objectName() for each in keys})
        if names:
            self.touched += 1
            self._rig.touch(self._dice.choice(names), times=self._dice.choice((1, 1, 1, 2)))

    def _touch_anywhere(self) -> None:
        self.touched += 1
        window = self._rig.window
        across, down = self._dice.randrange(window.width()), self._dice.randrange(window.height())
        self._rig._tap(QPoint(across, down))
        self._rig.pump()

    def _print(self) -> None:
        """The slip comes out, or the paper does not."""
        if len(self._rig.printer.jobs) == self._printed:
            return
        self._printed = len(self._rig.printer.jobs)
        if self._dice.random() < 0.9:
            self._rig.printer.slip_out()
        else:
            self._rig.printer.fail(PrinterTrouble.PAPER_OUT)
        self._rig.pump()


def at_home(rig: Rig) -> bool:
    assert rig.kiosk._conductor is not None
    flow = rig.kiosk._conductor.flow
    return (flow.screen, flow.comfort) == (HOME, PLAIN)


def memory() -> float:
    """Resident, in megabytes."""
    pages = int(Path("/proc/self/statm").read_text("ascii").split()[1])
    return pages * PAGE / 2**20


def objects(rig: Rig) -> int:
    """Once those that were destroyed are gone, as in a program's own loop."""
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
    return len(rig.window.findChildren(QObject))


@pytest.mark.timeout(max(120, HOURS * 1800))
def test_touched_at_random_nothing_grows_and_nothing_sticks(rig: Rig) -> None:
    crowd, passed, quarter = Crowd(rig, SEED), 0.0, HOURS * 3600 / 4
    warm, home = 0.0, objects(rig)
    for nth in range(1, 5):
        while passed < nth * quarter:
            passed += crowd.step()
        rig.wait(QUIET, step=10.0)
        assert rig.warnings == [], f"seed {SEED}, {crowd.touched} touches"
        assert at_home(rig), f"{rig.page} stays; seed {SEED}, {crowd.touched} touches"
        assert objects(rig) == home, f"after {rig.page}; seed {SEED}, {crowd.touched} touches"
        warm = warm if nth > 2 else memory()
        log.info(
            "%.1f h, %d touches, %d numbers: %.0f MB, %d objects, %d pages",
            *(passed / 3600, crowd.touched, len(rig.tickets())),
            *(memory(), home, len(crowd.pages)),
        )
    assert crowd.touched > HOURS * 50
    assert memory() - warm < MOST_MB
