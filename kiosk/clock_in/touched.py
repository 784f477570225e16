"""What the clock-in screen and the enrolment desk have in common on the glass: a finger counts for
the page that it saw, and a key of a keyboard that is held counts once."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Slot

from kiosk.clock_in.look import ClockInLook
from kiosk.qt import qml_host
from kiosk.qt.steady import Steady

if TYPE_CHECKING:
    from PySide6.QtQuick import QQuickWindow

    from kiosk.clock_in.conducting import TouchedConductor
    from kiosk.qt.press_watch import PressOnWindow, PressWatch
    from kiosk.qt.runner import QtRunner


class TouchedView(QObject):
    """One screen. Everything runs on the runner's thread; slots only enqueue. `keys` are those of
    the screen; `shown` is made by whoever knows the first look."""

    shown: qml_host.ShownLook

    def __init__(self, runner: QtRunner, keys: type[StrEnum]) -> None:
        super().__init__()
        self._runner = runner
        self._keys = keys
        self._pressed: TouchedConductor[Any] | None = None
        self._presses: PressWatch | None = None
        self._steady = Steady()
        self._page = ""
        self._turning = False  # a page was turned to, and no frame has come since
        self._by: PressOnWindow | None = None  # the press that is being handled

    def _look(self) -> ClockInLook:
        """What is to be seen now."""
        raise NotImplementedError

    @Slot(str)
    def press(self, key: str) -> None:
        """A key of the screen. From QML."""
        if self._presses is not None:
            self._runner.post(self._press, (self._keys(key), self._presses.take()))

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
            self._runner.post(self._key_pressed, self._keys(key))

    def begin(self, pressed: TouchedConductor[Any]) -> None:
        """The bus is there, and from now on somebody takes what is pressed."""
        pressed.start()
        self._runner.add(pressed)
        self._pressed = pressed
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

    def _press(self, pressed: tuple[StrEnum, PressOnWindow]) -> None:
        key, press = pressed
        if self._pressed is not None and self._meant(press):
            self._by = press
            self._pressed.press(key)
            self._by = None

    def _type(self, typed: tuple[str, PressOnWindow]) -> None:
        text, press = typed
        if self._pressed is not None and self._meant(press):
            self._by = press
            self._pressed.type(text)
            self._by = None

    def _keyed(self, text: str) -> None:
        if self._pressed is not None:
            self._pressed.type(text)

    def _key_pressed(self, key: StrEnum) -> None:
        if self._pressed is not None:
            self._pressed.press(key)

    def _meant(self, press: PressOnWindow) -> bool:
        return self._steady.means(press, self._runner.clock())
