"""Hears every press on a window before anything on it does, and remembers when and where it was."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from typing import cast

from msgspec import Struct
from PySide6.QtCore import QEvent, QObject
from PySide6.QtGui import QEventPoint, QKeyEvent, QPointerEvent
from PySide6.QtQuick import QQuickWindow

from kiosk.qt.press_times import EventClock, HeldKeys

_KEYS = (QEvent.Type.KeyPress, QEvent.Type.ShortcutOverride)
_POINTERS = (
    QEvent.Type.TouchBegin,
    QEvent.Type.TouchUpdate,  # a finger more, while another rests on the glass
    QEvent.Type.MouseButtonPress,
    QEvent.Type.MouseButtonDblClick,
)


class PressOnWindow(Struct, frozen=True):
    """A press: when it came, in seconds of the runner's clock, and where, in shares of the longer
    side of the window. `new`: a key that was up before, or a finger. What no event announced (a
    press by voice, by a test) came when it was handled."""

    came: float
    new: bool = True
    x: float = 0.0
    y: float = 0.0


class PressWatch(QObject):
    """`take` tells the press that whatever happens now is the answer to. Make it once the first
    frame is out: Qt's enums cost 15 ms."""

    def __init__(
        self,
        window: QQuickWindow,
        clock: Callable[[], float],
        event_clock: Callable[[], EventClock] = EventClock,
    ) -> None:
        super().__init__(window)
        self._window = window
        self._clock = clock
        self._clocks: defaultdict[str, EventClock] = defaultdict(event_clock)
        self._held = HeldKeys()
        self._last: PressOnWindow | None = None
        self._last_key = (0, 0)
        window.installEventFilter(self)

    def take(self) -> PressOnWindow:
        """The last press, once; where nothing was pressed since, this very moment."""
        last, self._last = self._last, None
        return last or PressOnWindow(self._clock())

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:  # noqa: N802  # Qt's name
        """Take a note of presses; stop nothing. Called by Qt."""
        kind = event.type()
        if kind in _POINTERS:
            self._pointed(cast("QPointerEvent", event))
        elif kind in _KEYS:
            self._pressed(cast("QKeyEvent", event))
        elif kind == QEvent.Type.KeyRelease:
            self._released(cast("QKeyEvent", event))
        elif kind == QEvent.Type.FocusOut:
            self._held.forget()
        return False

    def _pointed(self, event: QPointerEvent) -> None:
        new = [each for each in event.points() if each.state() == QEventPoint.State.Pressed]
        if not new:
            return  # fingers move
        side = max(self._window.width(), self._window.height(), 1)
        at = new[0].position()
        came = self._came(type(event).__name__, event.timestamp())
        self._last = PressOnWindow(came, x=at.x() / side, y=at.y() / side)

    def _pressed(self, event: QKeyEvent) -> None:
        """A key first asks whether anybody wants it for text, then goes down: one press, two
        events with one stamp, and of shortcuts only the first."""
        this = (event.key(), event.timestamp())
        if this == self._last_key and event.timestamp():
            return
        self._last_key = this
        came = self._came("key", event.timestamp())
        new = self._held.pressed(event.key(), came, repeats=event.isAutoRepeat())
        self._last = PressOnWindow(came, new)

    def _released(self, event: QKeyEvent) -> None:
        if not event.isAutoRepeat():
            self._held.released(event.key(), self._came("key", event.timestamp()))

    def _came(self, source: str, stamp: int) -> float:
        return self._clocks[source].came(stamp, self._clock())
