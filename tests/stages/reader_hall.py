"""A ledger, the clock-in service and a simulated reader on a memory cable, stepped by hand."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from broker.bus.base import Delivery
from broker.bus.local import LocalBus
from broker.domain.attendance.facts import PunchRecorded
from broker.domain.errors import LinkClosed, LinkMissing
from broker.domain.hall import Hall, Reader, Wire
from broker.ledger.store import Store, recorded
from broker.link.base import Link
from broker.link.pair import PairLink
from broker.service.life import Service
from broker.service.runner import Runner
from broker.wire.messages import Alert, DeviceState, ReaderPhase, ReaderState
from broker.wire.topics import Kind, Topics
from fingerprint.service import ClockIn
from firmware_mocks.ef01 import MOCK
from firmware_mocks.firmware import Firmware, Output, Send
from tests.stages.halls import small_hall
from tests.stages.memory import LedgerHall

READER = "door"


def reader_hall() -> Hall:
    """The small hall (staff 101, 102, 103 in slots 1, 2, 3) with one reader."""
    return small_hall(
        lines=(Wire(id="clockin", driver="ef01", port="tty/clockin", baud=57600),),
        readers=(Reader(id=READER, line="clockin"),),
    )


@dataclass
class Rig:
    """`ticks` is the monotonic clock of service and module; it moves with `passes` only.

    The invented fingers bear the staff numbers; `lodger` is enrolled and no member of staff.
    """

    folder: Path
    ticks: float = 1000.0
    plugged: bool = True
    heard: dict[str, Any] = field(default_factory=dict)
    told: list[ReaderState] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.desk = LedgerHall(self.folder, hall=reader_hall())
        self.topics = Topics("test")
        self.module: Firmware = MOCK.make(
            1, {"enrolled": "101:1,102:2,103:3,lodger:9", "fast": "yes"}
        )
        self.device_end: PairLink | None = None
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
            "clockin",
            self.runner,
            self.bus,
            self.topics,
            self.desk.clock,
            self.ends,
        )
        ClockIn(service, self._open)
        self.bus.start()
        self.passes(0.5)

    def kill(self) -> None:
        """End the service as a power cut does: nothing said, nothing handed over."""
        self.desk.broker.cut(self.bus)
        self.ends.close()

    def close(self) -> None:
        self.ends.close()
        self.desk.close()

    def passes(self, seconds: float, step: float = 0.05) -> None:
        """Let time pass for everybody."""
        for _ in range(round(seconds / step)):
            self.ticks += step
            self.desk.clock.pass_by(step)
            self.settle()

    def settle(self) -> None:
        """Let everybody do what is to be done now."""
        quiet = 0
        while quiet < 3:
            self.runner.step(0.001)
            self.desk.runner.step(0.001)
            quiet = 0 if self._pump() else quiet + 1

    def until(self, condition: Callable[[], bool], seconds: float = 6.0) -> None:
        end = self.ticks + seconds
        while not condition():
            assert self.ticks < end, f"it did not happen within {seconds} s: {self.told[-3:]}"
            self.passes(0.05)

    def hand(self, words: str) -> None:
        """A person does something at the reader."""
        self._out(self.module.hand(words.split(), self.ticks))

    def touch(self, finger: str) -> ReaderState:
        """Press until the service says something of it, and lift; what was said."""
        before = len(self.told)
        self.hand(f"finger {finger}")
        resting = (ReaderPhase.IDLE,)
        self.until(lambda: any(each.phase not in resting for each in self.told[before:]))
        self.hand("lift")
        self.passes(0.3)
        return next(each for each in self.told[before:] if each.phase not in resting)

    def screen(self, finger: str) -> None:
        """Press and lift while nobody can hear the bus."""
        self.hand(f"finger {finger}")
        self.passes(0.6)
        self.hand("lift")
        self.passes(0.3)

    @property
    def punches(self) -> list[PunchRecorded]:
        """The punches in the ledger's file."""
        self.settle()
        store = self.desk.ledger._store
        assert isinstance(store, Store)
        facts = [recorded(row).fact for row in store.rows()]
        return [fact for fact in facts if isinstance(fact, PunchRecorded)]

    @property
    def liveness(self) -> DeviceState:
        state: DeviceState = self.heard[self.topics.liveness(Kind.READER, READER)]
        return state

    def alert(self, code: str) -> Alert | None:
        return self.heard.get(self.topics.alert(Kind.READER, READER, code))

    def _watch(self) -> None:
        def hear(delivery: Delivery) -> None:
            self.heard[delivery.topic] = delivery.message
            if isinstance(delivery.message, ReaderState):
                self.told.append(delivery.message)

        bus = self.desk.bus
        bus.subscribe(self.topics.readers(), ReaderState, hear)
        bus.subscribe(self.topics.liveness(Kind.READER, READER), DeviceState, hear)
        bus.subscribe(self.topics.alerts(), Alert, hear)

    def _open(self, wire: Wire) -> Link:
        if not self.plugged:
            raise LinkMissing(f"{wire.port}: there is no such port")
        host, self.device_end = PairLink.pair(wire.id)
        return host

    def _pump(self) -> bool:
        if self.device_end is None:
            return False
        try:
            data = self.device_end.read(0.001)
        except LinkClosed:
            self.device_end = None
            return True
        self._out(self.module.feed(data, self.ticks))
        return bool(data)

    def _out(self, outputs: list[Output]) -> None:
        for output in outputs:
            if isinstance(output, Send) and self.device_end is not None:
                self.device_end.write(output.data)
