"""A ledger, one device service and its simulated devices on a memory cable, stepped by hand."""

from __future__ import annotations

import time
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, ClassVar

from broker.bus.base import Delivery
from broker.bus.local import LocalBus
from broker.domain.errors import LinkClosed, LinkMissing
from broker.domain.hall import Hall, Wire
from broker.link.base import Link
from broker.link.pair import PairLink
from broker.service.life import Service
from broker.service.runner import Runner
from broker.wire.messages import Alert
from firmware_mocks.firmware import Firmware, Output, Send, Show
from tests.stages.memory import LedgerHall

_GIVE_UP = 30.0  # real seconds; threads of a busy machine may be slow


class Adapter:
    """The host's end of the cable; with `echo` it hears what it says, as RS-485 often does.

    `busy` while bytes are on their way through the reader's thread, so that no test depends on
    how fast that thread is.
    """

    def __init__(self, link: PairLink, far: PairLink, echo: Callable[[bytes], None] | None) -> None:
        self._link, self._far, self._echo = link, far, echo
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
        if self._echo is not None:
            self._echo(data)
        self._link.write(data)

    def write_now(self, data: bytes) -> bytes:
        self.write(data)
        return b""


@dataclass
class DeviceHall:
    """`ticks` is the monotonic clock of service and devices; it moves with `passes` only.

    `desk` is the ledger and whoever asks it. `wires` are links of other kinds by line.
    """

    folder: Path
    hall: Hall
    options: dict[str, str] = field(default_factory=dict)
    echoes: bool = False
    echo_late: float = 0.0  # seconds, as on a slow network converter
    ticks: float = 1000.0
    plugged: bool = True
    seen: list[Show] = field(default_factory=list)
    heard: dict[str, Any] = field(default_factory=dict)
    coming: list[tuple[float, bytes]] = field(default_factory=list)
    wires: dict[str, Callable[[], Link[Any]]] = field(default_factory=dict)

    role: ClassVar[str]
    patience: ClassVar[float] = 0.0  # seconds of our clocks that `until` lets pass

    def simulated(self) -> dict[int, Firmware]:
        """The devices by address."""
        raise NotImplementedError

    def build(self, service: Service) -> None:
        """Make the rooms of the device service, which open their wires with `open`."""
        raise NotImplementedError

    def watch(self, bus: LocalBus) -> None:
        """Have `hear` hear what tests look at."""
        bus.subscribe(self.topics.alerts(), Alert, self.hear)

    def __post_init__(self) -> None:
        self.desk = LedgerHall(self.folder, hall=self.hall)
        self.topics = self.desk.topics
        self.devices = self.simulated()
        self.device_end: PairLink | None = None
        self.adapter: Adapter | None = None
        assert isinstance(self.desk.bus, LocalBus)
        self.watch(self.desk.bus)
        self.start()

    def hear(self, delivery: Delivery) -> None:
        """Keep the newest message of each topic."""
        self.heard[delivery.topic] = delivery.message

    def start(self) -> None:
        """Start the service, as after a boot."""
        self.runner = Runner(clock=lambda: self.ticks)
        self.ends = ExitStack()
        self.service = self.desk.join(self.role, self.runner, self.ends)
        self.build(self.service)
        self.service.bus.start()
        self.settle()

    def kill(self) -> None:
        """End the service as a power cut does: nothing said, nothing handed over."""
        assert isinstance(self.service.bus, LocalBus)
        self.desk.broker.cut(self.service.bus)
        self.ends.close()
        self.runner = Runner(clock=lambda: self.ticks)  # nobody is at work until `start`

    def close(self) -> None:
        self.ends.close()
        self.desk.close()

    def settle(self) -> None:
        """Let everybody do what is to be done now."""
        quiet = 0
        while quiet < 2:
            wait = 0.0005 if self._waited_for() else 0.0
            self.runner.step(wait)
            self.desk.runner.step(wait)
            quiet = 0 if self._pump() or self._busy() else quiet + 1

    def passes(self, seconds: float, step: float = 0.05) -> None:
        """Let time pass for everybody."""
        for _ in range(round(seconds / step)):
            self.ticks += step
            self.desk.clock.pass_by(step)
            self._come()
            self._out([each for one in self.devices.values() for each in one.tick(self.ticks)])
            self.settle()

    def until(self, condition: Callable[[], bool], seconds: float | None = None) -> None:
        """Work until `condition`, and let at most `seconds` (or `patience`) pass meanwhile."""
        patience = self.patience if seconds is None else seconds
        end, give_up = self.ticks + patience, time.monotonic() + _GIVE_UP
        while not condition():
            assert time.monotonic() < give_up, "it did not happen"
            self.settle()
            if patience:
                assert self.ticks < end, "it did not happen in time"
                self.passes(0.05)

    def hand(self, words: str, address: int) -> None:
        """A person does something at a device."""
        self._out(self.devices[address].hand(words.split(), self.ticks))

    def noise(self, data: bytes) -> None:
        """Bytes on the wire that nobody sent."""
        assert self.adapter is not None
        self.adapter.says(data)

    def facts(self, kind: type[Any]) -> list[Any]:
        """The facts of this kind in the ledger's file."""
        self.settle()
        return self.desk.facts(kind)

    def open(self, wire: Wire) -> Link[Any]:
        """What the service opens its lines with."""
        if not self.plugged:
            raise LinkMissing(f"{wire.port}: there is no such port")
        if wire.id in self.wires:
            return self.wires[wire.id]()
        host, self.device_end = PairLink.pair(wire.id)
        self.adapter = Adapter(host, self.device_end, self._echo if self.echoes else None)
        return self.adapter

    def _echo(self, data: bytes) -> None:
        if self.echo_late:
            self.coming.append((self.ticks + self.echo_late, data))
        elif self.adapter is not None:
            self.adapter.says(data)

    def _come(self) -> None:
        """Echoes whose time has come."""
        due = [each for each in self.coming if each[0] <= self.ticks]
        for each in due:
            self.coming.remove(each)
            self.noise(each[1])

    def _busy(self) -> bool:
        """Whether bytes, messages or the ledger's next states are still on their way."""
        return (
            (self.adapter is not None and self.adapter.busy)
            or bool(self.runner._inbox)
            or bool(self.runner.errands)
            or bool(self.desk.runner._inbox)
            or self.desk.ledger._publisher.due is not None
        )

    def _waited_for(self) -> bool:
        """Whether a thread may be at something: a line's that opens it, or reads one that is none
        of our cables."""
        return self.adapter is None or bool(self.wires) or self._busy()

    def _pump(self) -> bool:
        """Carry bytes from the cable to the devices and back."""
        if self.device_end is None:
            return False
        try:
            data = self.device_end.read(0)
        except LinkClosed:
            self.device_end = self.adapter = None
            return True
        self._out([each for one in self.devices.values() for each in one.feed(data, self.ticks)])
        return bool(data)

    def _out(self, outputs: list[Output]) -> None:
        for output in outputs:
            match output:
                case Send(data) if self.adapter is not None:
                    self.adapter.says(data)
                case Show():
                    self.seen.append(output)
