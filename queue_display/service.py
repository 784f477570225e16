"""The role `displays`: every LED window display of the hall, by line."""

from __future__ import annotations

from functools import partial
from typing import Any

from broker.bus.base import Connection, Delivery
from broker.domain.alerts import AlertCode
from broker.domain.calling.facts import UndeliveredReason
from broker.domain.client_names import service_at
from broker.domain.errors import LinkError
from broker.domain.hall import Display
from broker.language import filled
from broker.service.device_line import DeviceLine, End
from broker.service.life import Service, serve
from broker.service.ports import DevicePort, Opener, Ports
from broker.service.reports import Device, DeviceReports
from broker.service.runner import Runner
from broker.service.session import Done, Session
from broker.settings import Settings
from broker.wire.messages import Liveness, WindowState, WindowStatus
from broker.wire.topics import Kind
from queue_display.deliveries import Deliveries, Undelivered
from queue_display.driver import SignDriver
from queue_display.keeper import Care, SignKeeper
from queue_display.sentences import ALERTS, SignTrouble

ROLE = "displays"


class SignLine:
    """The signs on one wire. A part of the loop."""

    def __init__(
        self, runner: Runner, port: DevicePort[SignDriver], keepers: list[SignKeeper]
    ) -> None:
        self._keepers = {keeper.display.address: keeper for keeper in keepers}
        self._trouble: LinkError | None = None  # why the wire is cut; None before the first try
        session = partial(port.driver.conversation, tuple(self._keepers), port.pace)
        self.wire: DeviceLine[Session[Any, Any]] = DeviceLine(runner, port, session, self)
        runner.add(self)

    def line_up(self, now: float) -> None:
        """The newest picture on every sign."""
        for keeper in self._keepers.values():
            keeper.watch(now)
            self._submit(keeper, keeper.refresh(now), now)

    def line_down(self, error: LinkError, now: float) -> None:
        """Nothing can be shown until the wire is back."""
        self._trouble = error
        for keeper in self._keepers.values():
            keeper.cut(error, now)

    def ended(self, end: End, now: float) -> None:
        """A picture is shown, a question answered, or neither."""
        keeper = self._keepers[end.command.address]
        if isinstance(end, Done):
            self._submit(keeper, keeper.done(end.command, end.reply, now), now)
        else:
            self._submit(keeper, keeper.failed(end.command, end.error, now), now)

    def reported(self, event: Any, now: float) -> None:
        """Signs tell nothing by themselves."""

    def show(self, keeper: SignKeeper, state: WindowState, now: float) -> None:
        """A window changed."""
        self._submit(keeper, keeper.newest(state, now), now)
        if not self.wire.up and self._trouble is not None:
            keeper.cut(self._trouble, now)

    def back_on_bus(self, now: float) -> None:
        """The bus is back: draw everything anew, and say what nobody heard."""
        for keeper in self._keepers.values():
            keeper.deliveries.repeat()
            if self.wire.up:
                self._submit(keeper, keeper.refresh(now), now)

    def next_wakeup(self) -> float | None:
        wakeups = [keeper.next_wakeup() for keeper in self._keepers.values()]
        return min((at for at in wakeups if at is not None), default=None)

    def tick(self, now: float) -> None:
        for keeper in self._keepers.values():
            self._submit(keeper, keeper.due(now), now)

    def _submit(self, keeper: SignKeeper, commands: list[Any], now: float) -> None:
        for command in commands:
            try:
                self.wire.submit(command)
            except ValueError as error:  # the other signs go on
                keeper.unsent(command, error, now)


class Displays:
    """All signs of a hall. `opener` opens a line; tests hand in a cable."""

    def __init__(
        self, service: Service, opener: Opener | None = None, care: Care | None = None
    ) -> None:
        self._service = service
        self._ports = Ports(service.settings, opener)
        self._care = care or Care()
        self.lines: list[SignLine] = []
        displays = service.settings.hall.displays
        for line in dict.fromkeys(display.line for display in displays):
            self._string(line, [display for display in displays if display.line == line])
        service.bus.on_connection(self._connection)

    def _string(self, line: str, displays: list[Display]) -> None:
        """Set up one wire and the signs on it."""
        port = self._ports.find(SignDriver, line, f"displays (window {displays[0].window})")
        fit = [each for each in displays if not self._left_out(each, port)]
        keepers = [self._keeper(display, port) for display in fit]
        if not keepers:
            return
        signs = SignLine(self._service.runner, port, keepers)
        self.lines.append(signs)
        self._service.at_end.callback(signs.wire.stop)
        for keeper in keepers:
            self._follow_window(signs, keeper)
        signs.wire.start()

    def _left_out(self, display: Display, port: DevicePort[SignDriver]) -> bool:
        """A sign at an address that no sign of its make can have is told, and keeps no other
        sign from its pictures."""
        why = port.driver.refuses((display.address,))
        if why:
            alert = filled(ALERTS[SignTrouble.ADDRESS], why=why)
            reports = self._reports(display, port)
            reports.state(Liveness.LOST, alert.zh)
            reports.alert(AlertCode.NO_ANSWER, alert)
            self._refuse_calls(display, why)
        return bool(why)

    def _refuse_calls(self, display: Display, why: str) -> None:
        """Nobody waits for a call to stand on a sign that is left out."""
        deliveries = Deliveries(self._service, display.window)

        def changed(delivery: Delivery) -> None:
            state = delivery.message
            if state is not None and state.status is WindowStatus.CALLED:
                deliveries.report(state.call, Undelivered(UndeliveredReason.REFUSED, why))

        topic = self._service.topics.window(display.window)
        self._service.bus.subscribe(topic, WindowState, changed)

    def _reports(self, display: Display, port: DevicePort[SignDriver]) -> DeviceReports:
        device = Device(Kind.DISPLAY, display.window, port.driver.name, port.place)
        return DeviceReports(self._service, device, [AlertCode.NO_ANSWER])

    def _keeper(self, display: Display, port: DevicePort[SignDriver]) -> SignKeeper:
        window = self._service.settings.hall.window(display.window)
        reports = self._reports(display, port)
        deliveries = Deliveries(self._service, display.window)
        name = window.name if window else ""
        return SignKeeper(display, name, port.driver, reports, deliveries, self._care)

    def _follow_window(self, line: SignLine, keeper: SignKeeper) -> None:
        def changed(delivery: Delivery) -> None:
            if delivery.message is not None:
                line.show(keeper, delivery.message, self._service.runner.clock())

        topic = self._service.topics.window(keeper.display.window)
        self._service.bus.subscribe(topic, WindowState, changed)

    def _connection(self, connection: Connection) -> None:
        if connection.up:
            for line in self.lines:
                line.back_on_bus(self._service.runner.clock())


def run(settings: Settings, key: str) -> None:
    """`hall run displays`, or those of a wing, until SIGTERM."""
    serve(settings.part_at(key), service_at(ROLE, key), Displays)
