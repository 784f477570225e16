"""A short visit to a running hall: connect, ask or listen, go again."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime

from broker.bus.base import Bus, Connection, Delivery, Unanswered
from broker.bus.pumps import LoopPump
from broker.domain.clients import COMMAND
from broker.domain.requests import Answer, AnyRequest
from broker.own_broker import have_papers
from broker.service.clock import Clock
from broker.service.life import broker_place, connect, new_id
from broker.service.runner import Runner
from broker.settings import Settings
from broker.wire.messages import Echo

_CONNECTING = 5.0  # seconds until a broker that does not answer is taken for gone
_ANY_TIME = datetime(1970, 1, 1, tzinfo=UTC)  # what is said to ourselves needs none
_ANSWERING = 15.0  # longer than the bus itself asks again


@dataclass
class Guest:
    """One guest of the bus, on a loop that turns only while it waits for something."""

    runner: Runner
    bus: Bus
    _up: list[Connection] = field(default_factory=list)

    def connected(self) -> bool:
        """Connect, waiting a few seconds at most; whether somebody was there."""
        self.bus.on_connection(self._up.append)
        self.bus.start()
        return self.until(lambda: any(each.up for each in self._up), _CONNECTING)

    def hear_all(self, fence: str, seconds: float) -> bool:
        """Wait until all that is retained has come, so many seconds at most; whether it has. What
        is said to ourselves on the topic `fence` comes behind it, however much it is."""
        heard: list[Delivery] = []
        self.bus.subscribe(fence, Echo, heard.append)
        self.bus.publish(fence, Echo(id=new_id(), at=_ANY_TIME))
        return self.until(lambda: bool(heard), seconds)

    def ask(self, request: AnyRequest) -> Answer | Unanswered:
        """Ask and wait for the answer."""
        heard: list[Answer | Unanswered] = []
        self.bus.ask(request, heard.append)
        self.until(lambda: bool(heard), _ANSWERING)
        return heard[0] if heard else Unanswered(request)

    def until(self, true: Callable[[], bool], seconds: float) -> bool:
        """Let the loop turn until something holds, so many seconds at most; whether it does."""
        end = self.runner.clock() + seconds
        while not true() and (left := end - self.runner.clock()) > 0:
            self.runner.step(left)
        return true()


def _silent(_reason: str) -> None:
    """A short visit says itself that nobody answered."""


@contextmanager
def visit(
    settings: Settings, name: str, clock: Clock, away: Callable[[str], None] = _silent
) -> Iterator[Guest]:
    """A visit under a name of its own. `ConfigError` where no broker is known; `away` hears why
    one that is known is not reached."""
    broker_place(settings)  # a visitor does not wait for one
    have_papers(settings, COMMAND)
    runner = Runner()
    pump = LoopPump(runner, runner.clock)
    ours = f"{name}-{os.getpid()}"
    bus = connect(settings, ours, runner.post, clock, pump, guest_of=COMMAND, away=away)
    runner.add(bus)
    try:
        yield Guest(runner, bus)
    finally:
        bus.stop()
