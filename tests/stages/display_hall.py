"""A hall of two windows with signs on one line, the cards simulated in this process."""

from __future__ import annotations

import itertools
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from broker.bus.base import Asked
from broker.bus.local import LocalBus
from broker.domain.calling.requests import ReportDelivery
from broker.domain.errors import LinkMissing
from broker.domain.hall import (
    Display,
    Hall,
    Window,
    Wire,
)
from broker.domain.requests import Granted
from broker.link.base import ByteLink
from broker.link.pair import PairLink
from broker.service.life import Service
from broker.service.runner import Runner
from broker.wire.messages import Alert, DeviceState, Liveness, WindowState, WindowStatus
from broker.wire.topics import Kind
from firmware_mocks.firmware import Firmware, Send
from firmware_mocks.onbon import MOCK
from queue_display.service import Displays
from tests.stages.device_hall import Adapter, DeviceHall
from tests.stages.halls import HandClock, small_hall
from tests.stages.memory import MemoryHall

NOW = datetime(2026, 11, 23, 1, 0, tzinfo=UTC)
_STEP = 0.05  # seconds of the hand-held clock in one pump
_CREEP = 0.002  # the same while a test waits for something to come true
_PATIENCE = 60.0  # real seconds after which a test gives up
_ids = itertools.count(1)


def signs_hall(*displays: Display, **changes: Any) -> Hall:
    """The small hall with a sign over each of two windows, on one line."""
    tables: dict[str, Any] = {
        "windows": tuple(
            Window(number=n, zone="main", name=name, name_en="", queues=("qa",))
            for n, name in ((1, "综合窗口"), (2, "发证窗口"))
        ),
        "lines": (Wire(id="led", driver="onbon", port="tty/led", patience=1.0),),
        "displays": displays
        or (
            Display(window=1, line="led", address=1),
            Display(window=2, line="led", address=2),
        ),
    }
    return small_hall(**{**tables, **changes})


@dataclass
class SignHall(DeviceHall):
    """Signs at addresses 1 and 2 under a true ledger."""

    hall: Hall = field(default_factory=signs_hall)
    role = "displays"
    patience = 6.0

    def simulated(self) -> dict[int, Firmware]:
        options = {"delay": "0", **self.options}
        return {each.address: MOCK.make(each.address, options) for each in self.hall.displays}

    def build(self, service: Service) -> None:
        Displays(service, opener=self.open)

    def shown(self) -> dict[int, str]:
        """What a person reads on each sign."""
        return {address: card.look().text for address, card in self.devices.items()}


@dataclass
class DisplayHall:
    """The service, a ledger that grants everything, and the cards on a null modem."""

    hall: Hall = field(default_factory=signs_hall)
    options: dict[str, str] = field(default_factory=dict)
    seconds: float = 1000.0
    plugged: bool = True
    late: float = 0.0  # seconds after which answers arrive
    swallow: int = 0  # bursts of the host that are lost on the wire

    def __post_init__(self) -> None:
        self._coming: list[tuple[float, bytes]] = []
        self.memory = MemoryHall(Path("run"), self.hall, HandClock(NOW))
        self.broker, self.topics = self.memory.broker, self.memory.topics
        self.runner = Runner(clock=lambda: self.seconds)
        self.cards: dict[int, Firmware] = {}
        for display in self.hall.displays:
            self.cards[display.address] = MOCK.make(display.address, {"delay": "0", **self.options})
        self.heard = bytearray()
        self.asked: list[ReportDelivery] = []
        self._end: PairLink | None = None
        self._states = LocalBus(self.runner.post, self.broker)
        self._states.serve(self._answer)
        self._states.start()

    def start(self) -> None:
        """Start the service."""
        self.service = self.memory.join("displays", self.runner)
        self.displays = Displays(self.service, opener=self._open)
        self.service.bus.start()

    def close(self) -> None:
        self.service.at_end.close()

    def cut(self) -> None:
        """Pull the line's cable out of the host."""
        self.plugged = False
        if self._end is not None:
            self._end.close()
            self._end = None

    def _open(self, wire: Wire) -> ByteLink:
        if not self.plugged:
            raise LinkMissing(f"{wire.port}: not there")
        host, self._end = PairLink.pair(wire.port)
        self._adapter = Adapter(host, self._end, None)
        return self._adapter

    def _answer(self, asked: Asked) -> None:
        assert isinstance(asked.request, ReportDelivery)
        self.asked.append(asked.request)
        asked.answer(Granted(request=asked.request.id, at=NOW))

    def window(self, window: int, status: WindowStatus, /, **fields: Any) -> None:
        """The ledger says a window's newest state."""
        state = WindowState(
            id=f"state-{next(_ids)}", at=NOW, window=window, status=status, **fields
        )
        self._states.publish(self.topics.window(window), state, retain=True)

    def call(self, number: int, ticket: str, call: str, **fields: Any) -> None:
        """A window calls a ticket."""
        self.window(number, WindowStatus.CALLED, number=ticket, call=call, **fields)

    def pump(self) -> None:
        """Let the loop and the cards each do a little."""
        self.runner.step(0.002)
        if self._end is None:
            return
        data = self._end.read(0)
        self.heard += data
        if data and self.swallow:
            self.swallow -= 1
            data = b""
        for card in self.cards.values() if data else ():
            for each in card.feed(data, self.seconds):
                if isinstance(each, Send):
                    self._coming.append((self.seconds + self.late, each.data))
        while self._coming and self._coming[0][0] <= self.seconds:
            self._adapter.says(self._coming.pop(0)[1])
        end = time.monotonic() + _PATIENCE
        while self._adapter.busy:  # the hall's clock is not faster than the reader's thread
            assert time.monotonic() < end, "nobody reads the line"
            self.runner.step(0.0005)

    def until(self, holds: Callable[[], bool]) -> None:
        """Pump, with the hand-held clock creeping, until it holds."""
        end = time.monotonic() + _PATIENCE
        while not holds():
            assert time.monotonic() < end, (self.shown(), self.reports())
            self.seconds += _CREEP
            self.pump()

    def pass_by(self, seconds: float) -> None:
        """Let time pass, slowly enough for answers to arrive in theirs."""
        for _ in range(round(seconds / _STEP)):
            self.seconds += _STEP
            for _ in range(3):
                self.pump()

    def skip(self, seconds: float) -> None:
        """Let a time pass in which nothing is on the way."""
        self.pass_by(0.2)  # what is on the way arrives
        self.seconds += seconds

    def shown(self) -> dict[int, str]:
        """What a person reads on each sign."""
        return {address: card.look().text for address, card in self.cards.items()}

    def hand(self, address: int, words: str) -> None:
        """Do something to a card."""
        self.cards[address].hand(words.split(), self.seconds)

    def liveness(self, window: int) -> DeviceState:
        """The retained `$state` of a sign."""
        state: DeviceState = self.memory.retained(
            self.topics.liveness(Kind.DISPLAY, window), DeviceState
        )
        return state

    def ready(self, window: int) -> bool:
        return self.liveness(window).state is Liveness.READY

    def alert(self, window: int) -> Alert | None:
        """The retained alert of a sign."""
        topic = self.topics.alert(Kind.DISPLAY, window, "no-answer")
        return self.memory.retained(topic, Alert) if topic in self.broker.retained else None

    def reports(self) -> list[tuple[str, bool]]:
        """What the ledger was told, without repetitions of the same request."""
        seen = {each.id: (each.call, each.delivered) for each in self.asked}
        return list(seen.values())


DisplayStarter = Callable[..., DisplayHall]
