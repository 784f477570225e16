"""The programs with a screen: `hall run kiosk | panel | board`.

`run_kiosk` hands over to `kiosk.ticket_kiosk.build(settings, key, bridge, engine)`; the others
have a `build` of the same shape. A `build` loads its window and says, through `stage.attach`,
what to do once the bus is there.
"""

from __future__ import annotations

import logging
import os
import sys
from collections.abc import Callable
from contextlib import ExitStack
from importlib import import_module
from typing import cast

from PySide6.QtGui import QGuiApplication
from PySide6.QtQml import QQmlApplicationEngine
from PySide6.QtQuick import QQuickWindow

from broker.service import leash
from broker.settings import Settings
from kiosk import glass, stage
from kiosk.bridge import Bridge, SignalStop, hook_exceptions
from kiosk.ui import fonts

log = logging.getLogger(__name__)

Build = Callable[[Settings, str, Bridge, QQmlApplicationEngine], object]

Scale = Callable[[Settings], float]  # pixels per millimetre; asked once Qt knows the screen

_LEAST_BOARD_PX = 1280  # a narrower screen is no hall board but somebody's trial


def run_kiosk(settings: Settings, key: str) -> None:
    """The ticket kiosk `key` of hall.toml, on this machine's screen."""
    _run(settings, key, "kiosk.ticket_kiosk", _kiosk)


def run_panel(settings: Settings, key: str) -> None:
    """The clerk's panel of window `key`."""
    _run(settings, key, "kiosk.panel_view", _panel)


def run_board(settings: Settings, key: str) -> None:
    """The hall board."""
    _run(settings, key, "kiosk.board_view", _board)


def _kiosk(settings: Settings) -> float:
    place = glass.trial()
    if place is not None:
        return glass.KIOSK.scale(place)
    return stage.screen_px_per_mm(settings.hall.kiosk.px_per_mm)


def _panel(_settings: Settings) -> float:
    place = glass.trial()
    return glass.PANEL.scale(place) if place else glass.PANEL.px_per_mm


def _board(_settings: Settings) -> float:
    """A wider screen only grows the board."""
    place = glass.trial()
    if place is not None:
        return glass.BOARD.scale(place)
    width = QGuiApplication.primaryScreen().size().width()
    wide = width if width >= _LEAST_BOARD_PX else glass.BOARD.width
    return glass.BOARD.px_per_mm * wide / glass.BOARD.width


def _run(settings: Settings, key: str, module: str, scale: Scale) -> None:
    app = QGuiApplication.instance() or QGuiApplication(sys.argv[:1])
    app.setApplicationName(settings.hall.hall.name)
    fonts.load()
    bridge = Bridge()
    engine = QQmlApplicationEngine()
    with ExitStack() as undo:
        undo.callback(hook_exceptions(bridge))
        undo.callback(SignalStop(bridge).close)
        undo.callback(stage.close, engine)
        undo.callback(bridge.at_end.close)
        stage.prepare(engine, scale(settings))
        build = cast("Build", import_module(module).build)
        view = build(settings, key, bridge, engine)
        _watch(bridge, engine)
        log.debug("%s is shown", type(view).__name__)
        bridge.run()


def _watch(bridge: Bridge, engine: QQmlApplicationEngine) -> None:
    """Light "out of order" on failure, and let hands in where the environment asks for them."""
    window = cast("QQuickWindow", engine.rootObjects()[0])

    def out_of_order() -> None:
        window.setProperty("outOfOrder", True)

    bridge.on_failure(out_of_order)
    window.frameSwapped.connect(bridge.first_frame)
    if os.environ.get(leash.HANDS) == "1":
        from kiosk.ui.hands import Hands

        Hands(bridge, window).listen(sys.stdin, sys.stdout)
