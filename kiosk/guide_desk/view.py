"""The guide desk on the glass: Qt's presses into the flow, the flow's values into QML."""

from __future__ import annotations

from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from PySide6.QtCore import QObject, Slot
from PySide6.QtQml import QQmlApplicationEngine
from PySide6.QtQuick import QQuickWindow

from broker.domain.hall import Hall
from broker.domain.kiosks import GuideDesk
from broker.service.clock import Clock, hall_clock
from kiosk.guide_desk.asking import DeskQuestions
from kiosk.guide_desk.look import GuideDeskLook, look
from kiosk.guide_desk.screens import Key
from kiosk.guide_desk.state import DeskState
from kiosk.issuing.events import Broke
from kiosk.issuing.printer import printer_of
from kiosk.issuing.transaction import TicketTransaction
from kiosk.qt import qml_host
from kiosk.qt.posts import post_named
from kiosk.staff.signing_in import StaffSeat
from kiosk.words.spelling import Spelling

if TYPE_CHECKING:
    from broker.service.life import Service
    from broker.settings import Settings
    from kiosk.guide_desk.conductor import GuideDeskConductor
    from kiosk.issuing.printer import OpenPrinter
    from kiosk.printing.outcome import Result
    from kiosk.qt.press_watch import PressWatch
    from kiosk.qt.runner import QtRunner

QML = "guide_desk/GuideDesk.qml"


class GuideDeskView(QObject):
    """One desk. Everything runs on the runner's thread; slots only enqueue."""

    def __init__(
        self, settings: Settings, desk: GuideDesk, runner: QtRunner, open_printer: OpenPrinter
    ) -> None:
        super().__init__()
        self._settings = settings
        self._desk = desk
        self._runner = runner
        self._open_printer = open_printer
        self._clock: Clock = hall_clock()
        self._spellings: dict[str, Spelling] = {}
        self._conductor: GuideDeskConductor | None = None
        self._presses: PressWatch | None = None
        self._before = _nothing_known(settings.hall, desk)  # until the bus is there
        self.shown = qml_host.ShownLook(self._look())

    @Slot(str, str)
    def press(self, key: str, value: str) -> None:
        """A key of the screen, with its value or "". From QML."""
        press = self._presses.take() if self._presses else None
        if press is None or press.new:
            came = press.came if press else self._runner.clock()
            self._runner.post(self._press, (Key(key), value, came))

    @Slot(str)
    def typed(self, text: str) -> None:
        """The text of the field. From QML."""
        self._runner.post(self._typed, text)

    @Slot(str, str)
    def sign_in(self, number: str, pin: str) -> None:
        """Staff number and PIN. From QML."""
        self._runner.post(self._sign_in, (number, pin))

    def watch(self, window: QQuickWindow) -> None:
        """From now on presses count when they came; a key that is held counts once."""
        from kiosk.qt.press_watch import PressWatch

        self._presses = PressWatch(window, self._runner.clock)

    def join(self, service: Service) -> None:
        """The bus is there: begin."""
        from kiosk.guide_desk.wiring import put_together

        self._clock = service.clock
        printer = self._open_printer(service, self._heard_printer)
        conductor = put_together(service, self._desk, printer, self._runner.clock, self.refresh)
        self._conductor = conductor
        self._runner.on_failure(lambda: self._runner.post(conductor.tell, Broke()))
        conductor.start()
        self._runner.add(conductor)

    def learn_to_spell(self, _event: object) -> None:
        """Learn how the queues' names are typed, beside the screen's thread."""
        from kiosk.qt.queue_names import learn_queues

        learn_queues(self._runner, self._settings.hall, self._settings.run, self._spell)

    def refresh(self) -> None:
        """Show what the flow says now."""
        self.shown.take(self._look())

    def _heard_printer(self, result: Result) -> None:
        from kiosk.issuing.issuer import told

        if self._conductor is not None:
            self._conductor.tell(told(result))

    def _press(self, pressed: tuple[Key, str, float]) -> None:
        if self._conductor is not None:
            self._conductor.press(*pressed)

    def _typed(self, text: str) -> None:
        if self._conductor is not None:
            self._conductor.type(text)

    def _sign_in(self, entered: tuple[str, str]) -> None:
        if self._conductor is not None:
            self._conductor.sign_in(*entered)

    def _spell(self, learnt: dict[str, Spelling]) -> None:
        self._spellings = learnt
        self.refresh()

    def _look(self) -> GuideDeskLook:
        known = self._conductor.flow.known if self._conductor else self._before
        return look(known, self._clock.now(), self._runner.clock(), self._spellings)


def _nothing_known(hall: Hall, desk: GuideDesk) -> DeskState:
    zone = ZoneInfo(hall.hall.timezone)
    transaction = TicketTransaction(desk.id, hall.kiosk.remembered_seconds)
    seat = StaffSeat(desk.id)
    asking = DeskQuestions(desk.id, str, seat)
    return DeskState(hall, desk, zone, transaction, asking, seat, up=True)


def desk_named(settings: Settings, key: str) -> GuideDesk:
    """The guide desk `key` names, the only one where it is empty. `ConfigError` lists them."""
    return post_named(settings, "guide_desks", settings.hall.guide_desks, key)


def build(
    settings: Settings, key: str, runner: QtRunner, engine: QQmlApplicationEngine
) -> GuideDeskView:
    """Show the guide desk `key`, then join the bus."""
    desk = desk_named(settings, key)
    view = GuideDeskView(settings, desk, runner, printer_of(desk))
    window = qml_host.load(engine, QML, shown=view.shown.map, desk=view)
    qml_host.attach(settings, desk.id, runner, view.join)
    runner.after_first_frame(lambda _: view.watch(window))
    runner.after_first_frame(view.learn_to_spell)
    return view
