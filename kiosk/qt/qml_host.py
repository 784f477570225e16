"""What every program with a screen is made of: engine, theme, words, window, and its place on the
bus. A screen's `build` uses `load` for its QML at once and `attach` after the first frame, so
that the glass is lit before anything slow is imported.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

import PySide6.QtQuick  # noqa: F401  # gives rootObjects() their true types
from PySide6.QtCore import QCoreApplication, QObject
from PySide6.QtGui import QGuiApplication
from PySide6.QtQml import QQmlApplicationEngine, QQmlPropertyMap
from PySide6.QtQuick import QQuickWindow

from broker.service import identity
from kiosk.qt import glasses

if TYPE_CHECKING:
    from collections.abc import Mapping

    from msgspec import Struct

    from broker.service.life import Service
    from broker.settings import Settings
    from kiosk.qt.runner import QtRunner

UI = Path(__file__).parents[1] / "ui"
_IMPORTS = UI.parent.parent
_URI = "kiosk.ui"
_MM_PER_INCH = 25.4
_DESK_DPI = 96.0
_RESERVED = frozenset(dir(QQmlPropertyMap))


def prepare(
    engine: QQmlApplicationEngine,
    px_per_mm: float,
    table: Mapping[str, Mapping[str, str]] | None = None,
) -> None:
    """Let `engine` find theme, words and parts, at the scale of its screen. `table`: the words,
    for who has them already (`words.for_screen`)."""
    engine.addImportPath(str(_IMPORTS))
    given = {"pxPerMm": px_per_mm, "words": table or _words()}
    engine.rootContext().setContextProperty("stage", given)


def px_per_mm(engine: QQmlApplicationEngine) -> float:
    """The scale for which it was prepared."""
    return float(engine.rootContext().contextProperty("stage")["pxPerMm"])


def _words() -> Mapping[str, Mapping[str, str]]:
    from kiosk import words

    return words.for_screen()


def singleton(engine: QQmlApplicationEngine, name: str) -> QObject:
    """`Theme` or `Words` of this engine, to look at or to set by hand.

    No program does: the first plain QObject to reach Python makes all of Qt's enums, 15 ms.
    """
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
    place = glasses.trial()
    engine.setInitialProperties(properties | (glasses.window(place) if place else {}))
    engine.load(str(UI / file))
    roots = engine.rootObjects()
    if not roots:
        raise RuntimeError(f"{file} could not be loaded; the log above says why")
    return cast("QQuickWindow", roots[-1])


def close(engine: QQmlApplicationEngine) -> None:
    """Take the window down now, while the values it shows are still there."""
    from PySide6.QtCore import (
        QEvent,
    )  # its enums would cost every start, and only the end needs them

    engine.deleteLater()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)


class ShownLook:
    """The look of a screen, field by field: the one way from Python's values into QML, which hears
    only of fields that changed.

    `ValueError` for a name that QML keeps for itself (`keys`, `count`, …).
    """

    def __init__(self, first: Struct | dict[str, Any], *, held: bool = False) -> None:
        """`first` may be what `plain` made of a look; `held` as there."""
        self._held = held
        self.map = QQmlPropertyMap()
        self._last: dict[str, object] = {}
        self._kept: dict[str, Any] = {}
        if isinstance(first, dict):
            self._kept.update(first)
            for name, value in first.items():
                self._put(name, value)
        else:
            self.take(first)

    def take(self, look: Struct) -> None:
        """Show `look`: a frozen Struct of text, numbers, booleans, enums, tuples and Structs."""
        for name in look.__struct_fields__:
            value = getattr(look, name)
            if name not in self._last or self._last[name] != value:
                self._insert(name, value)

    def _insert(self, name: str, value: object) -> None:
        self._last[name] = value
        given = plain(value, held=self._held)
        if name not in self._kept or self._kept.pop(name) != given:
            self._put(name, given)

    def _put(self, name: str, given: object) -> None:
        if name in _RESERVED:
            raise ValueError(f"QML keeps the name {name!r} for itself")
        self.map.insert(name, given)


def attach(
    settings: Settings, name: str, runner: QtRunner, build: Callable[[Service], object]
) -> None:
    """Be `name` on this machine; once the first frame is out, join the bus under it, hand it to
    `build`, connect. Raises `IdentityHeld` where another process is `name` already.
    """
    runner.at_end.enter_context(identity.hold(settings.run, name))

    def join(_event: object) -> None:
        from broker.service.clock import hall_clock
        from broker.service.life import Service, connect
        from broker.wire.topics import Topics
        from kiosk.qt.alarm import raise_alarm

        clock = hall_clock()
        bus = connect(settings, name, runner.post, clock, held=runner.give_up)
        runner.add(bus)
        topics = Topics(settings.hall.hall.id)
        service = Service(settings, name, runner, bus, topics, clock, runner.at_end)
        runner.at_end.callback(bus.stop)
        raise_alarm(service, runner)
        build(service)
        bus.start()

    runner.after_first_frame(join)


def plain(value: object, *, held: bool = False) -> object:
    """`value` as QML understands it: dicts and lists of numbers, booleans and text that its fonts
    can draw; with `held` its lines end where a reader does not stumble."""
    from msgspec import to_builtins  # not before the first frame of a home that was kept

    from kiosk.qt.glyphs import drawn, drawn_held

    return _listed(to_builtins(value), drawn_held if held else drawn)


def _listed(value: Any, drawn: Callable[[str], str]) -> object:
    """Qt makes a model of a list, but carries a tuple as an opaque object."""
    if isinstance(value, dict):
        return {key: _listed(each, drawn) for key, each in value.items()}
    if isinstance(value, list | tuple):
        return [_listed(each, drawn) for each in value]
    return drawn(value) if isinstance(value, str) else value
