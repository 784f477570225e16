"""A ticket kiosk on an invisible screen, with a real ledger, a hand-held clock and a printer whose
paper is a list. Touches are touches."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import cache
from pathlib import Path

import msgspec
from PySide6.QtCore import QCoreApplication, QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QGuiApplication, QMouseEvent
from PySide6.QtQml import QQmlApplicationEngine
from PySide6.QtQuick import QQuickWindow
from PySide6.QtTest import QTest

from broker.domain.kiosks import VoiceRules
from broker.service.life import Service
from broker.settings import Settings, load
from kiosk.printing.outcome import Result, SlipFailed, SlipJob, SlipOut
from kiosk.printing.trouble import PrinterState, PrinterTrouble
from kiosk.qt import fonts, qml_host
from kiosk.qt.press_watch import PressWatch
from kiosk.qt.runner import QtRunner
from kiosk.ticket.finding import Learnt, finding, to_learn
from kiosk.ticket.view import TicketKiosk, kiosk_of
from kiosk.words.spelling import spelling
from tests.gui.glass_seen import GlassSeen
from tests.gui.theatre import HandEvents
from tests.stages.halls import MORNING, HandClock
from tests.stages.memory import LedgerHall

HALL = Path(__file__).parents[2] / "examples" / "zhenlai" / "hall.toml"
PORTRAIT = (1080, 1920, 4.03)  # 21.5 inches: the most pixels to a millimetre
LANDSCAPE = (1280, 1024, 3.4)  # 19 inches


@dataclass
class PaperPrinter:
    """Prints when told to; says what it is told to say."""

    heard: Callable[[Result], None] = lambda _result: None
    jobs: list[SlipJob] = field(default_factory=list)
    texts: list[str] = field(default_factory=list)

    def print(self, job: SlipJob) -> None:
        self.jobs.append(job)

    def print_text(self, text: str, heard: Callable[[PrinterTrouble | None], None]) -> None:
        self.texts.append(text)
        heard(None)

    def slip_out(self) -> None:
        self.heard(SlipOut(self.jobs[-1]))

    def fail(self, trouble: PrinterTrouble) -> None:
        self.heard(SlipFailed(self.jobs[-1], trouble))

    def say(self, trouble: PrinterTrouble | None) -> None:
        self.heard(PrinterState(trouble))


class Rig(GlassSeen):
    """The kiosk and everything around it."""

    def __init__(
        self,
        folder: Path,
        screen: tuple[int, int, float] = PORTRAIT,
        at: datetime = MORNING,
        daily_limit: int = 0,
        spare_numbers: int = 30,
    ) -> None:
        self.seconds = 1000.0
        self.clock = HandClock(at)
        self.settings: Settings = _limited(read_once(HALL, folder), daily_limit, spare_numbers)
        self.desk = LedgerHall(folder, self.settings.hall, self.clock, items=self.settings.items)
        self.screen = screen
        self.px_per_mm = screen[2]
        self.failures: list[None] = []
        self.warnings: list[str] = []
        self.finger = QTest.createTouchDevice()
        self._boot()

    def _boot(self) -> None:
        self.runner = QtRunner(lambda: self.seconds)
        self.runner.on_failure(lambda: self.failures.append(None))
        self.engine = QQmlApplicationEngine()
        self.engine.warnings.connect(self._warned)
        qml_host.prepare(self.engine, self.px_per_mm)
        self.printer = PaperPrinter()
        self.kiosk = TicketKiosk(
            self.settings, kiosk_of(self.settings, "kiosk-1"), self.runner, self.engine, self._open
        )
        self.window: QQuickWindow = self.kiosk.window
        self.window.resize(*self.screen[:2])
        self.pump()
        self._join()

    def _warned(self, warnings: list[object]) -> None:
        self.warnings += [str(each.toString()) for each in warnings]  # type: ignore[attr-defined]  # Qt's stubs say object

    def _open(self, _service: Service, heard: Callable[[Result], None]) -> PaperPrinter:
        self.printer.heard = heard
        return self.printer

    def _join(self) -> None:
        service = self.desk.join("kiosk-1", self.runner, self.runner.at_end)
        self.kiosk.join(service)
        self.kiosk._presses = PressWatch(self.window, lambda: self.seconds, HandEvents)
        self.kiosk._found_out(found(self.settings))
        service.bus.start()
        self.printer.say(None)
        self.pump()

    def reboot(self) -> None:
        """The kiosk loses its power; everything else goes on."""
        self.runner.at_end.close()
        self.runner.close()
        self.window.close()
        qml_host.close(self.engine)
        self._boot()

    def pump(self) -> None:
        """Let everything posted happen, on both sides."""
        for _ in range(4):
            self.runner.post(_nothing, None)
            for _ in range(2):
                QGuiApplication.processEvents()
            for _ in range(4):
                self.desk.runner.step(0.0)
        QGuiApplication.processEvents()

    def settle(self) -> None:
        """The same, and the ledger's states, which it gathers for a moment, are out too."""
        self.pump()
        self.desk.settle()
        self.pump()

    def wait(self, seconds: float, step: float = 1.0) -> None:
        """Let hall time and patience pass."""
        end = self.seconds + seconds
        while self.seconds < end - 1e-9:
            leap = min(step, end - self.seconds)
            self.seconds += leap
            self.clock.pass_by(leap)
            self.runner.post(_nothing, None)
            for _ in range(4):
                QGuiApplication.processEvents()
        self.pump()

    def touch(self, name: str, *, times: int = 1, steady: bool = True) -> None:
        """A finger on the middle of what is called `name`."""
        middle = self.middle(name)
        if steady:
            self.seconds += 0.5  # people need that long to see a new page
        for _ in range(times):
            self._tap(middle)
        self.pump()

    def _tap(self, at: QPoint) -> None:
        QTest.touchEvent(self.window, self.finger).press(0, at, self.window).commit()
        QTest.touchEvent(self.window, self.finger).release(0, at, self.window).commit()

    def late_tap(self, at: QPoint, came: float) -> None:
        """A finger that came at `came`, handled only now. (Qt makes no touch with a place and a
        time by hand; a mouse has both, as the finger has on many kiosks.)"""
        left, none = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
        here, glass = QPointF(at), QPointF(self.window.mapToGlobal(at))
        for kind, down in (
            (QEvent.Type.MouseButtonPress, left),
            (QEvent.Type.MouseButtonRelease, Qt.MouseButton.NoButton),
        ):
            event = QMouseEvent(kind, here, here, glass, left, down, none)
            event.setTimestamp(round(came * 1000))
            QCoreApplication.sendEvent(self.window, event)

    def frame(self) -> None:
        """Draw one, and have the kiosk know: a touch that comes before is not meant for the page,
        and Qt draws by itself when a busy machine finds the time."""
        super().frame()
        self.kiosk.framed()

    def middle(self, name: str) -> QPoint:
        """Where a finger would touch what is called `name`."""
        self.frame()
        item = self.find(name)
        assert item is not None, f"nothing called {name} can be seen on {self.page}"
        return item.mapToScene(QPointF(item.width() / 2, item.height() / 2)).toPoint()

    def type(self, text: str) -> None:
        for letter in text.upper():
            self.touch(f"key-{letter}")

    def tickets(self) -> dict[str, str]:
        """Number and state of every ticket of today, as the ledger has it."""
        return {each.number: each.state.value for each in self.desk.ledger.floor.tickets.values()}

    def wait_for_stillness(self) -> None:
        """The page has settled."""
        QTest.qWait(350)

    def flaws(self) -> list[str]:
        """What is cut off, too small for a finger, or on something else, once all is drawn."""
        self.pump()
        return [*self.cut_off(), *self.small_targets(), *self.overlapping()]

    def picture(self, file: Path) -> None:
        self.wait_for_stillness()
        self.window.grabWindow().save(str(file))

    def close(self) -> None:
        """End the kiosk and the ledger."""
        self.runner.at_end.close()
        self.runner.close()
        self.window.close()
        qml_host.close(self.engine)
        self.desk.close()


def read_once(file: Path, run: Path) -> Settings:
    """The hall of a file that nobody changes; what runs there is in `run`."""
    return replace(_read(file), run=run.absolute())


_read = cache(load)


def _nothing(_event: object) -> None:
    """Only wakes the loop."""


def _limited(settings: Settings, daily_limit: int, spare_numbers: int) -> Settings:
    """The same hall, with so many numbers a day in each queue, and so many held in reserve; silent,
    for a machine of tests may have a voice or not."""
    hall = settings.hall
    queues = tuple(msgspec.structs.replace(q, daily_limit=daily_limit) for q in hall.queues)
    rules = msgspec.structs.replace(hall.kiosk, spare_numbers=spare_numbers)
    changed = msgspec.structs.replace(hall, queues=queues, kiosk=rules, voice=VoiceRules())
    return replace(settings, hall=changed)


_found: dict[int, Learnt] = {}


def found(settings: Settings) -> Learnt:
    """The search index and the writing; made once."""
    items, common = settings.items, settings.common
    if len(items) not in _found:
        spelt = {name: spelling(name) for name in to_learn(items, common)}
        _found[len(items)] = finding(items, common, spelt)
    return _found[len(items)]


@contextmanager
def kiosk(
    folder: Path,
    screen: tuple[int, int, float] = PORTRAIT,
    at: datetime = MORNING,
    daily_limit: int = 0,
    spare_numbers: int = 30,
) -> Iterator[Rig]:
    """A rig that is always put away, and that had no warnings from QML."""
    app = QGuiApplication.instance() or QGuiApplication([])
    fonts.load()
    rig = Rig(folder, screen, at, daily_limit, spare_numbers)
    try:
        yield rig
        assert rig.warnings == []
        assert rig.failures == []
    finally:
        rig.close()
        del app


def to_the_list(rig: Rig) -> None:
    """Past the question how a name begins, where there is one."""
    while rig.page == "heads":
        rig.touch("head-all" if rig.find("head-all") else "next")
