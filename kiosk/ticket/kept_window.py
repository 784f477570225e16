"""The window of the kiosk with home as it was kept, lit before the rules are there."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtCore import QEventLoop

from kiosk.qt import glasses, qml_host

if TYPE_CHECKING:
    from PySide6.QtQml import QQmlApplicationEngine
    from PySide6.QtQuick import QQuickWindow

    from kiosk.qt.runner import QtRunner
    from kiosk.ticket.home_pages import Shown

_QML = "ticket/TicketKiosk.qml"
_PATIENCE = (
    1.0  # seconds: a window that nothing uncovers has no frame, and the hall opens all the same
)


class KeptWindow(NamedTuple):
    """The window, and the way into it."""

    window: QQuickWindow
    shown: qml_host.ShownLook


class KioskStart(NamedTuple):
    """How a kiosk starts: `begun` is when it began to read its files, in seconds since 1970; `lit`
    is its window, where home was kept."""

    begun: float
    lit: KeptWindow | None = None


def show(home: Shown, engine: QQmlApplicationEngine, runner: QtRunner) -> KeptWindow:
    """Light it with `home`, and come back with its first frame."""
    shown = qml_host.ShownLook(home, held=True)
    window = qml_host.load(engine, _QML, shown=shown.map, kiosk=None)
    glasses.fill(window)
    window.frameSwapped.connect(runner.first_frame)
    until_lit = QEventLoop()
    window.frameSwapped.connect(until_lit.quit)
    runner.add(_Patience(runner.clock() + _PATIENCE, until_lit.quit))
    until_lit.exec()
    return KeptWindow(window, shown)


class _Patience:
    """A `Part` of a loop that says once that it took too long."""

    def __init__(self, at: float, tell: Callable[[], None]) -> None:
        self._at = at
        self._tell = tell

    def next_wakeup(self) -> float:
        """When it will have taken too long."""
        return self._at

    def tick(self, now: float) -> None:
        """Has it?"""
        if now >= self._at:
            self._at = math.inf
            self._tell()
