"""The enrolment desk on the glass: Qt's presses into the flow, the flow's values into QML."""

from __future__ import annotations

from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from PySide6.QtCore import QObject, Slot
from PySide6.QtQml import QQmlApplicationEngine

from broker.domain.errors import ConfigError
from broker.domain.hall import Reader
from broker.service.clock import Clock, hall_clock
from kiosk.clock_in.enrolment.look import look
from kiosk.clock_in.enrolment.state import EnrolKey, EnrolState
from kiosk.clock_in.look import ClockInLook
from kiosk.qt import glasses, qml_host
from kiosk.qt.steady import Steady

if TYPE_CHECKING:
    from PySide6.QtQuick import QQuickWindow

    from broker.service.life import Service
    from broker.settings import Settings
    from kiosk.clock_in.enrolment.conductor import EnrolConductor
    from kiosk.qt.press_watch import PressOnWindow, PressWatch
    from kiosk.qt.runner import QtRunner

QML = "clock_in/EnrolmentDesk.qml"


class EnrolView(QObject):
    """One desk. Everything runs on the runner's thread; slots only enqueue."""

    def __init__(self, settings: Settings, reader: Reader, runner: QtRunner) -> None:
        super().__init__()
        self._reader = reader
        self._runner = runner
        self._clock: Clock = hall_clock()
        self._conductor: EnrolConductor | None = None
        self._presses: PressWatch | None = None
        self._steady = Steady()
        self._page = ""
        self._turning = False  # a page was turned to, and no frame has come since
        self._by: PressOnWindow | None = None  # the press that is being handled
        hall = settings.hall
        self._before = EnrolState(hall, reader, ZoneInfo(hall.hall.timezone), up=True)
        self.shown = qml_host.ShownLook(self._look())

    @Slot(str)
    def press(self, key: str) -> None:
        """A key of the screen. From QML."""
        if self._presses is not None:
            self._runner.post(self._press, (EnrolKey(key), self._presses.take()))

    @Slot(str)
    def typed(self, text: str) -> None:
        """Digits, by finger. From QML."""
        if self._presses is not None:
            self._runner.post(self._type, (text, self._presses.take()))

    @Slot(str)
    def keyed(self, text: str) -> None:
        """Digits, by keyboard. From QML."""
        self._runner.post(self._keyed, text)

    @Slot(str)
    def key_pressed(self, key: str) -> None:
        """A key of a keyboard; one that is held counts once. From QML."""
        if self._presses is not None and self._presses.take().new:
            self._runner.post(self._key_pressed, EnrolKey(key))

    def join(self, service: Service) -> None:
        """The bus is there: begin."""
        from kiosk.clock_in.enrolment.conductor import EnrolConductor

        self._clock = service.clock
        conductor = EnrolConductor(service, self._reader, self._runner.clock, self.refresh)
        self._conductor = conductor
        conductor.start()
        self._runner.add(conductor)
        self._steady.light(self._runner.clock())

    def watch(self, window: QQuickWindow) -> None:
        """From now on a press counts, and says when and where it was."""
        from kiosk.qt.press_watch import PressWatch

        self._presses = PressWatch(window, self._runner.clock)

    def refresh(self) -> None:
        """Show what the flow says now."""
        shown = self._look()
        page = type(shown.page).__name__
        if page != self._page:
            self._page, self._turning = page, True
            self._steady.turned(self._runner.clock(), self._by)
        self.shown.take(shown)

    @Slot()
    def framed(self) -> None:
        """A frame is on the glass. From the window."""
        if self._turning:
            self._turning = False
            self._steady.drawn(self._runner.clock())

    def _press(self, pressed: tuple[EnrolKey, PressOnWindow]) -> None:
        key, press = pressed
        if self._conductor is not None and self._steady.means(press, self._runner.clock()):
            self._by = press
            self._conductor.press(key)
            self._by = None

    def _type(self, typed: tuple[str, PressOnWindow]) -> None:
        text, press = typed
        if self._conductor is not None and self._steady.means(press, self._runner.clock()):
            self._conductor.type(text)

    def _keyed(self, text: str) -> None:
        if self._conductor is not None:
            self._conductor.type(text)

    def _key_pressed(self, key: EnrolKey) -> None:
        if self._conductor is not None:
            self._conductor.press(key)

    def _look(self) -> ClockInLook:
        known = self._conductor.flow.known if self._conductor else self._before
        return look(known, self._clock.now(), self._runner.clock())


def reader_named(settings: Settings, key: str) -> Reader:
    """The reader `key` names, the only one where it is empty. `ConfigError` lists them."""
    readers = settings.hall.readers
    if not key and len(readers) == 1:
        return readers[0]
    found = next((each for each in readers if each.id == key), None)
    if found is None:
        known = ", ".join(each.id for each in readers) or "none"
        raise ConfigError(
            str(settings.file), "readers", f"no reader {key!r}", f"use one of: {known}"
        )
    return found


def build(
    settings: Settings, key: str, runner: QtRunner, engine: QQmlApplicationEngine
) -> EnrolView:
    """Show the desk for the reader `key`, then join the bus."""
    reader = reader_named(settings, key)
    view = EnrolView(settings, reader, runner)
    window = qml_host.load(engine, QML, shown=view.shown.map, post=view)
    window.frameSwapped.connect(view.framed)
    glasses.fill(window)
    runner.after_first_frame(lambda _event: view.watch(window))
    qml_host.attach(settings, f"enrolment-{reader.id}", runner, view.join)
    return view
