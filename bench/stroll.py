"""Somebody who opens every page of the kiosk in every mode, and goes: how soon each page is drawn,
and what the kiosk holds in memory then, and once it was left alone for a minute.

`python -m bench.stroll HALL RUN VISITS MODES ALONE` is the kiosk with such a finger: so many of the
visits, in so many of the modes, and so many seconds alone. The finger lives in the kiosk's process,
so its own memory, some 10 MB, is in all figures.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections import deque
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from bench.children import resident
from bench.glass import page_of, soon
from bench.rows import Row, tail
from bench.screens import INVISIBLE
from bench.site import SAMPLE, Site
from broker.settings import load
from kiosk.qt.steady import STEADY_SECONDS

VISITS = (
    ("card-take", "dept-health", "item-1", "take", "done"),
    ("card-guide", "dept-police", "item-1", "tab-materials", "sample-0"),
    ("card-guide", "dept-police", "item-1", "tab-steps", "tab-place", "take-away"),
    ("search", "key-S", "key-F", "key-Z", "item-1"),
    ("card-queues", "queue-civil"),
    ("card-progress", "key-A", "key-0", "key-0", "key-1"),
    ("cases", "key-1", "ask"),
    ("common-more", "next"),
    ("common-1", "back", "common-2"),
    ("notice", "item-1"),
    ("notice", "opinion", "opinion-praise", "opinion-window", "give", "give"),
    ("code", *("key-1",) * 6, "enter"),
    ("card-take", "dept-construction", "head-1", "back", "head-all"),
)
MODES: tuple[tuple[str, ...], ...] = (
    (),
    ("elder", "low", "english", "contrast"),
    ("elder",),
    ("low", "english"),
    ("low",),
    ("english",),
    ("contrast",),
    ("elder", "low"),
    ("elder", "english"),
    ("elder", "contrast"),
    ("elder", "low", "english"),
)
ALONE = 140.0  # seconds: 您还在吗 comes and goes, and a minute at home
_BEGIN = 8.0  # seconds from the start: names are learnt, and what came with them is tidied up
_PATIENCE = 0.6  # seconds for a key that does not stand there; it is on another leaf, or nowhere
_PAPER = 6.0  # seconds for a slip
_LOOK = 0.02
_LEAVES = 6  # so many are turned in search of a key


def rows(
    here: Site, visits: int = len(VISITS), modes: int = len(MODES), alone: float = ALONE
) -> Iterator[Row]:
    """Touch → page drawn, of every page; and what a day leaves in memory."""
    folder = str(here.settings.run)
    few = (str(visits), str(modes), str(alone))
    words = [sys.executable, "-m", "bench.stroll", str(SAMPLE), folder, *few]
    said = subprocess.run(words, check=True, capture_output=True, env=os.environ | INVISIBLE)
    told: dict[str, Any] = json.loads(said.stdout.splitlines()[-1])
    yield from Row.soon("kiosk: touch → every page drawn", told["seconds"], 0.1)
    late = tail(told["processor"]) * 1000
    yield Row.within("… of the processor, p99", late, 100.0, "ms")
    yield Row.size(f"… memory after {len(told['pages'])} pages in all modes", told["full"], 150.0)
    yield Row.size("… once it was left alone for a minute", told["alone"], 150.0)


class Stroll:
    """Touches what a visit names, as far as it stands there, and goes home after each."""

    def __init__(self, window: Any, visits: Iterator[tuple[str, ...]], alone: float) -> None:
        from kiosk.qt.remote import RemoteControl
        from kiosk.qt.runner import QtRunner

        self.told: dict[str, Any] = {"seconds": [], "processor": [], "pages": []}
        self._hands = RemoteControl(QtRunner(), window)
        self._window, self._visits, self._alone = window, visits, alone
        self._names: deque[str] = deque()
        self._waited, self._leaves = 0.0, 0
        self._from = ""
        self._begun: float | None = None
        self._used = 0.0  # seconds of the processor, by then
        self._done = False
        window.frameSwapped.connect(self._frame)

    def go_on(self) -> None:
        """The next touch, or the next visit; after the last, leave the kiosk alone."""
        self._begun = None
        self._waited, self._leaves = 0.0, 0
        if not self._names and page_of(self._window) != "home":
            self._names.append("home")
        elif not self._names:
            self._names.extend(next(self._visits, ()))
        if self._names:
            self.touch()
        else:
            self._leave()

    def touch(self) -> None:
        """Touch what is next, or look again soon where it is not there yet."""
        begun, self._used = time.perf_counter(), time.thread_time()
        self._from = page_of(self._window)
        self._hands.obey(f"touch {self._names[0]} 0", self._touched)
        if self._done:
            self._begun = begun
            self._names.popleft()
            soon(STEADY_SECONDS + 0.05, self.go_on)
        else:
            self._look_on()

    def _look_on(self) -> None:
        self._waited += _LOOK
        if self._waited < (_PAPER if self._names[0] == "done" else _PATIENCE):
            soon(_LOOK, self.touch)
        elif self._leaves < _LEAVES and self._turned():
            self._waited, self._leaves = 0.0, self._leaves + 1
            soon(STEADY_SECONDS + 0.05, self.touch)
        else:
            self._names.clear()
            soon(_LOOK, self.go_on)

    def _turned(self) -> bool:
        """Whether there was another leaf."""
        self._hands.obey("touch next 0", self._touched)
        return self._done

    def _touched(self, reply: dict[str, Any]) -> None:
        self._done = bool(reply["ok"])

    def _frame(self) -> None:
        page = page_of(self._window)
        if self._begun is not None and page != self._from:
            self.told["seconds"].append(time.perf_counter() - self._begun)
            self.told["processor"].append(time.thread_time() - self._used)
            self._begun = None
        if page not in self.told["pages"]:
            self.told["pages"].append(page)

    def _leave(self) -> None:
        self.told["full"] = resident(os.getpid())
        soon(self._alone, self._end)

    def _end(self) -> None:
        from PySide6.QtGui import QGuiApplication

        self.told["alone"] = resident(os.getpid())
        QGuiApplication.quit()


def _visits(visits: int, modes: int) -> Iterator[tuple[str, ...]]:
    for mode in MODES[:modes]:
        yield from ((each,) for each in mode)
        yield from VISITS[:visits]
        yield from ((each,) for each in mode)


def main(hall: str, folder: str, visits: str, modes: str, alone: str) -> None:
    """Be the kiosk and who strolls through it; tell what came of it."""
    from PySide6.QtGui import QGuiApplication
    from PySide6.QtQuick import QQuickWindow

    from kiosk.app import run_kiosk

    app = QGuiApplication(sys.argv[:1])
    strolls: list[Stroll] = []

    def begin() -> None:
        glass = [each for each in app.topLevelWindows() if isinstance(each, QQuickWindow)]
        strolls.append(Stroll(glass[0], _visits(int(visits), int(modes)), float(alone)))
        strolls[0].go_on()

    soon(_BEGIN, begin)
    run_kiosk(load(Path(hall), Path(folder)), "kiosk-1")
    sys.stdout.write(json.dumps(strolls[0].told) + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main(*sys.argv[1:])
