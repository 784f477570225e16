"""A whole hall of real processes under `hall up`, its devices simulated on ptys by the test."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from broker.bus.base import Delivery
from broker.commands.audit import read, troubles
from broker.domain.attendance.facts import PunchRecorded
from broker.domain.base import Fact
from broker.domain.calling.requests import CallNext, FinishService, StartService
from broker.domain.clients import clients
from broker.domain.errors import ConfigError
from broker.domain.ratings.facts import RatingGiven
from broker.domain.tickets.facts import HeldAs
from broker.domain.tickets.requests import ActivateTicket, ReserveTicket
from broker.domain.windows.requests import OpenWindow
from broker.ledger.rows import recorded
from broker.ledger.service import FILE
from broker.service.clock import VARIABLE
from broker.service.life import broker_place
from broker.settings import Settings, load
from broker.wire.messages import Alert, DeviceState, Liveness
from broker.wire.topics import Kind
from firmware_mocks.bench.stage import Stage
from tests.stages.processes import Person, morning_clock

FILE_OF_HALL = Path(__file__).parent / "whole_hall" / "hall.toml"
ROLES = ("ledger", "displays", "evaluators", "clockin", "board", "panel:1", "kiosk:kiosk-1")
_PATIENCE = 60.0  # seconds
_REPEATS = 2.2  # seconds in which an evaluator's same key is the same press, sent again


def until(true: Callable[[], Any], what: str, seconds: float = _PATIENCE) -> None:
    """Wait for something to come true."""
    end = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < end, f"waited {seconds} s in vain: {what}"
        time.sleep(0.02)


@dataclass
class AbusedHall:
    """The running hall, its devices, and a person who uses it."""

    settings: Settings
    stage: Stage
    person: Person
    process: subprocess.Popen[bytes]
    log: Path
    states: dict[str, DeviceState] = field(default_factory=dict)
    alerts: dict[str, Alert] = field(default_factory=dict)
    served: int = 0
    pressed_at: dict[int, float] = field(default_factory=lambda: {1: 0.0, 2: 0.0})

    def watch(self) -> None:
        """Follow what the hall says about its devices."""
        topics = self.person.topics
        bus = self.person.bus
        bus.subscribe(topics.livenesses(), DeviceState, self._state)
        bus.subscribe(topics.alerts(), Alert, self._alert)

    def is_well(self) -> None:
        """Every device and service of the hall is there."""
        topics = self.person.topics
        well = [
            *(topics.liveness(Kind.DISPLAY, n) for n in (1, 2)),
            *(topics.liveness(Kind.EVALUATOR, n) for n in (1, 2)),
            topics.liveness(Kind.READER, "reader-1"),
            *(topics.liveness(Kind.SERVICE, s) for s in ("ledger", "displays", "clockin")),
        ]

        def bad() -> list[str]:
            at = self.states
            return [t for t in well if t not in at or at[t].state is not Liveness.READY]

        until(lambda: not bad(), f"a device or service is not ready; {self.states}")

    def serves_somebody(self) -> None:
        """A number is taken, called, shown, served and rated; a finger is recorded."""
        window = 1 + self.served % 2
        here = {"window": window, "clerk": f"10{window}"}
        given = self.person.do(ReserveTicket, queue="qa")
        self.served += 1
        assert given.number == f"A{self.served:03d}", "a number was lost or given for nothing"
        self.person.do(ActivateTicket, ticket=given.ticket, paper=HeldAs.PRINTED)
        called = self.person.do(CallNext, **here)
        assert called.number == given.number
        until(lambda: given.number in self._sign(window), f"{given.number} on the sign")
        self.person.do(StartService, **here)
        self.person.do(FinishService, **here)
        until(lambda: self._evaluator(window).lit, "the evaluator asks")
        time.sleep(max(0.0, self.pressed_at[window] + _REPEATS - time.monotonic()))
        self.pressed_at[window] = time.monotonic()
        self.stage.hand(f"counters@{window} key 3")
        until(lambda: self._count(RatingGiven) == self.served, "the rating is recorded")
        until(
            lambda: self.look("counters", window).evaluator.said == "谢谢", "the evaluator thanks"
        )

    def clocks_in(self) -> None:
        """A finger, and its punch in the ledger."""
        before = self._count(PunchRecorded)
        self.stage.hand("clockin finger 102")
        until(lambda: self._count(PunchRecorded) > before, "the punch is recorded")
        self.stage.hand("clockin lift")

    def goes_on(self) -> None:
        """After whatever was done to it: the hall is as good as before."""
        self.is_well()
        self.serves_somebody()
        self.clocks_in()
        assert self.process.poll() is None
        assert troubles(list(read(self.settings.run / FILE))) == []

    def garble(self, line: str, data: bytes) -> None:
        """Bytes from the device's side of a line, past the device."""
        hosted = self.stage._lines[line]
        assert hosted._port.plugged
        hosted._inbox.put(lambda: hosted._port.write(data))

    def look(self, line: str, address: int) -> Any:
        """What a person sees of one device."""
        for device, look in self.stage.looks():
            if (device.line, device.address) == (line, address):
                return look
        raise KeyError(line, address)

    def child(self, words: str) -> int:
        """The process id of the child with these words in its command line; 0 without one."""
        own = self.process.pid
        for child in Path(f"/proc/{own}/task/{own}/children").read_text().split():
            with contextlib.suppress(OSError):
                line = Path(f"/proc/{child}/cmdline").read_bytes().replace(b"\0", b" ").decode()
                if words in line:
                    return int(child)
        return 0

    def said(self) -> str:
        """The log of all processes."""
        return self.log.read_text("utf-8")

    def _evaluator(self, window: int) -> Any:
        return self.look("counters", window).evaluator

    def _sign(self, window: int) -> str:
        return str(self.look("led", window).text)

    def _count(self, kind: type[Fact]) -> int:
        rows = read(self.settings.run / FILE)
        return sum(isinstance(recorded(row).fact, kind) for row in rows)

    def _state(self, delivery: Delivery) -> None:
        if delivery.message is not None:
            self.states[delivery.topic] = delivery.message

    def _alert(self, delivery: Delivery) -> None:
        if delivery.message is None:
            self.alerts.pop(delivery.topic, None)
        else:
            self.alerts[delivery.topic] = delivery.message


@contextmanager
def abused_hall(folder: Path) -> Iterator[AbusedHall]:
    """Everything up, and somebody at each window."""
    settings = load(FILE_OF_HALL, folder / "run")
    stage = Stage(settings, lambda _line, _event: None)
    stage.start()
    log = folder / "log"
    with log.open("wb") as mouth:
        process = up(settings, mouth)
    try:
        until(lambda: _broker_is_there(settings), "a broker")
        with Person(settings, "abuser") as person:
            names = [each.name for each in clients(settings.hall)]
            person.runner.post(person.bus.prepare, names)
            hall = AbusedHall(settings, stage, person, process, log)
            hall.watch()
            hall.is_well()
            for window in (1, 2):
                person.do(OpenWindow, window=window, clerk=f"10{window}")
            yield hall
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(60)
        stage.stop()


def up(settings: Settings, mouth: Any, *roles: str) -> subprocess.Popen[bytes]:
    """`hall up` on the run directory."""
    place = ["--hall", str(settings.file), "--run", str(settings.run)]
    return subprocess.Popen(
        [sys.executable, "-m", "broker.cli", "up", *place, *(roles or ROLES)],
        stderr=mouth,
        stdout=mouth,
        env={**os.environ, VARIABLE: morning_clock()},
    )


def _broker_is_there(settings: Settings) -> bool:
    with contextlib.suppress(ConfigError):
        broker_place(settings)
        return True
    return False
