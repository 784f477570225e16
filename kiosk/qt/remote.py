"""Remote control of a screen, for rehearsals and tests: lines on standard input touch it, replies
go to standard output as JSON.

Only with `HALL_REMOTE=1` in the environment. Touches are true touch events on the window, so what
cannot be reached by a finger cannot be reached from here. Commands are done one after another; one
that waits holds back those behind it and never the screen.
"""

from __future__ import annotations

import json
import logging
import threading
from collections import deque
from collections.abc import Callable, Iterator
from typing import IO, Any, assert_never

from PySide6.QtCore import QCoreApplication, QEvent, QKeyCombination, QPoint, QPointF, Qt
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtQml import QQmlProperty
from PySide6.QtQuick import QQuickItem, QQuickWindow
from PySide6.QtTest import QTest

from kiosk.qt import remote_words as h
from kiosk.qt.complaints import Complaints
from kiosk.qt.line_ends import bare
from kiosk.qt.runner import QtRunner

log = logging.getLogger(__name__)

_LOOK_AGAIN = 0.02  # seconds between two looks of a command that waits

_FRAME_SECONDS = 1.0  # patience for the frame that a picture is taken of

Patient = h.WaitFor | h.TouchItem | h.TakeShot

Reply = Callable[[dict[str, Any]], None]


class CannotTouch(Exception):
    """It could not be done; the sentence says why."""


class RemoteControl:
    """Touches one window on command. A `Part` of the runner while something is waited for."""

    def __init__(
        self, runner: QtRunner, window: QQuickWindow, complaints: Complaints | None = None
    ) -> None:
        self._runner = runner
        self._window = window
        self._complaints = complaints
        self._finger = QTest.createTouchDevice()
        self._queue: deque[h.AnyCommand] = deque()
        self._say: Reply = lambda _reply: None
        self._wait_until: float | None = None
        self._look_at: float | None = None
        self._place: QPoint | None = None  # of the key a touch waits for, at the last look
        self._framed = False  # since a frame is wanted
        window.frameSwapped.connect(self._frame)
        runner.add(self)

    def listen(self, lines: IO[str], replies: IO[str]) -> None:
        """Obey `lines` (read in a thread that only enqueues) and reply on `replies`.

        The program ends with its lines: nobody is left to end it otherwise.
        """

        def say(reply: dict[str, Any]) -> None:
            replies.write(json.dumps(reply, ensure_ascii=False, default=str) + "\n")
            replies.flush()

        self._say = say
        reader = threading.Thread(target=self._read, args=(lines,), name="remote", daemon=True)
        reader.start()

    def obey(self, line: str, say: Reply | None = None) -> None:
        """Do what one line says, after what was asked before. A handler of the runner."""
        if say is not None:
            self._say = say
        try:
            self._queue.append(h.parse(line))
        except ValueError as error:
            self._say({"ok": False, "line": line, "error": str(error)})
        self._go_on(self._runner.clock())

    def next_wakeup(self) -> float | None:
        """The next look of a command that waits."""
        return self._look_at

    def tick(self, now: float) -> None:
        """Look again."""
        self._go_on(now)

    def _read(self, lines: IO[str]) -> None:
        for line in lines:
            if line.strip():
                self._runner.post(self.obey, line)
        self._runner.stop()

    def _go_on(self, now: float) -> None:
        while self._queue:
            command = self._queue[0]
            if isinstance(command, Patient) and self._still_waiting(command, now):
                return
            self._queue.popleft()
            self._reply(command)

    def _still_waiting(self, command: Patient, now: float) -> bool:
        if self._wait_until is None:
            self._wait_until = now + self._patience(command)
        if now < self._wait_until and not self._is_ready(command):
            self._look_at = now + _LOOK_AGAIN
            return True
        self._wait_until = self._look_at = self._place = None
        return False

    def _patience(self, command: Patient) -> float:
        """How long a command may wait. What has just changed is on the glass with the next frame:
        a picture is taken of that."""
        if not isinstance(command, h.TakeShot):
            return command.seconds
        self._want_frame()
        return _FRAME_SECONDS

    def _frame(self) -> None:
        self._framed = True

    def _is_ready(self, command: Patient) -> bool:
        """Seen is enough for eyes; a finger wants a key that can be pressed and stands still.

        A key that has just been made lies where its row begins until the next frame, and what is
        pressed before that is not meant for its page: on a busy machine the frame is late.
        """
        if isinstance(command, h.TakeShot):
            return self._framed
        item = self._in_sight(command.name)
        if not isinstance(command, h.TouchItem):
            return _can_be_seen(item)
        before, self._place = self._place, _middle(item) if item else None
        ready = item is not None and item.isEnabled() and not item.property("resting")
        if ready and _can_be_seen(item) and before == self._place:
            return self._framed
        self._want_frame()
        return False

    def _want_frame(self) -> None:
        """Know when what stands there now is on the glass."""
        self._framed = False
        self._window.update()

    def _reply(self, command: h.AnyCommand) -> None:
        said = _fields(command)
        try:
            if isinstance(command, h.EndScreen):
                self._runner.stop()
            self._check_whole()
            value = self._do(command)
        except CannotTouch as error:
            self._say({"ok": False, **said, "error": str(error)})
        else:
            self._say({"ok": True, **said, **value})

    def _check_whole(self) -> None:
        """A screen that has complained once does nothing more for whoever rehearses with it."""
        if self._complaints is not None and self._complaints.first:
            raise CannotTouch(self._complaints.sentence)

    def _do(self, command: h.AnyCommand) -> dict[str, Any]:
        match command:
            case h.TouchItem():
                self._touch(self._reachable(command.name))
            case h.TypeText():
                self._type(command.text)
            case h.PressKey():
                self._key(command.key)
            case h.WaitFor():
                self._seen(command.name)
            case h.ReadValue():
                return {"value": self._value(command)}
            case h.TakeShot():
                self._shot(command.file)
            case h.EndScreen():
                pass  # it is on its way, whole or not
            case _:
                assert_never(command)
        return {}

    def _touch(self, where: QPoint) -> None:
        press = QTest.touchEvent(self._window, self._finger, False)
        press.press(0, where, self._window)
        press.commit(False)
        lift = QTest.touchEvent(self._window, self._finger, False)
        lift.release(0, where, self._window)
        lift.commit(False)

    def _type(self, text: str) -> None:
        for letter in text:
            self._send_key(0, Qt.KeyboardModifier.NoModifier, letter)

    def _key(self, name: str) -> None:
        chords = QKeySequence(name)
        if chords.count() != 1 or chords.toString() == "":
            raise CannotTouch(f"there is no key {name!r}")
        chord: QKeyCombination = chords[0]  # type: ignore[index]  # left out of PySide6's stubs
        text = " " if chord.key() == Qt.Key.Key_Space else ""
        self._send_key(chord.key(), chord.keyboardModifiers(), text)

    def _send_key(self, key: int, modifiers: Qt.KeyboardModifier, text: str) -> None:
        for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
            QCoreApplication.sendEvent(self._window, QKeyEvent(kind, key, modifiers, text))

    def _value(self, command: h.ReadValue) -> object:
        item = self._seen(command.name, hidden=True)
        if not QQmlProperty(item, command.property).isProperty():
            raise CannotTouch(f"{command.name!r} has no {command.property!r}")
        value = item.property(command.property)
        return bare(value) if isinstance(value, str) else value

    def _shot(self, file: str) -> None:
        if not self._window.grabWindow().save(file):
            raise CannotTouch(f"the picture could not be written to {file!r}")

    def _reachable(self, name: str) -> QPoint:
        """The middle of an item that a finger can reach."""
        item = self._seen(name)
        if not item.isEnabled():
            raise CannotTouch(f"{name!r} cannot be pressed now")
        middle = _middle(item)
        if not self._window.geometry().translated(-self._window.position()).contains(middle):
            raise CannotTouch(f"{name!r} lies outside the screen")
        return middle

    def _seen(self, name: str, *, hidden: bool = False) -> QQuickItem:
        item = self._find(name)
        if item is None:
            raise CannotTouch(f"there is no {name!r} on the screen")
        if not hidden and not _can_be_seen(item):
            raise CannotTouch(f"{name!r} cannot be seen now")
        return item

    def _find(self, name: str) -> QQuickItem | None:
        """The item of that objectName; one that can be seen before one that cannot."""
        named = (each for each in items(self._window) if each.objectName() == name)
        return self._in_sight(name) or next(named, None)

    def _in_sight(self, name: str) -> QQuickItem | None:
        """The item of that objectName that can be seen. Whoever waits looks fifty times a second,
        and most of a window's items are hidden with the page that they stand on."""
        named = (e for e in items(self._window, hidden=False) if e.objectName() == name)
        return next((each for each in named if _can_be_seen(each)), None)


def items(window: QQuickWindow, *, hidden: bool = True) -> Iterator[QQuickItem]:
    """Every item of a window, as painted: parents before children. Those in what is hidden are
    left out where nobody asks for them."""
    waiting = [window.contentItem()]
    while waiting:
        item = waiting.pop()
        if hidden or item.isVisible():
            yield item
            waiting += reversed(item.childItems())


def _middle(item: QQuickItem) -> QPoint:
    return item.mapToScene(QPointF(item.width() / 2, item.height() / 2)).toPoint()


def _can_be_seen(item: QQuickItem | None) -> bool:
    return item is not None and item.isVisible() and item.width() > 0 and item.opacity() > 0


def _fields(command: h.AnyCommand) -> dict[str, Any]:
    return {"do": command.__struct_config__.tag} | {
        name: getattr(command, name) for name in command.__struct_fields__
    }
