"""Wires that take nothing, lead nowhere or raise what they like: the loop and the others go on.

Each case hangs a bad wire and a good one on one loop. The bad one is real where it can be: a socket
whose far end accepts nobody, a terminal that nobody reads.
"""

from __future__ import annotations

import os
import pty
import socket
import termios
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import replace
from typing import Any

import pytest
import serial

from broker.domain.errors import LinkClosed, LinkError, LinkMissing
from broker.link import pushing
from broker.link.base import ByteLink
from broker.link.opening import open_link
from broker.link.pair import PairLink
from broker.service.device_line import DeviceLine, End
from broker.service.ports import DevicePort, open_for
from broker.service.runner import Runner
from broker.service.session import Action, Done, Write
from queue_display.driver import SignDriver
from queue_display.models.onbon import DRIVER as ONBON
from tests.stages.guest_drivers import MUTE_SIGN

AT_ONCE = 2.0  # seconds; whoever waits for a hung wire waits for ever
LONG = b"x" * 100_000  # more than any buffer of a terminal or a socket that nobody reads

SIGN = replace(MUTE_SIGN, session=lambda _addresses: Plain())


class Plain:
    """A session that writes what it is told, and is done with that."""

    def submit(self, command: bytes, _now: float) -> list[Action]:
        return [Write(command), Done(command, None)]

    def receive(self, _reply: Any, _now: float) -> list[Action]:
        return []

    def tick(self, _now: float) -> list[Action]:
        return []

    def next_wakeup(self) -> float | None:
        return None


class Wire:
    """One line of the loop, and what became of it."""

    def __init__(self, runner: Runner, opener: Callable[[], ByteLink], driver: SignDriver = SIGN):
        self.heard: list[Any] = []
        port = DevicePort("led", "the bench", driver, opener)
        self.line: DeviceLine[Any] = DeviceLine(runner, port, Plain, self)
        self.line.start()

    @property
    def down(self) -> list[str]:
        return [str(each) for each in self.heard if isinstance(each, LinkError)]

    def line_up(self, _now: float) -> None:
        self.heard.append("up")

    def line_down(self, error: LinkError, _now: float) -> None:
        self.heard.append(error)

    def ended(self, end: End, _now: float) -> None:
        self.heard.append(end)

    def reported(self, event: Any, _now: float) -> None:
        self.heard.append(event)


class Loop:
    """A loop with a good wire beside the bad one. `leap` moves its clock, not ours."""

    def __init__(self) -> None:
        self._ahead = 0.0
        self.runner = Runner(clock=lambda: time.monotonic() + self._ahead)
        self.far: PairLink | None = None
        self.good = Wire(self.runner, self._open)
        self._wires = [self.good]
        self.slowest = 0.0

    def hang(self, opener: Callable[[], ByteLink]) -> Wire:
        self._wires.append(Wire(self.runner, opener))
        return self._wires[-1]

    def leap(self, seconds: float) -> None:
        self._ahead += seconds

    def until(self, holds: Callable[[], bool], seconds: float = 5.0) -> None:
        """Turn until it holds; the good wire is asked meanwhile, and its slowest answer kept."""
        end = time.monotonic() + seconds
        while not holds():
            assert time.monotonic() < end, [each.heard for each in self._wires]
            self.ask()

    def ask(self) -> None:
        begun = time.monotonic()
        self.runner.step(0.01)
        if self.far is not None and self.good.line.up:
            self.good.line.submit(b"?")
            assert self.far.read(5.0)
        self.slowest = max(self.slowest, time.monotonic() - begun)

    def close(self) -> None:
        for wire in self._wires:
            wire.line.stop()

    def _open(self) -> ByteLink:
        near, self.far = PairLink.pair()
        return near


@pytest.fixture
def loop() -> Iterator[Loop]:
    made = Loop()
    made.until(lambda: made.far is not None and made.good.line.up)
    made.slowest = 0.0
    yield made
    made.close()


@pytest.fixture
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody waits five seconds for a far end in a test."""
    monkeypatch.setattr(pushing, "PATIENCE", 0.3)


@pytest.fixture
def hole() -> Iterator[str]:
    """An address at which packets vanish: a listener whose queue is full and stays so."""
    with ExitStack() as held:
        listener = held.enter_context(socket.socket())
        listener.bind(("127.0.0.1", 0))
        listener.listen(0)
        for _ in range(4):
            caller = held.enter_context(socket.socket())
            caller.setblocking(False)
            caller.connect_ex(listener.getsockname())
        host, port = listener.getsockname()
        yield f"tcp:{host}:{port}"


@pytest.fixture
def deaf() -> Iterator[str]:
    """A terminal that nobody reads."""
    master, slave = pty.openpty()
    yield os.ttyname(slave)
    os.close(master)
    os.close(slave)


@pytest.fixture
def mute() -> Iterator[str]:
    """A socket whose far end takes the connection and reads nothing."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        yield f"tcp:127.0.0.1:{listener.getsockname()[1]}"


@pytest.mark.expects_warnings
def test_a_black_hole_keeps_nobody_waiting(loop: Loop, hole: str) -> None:
    bad = loop.hang(lambda: open_link(hole, 9600))
    loop.until(lambda: bool(bad.down))
    assert loop.slowest < AT_ONCE
    assert "nobody answers there" in bad.down[0]


@pytest.mark.expects_warnings
def test_a_name_whose_lookup_hangs_keeps_nobody_waiting(
    loop: Loop, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is told before the lookup comes back, and taken when it did."""
    found = threading.Event()

    def lookup(*_: object, **__: object) -> Any:
        found.wait(10.0)
        raise socket.gaierror(-3, "Temporary failure in name resolution")

    monkeypatch.setattr(socket, "getaddrinfo", lookup)
    bad = loop.hang(lambda: open_link("tcp:sign-1.hall:5005", 9600))
    for _ in range(30):
        loop.ask()
    assert bad.heard == []
    loop.leap(6.0)
    loop.until(lambda: bool(bad.down))
    assert "has not opened for 5 s" in bad.down[0]
    assert loop.slowest < AT_ONCE
    found.set()
    loop.until(lambda: "name resolution" in bad.down[-1])


@pytest.mark.expects_warnings
@pytest.mark.parametrize("place", ["deaf", "mute"])
@pytest.mark.usefixtures("quick")
def test_a_far_end_that_takes_nothing_is_down_and_keeps_nobody_waiting(
    loop: Loop, place: str, request: pytest.FixtureRequest
) -> None:
    where = request.getfixturevalue(place)
    bad = loop.hang(lambda: open_link(where, 9600))
    loop.until(lambda: bad.line.up)
    for _ in range(100):
        bad.line.submit(LONG)
    loop.until(lambda: bool(bad.down))
    assert loop.slowest < AT_ONCE
    assert "takes no bytes for" in bad.down[0]
    assert not [each for each in bad.heard if isinstance(each, Done) and each.command != LONG]
    loop.leap(20.0)
    loop.until(lambda: bad.heard.count("up") == 2)  # it is tried again by itself


@pytest.mark.expects_warnings
@pytest.mark.usefixtures("quick")
def test_what_is_not_out_is_not_done(loop: Loop, deaf: str) -> None:
    bad = loop.hang(lambda: open_link(deaf, 9600))
    loop.until(lambda: bad.line.up)
    bad.line.submit(LONG)
    loop.until(lambda: bool(bad.down))
    assert not [each for each in bad.heard if isinstance(each, Done)]


def test_what_waits_for_the_wire_arrives_whole_and_in_order(loop: Loop) -> None:
    """A far end that reads slowly has a line that is slow, and not one that loses."""
    master, slave = pty.openpty()
    port = os.ttyname(slave)
    wire = loop.hang(lambda: open_link(port, 115200))
    loop.until(lambda: wire.line.up)
    pieces = [bytes([48 + number]) * 3000 for number in range(10)]
    for piece in pieces:
        wire.line.submit(piece)
    came = bytearray()

    def read() -> bool:
        came.extend(os.read(master, 700))
        return len(came) >= 30_000

    loop.until(read)
    loop.until(lambda: len(wire.heard) == 11)
    assert bytes(came) == b"".join(pieces)
    assert wire.heard == ["up", *(Done(piece, None) for piece in pieces)]
    assert loop.slowest < AT_ONCE
    wire.line.stop()
    os.close(master)
    os.close(slave)


ODD: dict[str, BaseException] = {
    "OSError": OSError(5, "Input/output error"),
    "ValueError": ValueError("embedded null byte"),
    "UnicodeError": UnicodeError("label empty or too long"),
    "termios.error": termios.error(25, "Inappropriate ioctl for device"),
    "SerialException": serial.SerialException("write failed"),
    "TypeError": TypeError("'NoneType' object cannot be interpreted as an integer"),
    "AssertionError": AssertionError(),
    "a library that ends the program": SystemExit("no such device"),
}


class Odd:
    """A driver's own link that raises `error` at one of its methods."""

    name = "usb:1"

    def __init__(self, at: str, error: BaseException) -> None:
        self._at, self._error = at, error
        self._near, _ = PairLink.pair()

    def read(self, timeout: float | None) -> bytes:
        self._fail("read")
        return self._near.read(timeout)

    def write(self, data: bytes) -> None:
        self._fail("write")
        self._near.write(data)

    def write_now(self, data: bytes) -> bytes:
        self._fail("write_now")
        return data

    def close(self) -> None:
        self._near.close()
        self._fail("close")

    def _fail(self, place: str) -> None:
        if place == self._at:
            raise self._error


@pytest.mark.expects_warnings
@pytest.mark.parametrize("error", ODD.values(), ids=ODD)
@pytest.mark.parametrize("at", ["open", "read", "write", "write_now"])
def test_whatever_a_port_raises_is_a_line_down_and_tried_again(
    loop: Loop, at: str, error: BaseException
) -> None:
    def opener() -> ByteLink:
        if at == "open":
            raise error
        return Odd(at, error)

    bad = loop.hang(opener)
    if at in ("write", "write_now"):
        loop.until(lambda: bad.line.up)
        bad.line.submit(b"x")
    loop.until(lambda: bool(bad.down))
    assert all(each.strip() and "Traceback" not in each for each in bad.down)
    loop.leap(20.0)
    again = (lambda: len(bad.down) == 2) if at == "open" else (lambda: bad.heard.count("up") == 2)
    loop.until(again)


@pytest.mark.expects_warnings
@pytest.mark.parametrize("error", ODD.values(), ids=ODD)
def test_whatever_a_closing_raises_the_port_is_opened_again(
    loop: Loop, error: BaseException
) -> None:
    bad = loop.hang(lambda: Odd("close", error))
    loop.until(lambda: bad.line.up)
    bad.line.stop()
    bad.line.start()
    loop.until(lambda: bad.heard.count("up") == 2)


class Hung:
    """A driver's own link one of whose methods never comes back, until the test lets it."""

    name = "usb:2"
    free: threading.Event

    def __init__(self, at: str) -> None:
        self._at = at
        self._near, _ = PairLink.pair()

    def read(self, timeout: float | None) -> bytes:
        return self._near.read(timeout)

    def write(self, data: bytes) -> None:
        self._hang("write")
        self._near.write(data)

    def close(self) -> None:
        self._hang("close")
        self._near.close()

    def _hang(self, place: str) -> None:
        if place == self._at:
            self.free.wait(20.0)


@pytest.fixture
def free() -> Iterator[threading.Event]:
    Hung.free = threading.Event()
    yield Hung.free
    Hung.free.set()


@pytest.mark.expects_warnings
@pytest.mark.usefixtures("free")
def test_a_write_that_never_comes_back_is_a_line_down_and_tried_again(loop: Loop) -> None:
    bad = loop.hang(lambda: Hung("write"))
    loop.until(lambda: bad.line.up)
    bad.line.submit(b"x")
    loop.ask()
    assert bad.heard == ["up"]
    loop.leap(11.0)
    loop.until(lambda: bool(bad.down))
    assert "takes nothing" in bad.down[0]
    assert loop.slowest < AT_ONCE
    loop.leap(20.0)
    loop.until(lambda: bad.heard.count("up") == 2)


@pytest.mark.usefixtures("free")
def test_a_closing_that_never_comes_back_is_waited_for_less_than_a_minute(loop: Loop) -> None:
    bad = loop.hang(lambda: Hung("close"))
    loop.until(lambda: bad.line.up)
    bad.line.stop()
    bad.line.start()
    for _ in range(10):
        loop.ask()
    assert bad.heard == ["up"], "it is not opened beside itself"
    loop.leap(50.0)
    loop.until(lambda: bad.heard.count("up") == 2)
    assert loop.slowest < AT_ONCE


@pytest.mark.expects_warnings
def test_a_driver_that_hangs_for_ever_takes_no_more_threads_than_a_few(
    loop: Loop, free: threading.Event
) -> None:
    bad = loop.hang(lambda: Hung("write"))
    before = threading.active_count()
    for _ in range(12):
        bad.line.submit(b"x")
        loop.ask()
        loop.leap(60.0)
        for _ in range(5):
            loop.ask()
    assert threading.active_count() - before < 10
    assert "it hangs" in bad.down[-1]
    free.set()
    loop.until(lambda: threading.active_count() - before <= 2)
    ups = bad.heard.count("up")
    loop.leap(60.0)
    loop.until(lambda: bad.heard.count("up") > ups)


def test_an_opening_nobody_waits_for_any_more_leaves_no_link_open(loop: Loop) -> None:
    opened, free = [], threading.Event()

    def opener() -> ByteLink:
        free.wait(10.0)
        opened.append(PairLink.pair())
        return opened[-1][0]

    bad = loop.hang(opener)
    loop.ask()
    bad.line.stop()
    assert loop.slowest < AT_ONCE
    free.set()

    def closed() -> bool:
        try:
            return bool(opened) and opened[0][1].read(0.0) != b""
        except LinkClosed:
            return True

    loop.until(closed)
    assert bad.heard == []


@pytest.mark.parametrize(
    "place", ["tcp:192.168.1..50:5005", f"tcp:{'a' * 64}.b:5005", "127.0.0.1:99999", "./a\0b"]
)
def test_a_place_that_can_be_none_is_a_port_that_is_missing(place: str) -> None:
    with pytest.raises(LinkMissing):
        open_link(place, 9600)


@pytest.mark.parametrize("baud", [-1, 57601_000_000, 2**70])
def test_a_speed_that_no_port_has_is_a_port_that_is_missing(deaf: str, baud: int) -> None:
    with pytest.raises(LinkMissing):
        open_link(deaf, baud)


def test_whatever_a_drivers_own_link_raises_is_a_link_error() -> None:
    def link(_place: str, _baud: int) -> ByteLink:
        raise KeyError("claim_interface")

    with pytest.raises(LinkError, match="usb:1: onbon cannot open it: 'claim_interface'"):
        open_for(replace(ONBON, link=link), "usb:1", None)
