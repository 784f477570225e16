"""What Qt says while a screen runs, in the log like everything else; what QML complains of, kept.

A warning of QML is a fault of ours: a binding that loops, a value that is not there. On a screen of
a hall it is logged; a rehearsal, which drives the screen through its remote control, fails by it:
nothing more is done for it, and the program ends with a status that says so.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from typing import cast

from PySide6.QtCore import QMessageLogContext, QtMsgType, qInstallMessageHandler

log = logging.getLogger(__name__)

_Handler = Callable[[QtMsgType, QMessageLogContext, str], object]
_OF_QML = ".qml:"  # the file and the line with which it begins
_LEVELS = {
    QtMsgType.QtDebugMsg: logging.DEBUG,
    QtMsgType.QtInfoMsg: logging.INFO,
    QtMsgType.QtWarningMsg: logging.WARNING,
    QtMsgType.QtCriticalMsg: logging.ERROR,
    QtMsgType.QtFatalMsg: logging.CRITICAL,
}


class Complaints:
    """Hears Qt from its making to `close`."""

    def __init__(self) -> None:
        self.first = ""  # of QML
        self._former = cast("_Handler | None", qInstallMessageHandler(self.hear))

    def hear(self, kind: QtMsgType, _context: QMessageLogContext, message: str) -> None:
        """On whichever thread Qt says it."""
        level = _LEVELS[kind]
        log.log(level, "Qt: %s", message)
        if level >= logging.WARNING and _OF_QML in message:
            self.first = self.first or message

    @property
    def sentence(self) -> str:
        """What a rehearsal is told; "" while there was no complaint."""
        return f"the screen has a fault: {self.first}" if self.first else ""

    def close(self) -> None:
        """Give Qt its former mouth back."""
        qInstallMessageHandler(self._former)
