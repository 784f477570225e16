"""The enrolment desk on the glass: Qt's presses into the flow, the flow's values into QML."""

from __future__ import annotations

from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from PySide6.QtQml import QQmlApplicationEngine

from broker.domain.client_names import enrolment_at
from broker.domain.hall import Reader
from broker.service.clock import Clock, hall_clock
from kiosk.clock_in.enrolment.look import look
from kiosk.clock_in.enrolment.state import EnrolKey, EnrolState
from kiosk.clock_in.look import ClockInLook
from kiosk.clock_in.touched import TouchedView
from kiosk.qt import glasses, qml_host
from kiosk.qt.posts import post_named

if TYPE_CHECKING:
    from broker.service.life import Service
    from broker.settings import Settings
    from kiosk.clock_in.enrolment.conductor import EnrolConductor
    from kiosk.qt.runner import QtRunner

QML = "clock_in/EnrolmentDesk.qml"


class EnrolView(TouchedView):
    """One desk."""

    def __init__(self, settings: Settings, reader: Reader, runner: QtRunner) -> None:
        super().__init__(runner, EnrolKey)
        self._reader = reader
        self._clock: Clock = hall_clock()
        self._conductor: EnrolConductor | None = None
        hall = settings.hall
        self._before = EnrolState(hall, reader, ZoneInfo(hall.hall.timezone), up=True)
        self.shown = qml_host.ShownLook(self._look())

    def join(self, service: Service) -> None:
        """The bus is there: begin."""
        from kiosk.clock_in.enrolment.conductor import EnrolConductor

        self._clock = service.clock
        self._conductor = EnrolConductor(service, self._reader, self._runner.clock, self.refresh)
        self.begin(self._conductor)

    def _look(self) -> ClockInLook:
        known = self._conductor.flow.known if self._conductor else self._before
        return look(known, self._clock.now(), self._runner.clock())


def reader_named(settings: Settings, key: str) -> Reader:
    """The reader `key` names, the only one where it is empty. `ConfigError` lists them."""
    return post_named(settings, "readers", settings.hall.readers, key)


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
    qml_host.attach(settings, enrolment_at(reader.id), runner, view.join)
    return view
