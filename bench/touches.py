"""A finger on the kiosk's glass, and the first frame of the page it leads to.

`python -m bench.touches HALL RUN TOUCHES` is the kiosk with such a finger; with `bare` in the place
of HALL it is the barest QML program that changes its page when it is touched. Both draw in memory,
with Qt's software renderer: what a graphics card would do better is not in it, what a small machine
without one does is.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing
from itertools import cycle
from pathlib import Path
from statistics import median
from typing import Any

from bench import stroll
from bench.children import program, resident, run
from bench.glass import page_of, soon
from bench.rows import Row, tail
from bench.screens import INVISIBLE
from bench.signs import wired
from bench.site import SAMPLE, Site
from broker.settings import load
from broker.wire.topics import Kind
from kiosk.qt.steady import STEADY_SECONDS

_TOUCHES = 500
_BARE_TOUCHES = 100
_WAY = (
    ("card-take", "choose"),
    ("dept-health", "items"),
    ("item-1", "confirm"),
    ("back", "items"),
    ("home", "home"),
)
_TURN = (("card", "other"), ("card", "home"))
_BARE = """
import QtQuick
Window {
    visible: true; width: 1080; height: 1920
    Item { id: pages; objectName: "pages"; property string name: "home" }
    Rectangle {
        objectName: "card"; anchors.fill: parent
        color: pages.name === "home" ? "white" : "grey"
        MouseArea {
            anchors.fill: parent
            onClicked: pages.name = pages.name === "home" ? "other" : "home"
        }
    }
}
"""
_PATIENCE = 20.0  # seconds


def rows(
    site: Site,
    touches: int = _TOUCHES,
    visits: int = len(stroll.VISITS),
    modes: int = len(stroll.MODES),
    alone: float = stroll.ALONE,
) -> Iterator[Row]:
    """Touch → page drawn; and what the kiosk holds in memory afterwards."""
    floor, _ = _touched(site, "bare", min(touches, _BARE_TOUCHES))
    here = site.at(SAMPLE, site.folder / "kiosk")
    ledger = program(*run("ledger", SAMPLE, here.settings.run))
    with wired(here.settings), ledger, closing(here.asker()) as asker:
        asker.await_all(Kind.SERVICE, ["ledger"])
        ours, memory = _touched(here, str(SAMPLE), touches)
        strolled = list(stroll.rows(here, visits, modes, alone))
    yield Row.beside(
        "kiosk: touch → page drawn, median", median(ours) * 1000, median(floor) * 1000, 100.0, "ms"
    )
    yield Row.beside("… p99", tail(ours) * 1000, tail(floor) * 1000, 100.0, "ms")
    yield Row.size(f"… memory after {touches} touches", memory, 150.0)
    yield from strolled


def _touched(site: Site, what: str, touches: int) -> tuple[list[float], float]:
    """Seconds of each touch, and resident MB after them."""
    words = [sys.executable, "-m", "bench.touches", what, str(site.settings.run), str(touches)]
    said = subprocess.run(words, check=True, capture_output=True, env=os.environ | INVISIBLE)
    told: dict[str, Any] = json.loads(said.stdout.splitlines()[-1])
    return told["seconds"], told["memory"]


class Finger:
    """Goes the same way again and again. Each touch waits for the page before it, and until the
    kiosk takes a finger there for one that means it."""

    def __init__(self, window: Any, way: Iterator[tuple[str, str]], touches: int) -> None:
        from kiosk.qt.remote import RemoteControl
        from kiosk.qt.runner import QtRunner

        self.seconds: list[float] = []
        self.memory = 0.0  # resident MB at the last of them, while all is on the glass
        self._hands = RemoteControl(QtRunner(), window)
        self._window, self._way, self._left = window, way, touches
        self._name, self._page = next(way)
        self._begun: float | None = None
        window.frameSwapped.connect(self._frame)

    def touch(self) -> None:
        """Touch what is next, or look again soon where it is not there yet."""
        begun = time.perf_counter()
        self._hands.obey(f"touch {self._name}", self._touched)
        if self._begun is None and self._left:
            soon(0.02, self.touch)
        elif self._begun is not None:
            self._begun = begun

    def _touched(self, reply: dict[str, Any]) -> None:
        self._begun = 0.0 if reply["ok"] else None

    def _frame(self) -> None:
        if self._begun is None or page_of(self._window) != self._page:
            return
        self.seconds.append(time.perf_counter() - self._begun)
        self._begun = None
        self._left -= 1
        self.memory = resident(os.getpid())
        self._name, self._page = next(self._way)
        soon(STEADY_SECONDS + 0.05, self.touch if self._left else _end)


def _end() -> None:
    from PySide6.QtGui import QGuiApplication

    QGuiApplication.quit()


def main(what: str, folder: str, touches: str) -> None:
    """Be the screen and its finger; tell the seconds of each touch and the memory after them."""
    from PySide6.QtGui import QGuiApplication
    from PySide6.QtQml import QQmlApplicationEngine
    from PySide6.QtQuick import QQuickWindow

    app = QGuiApplication(sys.argv[:1])
    fingers: list[Finger] = []

    def begin() -> None:
        way = cycle(_TURN if what == "bare" else _WAY)
        glass = [each for each in app.topLevelWindows() if isinstance(each, QQuickWindow)]
        fingers.append(Finger(glass[0], way, int(touches)))
        fingers[0].touch()

    soon(1.0, begin)
    if what == "bare":
        engine = QQmlApplicationEngine()
        engine.loadData(_BARE.encode())
        app.exec()
    else:
        from kiosk.app import run_kiosk

        run_kiosk(load(Path(what), Path(folder)), "kiosk-1")
    told = {"seconds": fingers[0].seconds, "memory": fingers[0].memory}
    sys.stdout.write(json.dumps(told) + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main(*sys.argv[1:])
