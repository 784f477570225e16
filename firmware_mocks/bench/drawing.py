"""Qt for the bench: its application, its own items, its window out of QML."""

from __future__ import annotations

import os
import sys
from importlib.util import find_spec
from pathlib import Path

from PySide6.QtCore import QtMsgType, QUrl, qInstallMessageHandler
from PySide6.QtGui import QFont, QGuiApplication
from PySide6.QtQml import QQmlApplicationEngine, qmlRegisterType

from broker.domain.errors import ConfigError
from broker.domain.geometry import Geometry
from broker.service import no_screen
from firmware_mocks.bench import lettering
from firmware_mocks.bench.items import GlassItem, PaperItem

_UI = Path(__file__).parent / "ui"
_WIDTH, _HEIGHT, _PX_PER_MM = 1760, 1160, 96 / 25.4  # Main.qml is laid out for
_SMALLEST = 0.6  # letters can still be read; what does not fit is scrolled to


def prepare_qt(*, visible: bool) -> None:
    """Make the application with its font, and tell QML our items. Not `visible`: in memory."""
    if not visible:
        os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
        os.environ.setdefault("QT_QUICK_BACKEND", "software")
    with no_screen.told(qInstallMessageHandler, QtMsgType.QtFatalMsg):
        application = QGuiApplication.instance() or QGuiApplication(sys.argv[:1])
    assert isinstance(application, QGuiApplication)  # noqa: S101  # nobody else makes one here
    application.setFont(QFont(lettering.family()))
    qmlRegisterType(GlassItem, "hall.bench", 1, 0, "Glass")  # type: ignore[call-overload]  # stubs want bytes
    qmlRegisterType(PaperItem, "hall.bench", 1, 0, "Paper")  # type: ignore[call-overload]  # stubs want bytes


def drawn(given: dict[str, object], place: Geometry | None) -> QQmlApplicationEngine:
    """An engine whose one root object is the window, with what it is given. `ConfigError` where
    Qt cannot."""
    engine = QQmlApplicationEngine()
    engine.addImportPath(str(_theme_root()))
    if place is not None:
        at = {"x": place.x, "y": place.y, "width": place.width, "height": place.height}
        given = {**given, **at}
        theme = {"pxPerMm": _px_per_mm(place), "words": {}}
        engine.rootContext().setContextProperty("stage", theme)  # as the screens do
    engine.setInitialProperties(given)
    engine.load(QUrl.fromLocalFile(str(_UI / "Main.qml")))
    if not engine.rootObjects():
        raise ConfigError("hall bench", str(_UI), "the window cannot be drawn", "reinstall Qt")
    return engine


def _px_per_mm(place: Geometry) -> float:
    whole = min(place.width / _WIDTH, place.height / _HEIGHT)
    return _PX_PER_MM * min(1.0, max(_SMALLEST, whole))


def _theme_root() -> Path:
    """The folder that holds the screens' theme, found without importing the screens."""
    found = find_spec("kiosk")
    if found is None or not found.submodule_search_locations:
        raise ConfigError("hall bench", "kiosk", "the theme is missing", "install service-hall")
    return Path(found.submodule_search_locations[0]).parent
