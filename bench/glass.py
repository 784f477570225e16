"""What a finger inside a screen's own process has of it."""

from __future__ import annotations

from typing import Any


def page_of(window: Any) -> str:
    """The name of the page on the glass."""
    from PySide6.QtQuick import QQuickItem

    pages = window.findChild(QQuickItem, "pages")
    return str(pages.property("name")).removesuffix("Page").lower()


def soon(seconds: float, act: Any) -> None:
    """Have `act` called in so many seconds of Qt's loop."""
    from PySide6.QtCore import QTimer

    QTimer.singleShot(round(seconds * 1000), act)
