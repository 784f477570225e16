"""From a reader's verdict to the name on the screen beside it, with a simulated module.

The verdict is the module's answer to a search, when it comes out of the wire. What is before it is
the module's time, from the moment a finger is laid there: it waits to be asked, takes a picture,
computes and searches, as long as its maker's sheet says. From there on it is ours: session, the
punch on its disk, the bus, the screen, its first frame with the name.
`python -m bench.punches HALL RUN` is that screen; it tells when each name was on its glass. Clocks
of programs on one machine are one.
"""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager
from pathlib import Path
from statistics import median
from typing import Any

from bench.children import program, run
from bench.rows import Row, tail
from bench.screens import INVISIBLE
from bench.site import SAMPLE, Site
from broker.settings import Settings, load
from broker.wire.topics import Kind
from firmware_mocks.bench.stage import Stage
from firmware_mocks.hosting.events import Event, Passed
from firmware_mocks.hosting.faults import Way

_PEOPLE = 30
_SERVICES = ("ledger", "clockin")
_FOUND = b"\x07\x00\x07\x00"  # an answer of seven bytes that says done: somebody was found
_OURS = 0.05  # seconds from the verdict to the name
_WHOLE = 1.0  # seconds in which whoever lays a finger there wants to see his name
_LIFTED = 0.5  # seconds: the module must see its glass empty in between


class Module:
    """The reader of a hall, and when it gave its last verdict."""

    def __init__(self, settings: Settings) -> None:
        self.verdict = 0.0
        self._line = settings.hall.readers[0].line
        self._stage = Stage(settings, self._told)

    @contextmanager
    def on_its_wire(self) -> Iterator[Module]:
        """Simulated, for as long as the block."""
        self._stage.start()
        try:
            yield self
        finally:
            self._stage.stop()

    def hand(self, words: str) -> None:
        """Somebody does something at it."""
        self._stage.hand(f"{self._line}@1 {words}")

    def _told(self, line: str, event: Event) -> None:
        if line == self._line and isinstance(event, Passed) and event.way is not Way.TO_DEVICE:
            self.verdict = time.perf_counter() if _FOUND in event.data else self.verdict


def rows(site: Site, people: int = _PEOPLE) -> Iterator[Row]:
    """One after another clocks in for the first time today."""
    here = site.at(SAMPLE, site.folder / "clock-in")
    hall, folder = here.settings.hall, here.settings.run
    ledger, readers = (program(*run(name, SAMPLE, folder)) for name in _SERVICES)
    module = Module(here.settings)
    with ExitStack() as ends:
        for each in (module.on_its_wire(), ledger, readers):
            ends.enter_context(each)
        screen = ends.enter_context(_screen(folder))
        asker = ends.enter_context(closing(here.asker()))
        asker.await_all(Kind.SERVICE, [*_SERVICES, hall.clock_ins[0].id])
        asker.await_all(Kind.READER, [hall.readers[0].id])
        seconds, modules = [], []
        for member in [each for each in hall.staff if each.slot is not None][:people]:
            touched = time.perf_counter()
            module.hand(f"finger {member.id}")
            shown = float(screen.readline())
            modules.append(module.verdict - touched)
            seconds.append(shown - module.verdict)
            module.hand("lift")
            asker.pause(_LIFTED)
    yield from Row.soon("verdict → name on the screen", seconds, _OURS)
    ours, theirs = median(seconds) * 1000, median(modules) * 1000
    what = "… median beside finger → verdict"
    yield Row.beside(what, ours, theirs, _OURS * 1000, "ms")
    both = [each + other for each, other in zip(modules, seconds, strict=True)]
    yield Row.within("finger → name on the screen, p99", tail(both) * 1000, _WHOLE * 1000, "ms")


@contextmanager
def _screen(folder: Path) -> Iterator[Any]:
    """What the screen tells, a line for each name."""
    words = [sys.executable, "-m", "bench.punches", str(SAMPLE), str(folder)]
    child = subprocess.Popen(words, stdout=subprocess.PIPE, env=os.environ | INVISIBLE)
    try:
        yield child.stdout
    finally:
        child.terminate()
        child.communicate()


def main(hall: str, folder: str) -> None:
    """Be the screen; tell the moment of each frame with another name on it."""
    from PySide6.QtCore import QTimer
    from PySide6.QtGui import QGuiApplication
    from PySide6.QtQuick import QQuickWindow

    from kiosk.app import run_clock_in
    from kiosk.qt.remote import items

    app = QGuiApplication(sys.argv[:1])
    shown = [""]

    def framed() -> None:
        names = [each for each in items(window()) if each.objectName() == "person"]
        name = str(names[0].property("text")) if names else ""
        if name and name != shown[0]:
            sys.stdout.write(f"{time.perf_counter()}\n")
            sys.stdout.flush()
        shown[0] = name

    def window() -> QQuickWindow:
        return next(each for each in app.topLevelWindows() if isinstance(each, QQuickWindow))

    QTimer.singleShot(0, lambda: window().frameSwapped.connect(framed))
    run_clock_in(load(Path(hall), Path(folder)), "")


if __name__ == "__main__":
    main(*sys.argv[1:])
