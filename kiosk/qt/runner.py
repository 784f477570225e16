"""The loop of a screen: a `Runner` that works on Qt's thread, woken by one signal.

Messages come from any thread and ring the runner's bell; Qt hears it as one signal to one bound
slot, and all handlers run there, one after another. Whoever is built against `Runner` (lines,
outbox, bus) works here unchanged.
"""

from __future__ import annotations

import logging
import os
import signal
import sys
import time
from collections.abc import Callable
from contextlib import ExitStack
from types import FrameType, TracebackType
from typing import TypeVar

from PySide6.QtCore import QCoreApplication, QObject, QSocketNotifier, QTimer, Slot

from broker.domain.errors import ConfigError
from broker.service.runner import Part, Runner

log = logging.getLogger(__name__)

T = TypeVar("T")
_LONGEST = 3600.0  # seconds


class _Ear(QObject):
    """Hears the runner's bell on Qt's thread; and the alarm clock of its parts."""

    def __init__(self, file: int, work: Callable[[], None]) -> None:
        super().__init__()
        self._work = work
        self._notifier = QSocketNotifier(file, QSocketNotifier.Type.Read, self)
        self._notifier.activated.connect(self._heard)
        self._alarm = QTimer(self)
        self._alarm.setSingleShot(True)
        self._alarm.timeout.connect(self._heard)

    def wake_in(self, seconds: float) -> None:
        """Ring by itself after about so long; a later call replaces an earlier one.

        Qt's coarse timer may ring a little early; the runner then asks for the rest. (The
        precise kind needs the `Qt` namespace, whose enums cost 20 ms of every start.)
        """
        self._alarm.start(max(0, round(seconds * 1000 + 0.5)))

    def close(self) -> None:
        """Hear no more."""
        self._alarm.stop()
        self._notifier.setEnabled(False)

    @Slot()
    def _heard(self) -> None:
        self._work()


class QtRunner(Runner):
    """`Runner` inside Qt. Make it after the QGuiApplication, on its thread.

    `at_end` takes what must be closed when the program ends, last in first out; with `exit_status`
    the process ends then. `lit`: the first frame is on the glass.
    """

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        super().__init__(clock)
        self._failures: list[Callable[[], None]] = []
        self._later: list[Callable[[object], None]] = []
        self.lit = False
        self._closed = False
        self.exit_status = 0
        self.at_end = ExitStack()
        self._ear = _Ear(self._selector.fileno(), self._work)

    def post(self, handler: Callable[[T], None], event: T) -> None:
        """From any thread: have `handler(event)` called on Qt's thread, never at once."""
        super().post(handler, event)
        self._ring()

    def add(self, part: Part) -> None:
        """On Qt's thread: tick `part` when it asks for it."""
        super().add(part)
        self._ring()

    def run(self) -> None:
        """Qt's loop, until `stop` or the last window is closed.

        Raises the `ConfigError` a handler met (only the installer can go on from there), or what
        `give_up` was told.
        """
        QCoreApplication.exec()
        self.close()
        if self._fatal is not None:
            raise self._fatal

    def end(self, status: int) -> None:
        """Stop, and have the process end with `status`."""
        self.exit_status = status
        self.stop()

    def close(self) -> None:
        """Ring no more; what is posted from now on is not handled."""
        self._closed = True
        self._ear.close()

    def on_failure(self, handler: Callable[[], None]) -> None:
        """Have `handler` called when our own code raised: show "out of order"."""
        self._failures.append(handler)

    def after_first_frame(self, handler: Callable[[object], None]) -> None:
        """Have `handler` called once the first frame is on the glass (now, if it is)."""
        if self.lit:
            self.post(handler, None)
        else:
            self._later.append(handler)

    def first_frame(self) -> None:
        """The window has shown a frame; only the first time matters."""
        if not self.lit:
            self.lit = True
            log.info("first frame")
            for handler in self._later:
                self.post(handler, None)

    def failed(self) -> None:
        """Something of ours raised and was logged; tell those who show it."""
        for handler in self._failures:
            handler()

    def _ring(self) -> None:
        """Wake Qt's loop; a runner that is already at work would not ring for itself."""
        os.eventfd_write(self._bell, 1)

    def _work(self) -> None:
        if self._closed:
            return
        self.step(0.0)
        self._ear.wake_in(self._patience(_LONGEST))

    def _end(self, event: object) -> None:
        super()._end(event)
        QCoreApplication.quit()

    def _guard(self, handler: Callable[..., None], *event: object) -> None:
        try:
            handler(*event)
        except ConfigError as error:
            self.give_up(error)
        except Exception:
            log.exception("a handler failed")
            self.failed()


def hook_exceptions(runner: QtRunner) -> Callable[[], None]:
    """Log what a slot raised and show "out of order"; Qt itself would carry on in silence.

    Returns what puts the former hook back.
    """
    former = sys.excepthook

    def hook(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        if issubclass(kind, KeyboardInterrupt):
            runner.stop()
            return
        log.error("a slot failed", exc_info=(kind, error, trace))
        runner.failed()

    def restore() -> None:
        sys.excepthook = former

    sys.excepthook = hook
    return restore


class SignalStop:
    """SIGTERM and SIGINT end the runner.

    Python runs a signal handler only between its own steps, and Qt's loop takes none while it
    sleeps; a byte in a pipe wakes it.
    """

    def __init__(self, runner: QtRunner) -> None:
        self._runner = runner
        self._here, self._there = os.pipe2(os.O_NONBLOCK | os.O_CLOEXEC)
        self._former_fd = signal.set_wakeup_fd(self._there, warn_on_full_buffer=False)
        numbers = (signal.SIGTERM, signal.SIGINT)
        self._former = {number: signal.signal(number, self._end) for number in numbers}
        self._notifier = QSocketNotifier(self._here, QSocketNotifier.Type.Read)
        self._notifier.activated.connect(self._drain)

    def close(self) -> None:
        """Put the former handlers back."""
        self._notifier.setEnabled(False)
        signal.set_wakeup_fd(self._former_fd)
        for number, handler in self._former.items():
            signal.signal(number, handler)
        os.close(self._here)
        os.close(self._there)

    def _end(self, _number: int, _frame: FrameType | None) -> None:
        self._runner.stop()

    def _drain(self) -> None:
        os.read(self._here, 64)
