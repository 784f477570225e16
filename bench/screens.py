"""The kiosk's first frame, beside the barest QML program there is."""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

from bench.children import resident, run
from bench.rows import Row
from bench.site import SAMPLE, Site

_ROUNDS = 9
INVISIBLE = {"QT_QPA_PLATFORM": "offscreen", "QT_QUICK_BACKEND": "software"}
_QML = """
import QtQuick
Window { visible: true; width: 1080; height: 1920; Text { anchors.centerIn: parent; text: "1" } }
"""
_BARE = """
import sys
from PySide6.QtGui import QGuiApplication
from PySide6.QtQml import QQmlApplicationEngine
from PySide6.QtQuick import QQuickWindow
app = QGuiApplication(sys.argv)
engine = QQmlApplicationEngine(sys.argv[1])
window = engine.rootObjects()[0]
window.frameSwapped.connect(lambda: (sys.stderr.write("first frame\\n"), sys.stderr.flush()))
app.exec()
"""


def rows(site: Site, rounds: int = _ROUNDS) -> Iterator[Row]:
    """Seconds from starting the process to the first frame, interleaved.

    Both run from bytecode, as whatever is installed does, and a first round that writes it (and
    QML's own cache) is not counted.
    """
    qml = site.folder / "bare.qml"
    qml.write_text(_QML, "utf-8")
    bare = [sys.executable, "-c", _BARE, str(qml)]
    kiosk = [sys.executable, "-m", *run("kiosk kiosk-1", SAMPLE, site.folder / "sample")]
    ours, floor, memory = [], [], []
    for _ in range(1 + rounds):
        floor.append(_until_frame(bare, site.folder)[0])
        seconds, size = _until_frame(kiosk, site.folder)
        ours.append(seconds)
        memory.append(size)
    first = "kiosk: start → first frame"
    yield Row.times(first, statistics.median(ours[1:]), statistics.median(floor[1:]), 1.7)
    yield Row.size("… memory at the first frame", statistics.median(memory), 150.0)


def _until_frame(words: list[str], folder: Path) -> tuple[float, float]:
    """Seconds to the first frame, and resident MB then."""
    environment = {
        **os.environ,
        **INVISIBLE,
        "HALL_LOG": "info",
        "PYTHONPYCACHEPREFIX": str(folder / "bytecode"),
    }
    environment.pop("PYTHONDONTWRITEBYTECODE", None)
    begun = time.perf_counter()
    process = subprocess.Popen(words, stderr=subprocess.PIPE, env=environment)
    try:
        for line in process.stderr or ():
            if b"first frame" in line:
                return time.perf_counter() - begun, resident(process.pid)
        raise RuntimeError(f"no frame from {words}")
    finally:
        process.kill()
        process.wait()
        if process.stderr:
            process.stderr.close()
