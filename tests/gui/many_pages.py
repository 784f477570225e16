"""A process that turns pages for as long as a kiosk does in months: `python -m tests.gui.many_pages
FOLDER`. It says how often it turned, unless it ended before."""

from __future__ import annotations

import sys
from pathlib import Path
from random import Random

from PySide6.QtCore import QCoreApplication, QEvent, QMetaObject, QObject, QUrl
from PySide6.QtGui import QGuiApplication
from PySide6.QtQml import QQmlApplicationEngine

from kiosk.qt import qml_host

TURNS = 20_000
NAMES = [f"Page{nth}" for nth in range(23)]
PAGE = "import QtQuick\nItem { property var page }\n"
HOST = """
import QtQuick
import kiosk.ui.parts
QtObject {{
    id: host
    property string name: "{first}"
    property KeptPages pages: KeptPages {{
        folder: "{folder}/"
        most: 6
        page: ({{ name: host.name }})
    }}
    function leave() {{ pages.keepFirst() }}
}}
"""


def host(engine: QQmlApplicationEngine, folder: Path) -> QObject:
    """Pages of no content, home among them."""
    for name in NAMES:
        (folder / f"{name}.qml").write_text(PAGE, "utf-8")
    text = HOST.format(folder=QUrl.fromLocalFile(str(folder)).toString(), first=NAMES[0])
    engine.loadData(text.encode())
    return engine.rootObjects()[0]


def wander(folder: Path, dice: Random) -> None:
    """Pages at random, home and nothing else now and then, and garbage is looked for."""
    engine = QQmlApplicationEngine()
    qml_host.prepare(engine, 4.0)
    pages = host(engine, folder)
    for nth in range(TURNS):
        turn_to(pages, dice.choice(NAMES))
        if nth % 40 == 0:
            turn_to(pages, NAMES[0])
            QMetaObject.invokeMethod(pages, "leave")
            engine.collectGarbage()
            QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)


def turn_to(pages: QObject, name: str) -> None:
    """The page called `name`."""
    pages.setProperty("name", name)


if __name__ == "__main__":
    app = QGuiApplication([])
    wander(Path(sys.argv[1]), Random(7))
    sys.stdout.write(f"{TURNS}\n")
