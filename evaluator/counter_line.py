"""One wire with the counters on it: its port, its session, and who hears what."""

from __future__ import annotations

import logging
from collections.abc import Callable
from typing import Any, Protocol

from broker.domain.errors import LinkError
from broker.domain.ids import VisitId
from broker.link.base import Link, Noise
from broker.registry import Driver
from broker.service.line import Line
from broker.service.runner import Runner
from broker.service.session import Action, Report, Write
from evaluator.dialogue import CounterCommand, CounterEvent, CounterSession

log = logging.getLogger(__name__)


class CounterUser(Protocol):
    """A counter as its wire sees it."""

    def line_up(self) -> None:
        """The port is open: show again what must be shown."""

    def line_down(self, error: LinkError) -> None:
        """The port is gone; it is being reopened."""

    def hear(self, event: CounterEvent) -> None:
        """The session reports something of this counter's address."""


class CounterLine:
    """Owns the port of one entry of `hall.lines` and the one session on it. On the loop only.

    No evaluator bus we know has a heartbeat: `up` means that the port is open, not that anybody
    is there.
    """

    def __init__(self, runner: Runner, opener: Callable[[], Link], driver: Driver) -> None:
        self._clock = runner.clock
        self._session: CounterSession = _session_of(driver)
        self._users: dict[int, CounterUser] = {}
        self._strangers: set[int] = set()
        self._line: Line[Any] = Line(runner, opener, lambda: driver.decoder(False), self)
        self.up = False
        self.noise = 0
        runner.add(self)

    def join(self, address: int, user: CounterUser) -> None:
        """`user` is the counter at `address`."""
        self._users[address] = user

    def start(self) -> None:
        """Open the port on the loop's next turn."""
        self._line.start()

    def stop(self) -> None:
        """Close the port."""
        self._line.stop()

    def submit(self, command: CounterCommand) -> None:
        """Show or sound something."""
        self._perform(self._session.submit(command, self._clock()))

    def arm(self, address: int, visit: VisitId, seconds: float) -> None:
        """Ask about `visit` for `seconds` on a wrist watch."""
        self._perform(self._session.arm(address, visit, seconds, self._clock()))

    def accept(self, address: int, visit: VisitId) -> None:
        """The rating is on disk: let the device thank for it."""
        self._perform(self._session.accept(address, visit, self._clock()))

    def release(self, address: int, visit: VisitId) -> None:
        """The rating could not be stored: wait for the device to repeat it."""
        self._perform(self._session.release(address, visit, self._clock()))

    def disarm(self, address: int, visit: VisitId) -> None:
        """The visit was settled elsewhere."""
        self._perform(self._session.disarm(address, visit, self._clock()))

    def line_up(self, now: float) -> None:
        self.up = True
        self._perform(self._session.restart(now))
        for user in self._users.values():
            user.line_up()

    def line_down(self, error: LinkError, now: float) -> None:  # noqa: ARG002  # the shape of LineUser
        self.up = False
        for user in self._users.values():
            user.line_down(error)

    def line_heard(self, heard: Any, now: float) -> None:
        if isinstance(heard, Noise):
            self.noise += 1
            log.debug("noise (%s): %s", heard.reason, heard.data.hex(" "))
            return
        self._perform(self._session.receive(heard, now))

    def next_wakeup(self) -> float | None:
        return self._session.next_wakeup()

    def tick(self, now: float) -> None:
        self._perform(self._session.tick(now))

    def _perform(self, actions: list[Action]) -> None:
        for action in actions:
            if isinstance(action, Write):
                self._line.write(action.data)
            elif isinstance(action, Report):
                self._tell(action.event)

    def _tell(self, event: CounterEvent) -> None:
        user = self._users.get(event.address)
        if user is not None:
            user.hear(event)
        elif event.address not in self._strangers:
            self._strangers.add(event.address)
            log.warning("address %d speaks and is not in hall.toml: %s", event.address, event)


def _session_of(driver: Driver) -> CounterSession:
    session: Any = driver.session()
    return session  # type: ignore[no-any-return]  # the group of the entry point promises the shape
