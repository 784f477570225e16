"""The bus and the ticket: rounds of asking, interleaved with their floors."""

from __future__ import annotations

import statistics
import sys
import time
from collections.abc import Callable
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Any

from bench.bare import Bare, Disk
from bench.rows import Row
from broker.bus.account import Account
from broker.bus.base import Asked, Connection
from broker.bus.mqtt import MqttBus
from broker.bus.pumps import LoopPump
from broker.domain.calling.requests import CallNext
from broker.domain.requests import Granted
from broker.domain.tickets.requests import ReserveTicket
from broker.ledger.service import FILE, Ledger, run
from broker.ledger.store import Store
from broker.service.life import Service, broker_place, serve
from broker.service.runner import Runner
from broker.settings import Settings, load
from broker.wire.messages import DeviceState, Liveness
from broker.wire.topics import Topics
from tests.stages.processes import HALL

ROUNDS = 9
ASKS = 200


def respond(settings: Settings) -> None:
    """A service that grants everything at once: the bus without a ledger."""

    def build(service: Service) -> None:
        def grant(asked: Asked) -> None:
            if asked.request is not None:
                asked.answer(Granted(request=asked.request.id, at=datetime.now(UTC)))

        service.bus.serve(grant)

    serve(settings, "ledger", build)


class Asker:
    """Asks one question at a time on this thread, through our bus, and takes the time of each."""

    def __init__(self, settings: Settings) -> None:
        self._runner = Runner()
        self._topics = Topics(settings.hall.hall.id)
        host, port = broker_place(settings)
        account = Account(lambda: (host, port), "asker", _state)
        pump = LoopPump(self._runner, self._runner.clock)
        self.bus = MqttBus(account, self._topics, self._runner.post, pump=pump)
        self._runner.add(self.bus)
        self._up = False
        self.bus.on_connection(self._connected)
        self.bus.start()
        self.until(lambda: self._up)
        self._left = 0
        self._count = 0

    def until(self, true: Callable[[], bool]) -> None:
        """Run the loop until something holds."""
        end = time.monotonic() + 20
        while not true():
            self._runner.step(0.5)
            if time.monotonic() > end:
                raise TimeoutError("no answer")

    def send(self, kind: type[Any], **fields: Any) -> None:
        """Ask without waiting."""
        self._count += 1
        self._left += 1
        identity = f"bench-{id(self)}-{self._count:07d}"
        request = kind(id=identity, at=datetime.now(UTC), source="bench", **fields)
        self.bus.ask(request, self._hear)

    def ask(self, kind: type[Any], **fields: Any) -> float:
        """Seconds of one question and its answer."""
        begun = time.perf_counter()
        self.send(kind, **fields)
        self.until(lambda: self._left == 0)
        return time.perf_counter() - begun

    def rate(self, flight: int, total: int, kind: type[Any], **fields: Any) -> float:
        """Questions a second with `flight` of them in the air."""
        begun, sent = time.perf_counter(), 0
        while sent < total:
            while self._left < flight and sent < total:
                self.send(kind, **fields)
                sent += 1
            self._runner.step(0.5)
        self.until(lambda: self._left == 0)
        return total / (time.perf_counter() - begun)

    def close(self) -> None:
        self.bus.stop()

    def _hear(self, _answer: object) -> None:
        self._left -= 1

    def _connected(self, connection: Connection) -> None:
        self._up = connection.up


def _state(state: Liveness) -> DeviceState:
    return DeviceState(id="x", at=datetime.now(UTC), state=state)


def median_of(work: Callable[[], float]) -> tuple[float, float]:
    """Median and p99 of one round."""
    times = sorted(work() for _ in range(ASKS))
    return statistics.median(times), times[int(len(times) * 0.99) - 1]


def bus_row(bare: Bare, asker: Asker) -> Row:
    """QoS 1 request → reply."""
    ours, floor = [], []
    ask = partial(asker.ask, CallNext, window=1, clerk="101")
    for _ in range(ROUNDS):
        floor.append(median_of(bare.ask)[0])
        ours.append(median_of(ask)[0])
    return Row.times("request → reply", statistics.median(ours), statistics.median(floor), 1.3)


def ticket_rows(bare: Bare, asker: Asker, folder: Path) -> list[Row]:
    """A durable ticket, alone and with its tail."""
    ours, tails, floor = [], [], []
    ask = partial(asker.ask, ReserveTicket, queue="qa")
    disk = Disk(folder)
    for _ in range(ROUNDS):
        echo = median_of(bare.ask)[0]
        sync = statistics.median(disk.append() for _ in range(100))
        middle, tail = median_of(ask)
        floor.append(echo + sync)
        ours.append(middle)
        tails.append(tail)
    disk.close()
    middle = statistics.median(ours)
    return [
        Row.times("durable ticket, median", middle, statistics.median(floor), 1.5),
        Row.times("durable ticket, p99 / median", statistics.median(tails), middle, 3.0),
    ]


def commit_each(settings: Settings) -> None:
    """The floor of group commit: the same ledger, with a commit for every request."""

    class Single(Ledger):
        def _asked(self, asked: Asked) -> None:
            super()._asked(asked)
            self._flush(None)

    def build(service: Service) -> None:
        ledger = Single(service, lambda: Store(settings.run / FILE))
        service.at_end.callback(ledger.close)

    serve(settings, "ledger", build)


if __name__ == "__main__":
    kinds = {"grant": respond, "single": commit_each, "ledger": lambda each: run(each, "")}
    kinds[sys.argv[2]](load(HALL, Path(sys.argv[1])))
