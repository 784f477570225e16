"""A ledger, the evaluators' service and simulated counters on a memory cable, stepped by hand."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from broker.bus.base import Delivery
from broker.bus.local import LocalBus
from broker.domain.calling.requests import CallNext, FinishService, StartService
from broker.domain.errors import LinkClosed, LinkMissing
from broker.domain.hall import EvaluatorPost, Hall, RatingRules, Wire
from broker.domain.ratings.facts import RatingGiven, StrayPressed, VisitUnrated
from broker.domain.tickets.facts import HeldAs
from broker.domain.tickets.requests import ActivateTicket, ReserveTicket
from broker.domain.windows.requests import OpenWindow
from broker.ledger.store import Store, recorded
from broker.link.base import Link
from broker.link.pair import PairLink
from broker.service.life import Service
from broker.service.runner import Runner
from broker.wire.messages import Alert, DeviceState, EvaluatorState
from broker.wire.topics import Kind, Topics
from evaluator.service import Evaluators
from firmware_mocks.ff68 import MOCK
from firmware_mocks.firmware import Firmware, Output, Send, Show
from tests.stages.halls import small_hall
from tests.stages.memory import LedgerHall

RULES = RatingRules(armed_seconds=30.0)


def counters_hall() -> Any:
    """The small hall with a counter at windows 1 and 2, on one wire."""
    return small_hall(
        ratings=RULES,
        lines=(Wire(id="counters", driver="ff68", port="tty/counters"),),
        evaluators=(
            EvaluatorPost(window=1, line="counters", address=3),
            EvaluatorPost(window=2, line="counters", address=4),
        ),
    )


class Adapter:
    """The host's end of the cable; with `echoes` it hears what it says, as RS-485 often does.

    `busy` while bytes are on their way through the reader's thread, so that no test depends on
    how fast that thread is.
    """

    def __init__(self, link: PairLink, far: PairLink, echoes: bool) -> None:
        self._link, self._far, self._echoes = link, far, echoes
        self._sent = self._taken = self._handled = 0
        self.name = link.name
        self.close = link.close

    @property
    def busy(self) -> bool:
        return self._sent != self._handled

    def says(self, data: bytes) -> None:
        """Bytes come in from the wire."""
        self._sent += len(data)
        self._far.write(data)

    def read(self, timeout: float | None) -> bytes:
        self._handled = self._taken
        data = self._link.read(timeout)
        self._taken += len(data)
        return data

    def write(self, data: bytes) -> None:
        if self._echoes:
            self.says(data)
        self._link.write(data)


@dataclass
class Rig:
    """`ticks` is the monotonic clock of service and devices; it moves with `passes` only."""

    folder: Path
    echoes: bool = False
    options: dict[str, str] = field(default_factory=dict)
    ticks: float = 1000.0
    seen: list[Show] = field(default_factory=list)
    heard: dict[str, Any] = field(default_factory=dict)
    plugged: bool = True
    hall: Hall = field(default_factory=counters_hall)
    wires: dict[str, Callable[[], Link[Any]]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.desk = LedgerHall(self.folder, hall=self.hall)
        self.topics = Topics("test")
        self.devices: dict[int, Firmware] = {
            address: MOCK.make(address, self.options) for address in (3, 4)
        }
        self.device_end: PairLink | None = None
        self.adapter: Adapter | None = None
        self._watch()
        self.start()

    def start(self) -> None:
        """Start the service, as after a boot."""
        self.runner = Runner(clock=lambda: self.ticks)
        self.bus = LocalBus(self.runner.post, self.desk.broker, clock=lambda: self.ticks)
        self.runner.add(self.bus)
        self.ends = ExitStack()
        service = Service(
            self.desk.settings,
            "evaluators",
            self.runner,
            self.bus,
            self.topics,
            self.desk.clock,
            self.ends,
        )
        self.evaluators = Evaluators(service, self._open)
        self.bus.start()
        self.settle()

    def kill(self) -> None:
        """End the service as a power cut does: nothing said, nothing handed over."""
        self.desk.broker.cut(self.bus)
        self.ends.close()
        self.runner = Runner(clock=lambda: self.ticks)  # nobody is at work until `start`

    def close(self) -> None:
        self.ends.close()
        self.desk.close()

    def settle(self) -> None:
        """Let everybody do what is to be done now."""
        quiet = 0
        while quiet < 2:
            self.runner.step(0.0005)
            self.desk.runner.step(0.0005)
            quiet = 0 if self._pump() or self._busy() else quiet + 1

    def _busy(self) -> bool:
        """Whether bytes, messages or the ledger's next states are still on their way."""
        return (
            (self.adapter is not None and self.adapter.busy)
            or bool(self.runner._inbox)
            or bool(self.desk.runner._inbox)
            or self.desk.ledger._publisher.due is not None
        )

    def until(self, condition: Callable[[], bool]) -> None:
        """Work, without time passing on our clocks, until `condition`."""
        for _ in range(500):
            if condition():
                return
            self.settle()
        raise AssertionError("it did not happen")

    def passes(self, seconds: float, step: float = 0.05) -> None:
        """Let time pass for everybody."""
        for _ in range(round(seconds / step)):
            self.ticks += step
            self.desk.clock.pass_by(step)
            self._out(
                [each for device in self.devices.values() for each in device.tick(self.ticks)]
            )
            self.settle()

    def hand(self, words: str, address: int = 3) -> None:
        """A person does something at a counter."""
        self._out(self.devices[address].hand(words.split(), self.ticks))
        self.settle()
        self.passes(0.1)

    def noise(self, data: bytes) -> None:
        """Bytes on the wire that nobody sent."""
        assert self.adapter is not None
        self.adapter.says(data)

    def seats(self, window: int = 1, clerk: str = "101", tickets: int = 1) -> None:
        """Sign a clerk in and let citizens wait."""
        self.desk.do(OpenWindow, window=window, clerk=clerk)
        for _ in range(tickets):
            ticket = self.desk.do(ReserveTicket, queue="qa").facts[0].ticket  # type: ignore[union-attr]
            self.desk.do(ActivateTicket, ticket=ticket, paper=HeldAs.PRINTED)
        self.passes(0.2)

    def serves(self, window: int = 1, clerk: str = "101") -> str:
        """Call, start and finish at the panel; return the visit."""
        visit: str = self.desk.do(CallNext, window=window, clerk=clerk).facts[0].visit  # type: ignore[union-attr]
        self.desk.do(StartService, window=window, clerk=clerk)
        self.desk.do(FinishService, window=window, clerk=clerk)
        self.passes(0.2)
        return visit

    def look(self, address: int = 3) -> Any:
        return self.devices[address].look()

    def facts(self, kind: type[Any]) -> list[Any]:
        """The facts of this kind in the ledger's file."""
        self.settle()
        store = self.desk.ledger._store
        assert isinstance(store, Store)
        everything = [recorded(row).fact for row in store.rows()]
        return [fact for fact in everything if isinstance(fact, kind)]

    @property
    def ratings(self) -> list[Any]:
        return self.facts(RatingGiven)

    @property
    def unrated(self) -> list[Any]:
        return self.facts(VisitUnrated)

    @property
    def strays(self) -> list[Any]:
        return self.facts(StrayPressed)

    def state(self, window: int = 1) -> Any:
        return self.heard.get(self.topics.evaluator(window))

    def liveness(self, window: int = 1) -> Any:
        return self.heard.get(self.topics.liveness(Kind.EVALUATOR, window))

    def _watch(self) -> None:
        def hear(delivery: Delivery) -> None:
            self.heard[delivery.topic] = delivery.message

        bus = self.desk.bus
        bus.subscribe(self.topics.evaluator(1), EvaluatorState, hear)
        for kind in (Kind.EVALUATOR, Kind.KEYPAD):
            bus.subscribe(self.topics.liveness(kind, 1), DeviceState, hear)
        bus.subscribe(self.topics.alerts(), Alert, hear)

    def _open(self, wire: Wire) -> Link[Any]:
        if wire.id in self.wires:
            return self.wires[wire.id]()
        if not self.plugged:
            raise LinkMissing(f"{wire.port}: there is no such port")
        host, self.device_end = PairLink.pair(wire.id)
        self.adapter = Adapter(host, self.device_end, self.echoes)
        return self.adapter

    def _pump(self) -> bool:
        """Carry bytes from the cable to the devices and back."""
        if self.device_end is None:
            return False
        try:
            data = self.device_end.read(0)
        except LinkClosed:
            self.device_end = self.adapter = None
            return True
        outputs = [
            each for device in self.devices.values() for each in device.feed(data, self.ticks)
        ]
        self._out(outputs)
        return bool(data)

    def _out(self, outputs: list[Output]) -> None:
        for output in outputs:
            match output:
                case Send(data) if self.adapter is not None:
                    self.adapter.says(data)
                case Show():
                    self.seen.append(output)
