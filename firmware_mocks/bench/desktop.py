"""How much of the desktop is free for windows, as one line: `1920x1040+0+0`.

A program of its own, because whoever asks needs no Qt besides.
"""

from __future__ import annotations

import sys

from PySide6.QtCore import QtMsgType, qInstallMessageHandler
from PySide6.QtGui import QGuiApplication

from broker.domain.geometry import Geometry
from broker.service import no_screen


def main() -> None:
    """Write the line."""
    with no_screen.told(qInstallMessageHandler, QtMsgType.QtFatalMsg):
        application = QGuiApplication(sys.argv[:1])
    free = application.primaryScreen().availableGeometry()
    sys.stdout.write(f"{Geometry(free.width(), free.height(), free.x(), free.y())}\n")


if __name__ == "__main__":
    main()
