"""A hall of real processes over a real broker, for tests."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Self

from broker.bus.base import Connection, Unanswered
from broker.domain.requests import Answer, AnyRequest, Granted
from broker.processes import Processes, Program
from broker.service.clock import VARIABLE, HallClock
from broker.service.runner import Runner
from broker.settings import Settings, load
from broker.wire.messages import DeviceState
from broker.wire.topics import Kind, Topics
from tests.stages.anyone import AnyoneBus
from tests.stages.guarded import furnish
from tests.stages.halls import MORNING, request_id

HALL = Path(__file__).parent / "eight_windows" / "hall.toml"
PATIENCE = 60.0  # seconds


def morning_clock(start: datetime = MORNING) -> str:
    """Hall time begins at nine on a Monday, now."""
    return HallClock(start, time.time()).text()


@contextmanager
def house(
    folder: Path,
    roles: list[str],
    monkeypatch: Any,
    hall: Path = HALL,
    start: datetime = MORNING,
) -> Iterator[tuple[Processes, Settings]]:
    """A broker and one process a role, in opening hours."""
    monkeypatch.setenv(VARIABLE, morning_clock(start))
    settings = load(hall, folder / "run")
    furnish(settings.run, settings.hall)
    said: list[str] = []
    running = Processes(settings, said.append)
    try:
        running.start([Program(*role.split(":")) for role in roles])
        yield running, settings
    finally:
        running.stop()


@dataclass
class Person:
    """Somebody with an MQTT client of their own, on a thread of their own."""

    settings: Settings
    name: str
    answers: list[Answer | Unanswered] = field(default_factory=list)

    def __enter__(self) -> Self:
        self.runner = Runner()
        self.topics = Topics(self.settings.hall.hall.id)
        self.bus = AnyoneBus(self.settings, self.name, self.runner)
        self._up = threading.Event()
        self.bus.on_connection(self._connection)
        self.bus.start()
        self._thread = threading.Thread(target=self.runner.run, name=self.name)
        self._thread.start()
        assert self._up.wait(PATIENCE), "no connection"
        return self

    def __exit__(self, *_: object) -> None:
        self.runner.stop()
        self._thread.join()
        self.bus.stop()

    def _connection(self, connection: Connection) -> None:
        if connection.up:
            self._up.set()

    def post(self, request: AnyRequest, handler: Callable[[Answer | Unanswered], None]) -> None:
        """Ask without waiting; the handler runs on this person's thread."""
        self.runner.post(lambda _: self.bus.ask(request, handler), None)

    def ask(self, kind: type[Any], /, **fields: Any) -> Answer:
        """Ask and wait for the answer; who gets none asks again, as any screen does: on a busy
        machine a ledger may need longer to be there than a bus has patience."""
        request = kind(id=request_id(), at=datetime.now(UTC), source=self.name, **fields)
        end = time.monotonic() + PATIENCE
        while isinstance(answer := self._asked(request), Unanswered):
            assert time.monotonic() < end, answer
        return answer

    def _asked(self, request: AnyRequest) -> Answer | Unanswered:
        done = threading.Event()
        heard: list[Answer | Unanswered] = []

        def hear(answer: Answer | Unanswered) -> None:
            heard.append(answer)
            done.set()

        self.post(request, hear)
        assert done.wait(PATIENCE), f"no answer to {request}"
        (answer,) = heard
        return answer

    def do(self, kind: type[Any], /, **fields: Any) -> Any:
        """Ask what must be granted; return its first fact, if any."""
        answer = self.ask(kind, **fields)
        assert isinstance(answer, Granted), answer
        return answer.facts[0] if answer.facts else None


def is_up(name: str, states: list[str]) -> None:
    """Wait until `name` has said that it is ready."""
    end = time.monotonic() + PATIENCE
    while states[-1:] != ["ready"]:
        assert time.monotonic() < end, f"{name}: {states}"
        time.sleep(0.05)


def watched(person: Person, name: str) -> list[str]:
    """Every `$state` of a service from now on."""
    states: list[str] = []
    topic = person.topics.liveness(Kind.SERVICE, name)

    def listen(_event: object) -> None:
        person.bus.subscribe(topic, DeviceState, lambda heard: states.append(heard.message.state))

    person.runner.post(listen, None)
    return states
