"""One wire with the devices of counters on it, told apart by their addresses."""

from __future__ import annotations

import logging
from collections.abc import Callable
from typing import Any, Generic, Protocol

from broker.domain.errors import LinkError
from broker.domain.machinery import RepeatHabit
from broker.service.device_line import DeviceLine, End, S
from broker.service.ports import DevicePort
from broker.service.runner import Runner
from broker.service.session import Action
from evaluator.dialogue import CounterEvent, Echoing, HabitualSession
from evaluator.driver import KeypadDriver

log = logging.getLogger(__name__)


class CounterUser(Protocol):
    """Who looks after the devices at one address."""

    def line_up(self) -> None:
        """The port is open: show again what must be shown."""

    def line_down(self, error: LinkError) -> None:
        """The port is gone; it is being reopened."""

    def ended(self, end: End) -> None:
        """A command to this address was carried out, or given up."""

    def hear(self, event: CounterEvent) -> None:
        """The session reports something of this address."""


class CounterLine(Generic[S]):
    """Who hears what on one entry of `hall.lines`. On the loop only."""

    def __init__(
        self, runner: Runner, port: DevicePort[KeypadDriver], session: Callable[[], S]
    ) -> None:
        self.port = port
        self._users: dict[int, CounterUser] = {}
        self._strangers: set[int] = set()
        self.wire: DeviceLine[S] = DeviceLine(runner, port, session, self)

    def join(self, address: int, user: CounterUser) -> None:
        """`user` looks after what is at `address`."""
        self._users[address] = user

    def habit(self, address: int, habit: RepeatHabit) -> None:
        """The device at `address` repeats like this; told to a session that wants to know."""

        def tell(session: object, _now: float) -> list[Action]:
            if isinstance(session, HabitualSession):
                session.habit(address, habit)
            return []

        self.wire.do(tell)

    def line_up(self, _now: float) -> None:
        for user in self._users.values():
            user.line_up()

    def line_down(self, error: LinkError, _now: float) -> None:
        for user in self._users.values():
            user.line_down(error)

    def ended(self, end: End, _now: float) -> None:
        """What a session asks by itself may have no address of ours."""
        user = self._users.get(end.command.address)
        if user is not None:
            user.ended(end)

    def reported(self, event: Any, _now: float) -> None:
        if isinstance(event, Echoing):
            for each in self._users.values():
                each.hear(event)
            return
        user = self._users.get(event.address)
        if user is not None:
            user.hear(event)
        elif event.address not in self._strangers:
            self._strangers.add(event.address)
            log.warning("address %d speaks and is not in hall.toml: %s", event.address, event)
