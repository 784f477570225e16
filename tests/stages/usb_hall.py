"""A hall of real processes whose readers hang on a simulated USB, to be touched and broken."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from broker.bus.base import Delivery
from broker.domain.attendance.facts import PunchRecorded
from broker.domain.clients import clients
from broker.ledger.reading import read
from broker.ledger.rows import recorded
from broker.ledger.service import FILE
from broker.mosquitto import Mosquitto
from broker.settings import Settings
from broker.wire.messages import Alert, DeviceState, Liveness, ReaderPhase, ReaderState
from broker.wire.topics import Kind
from firmware_mocks.ef01 import make_usb
from firmware_mocks.usb.descriptors import Description
from firmware_mocks.usb.endpoints import Endpoints, TransferEndpoints
from firmware_mocks.usb.kernel_bus import KernelBus, RootPort
from tests.stages.processes import HALL, Person
from tests.stages.victims import LEADER, Victim, broker

CLOCK_IN = ("broker.cli", "run", "clockin")
_READER = """
[[lines]]
id = "{line}"
driver = "{driver}"
port = "usb:1-{place}"

[[readers]]
id = "{reader}"
line = "{line}"
"""
_MEMBER = """
[[staff]]
id = "{id}"
name = "测试员"
role = "clerk"
slot = {slot}
"""
PATIENCE = 60.0  # seconds until somebody who waits gives up; a busy machine may be slow


def waited(true: Callable[[], bool], seconds: float) -> bool:
    """Whether it came true in that time."""
    end = time.monotonic() + seconds
    while not true():
        if time.monotonic() >= end:
            return False
        time.sleep(0.01)
    return True


def until(true: Callable[[], bool], what: str) -> None:
    """Returns once it is true; fails with what did not come."""
    assert waited(true, PATIENCE), f"waited in vain for {what}"


def hall_file(
    folder: Path, readers: tuple[str, ...], members: int, driver: str = "ef01-usb"
) -> Path:
    """The hall of eight windows with these readers, so many more people in slots of theirs,
    `1000` in the first, and a duty leader, `900`."""
    folder.mkdir(parents=True, exist_ok=True)
    for file in HALL.parent.iterdir():
        (folder / file.name).write_bytes(file.read_bytes())
    more = [
        _READER.format(line=f"line-{each}", reader=each, place=place, driver=driver)
        for place, each in enumerate(readers, 1)
    ]
    more += [_MEMBER.format(id=1000 + slot, slot=slot) for slot in range(members)]
    with (folder / HALL.name).open("a", encoding="utf-8") as hall:
        hall.writelines([*more, LEADER])
    return folder / HALL.name


@dataclass
class Eye:
    """Somebody who sees the screens beside the readers, and what staff is told of them."""

    told: dict[str, ReaderState] = field(default_factory=dict)
    recognised: dict[str, set[str]] = field(default_factory=dict)  # by staff: at which readers
    states: dict[str, DeviceState] = field(default_factory=dict)
    alerts: dict[str, Alert | None] = field(default_factory=dict)

    def look(self, person: Person) -> None:
        """Hear all of it from now on."""
        topics, bus = person.topics, person.bus

        def listen(_event: object) -> None:
            bus.subscribe(topics.readers(), ReaderState, self._reader)
            bus.subscribe(topics.livenesses(), DeviceState, self._state)
            bus.subscribe(topics.alerts(), Alert, self._alert)

        person.runner.post(listen, None)

    def _reader(self, delivery: Delivery) -> None:
        state = delivery.message
        if isinstance(state, ReaderState):
            self.told[state.reader] = state
            if state.phase is ReaderPhase.RECOGNISED:
                self.recognised.setdefault(state.staff, set()).add(state.reader)

    def _state(self, delivery: Delivery) -> None:
        if isinstance(delivery.message, DeviceState):
            self.states[delivery.topic] = delivery.message

    def _alert(self, delivery: Delivery) -> None:
        self.alerts[delivery.topic] = delivery.message


@dataclass
class UsbHall:
    """`modules` are the readers' in the order of their names; `person` sees and asks."""

    settings: Settings
    mosquitto: Mosquitto
    bus: KernelBus
    modules: dict[str, Endpoints | TransferEndpoints]
    ledger: Victim
    clock_in: Victim
    person: Person
    eye: Eye

    def hand(self, reader: str, words: str) -> None:
        """A person does something at a reader."""
        self.modules[reader].hand(words, time.monotonic())

    def state(self, reader: str) -> DeviceState | None:
        """What the hall says of a reader."""
        return self.eye.states.get(self.person.topics.liveness(Kind.READER, reader))

    def alert(self, reader: str, code: str) -> Alert | None:
        """An alert of a reader that stands."""
        places = (
            topic for topic in self.eye.alerts if f"/{reader}/" in topic and topic.endswith(code)
        )
        return next((self.eye.alerts[each] for each in places), None)

    def ledger_is_up(self) -> None:
        """Wait until its file can be read."""
        topic = self.person.topics.liveness(Kind.SERVICE, "ledger")
        until(
            lambda: (
                (state := self.eye.states.get(topic)) is not None and state.state is Liveness.READY
            ),
            "the ledger",
        )

    def ready(self, reader: str) -> None:
        """Wait until it may be touched."""
        until(
            lambda: (state := self.state(reader)) is not None and state.state is Liveness.READY,
            f"{reader} to be ready: {self.state(reader)}",
        )

    def touch(self, reader: str, staff: str) -> None:
        """Lay the finger there until the screen says it was known, and lift it."""
        self.hand(reader, f"finger {staff}")
        until(lambda: reader in self.eye.recognised.get(staff, ()), f"{staff} at {reader}")
        self.hand(reader, "lift")

    def punches(self) -> list[PunchRecorded]:
        """Those in the ledger's file."""
        facts = (recorded(row).fact for row in read(self.settings.run / FILE))
        return [each for each in facts if isinstance(each, PunchRecorded)]


@contextmanager
def usb_hall(
    folder: Path,
    monkeypatch: pytest.MonkeyPatch,
    readers: tuple[str, ...],
    members: int,
    clock_in: tuple[str, ...] = CLOCK_IN,
) -> Iterator[UsbHall]:
    """It is up: every module is ready. `clock_in` is what owns the readers."""
    enrolled = ",".join(f"{1000 + slot}:{slot}" for slot in range(members))
    options = {"fast": "yes", "enrolled": enrolled, "capacity": str(max(300, members))}
    modules = {each: Endpoints(make_usb(1, options)) for each in readers}
    ports = [RootPort(Description(0x2109, 0x7638), each) for each in modules.values()]
    file = hall_file(folder / "hall", readers, members)
    with hall_of(
        folder, monkeypatch, file, dict(zip(readers, ports, strict=True)), clock_in
    ) as hall:
        yield hall


@contextmanager
def hall_of(
    folder: Path,
    monkeypatch: pytest.MonkeyPatch,
    file: Path,
    plugged: dict[str, RootPort],
    clock_in: tuple[str, ...] = CLOCK_IN,
) -> Iterator[UsbHall]:
    """The same of any readers: what is plugged in, by the readers' names in `file`."""
    ports = list(plugged.values())
    modules: dict[str, Endpoints | TransferEndpoints] = {
        name: port.endpoints
        for name, port in plugged.items()
        if isinstance(port.endpoints, Endpoints | TransferEndpoints)
    }
    with ExitStack() as undo:
        bus = undo.enter_context(KernelBus(ports))
        mosquitto, settings = undo.enter_context(broker(folder, monkeypatch, file))
        ledger = undo.enter_context(Victim(settings))
        keeper = Victim(settings, *clock_in, environment=bus.belongings)
        undo.enter_context(keeper)
        person = undo.enter_context(Person(settings, "eye"))
        names = [each.name for each in clients(settings.hall)]
        person.runner.post(person.bus.prepare, names)  # of a hall that several tests share
        hall = UsbHall(settings, mosquitto, bus, modules, ledger, keeper, person, Eye())
        hall.eye.look(person)
        hall.ledger_is_up()
        for reader in plugged:
            hall.ready(reader)
        yield hall
