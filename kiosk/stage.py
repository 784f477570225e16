"""What every program with a screen is made of: engine, theme, words, window, and its place on the
bus. A screen's `build` uses `load` for its QML at once and `attach` after the first frame, so
that the glass is lit before anything slow is imported.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, cast

import PySide6.QtQuick  # noqa: F401  # gives rootObjects() their true types
from PySide6.QtCore import QObject
from PySide6.QtGui import QGuiApplication
from PySide6.QtQml import QQmlApplicationEngine, QQmlPropertyMap
from PySide6.QtQuick import QQuickWindow

from kiosk import words

if TYPE_CHECKING:
    from broker.service.life import Service
    from broker.settings import Settings
    from kiosk.bridge import Bridge

UI = Path(__file__).parent / "ui"
_IMPORTS = UI.parent.parent
_URI = "kiosk.ui"
_MM_PER_INCH = 25.4
_DESK_DPI = 96.0


def prepare(engine: QQmlApplicationEngine, px_per_mm: float) -> None:
    """Let `engine` find theme, words and parts, at the scale of its screen."""
    engine.addImportPath(str(_IMPORTS))
    singleton(engine, "Theme").setProperty("pxPerMm", px_per_mm)
    singleton(engine, "Words").setProperty("table", words.for_screen())


def singleton(engine: QQmlApplicationEngine, name: str) -> QObject:
    """`Theme` or `Words` of this engine, to set a mode or the language."""
    return cast("QObject", engine.singletonInstance(_URI, name))


def screen_px_per_mm(configured: float) -> float:
    """Pixels per millimetre: what hall.toml says, or what the screen tells about itself."""
    if configured > 0:
        return configured
    screen = QGuiApplication.primaryScreen()
    dpi = screen.physicalDotsPerInch() if screen is not None else _DESK_DPI
    plausible = 40.0 <= dpi <= 400.0  # a screen that does not know its size tells nonsense
    return (dpi if plausible else _DESK_DPI) / _MM_PER_INCH


def load(engine: QQmlApplicationEngine, file: str, **properties: object) -> QQuickWindow:
    """Show the window of `ui/<file>` with its required properties; a broken file is our bug."""
    engine.setInitialProperties(properties)
    engine.load(str(UI / file))
    roots = engine.rootObjects()
    if not roots:
        raise RuntimeError(f"{file} could not be loaded; the log above says why")
    return cast("QQuickWindow", roots[-1])


class Shown:
    """The values a screen shows, by name. QML hears only of those that changed."""

    def __init__(self, **first: object) -> None:
        self.map = QQmlPropertyMap()
        self._last: dict[str, object] = {}
        self.update(**first)

    def update(self, **values: object) -> None:
        """Take new values: text, numbers, booleans, lists and dicts of such."""
        for name, value in values.items():
            if name not in self._last or self._last[name] != value:
                self._last[name] = value
                self.map.insert(name, value)


def attach(
    settings: Settings, name: str, bridge: Bridge, build: Callable[[Service], object]
) -> None:
    """Once the first frame is out: join the bus as `name`, hand it to `build`, connect."""

    def join(_event: object) -> None:
        from broker.service.clock import hall_clock
        from broker.service.life import Service, connect
        from broker.wire.topics import Topics

        clock = hall_clock()
        bus = connect(settings, name, bridge.post, clock)
        bridge.add(bus)
        topics = Topics(settings.hall.hall.id)
        service = Service(settings, name, bridge, bus, topics, clock, bridge.at_end)
        bridge.at_end.callback(bus.stop)
        build(service)
        bus.start()

    bridge.after_first_frame(join)
