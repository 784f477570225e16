"""The clock-in screen on a window, the sample hall's ledger behind it, and a reader that says what
it is told to say."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from msgspec.structs import replace
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from broker.domain.alerts import AlertCode
from broker.domain.attendance.facts import Turn
from broker.domain.hall import Hall
from broker.domain.ids import NO_STAFF, StaffId
from broker.service.life import new_id
from broker.wire.messages import Alert, DayState, DeviceState, Liveness, ReaderPhase, ReaderState
from broker.wire.topics import Kind
from kiosk.clock_in.view import QML, ClockInView, clock_in_named
from kiosk.qt import glasses
from kiosk.qt.remote import items
from tests.gui.kiosk_rig import read_once
from tests.gui.theatre import Theatre

HALL = Path(__file__).parents[2] / "examples" / "zhenlai" / "hall.toml"
SHANGHAI = ZoneInfo("Asia/Shanghai")
READER, POST = "reader-1", "clock-in-1"
STAFF, PIN, NAME = StaffId("1001"), "0000", "赵示例"


class ClockInStage(Theatre):
    """A theatre with the clock-in screen of the sample hall, on clocks that move when told."""

    def __init__(self, qtbot: QtBot, folder: Path) -> None:
        self.settings = read_once(HALL, folder)
        self.items = self.settings.items
        super().__init__(qtbot, folder, self.settings.hall)
        self.seconds = 1000.0
        self.runner.clock = lambda: self.seconds

    def open(self, *, width: int = 1024, height: int = 600) -> ClockInView:
        """Show the screen, on a bus; its reader is there."""
        self.px_per_mm = glasses.clock_in_scale(width, height)
        self.prepare(self.px_per_mm)
        self.size = (width, height)
        self._show()
        self.reader(ReaderPhase.IDLE)
        return self.view

    def _show(self) -> None:
        self.view = ClockInView(self.settings, clock_in_named(self.settings, ""), self.runner)
        self.show(QML, shown=self.view.shown.map, post=self.view)
        self.window.resize(*self.size)
        self.watch(self.view)
        self.join()

    def join(self) -> None:
        """The screen's part on the bus, from the start or once more."""
        self.service = self.serve(POST)
        self.view.join(self.service)
        self.bus.start()
        self.turn()

    def restart(self) -> None:
        """The screen's program dies and is started again."""
        self.service.at_end.close()
        self.bus.stop()
        self.window.close()
        self._show()

    def until_clock(self, hour: int, minute: int) -> None:
        """The day goes on to this local time."""
        now = self.clock.now()
        later = now.astimezone(SHANGHAI).replace(hour=hour, minute=minute, second=0)
        self.pass_by((later - now).total_seconds())

    def hall_without(self, staff: StaffId) -> Hall:
        """Of a ledger that never heard of somebody."""
        others = tuple(each for each in self.hall.staff if each.id != staff)
        return replace(self.hall, staff=others)

    def doubt(self) -> None:
        """The ledger doubts its clock."""
        at = self.clock.now()
        alert = Alert(id=new_id(), at=at, code="clock", zh="钟", en="clock", since=at)
        self.tell(self.topics.alert(Kind.SERVICE, "ledger", AlertCode.CLOCK), alert)

    def forget_reader(self) -> None:
        """Nothing is known of the reader any more."""
        self.broker.retained.pop(self.topics.reader(READER), None)

    def be_late(self) -> None:
        """Our own clock goes wrong, and the ledger says something."""
        at = self.clock.now() + timedelta(minutes=2)
        state = DayState(id=new_id(), at=at, day=at.date())
        self.others.publish(self.topics.day(), state)
        self.turn()

    def reader(self, phase: ReaderPhase, staff: StaffId = NO_STAFF, **more: Any) -> ReaderState:
        """The reader says something."""
        at = self.clock.now()
        local = more.pop("local", "")  # "17:05", where it punched at another moment of this day
        today = at.astimezone(SHANGHAI)
        punched_at = datetime.combine(today, time.fromisoformat(local), SHANGHAI) if local else at
        state = ReaderState(
            id=new_id(),
            at=at,
            reader=READER,
            phase=phase,
            staff=staff,
            punched_at=punched_at if staff else None,
            **more,
        )
        self.tell(self.topics.reader(READER), state)
        return state

    def finger(self, staff: StaffId = STAFF, turn: Turn = Turn.IN, **more: Any) -> ReaderState:
        """Somebody is recognised."""
        return self.reader(ReaderPhase.RECOGNISED, staff, turn=turn, **more)

    def disk(self, *, full: bool) -> None:
        """SQLite itself refuses to write, as on a full disk."""
        conductor = self.view._conductor
        assert conductor is not None
        conductor._outbox._requests._file._db.execute(f"PRAGMA query_only={int(full)}")

    def served(self, liveness: Liveness) -> None:
        """The program that looks after the reader comes or goes."""
        state = DeviceState(id=new_id(), at=self.clock.now(), state=liveness)
        self.tell(self.topics.liveness(Kind.SERVICE, "clockin"), state)

    def steady(self) -> None:
        """The page on the glass has been there for a moment."""
        self.window.grabWindow()
        self.turn()
        self.pass_by(1.0)

    def key(self, name: str) -> None:
        """A finger on a key of a page that was there for a while."""
        self.must(f"touch {name}")
        self.turn()

    def middle(self, name: str) -> QPoint:
        """Where an item is on the glass."""
        item = next(each for each in items(self.window) if each.objectName() == name)
        return item.mapToScene(QPointF(item.width() / 2, item.height() / 2)).toPoint()

    def tap(self, place: QPoint) -> None:
        """A finger, there."""
        QTest.mouseClick(
            self.window, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, place
        )
        self.turn()

    def digits(self, text: str) -> None:
        for each in text:
            self.key(f"digit-{each}")

    def enter(self, number: str = STAFF, pin: str = PIN) -> None:
        """Staff number and PIN, by finger, from the page at rest."""
        self.steady()
        self.key("pin")
        self.steady()
        self.digits(number)
        self.key("enter")
        self.digits(pin)
        self.key("enter")
        self.turn()

    def line(self, name: str) -> str:
        """What one of the lines says in Chinese."""
        return str(self.must(f"read {name}-zh text"))

    def close(self) -> None:
        self.service.at_end.close()
        super().close()
