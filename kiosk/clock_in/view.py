"""The clock-in screen on the glass: Qt's presses into the flow, the flow's values into QML."""

from __future__ import annotations

from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from PySide6.QtCore import QObject, Slot
from PySide6.QtQml import QQmlApplicationEngine

from broker.domain.clock_ins import ClockInPost
from broker.service.clock import Clock, hall_clock
from kiosk.clock_in.look import ClockInLook, look
from kiosk.clock_in.screens import ClockInKey
from kiosk.clock_in.state import ClockInState
from kiosk.qt import glasses, qml_host
from kiosk.qt.posts import post_named
from kiosk.qt.steady import Steady

if TYPE_CHECKING:
    from PySide6.QtQuick import QQuickWindow

    from broker.service.life import Service
    from broker.settings import Settings
    from kiosk.clock_in.conductor import ClockInConductor
    from kiosk.qt.press_watch import PressOnWindow, PressWatch
    from kiosk.qt.runner import QtRunner

QML = "clock_in/ClockIn.qml"


class ClockInView(QObject):
    """One screen. Everything runs on the runner's thread; slots only enqueue."""

    def __init__(self, settings: Settings, post: ClockInPost, runner: QtRunner) -> None:
        super().__init__()
        self._post = post
        self._runner = runner
        self._clock: Clock = hall_clock()
        self._conductor: ClockInConductor | None = None
        self._presses: PressWatch | None = None
        self._steady = Steady()
        self._page = ""
        self._turning = False  # a page was turned to, and no frame has come since
        self._by: PressOnWindow | None = None  # the press that is being handled
        hall = settings.hall
        self._before = ClockInState(hall, post, ZoneInfo(hall.hall.timezone), up=True)
        self.shown = qml_host.ShownLook(self._look())

    @Slot(str)
    def press(self, key: str) -> None:
        """A key of the screen. From QML."""
        if self._presses is not None:
            self._runner.post(self._press, (ClockInKey(key), self._presses.take()))

    @Slot(str)
    def typed(self, text: str) -> None:
        """Digits, by finger. From QML."""
        if self._presses is not None:
            self._runner.post(self._type, (text, self._presses.take()))

    @Slot(str)
    def keyed(self, text: str) -> None:
        """Digits, by keyboard: they mean what stands on it, whatever page is shown. From QML."""
        self._runner.post(self._keyed, text)

    @Slot(str)
    def key_pressed(self, key: str) -> None:
        """A key of a keyboard; one that is held counts once. From QML."""
        if self._presses is not None and self._presses.take().new:
            self._runner.post(self._key_pressed, ClockInKey(key))

    def join(self, service: Service) -> None:
        """The bus is there: begin."""
        from kiosk.clock_in.conductor import ClockInConductor

        self._clock = service.clock
        conductor = ClockInConductor(service, self._post, self._runner.clock, self.refresh)
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

    def _press(self, pressed: tuple[ClockInKey, PressOnWindow]) -> None:
        key, press = pressed
        if self._conductor is not None and self._meant(press):
            self._by = press
            self._conductor.press(key)
            self._by = None

    def _type(self, typed: tuple[str, PressOnWindow]) -> None:
        text, press = typed
        if self._conductor is not None and self._meant(press):
            self._by = press
            self._conductor.type(text)
            self._by = None

    def _keyed(self, text: str) -> None:
        if self._conductor is not None:
            self._conductor.type(text)

    def _key_pressed(self, key: ClockInKey) -> None:
        if self._conductor is not None:
            self._conductor.press(key)

    def _meant(self, press: PressOnWindow) -> bool:
        """A finger counts for the page that it saw."""
        return self._steady.means(press, self._runner.clock())

    def _look(self) -> ClockInLook:
        known = self._conductor.flow.known if self._conductor else self._before
        return look(known, self._clock.now(), self._runner.clock())


def clock_in_named(settings: Settings, key: str) -> ClockInPost:
    """The clock-in screen `key` names, the only one where it is empty. `ConfigError` lists them."""
    return post_named(settings, "clock_ins", settings.hall.clock_ins, key)


def build(
    settings: Settings, key: str, runner: QtRunner, engine: QQmlApplicationEngine
) -> ClockInView:
    """Show the clock-in screen `key`, then join the bus."""
    post = clock_in_named(settings, key)
    view = ClockInView(settings, post, runner)
    window = qml_host.load(engine, QML, shown=view.shown.map, post=view)
    window.frameSwapped.connect(view.framed)
    glasses.fill(window)
    runner.after_first_frame(lambda _event: view.watch(window))
    qml_host.attach(settings, post.id, runner, view.join)
    return view
