"""A ledger, the clock-in service and a simulated reader on a memory cable, stepped by hand."""

from __future__ import annotations

from dataclasses import dataclass, field

from broker.bus.base import Delivery
from broker.bus.local import LocalBus
from broker.domain.attendance.facts import PunchRecorded
from broker.domain.hall import Hall, Reader, Wire
from broker.service.life import Service
from broker.wire.messages import Alert, DeviceState, ReaderPhase, ReaderState
from broker.wire.topics import Kind
from fingerprint.service import ClockIn
from firmware_mocks.ef01 import MOCK
from firmware_mocks.firmware import Firmware
from tests.stages.device_hall import DeviceHall
from tests.stages.halls import EvenClock, small_hall

READER = "door"


def reader_hall() -> Hall:
    """The small hall (staff 101, 102, 103 in slots 1, 2, 3) with one reader."""
    return small_hall(
        lines=(Wire(id="clockin", driver="ef01", port="tty/clockin", baud=57600),),
        readers=(Reader(id=READER, line="clockin"),),
    )


@dataclass
class ReaderHall(DeviceHall):
    """One reader.

    The invented fingers bear the staff numbers; `lodger` is enrolled and no member of staff.
    """

    hall: Hall = field(default_factory=reader_hall)
    told: list[ReaderState] = field(default_factory=list)
    role = "clockin"
    patience = 6.0

    def simulated(self) -> dict[int, Firmware]:
        fingers = {"enrolled": "101:1,102:2,103:3,lodger:9", "fast": "yes"}
        return {1: MOCK.make(1, {**fingers, **self.options})}

    def build(self, service: Service) -> None:
        self.clock_in = ClockIn(service, self.open, EvenClock())

    def start(self) -> None:
        super().start()
        self.passes(0.5)

    def watch(self, bus: LocalBus) -> None:
        super().watch(bus)
        bus.subscribe(self.topics.readers(), ReaderState, self.hear)
        bus.subscribe(self.topics.liveness(Kind.READER, READER), DeviceState, self.hear)

    def hear(self, delivery: Delivery) -> None:
        super().hear(delivery)
        if isinstance(delivery.message, ReaderState):
            self.told.append(delivery.message)

    def hand(self, words: str, address: int = 1) -> None:
        super().hand(words, address)

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
        return self.facts(PunchRecorded)

    @property
    def liveness(self) -> DeviceState:
        state: DeviceState = self.heard[self.topics.liveness(Kind.READER, READER)]
        return state

    def alert(self, code: str) -> Alert | None:
        return self.heard.get(self.topics.alert(Kind.READER, READER, code))
