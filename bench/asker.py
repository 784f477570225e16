"""Somebody who asks the hall on this thread, through our own bus, and takes the time."""

from __future__ import annotations

import itertools
import os
import time
from collections.abc import Callable
from datetime import UTC, datetime
from functools import partial
from typing import Any

from msgspec import Struct

from broker.bus.base import Connection, Delivery
from broker.bus.pumps import LoopPump
from broker.domain.requests import Granted
from broker.service.runner import Runner
from broker.settings import Settings
from broker.wire.messages import DeviceState, Liveness
from broker.wire.topics import Kind, Topics
from tests.stages.anyone import AnyoneBus

_PATIENCE = 20.0  # seconds
_numbers = itertools.count()


class Asker:
    """A client of the hall's broker with a loop of its own, which asks in the name of whoever
    may. It leaves with `close`."""

    def __init__(self, settings: Settings) -> None:
        self.answers: list[Any] = []
        self.topics = Topics(settings.hall.hall.id)
        self._runner = Runner()
        name = f"asker-{os.getpid()}-{next(_numbers)}"
        pump = partial(LoopPump, self._runner, self._runner.clock)
        self._bus = AnyoneBus(settings, name, self._runner, pump)
        self._up = False
        self._bus.on_connection(self._connected)
        self._bus.start()
        self.until(lambda: self._up)
        self._left = 0

    def until(self, true: Callable[[], bool]) -> None:
        """Run the loop until something holds."""
        end = time.monotonic() + _PATIENCE
        while not true():
            self._runner.step(0.05)
            if time.monotonic() > end:
                raise TimeoutError("no answer")

    def pause(self, seconds: float) -> None:
        """Run the loop for so long."""
        end = time.monotonic() + seconds
        while (left := end - time.monotonic()) > 0:
            self._runner.step(left)

    def await_all(self, kind: Kind, keys: list[Any]) -> None:
        """Run the loop until each of these has said that it is ready."""
        waiting = {self.topics.liveness(kind, key) for key in keys}

        def heard(delivery: Delivery) -> None:
            if delivery.message is not None and delivery.message.state is Liveness.READY:
                waiting.discard(delivery.topic)

        for topic in tuple(waiting):
            self._bus.subscribe(topic, DeviceState, heard)
        self.until(lambda: not waiting)

    def publish(self, topic: str, message: Struct) -> None:
        """Say a retained state, as its owner does. It leaves when the loop runs."""
        self._bus.publish(topic, message, retain=True)

    def nudge(self) -> None:
        """From any thread: have `until` look again."""
        self._runner.post(lambda _: None, None)

    def send(self, kind: type[Any], **fields: Any) -> None:
        """Ask without waiting."""
        self._left += 1
        identity = f"bench-{os.getpid()}-{next(_numbers):07d}"
        request = kind(id=identity, at=datetime.now(UTC), source="bench", **fields)
        self._bus.ask(request, self._hear)

    def ask(self, kind: type[Any], **fields: Any) -> float:
        """Seconds of one question and its answer."""
        begun = time.perf_counter()
        self.send(kind, **fields)
        self.until(lambda: self._left == 0)
        return time.perf_counter() - begun

    def granted(self, kind: type[Any], **fields: Any) -> Any:
        """The first fact of what must be granted."""
        self.ask(kind, **fields)
        answer = self.answers[-1]
        if not isinstance(answer, Granted):
            raise TypeError(f"{kind.__name__}: {answer}")
        return answer.facts[0]

    @property
    def waiting(self) -> int:
        """How many questions have no answer yet."""
        return self._left

    def close(self) -> None:
        """Leave the bus."""
        self._bus.stop()

    def _hear(self, answer: object) -> None:
        self._left -= 1
        self.answers = [answer]

    def _connected(self, connection: Connection) -> None:
        self._up = connection.up


def _state(state: Liveness) -> DeviceState:
    return DeviceState(id="x", at=datetime.now(UTC), state=state)
