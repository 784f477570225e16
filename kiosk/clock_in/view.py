"""The clock-in screen on the glass: Qt's presses into the flow, the flow's values into QML."""

from __future__ import annotations

from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from PySide6.QtQml import QQmlApplicationEngine

from broker.domain.clock_ins import ClockInPost
from broker.service.clock import Clock, hall_clock
from kiosk.clock_in.look import ClockInLook, look
from kiosk.clock_in.screens import ClockInKey
from kiosk.clock_in.state import ClockInState
from kiosk.clock_in.touched import TouchedView
from kiosk.qt import glasses, qml_host
from kiosk.qt.posts import post_named

if TYPE_CHECKING:
    from broker.service.life import Service
    from broker.settings import Settings
    from kiosk.clock_in.conductor import ClockInConductor
    from kiosk.qt.runner import QtRunner

QML = "clock_in/ClockIn.qml"


class ClockInView(TouchedView):
    """One screen."""

    def __init__(self, settings: Settings, post: ClockInPost, runner: QtRunner) -> None:
        super().__init__(runner, ClockInKey)
        self._post = post
        self._clock: Clock = hall_clock()
        self._conductor: ClockInConductor | None = None
        hall = settings.hall
        self._before = ClockInState(hall, post, ZoneInfo(hall.hall.timezone), up=True)
        self.shown = qml_host.ShownLook(self._look())

    def join(self, service: Service) -> None:
        """The bus is there: begin."""
        from kiosk.clock_in.conductor import ClockInConductor

        self._clock = service.clock
        self._conductor = ClockInConductor(service, self._post, self._runner.clock, self.refresh)
        self.begin(self._conductor)

    def _look(self) -> ClockInLook:
        known = self._conductor.flow.known if self._conductor else self._before
        return look(known, self._clock.now())


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
