"""A program with a screen, from Qt's first object to its end; `app` says which there are.

A screen has a `build(settings, key, runner, engine)` in its `view`. It loads the window and says,
through `qml_host.attach`, what to do once the bus is there. The kiosk's window may be lit before,
with home as it was kept.
"""

from __future__ import annotations

import logging
import os
import sys
from collections.abc import Callable, Mapping
from contextlib import ExitStack
from functools import partial
from importlib import import_module
from typing import TYPE_CHECKING, NamedTuple, cast

from PySide6.QtCore import QtMsgType, qInstallMessageHandler
from PySide6.QtGui import QGuiApplication
from PySide6.QtQml import QQmlApplicationEngine
from PySide6.QtQuick import QQuickWindow

from broker.domain.geometry import Geometry
from broker.service import no_screen, parent_death
from broker.service.heartbeat import Heartbeat, watcher
from broker.service.sweeping import Sweeper
from kiosk.qt import fonts, glasses, qml_host
from kiosk.qt.complaints import Complaints
from kiosk.qt.runner import QtRunner, SignalStop, hook_exceptions
from kiosk.qt.signatures import remember
from kiosk.qt.stuck import StuckLoop

if TYPE_CHECKING:
    from broker.settings import Settings

    Words = Mapping[str, Mapping[str, str]]
    Build = Callable[[Settings, str, QtRunner, QQmlApplicationEngine], object]

log = logging.getLogger(__name__)

Scale = Callable[[], float]  # pixels per millimetre; asked once Qt knows the screen

_LEAST_BOARD_PX = 1280  # a smaller screen is no hall board but somebody's trial


def open_kiosk(name: str, configured: float, words: Words | None = None) -> OpenedScreen:
    """A screen on which the ticket kiosk of the hall `name` can be shown. `configured` is what
    hall.toml says of its pixels per millimetre, `words` the table of what screens say."""
    return _opened(name, lambda: _kiosk(configured), words)


def show_kiosk(
    settings: Settings, key: str, start: object, opened: OpenedScreen | None = None
) -> None:
    """The ticket kiosk `key` of hall.toml; on a screen that is `opened` already, or on its own.
    `start`: how it began, for its `build`."""
    opened = opened or open_kiosk(settings.hall.hall.name, settings.hall.kiosk.px_per_mm)
    with opened.undo:
        build = partial(import_module("kiosk.ticket.view").build, start=start)
        _go_on(opened, settings, key, build)


def show_panel(settings: Settings, key: str) -> None:
    """The clerk's panel of window `key`."""
    _run(settings, key, "kiosk.panel.view", _panel)


def show_board(settings: Settings, key: str) -> None:
    """The hall board."""
    _run(settings, key, "kiosk.board.view", _board)


def show_guide(settings: Settings, key: str) -> None:
    """The guide desk `key` of hall.toml."""
    _run(settings, key, "kiosk.guide_desk.view", _guide)


def show_clock_in(settings: Settings, key: str) -> None:
    """The clock-in screen `key` of hall.toml."""
    _run(settings, key, "kiosk.clock_in.view", _clock_in)


def show_enrolment(settings: Settings, key: str) -> None:
    """The desk at which fingers are enrolled at the reader `key` of hall.toml."""
    _run(settings, key, "kiosk.clock_in.enrolment.view", _clock_in)


def _kiosk(configured: float) -> float:
    place = glasses.trial()
    if place is not None:
        return glasses.KIOSK.scale(place)
    return qml_host.screen_px_per_mm(configured)


def _panel() -> float:
    place = glasses.trial()
    return glasses.PANEL.scale(place) if place else glasses.panel_scale(glasses.free_height())


def _guide() -> float:
    """As large as it is meant, or as large as the screen allows."""
    place = glasses.trial()
    glass = glasses.GUIDE_DESK
    if place is None:
        free = QGuiApplication.primaryScreen().availableGeometry()
        place = Geometry(free.width(), free.height() - glasses.TITLE_BAR, 0, 0)
    return min(glass.px_per_mm, glass.scale(place))


def _clock_in() -> float:
    place = glasses.trial()
    if place is None:
        size = QGuiApplication.primaryScreen().size()
        place = Geometry(size.width(), size.height(), 0, 0)
    return glasses.clock_in_scale(place.width, place.height)


def _board() -> float:
    place = glasses.trial()
    if place is not None:
        return glasses.board_scale(place.width, place.height)
    size = QGuiApplication.primaryScreen().size()
    if max(size.width(), size.height()) < _LEAST_BOARD_PX:
        return glasses.BOARD.px_per_mm
    return glasses.board_scale(size.width(), size.height())


class OpenedScreen(NamedTuple):
    """A program that may show something; `undo` ends it."""

    runner: QtRunner
    engine: QQmlApplicationEngine
    complaints: Complaints
    undo: ExitStack


def _run(settings: Settings, key: str, module: str, scale: Scale) -> None:
    opened = _opened(settings.hall.hall.name, scale)
    with opened.undo:
        _go_on(opened, settings, key, _build(module))


def _build(module: str) -> Build:
    return cast("Build", import_module(module).build)


def _opened(name: str, scale: Scale, words: Words | None = None) -> OpenedScreen:
    remember().keep()
    with no_screen.told(qInstallMessageHandler, QtMsgType.QtFatalMsg):
        app = QGuiApplication.instance() or QGuiApplication(sys.argv[:1])
    app.setApplicationName(name)
    fonts.load()
    runner = QtRunner()
    engine = QQmlApplicationEngine()
    undo = ExitStack()
    undo.callback(hook_exceptions(runner))
    complaints = Complaints()
    undo.callback(complaints.close)
    undo.callback(qml_host.close, engine)
    qml_host.prepare(engine, scale(), words)
    return OpenedScreen(runner, engine, complaints, undo)


def _go_on(opened: OpenedScreen, settings: Settings, key: str, build: Build) -> None:
    runner, engine, complaints, _ = opened
    with ExitStack() as undo:
        sweeper = Sweeper()
        undo.callback(sweeper.close)
        runner.add(sweeper)
        stuck = StuckLoop()
        undo.callback(stuck.close)
        runner.add(stuck)
        if watched_by := watcher(os.environ):
            heartbeat = Heartbeat(watched_by)
            undo.callback(heartbeat.close)
            runner.add(heartbeat)
        undo.callback(SignalStop(runner).close)
        undo.push(opened.undo.pop_all())  # garbage is the sweeper's while there is a window
        undo.callback(runner.at_end.close)
        view = build(settings, key, runner, engine)
        runner.after_first_frame(_save_memory)
        _watch(runner, engine, complaints)
        log.debug("%s is shown", type(view).__name__)
        runner.run()
    if (
        _remote() and complaints.first
    ):  # also one that came last of all: a rehearsal reads how we ended
        sys.exit(complaints.sentence)
    if runner.exit_status:
        sys.exit(runner.exit_status)


def _remote() -> bool:
    return os.environ.get(parent_death.REMOTE) == "1"


def _save_memory(_event: object) -> None:
    from kiosk.qt.memory import forget_sources, hold_thresholds

    hold_thresholds()
    forget_sources()


def _watch(runner: QtRunner, engine: QQmlApplicationEngine, complaints: Complaints) -> None:
    """Light "out of order" on failure, and let a remote control in where the environment asks."""
    window = cast("QQuickWindow", engine.rootObjects()[0])

    def out_of_order() -> None:
        window.setProperty("outOfOrder", True)

    runner.on_failure(out_of_order)
    if not runner.lit:
        window.frameSwapped.connect(runner.first_frame)
    if _remote():
        from kiosk.qt.remote import RemoteControl

        RemoteControl(runner, window, complaints).listen(sys.stdin, sys.stdout)
