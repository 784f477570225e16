"""The role `displays`: every LED window display of the hall, by line."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from functools import partial
from typing import Any

from broker.bus.base import Connection, Delivery
from broker.domain.errors import LinkError
from broker.domain.hall import Display, Wire
from broker.link.base import Link, Noise
from broker.link.opening import open_link
from broker.service.life import Service, serve
from broker.service.line import Line
from broker.service.session import Action, Done, Failed, Report, Session, Write
from broker.settings import Settings
from broker.wire.messages import WindowState
from queue_display.driver import SignDriver, sign_driver
from queue_display.reports import SignReports
from queue_display.window_sign import Care, WindowSign


class SignLine:
    """The signs on one wire. A part of the loop; `line` must be set before the loop runs."""

    def __init__(self, driver: SignDriver, signs: list[WindowSign]) -> None:
        self.line: Line[Any] | None = None
        self.noise: Counter[str] = Counter()
        self._driver = driver
        self._signs = {sign.display.address: sign for sign in signs}
        self._session: Session[Any, Any] | None = None  # None while the wire is cut
        self._trouble = ""  # why it is cut; empty before the first attempt to open it

    def line_up(self, now: float) -> None:
        """A new conversation, and the newest picture on every sign."""
        self._session = self._driver.session()
        for sign in self._signs.values():
            sign.watch(now)
            self._submit(sign.refresh(), now)

    def line_down(self, error: LinkError, now: float) -> None:
        """Nothing can be shown until the wire is back."""
        self._session = None
        self._trouble = str(error)
        for sign in self._signs.values():
            sign.cut(self._trouble, now)

    def line_heard(self, heard: Any, now: float) -> None:
        """A reply, or noise, which is counted."""
        if isinstance(heard, Noise):
            self.noise[heard.reason] += 1
        elif self._session is not None:
            self._perform(self._session.receive(heard, now), now)

    def show(self, sign: WindowSign, state: WindowState, now: float) -> None:
        """A window changed."""
        self._submit(sign.newest(state), now)
        if self._session is None and self._trouble:
            sign.cut(self._trouble, now)

    def back_on_bus(self, now: float) -> None:
        """The bus is back: draw everything anew, and say what nobody heard."""
        for sign in self._signs.values():
            sign.reports.repeat()
            if self._session is not None:
                self._submit(sign.refresh(), now)

    def next_wakeup(self) -> float | None:
        if self._session is None:
            return None
        wakeups = [sign.next_wakeup() for sign in self._signs.values()]
        return min(
            (at for at in [*wakeups, self._session.next_wakeup()] if at is not None), default=None
        )

    def tick(self, now: float) -> None:
        for sign in self._signs.values():
            self._submit(sign.due(now), now)
        if self._session is not None:
            self._perform(self._session.tick(now), now)

    def _submit(self, commands: list[Any], now: float) -> None:
        for command in commands:
            if self._session is not None:
                self._perform(self._session.submit(command, now), now)

    def _perform(self, actions: list[Action], now: float) -> None:
        for action in actions:
            match action:
                case Write(data):
                    self._write(data)
                case Done(command, reply):
                    self._submit(self._signs[command.address].done(command, reply, now), now)
                case Failed(command, error):
                    self._submit(self._signs[command.address].failed(command, error, now), now)
                case Report():
                    pass  # a sign has nothing to tell by itself

    def _write(self, data: bytes) -> None:
        if self.line is not None:
            self.line.write(data)


class Displays:
    """All signs of the hall, and the bus they are told by."""

    def __init__(
        self,
        service: Service,
        care: Care | None = None,
        opener: Callable[[str, int], Link] = open_link,
    ) -> None:
        self._service = service
        self._care = care or Care()
        self._opener = opener
        self.lines: list[SignLine] = []
        hall = service.settings.hall
        for wire in hall.lines:
            displays = [display for display in hall.displays if display.line == wire.id]
            if displays:
                self._string(wire, displays)
        service.bus.on_connection(self._connection)

    def _string(self, wire: Wire, displays: list[Display]) -> None:
        """Set up one wire and the signs on it."""
        driver = sign_driver(wire.driver)
        port = self._service.settings.port(wire)
        signs = [self._sign(display, driver, port) for display in displays]
        user = SignLine(driver, signs)
        line: Line[Any] = Line(
            self._service.runner,
            partial(self._opener, port, wire.baud),
            partial(driver.decoder, False),
            user,
        )
        user.line = line
        self.lines.append(user)
        self._service.runner.add(user)
        self._service.at_end.callback(line.stop)
        for sign in signs:
            self._follow_window(user, sign)
        line.start()

    def _sign(self, display: Display, driver: SignDriver, port: str) -> WindowSign:
        window = self._service.settings.hall.window(display.window)
        reports = SignReports(self._service, display.window, driver.name, port)
        return WindowSign(display, window.name if window else "", driver, reports, self._care)

    def _follow_window(self, line: SignLine, sign: WindowSign) -> None:
        def changed(delivery: Delivery) -> None:
            if delivery.message is not None:
                line.show(sign, delivery.message, self._service.runner.clock())

        topic = self._service.topics.window(sign.display.window)
        self._service.bus.subscribe(topic, WindowState, changed)

    def _connection(self, connection: Connection) -> None:
        if connection.up:
            for line in self.lines:
                line.back_on_bus(self._service.runner.clock())


def run(settings: Settings, key: str) -> None:  # noqa: ARG001  # one process drives all displays
    """`hall run displays`, until SIGTERM."""
    serve(settings, "displays", Displays)
