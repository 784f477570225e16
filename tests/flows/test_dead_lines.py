"""Every role with a line that hangs, leads nowhere or takes nothing: it is told, and tried again,
and the other line of the role is served in less than 0.2 s all the while."""

from __future__ import annotations

import os
import pty
import queue
import re
import socket
import threading
import time
import tty
from collections.abc import Callable, Iterator
from contextlib import ExitStack, suppress
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from broker.domain.alerts import AlertCode
from broker.domain.hall import Display, EvaluatorPost, KeypadPost, Reader, Wire
from broker.link import pushing
from broker.link.base import ByteLink
from broker.link.opening import open_link
from broker.link.pair import PairLink
from broker.service.life import Service
from broker.service.ports import DevicePort
from broker.service.runner import Runner
from broker.wire.messages import Alert, DeviceState, Liveness
from broker.wire.topics import Kind
from evaluator.service import Evaluators
from fingerprint.service import ClockIn
from kiosk.printing.models.escpos import DRIVER as ESCPOS
from kiosk.printing.outcome import Result, SlipFailed, SlipJob
from kiosk.printing.slip import Slip
from kiosk.printing.station import Station
from kiosk.printing.trouble import PrinterState, PrinterTrouble
from queue_display.service import Displays
from tests.stages.halls import small_hall
from tests.stages.memory import MemoryHall

AT_ONCE = 0.2
Build = Callable[[Service, Callable[[Wire], ByteLink]], object]


@dataclass(frozen=True)
class Role:
    """What a role has on the lines `good` and `bad`, and how its device on the bad one is named."""

    driver: str
    tables: dict[str, Any]
    build: Build
    kind: Kind
    key: object
    code: AlertCode


def on(kind: type[Any]) -> tuple[Any, ...]:
    return tuple(kind(window=n, line=line, address=1) for n, line in ((1, "good"), (2, "bad")))


NONE: dict[str, Any] = {"displays": (), "evaluators": (), "keypads": (), "readers": ()}
READERS = tuple(Reader(id=line, line=line) for line in ("good", "bad"))
ROLES = {
    "displays": Role(
        "onbon", {"displays": on(Display)}, Displays, Kind.DISPLAY, 2, AlertCode.NO_ANSWER
    ),
    "evaluators": Role(
        "ff68",
        {"evaluators": on(EvaluatorPost)},
        Evaluators,
        Kind.EVALUATOR,
        2,
        AlertCode.LINE_LOST,
    ),
    "keypads": Role(
        "ff68", {"keypads": on(KeypadPost)}, Evaluators, Kind.KEYPAD, 2, AlertCode.LINE_LOST
    ),
    "clockin": Role(
        "ef01", {"readers": READERS}, ClockIn, Kind.READER, "bad", AlertCode.READER_AWAY
    ),
}


TAKES_NOTHING = re.compile("takes no|不收")  # within an alert it is Chinese


class Stage:
    """A role on a clock that is ours and can leap."""

    def __init__(self, folder: Path, role: Role, opener: Callable[[], ByteLink]) -> None:
        wires = tuple(Wire(id=each, driver=role.driver, port=each) for each in ("good", "bad"))
        hall = small_hall(**{**NONE, "lines": wires, **role.tables})
        self._bad = opener
        self._ahead = 0.0
        self.tries = 0
        self.good: PairLink | None = None
        self.slowest = 0.0
        self.memory = MemoryHall(folder, hall)
        self.runner = Runner(clock=lambda: time.monotonic() + self._ahead)
        self.service = self.memory.join("role", self.runner)
        self.state_topic = self.memory.topics.liveness(role.kind, role.key)
        self.alert_topic = self.memory.topics.alert(role.kind, role.key, role.code)
        role.build(self.service, self.open)
        self.service.bus.start()

    def open(self, wire: Wire) -> ByteLink:
        if wire.id == "bad":
            self.tries += 1
            return self._bad()
        near, self.good = PairLink.pair()
        return near

    def until(self, holds: Callable[[], bool], seconds: float = 8.0) -> None:
        end = time.monotonic() + seconds
        while not holds():
            assert time.monotonic() < end, (self.told(), self.tries)
            begun = time.monotonic()
            self.runner.step(0.02)
            self.slowest = max(self.slowest, time.monotonic() - begun)

    def leap(self, seconds: float) -> None:
        self._ahead += seconds

    def told(self) -> DeviceState:
        state: DeviceState = self.memory.retained(self.state_topic, DeviceState)
        return state

    def is_down(self) -> bool:
        return (
            self.told().state is Liveness.LOST and self.alert_topic in self.memory.broker.retained
        )

    def alert(self) -> Alert:
        alert: Alert = self.memory.retained(self.alert_topic, Alert)
        return alert


@pytest.fixture
def undo() -> Iterator[ExitStack]:
    with ExitStack() as stack:
        yield stack


def nowhere(_undo: ExitStack) -> Callable[[], ByteLink]:
    return lambda: open_link("tcp:192.168.1..50:5005", 9600)


def lookup(undo: ExitStack) -> Callable[[], ByteLink]:
    """A name that nobody finds out about."""
    free = threading.Event()
    undo.callback(free.set)

    def hang() -> ByteLink:
        free.wait(20.0)
        raise socket.gaierror(-3, "Temporary failure in name resolution")

    return hang


def hole(undo: ExitStack) -> Callable[[], ByteLink]:
    """A listener whose queue is full: a connection is neither taken nor refused."""
    listener = undo.enter_context(socket.socket())
    listener.bind(("127.0.0.1", 0))
    listener.listen(0)
    for _ in range(4):
        caller = undo.enter_context(socket.socket())
        caller.setblocking(False)
        caller.connect_ex(listener.getsockname())
    place = "tcp:{}:{}".format(*listener.getsockname())
    return lambda: open_link(place, 9600)


TROUBLES = {"nowhere": nowhere, "lookup": lookup, "hole": hole}


@pytest.mark.expects_warnings
@pytest.mark.parametrize("trouble", TROUBLES.values(), ids=TROUBLES)
@pytest.mark.parametrize("role", ROLES.values(), ids=ROLES)
def test_a_line_that_does_not_open_is_told_and_the_other_served(
    tmp_path: Path, undo: ExitStack, role: Role, trouble: Callable[[ExitStack], Any]
) -> None:
    stage = Stage(tmp_path, role, trouble(undo))
    undo.callback(stage.service.at_end.close)
    stage.until(lambda: stage.good is not None)
    for _ in range(20):
        stage.until(lambda: True)
        stage.runner.step(0.01)
    stage.leap(6.0)
    stage.until(stage.is_down)
    assert stage.slowest < AT_ONCE
    assert stage.told().reason
    assert stage.alert().zh
    tries = stage.tries
    if trouble is not lookup:  # that one is still at its first
        stage.leap(20.0)
        stage.until(lambda: stage.tries > tries)


@pytest.fixture
def deaf(undo: ExitStack) -> str:
    """A terminal that is full, and nobody reads it."""
    master, slave = pty.openpty()
    undo.callback(os.close, master)
    undo.callback(os.close, slave)
    tty.setraw(slave)
    os.set_blocking(slave, False)
    for size in (4096, 1) * 10:
        time.sleep(0.01)  # the kernel moves what it took, and then there is room again
        with suppress(BlockingIOError):
            while True:
                os.write(slave, bytes(size))
    return os.ttyname(slave)


@pytest.fixture
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody waits five seconds for a far end in a test."""
    monkeypatch.setattr(pushing, "PATIENCE", 0.5)


@pytest.mark.expects_warnings
@pytest.mark.usefixtures("quick")
@pytest.mark.parametrize("role", [ROLES["displays"], ROLES["clockin"]], ids=["displays", "clockin"])
def test_a_line_that_takes_nothing_is_told_and_the_other_served(
    tmp_path: Path, undo: ExitStack, deaf: str, role: Role
) -> None:
    stage = Stage(tmp_path, role, lambda: open_link(deaf, 9600))
    undo.callback(stage.service.at_end.close)
    stage.until(lambda: stage.good is not None)
    for _ in range(20):
        stage.runner.step(0.01)
    stage.leap(40.0)  # a sign is looked at twice a minute
    stage.until(lambda: TAKES_NOTHING.search(stage.told().reason) is not None)
    assert stage.is_down()
    assert stage.slowest < AT_ONCE
    stage.leap(20.0)
    stage.until(lambda: stage.tries >= 2)


SLIP = SlipJob(
    "touch-0001",
    Slip(
        hall="测试大厅",
        hall_en="Test Hall",
        number="A012",
        code="ticket-12",
        queue="甲",
        queue_en="Alpha",
        ahead=5,
        at=datetime(2026, 3, 2, 9, 41, tzinfo=ZoneInfo("Asia/Shanghai")),
    ),
)


@pytest.mark.parametrize("trouble", [lookup, hole])
def test_a_printers_line_that_does_not_open_keeps_no_visitor_waiting(
    undo: ExitStack, trouble: Callable[[ExitStack], Any]
) -> None:
    heard: queue.SimpleQueue[Result] = queue.SimpleQueue()
    port = DevicePort("printer", "the test's wire", ESCPOS, trouble(undo))
    station = Station(port, lambda _handler, event: heard.put(event), heard.put)
    station.start()
    undo.callback(station.stop)
    time.sleep(0.05)  # the station is at its port
    begun = time.monotonic()
    station.print(SLIP)
    while not isinstance(result := heard.get(timeout=60.0), SlipFailed):
        assert isinstance(result, PrinterState)
    assert result == SlipFailed(SLIP, PrinterTrouble.UNPLUGGED)
    assert time.monotonic() - begun < AT_ONCE
    begun = time.monotonic()
    station.stop()
    assert time.monotonic() - begun < 1.0


@pytest.mark.expects_warnings
@pytest.mark.usefixtures("quick")
def test_a_printer_that_takes_nothing_is_told_and_tried_again(undo: ExitStack, deaf: str) -> None:
    heard: queue.SimpleQueue[Result] = queue.SimpleQueue()
    port = DevicePort("printer", deaf, ESCPOS, lambda: open_link(deaf, 9600))
    station = Station(port, lambda _handler, event: heard.put(event), heard.put)
    station.start()
    undo.callback(station.stop)
    while not isinstance(heard.get(timeout=60.0), PrinterState):
        pass
    station.print(replace(SLIP, key="touch-0002"))
    while not isinstance(result := heard.get(timeout=60.0), SlipFailed):
        pass
    assert result.trouble in PrinterTrouble
