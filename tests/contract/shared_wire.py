"""A session and several simulated devices on one half-duplex wire, on a clock that is handed in.

Bytes take their time, at the driver's own speed; answers may be late, come twice, collide, or not
come at all; the host may hear itself; bursts may be lost.
"""

from __future__ import annotations

import heapq
import itertools
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol

from registered import simulated

from broker.link.base import Noise
from broker.service.driver import AS_MADE, Driver
from broker.service.session import Action, Done, Failed, Write
from firmware_mocks.firmware import Firmware, Output, Send

_MOST = 60_000  # events after which driver and devices are taken to keep each other awake


@dataclass
class Trouble:
    """What is wrong with the wire.

    `late` and `again` are seconds: by which every answer comes late, and after which it comes once
    more (None: it does not). `echo`: the host hears itself, `echo_late` seconds later. `deaf`
    devices hear nothing. `lost(n)` says of the host's n-th burst, from 0, that no device hears it.
    `collide`: what two send at the same time is garbled; and so are the first `met` answers of each
    device, as if another had spoken.
    """

    late: float = 0.0
    again: float | None = None
    echo: bool = False
    echo_late: float = 0.0
    collide: bool = False
    met: int = 0
    deaf: frozenset[int] = frozenset()
    lost: Callable[[int], bool] = lambda _burst: False


@dataclass
class _Burst:
    """Bytes of one device on their way to the host."""

    begun: float
    data: bytes
    garbled: bool = False


_STEP = 0.02  # seconds by which wires that are played together may be ahead of each other


class Wire(Protocol):
    """What is played on a clock of its own."""

    def run(self, seconds: float, /) -> object:
        """Let so much time pass."""


def in_step(
    seconds: float, wires: Sequence[Wire], until: Callable[[], bool] = lambda: False
) -> None:
    """Let so much time pass on several wires, each with its own session and devices, as in one
    process; or less where `until` holds."""
    for _ in range(round(seconds / _STEP)):
        if until():
            return
        for wire in wires:
            wire.run(_STEP)


@dataclass
class SharedWire:
    """The wire of `driver` with devices at these addresses. Time moves in `run` only."""

    driver: Driver
    addresses: tuple[int, ...]
    trouble: Trouble = field(default_factory=Trouble)
    now: float = 0.0
    bursts: int = 0
    ended: list[Done[Any, Any] | Failed[Any]] = field(default_factory=list)
    watch: Callable[[Done[Any, Any] | Failed[Any]], None] = lambda _end: None

    def __post_init__(self) -> None:
        make = simulated(self.driver.name).make
        self.devices: dict[int, Firmware] = {each: make(each, {}) for each in self.addresses}
        self._session = self.driver.conversation(self.addresses, AS_MADE)
        self._decoder = self.driver.decoder(False)
        self._byte_time = 10 / self.driver.baud
        self._host_free_at = 0.0
        self._answers: Counter[int] = Counter()
        self._coming: list[_Burst] = []
        self._events: list[tuple[float, int, Callable[[], None]]] = []
        self._order = itertools.count()

    def submit(self, command: Any) -> None:
        """Ask for it now."""
        self._do(self._session.submit(command, self.now))

    def outcome(self, command: Any) -> Done[Any, Any] | Failed[Any] | None:
        """How it ended, if it did."""
        return next((each for each in self.ended if each.command is command), None)

    def run(self, seconds: float, until: Callable[[], bool] = lambda: False) -> None:
        """Let so much time pass, or less where `until` holds."""
        end = self.now + seconds
        for _ in range(_MOST):
            if until():
                return
            due = min(self._wakeups(), default=end)
            if due >= end:
                self.now = end
                return
            self.now = max(self.now, due)
            while self._events and self._events[0][0] <= self.now:
                heapq.heappop(self._events)[2]()
            for address, device in self.devices.items():
                self._say(address, device.tick(self.now))
            self._do(self._session.tick(self.now))
        raise AssertionError("driver and devices keep each other awake")

    def _wakeups(self) -> list[float]:
        sleepers = (self._session, *self.devices.values())
        times = [at for each in sleepers if (at := each.next_wakeup()) is not None]
        return [*times, *(at for at, _, _ in self._events[:1])]

    def _do(self, actions: list[Action]) -> None:
        for action in actions:
            match action:
                case Write(data):
                    self._write(data)
                case Done() | Failed():
                    self.ended.append(action)
                    self.watch(action)

    def _write(self, data: bytes) -> None:
        self.bursts += 1
        number = self.bursts - 1
        begun = max(self.now, self._host_free_at)
        self._host_free_at = begun + len(data) * self._byte_time
        if self.trouble.echo:
            back = self._host_free_at + self.trouble.echo_late
            self._at(back, lambda: self._hear(data))
        if self.trouble.lost(number):
            return
        for address in self.addresses:
            if address not in self.trouble.deaf:
                self._at(self._host_free_at, lambda address=address: self._reach(address, data))

    def _reach(self, address: int, data: bytes) -> None:
        self._say(address, self.devices[address].feed(data, self.now))

    def _say(self, address: int, outputs: list[Output]) -> None:
        if address in self.trouble.deaf:
            return
        for each in (each for each in outputs if isinstance(each, Send)):
            begin = self.now + each.after + self.trouble.late
            self._answers[address] += 1
            met = self._answers[address] <= self.trouble.met
            times = [begin]
            if self.trouble.again is not None:
                times.append(begin + len(each.data) * self._byte_time + self.trouble.again)
            for at in times:
                self._at(at, lambda data=each.data, met=met: self._begin(data, met))

    def _begin(self, data: bytes, met: bool) -> None:
        burst = _Burst(self.now, data, garbled=met)
        if self.trouble.collide:
            for other in self._coming:
                other.garbled = burst.garbled = True
        self._coming.append(burst)
        self._at(self.now + len(data) * self._byte_time, lambda: self._arrive(burst))

    def _arrive(self, burst: _Burst) -> None:
        self._coming.remove(burst)
        self._hear(bytes(each ^ 0x55 for each in burst.data) if burst.garbled else burst.data)

    def _hear(self, data: bytes) -> None:
        for heard in self._decoder.feed(data, self.now):
            if not isinstance(heard, Noise):
                self._do(self._session.receive(heard, self.now))

    def _at(self, when: float, what: Callable[[], None]) -> None:
        heapq.heappush(self._events, (when, next(self._order), what))
