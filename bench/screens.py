"""The kiosk's first frame, beside the barest QML program there is: with home as an earlier start
kept it, and with nothing kept."""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

from bench.children import busy, resident, run
from bench.rows import Row
from bench.site import SAMPLE, Site
from kiosk.ticket.kept_home import file_of

_ROUNDS = 9
_PATIENCE = 120.0  # seconds; everything is compiled anew in them
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

    All run from bytecode, as whatever is installed does, and a first round that writes it (and
    QML's own cache) is not counted. Home is the same page either way; it comes from a file, or
    from hall.toml, the tables beside it and the rules. The processor's time is told beside.
    """
    qml = site.folder / "bare.qml"
    qml.write_text(_QML, "utf-8")
    bare = [sys.executable, "-c", _BARE, str(qml)]
    kept, new = site.folder / "kept", site.folder / "new"
    _keep(kept)
    kiosk, anew = (_kiosk(each) for each in (kept, new))
    floor, ours, first = [], [], []
    for _ in range(1 + rounds):
        floor.append(_until_frame(bare, site.folder))
        ours.append(_until_frame(kiosk, site.folder))
        first.append(_until_frame(anew, site.folder))
    yield _row("kiosk: start → first frame", ours, floor)
    yield _row("… of the processor", ours, floor, 1)
    yield _row("… with no home kept", first, floor)
    yield _row("… of the processor, with no home kept", first, floor, 1)
    yield Row.size("… memory at the first frame", _median(ours, 2), 150.0)


Measured = tuple[float, float, float]  # seconds, seconds of a core, MB


def _median(rounds: list[Measured], which: int) -> float:
    return statistics.median(each[which] for each in rounds[1:])


def _row(what: str, ours: list[Measured], floor: list[Measured], which: int = 0) -> Row:
    return Row.times(what, _median(ours, which), _median(floor, which), 1.7)


def _kiosk(folder: Path) -> list[str]:
    return [sys.executable, "-m", *run("kiosk kiosk-1", SAMPLE, folder)]


def _keep(folder: Path) -> None:
    """Have a kiosk keep its home there, as each does in its first second or two."""
    folder.mkdir()
    environment = {**os.environ, **INVISIBLE}
    process = subprocess.Popen(_kiosk(folder), stderr=subprocess.DEVNULL, env=environment)
    try:
        until = time.monotonic() + _PATIENCE
        while not file_of(folder, "kiosk-1").exists():
            if time.monotonic() > until or process.poll() is not None:
                raise RuntimeError("the kiosk keeps no home")
            time.sleep(0.05)
    finally:
        process.kill()
        process.wait()


def _until_frame(words: list[str], folder: Path) -> Measured:
    """What the first frame took, and resident MB then."""
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
                seconds = time.perf_counter() - begun
                return seconds, busy(process.pid), resident(process.pid)
        raise RuntimeError(f"no frame from {words}")
    finally:
        process.kill()
        process.wait()
        if process.stderr:
            process.stderr.close()
