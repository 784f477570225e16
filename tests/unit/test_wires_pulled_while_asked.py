"""`hall devices` and `hall probe` while somebody pulls a serial port or ends a connection, at each
byte of an answer (a reader on USB: `test_pulled_while_asked`)."""

from __future__ import annotations

import os
import socket
import struct
import tty
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, cast

import pytest

from broker import cli
from broker.commands import conversation, devices
from broker.domain.hall import Display, Reader, Wire
from broker.domain.kiosks import Kiosk
from broker.link.base import ByteLink
from broker.link.opening import open_link
from broker.registry import Group, load
from broker.service.driver import load_driver
from broker.settings import Settings
from fingerprint.terminal import TerminalDriver
from firmware_mocks.firmware import Firmware, Send
from tests.stages.halls import small_hall

Pull = Callable[[], None]


class Pty:
    """A serial port whose far end is pulled."""

    def __init__(self) -> None:
        self._master, self._slave = os.openpty()
        tty.setraw(self._slave)
        self.place = os.ttyname(self._slave)
        os.set_blocking(self._master, False)
        self._plugged = True

    def met(self) -> None:
        """Somebody opened it: the port is theirs alone."""
        os.close(self._slave)

    def hear(self) -> bytes:
        return os.read(self._master, 65536)

    def say(self, data: bytes) -> None:
        os.write(self._master, data)

    def pull(self) -> None:
        if self._plugged:
            self._plugged = False
            os.close(self._master)


class Tcp:
    """A network device that ends its connection, with a reset or in good order."""

    def __init__(self, *, reset: bool) -> None:
        self._listener = socket.create_server(("127.0.0.1", 0))
        self._reset = reset
        self.place = f"127.0.0.1:{self._listener.getsockname()[1]}"
        self._socket: socket.socket | None = None

    def met(self) -> None:
        self._socket, _ = self._listener.accept()
        self._socket.settimeout(10.0)

    def hear(self) -> bytes:
        assert self._socket is not None
        return self._socket.recv(65536)

    def say(self, data: bytes) -> None:
        assert self._socket is not None
        self._socket.sendall(data)

    def pull(self) -> None:
        self._listener.close()
        gone, self._socket = self._socket, None
        if gone is not None and self._reset:
            gone.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        if gone is not None:
            gone.close()


FAR: dict[str, Callable[[], Any]] = {
    "pulled": Pty,
    "reset": lambda: Tcp(reset=True),
    "ended": lambda: Tcp(reset=False),
}
NEVER = 1 << 20  # bytes; no answer is so long
OVER_TCP = ("reset", "ended")


class Pulled:
    """A real link with a simulated device at its far end, which is pulled when so many bytes of
    its answers have come; -1: before anything was asked."""

    def __init__(self, far: Any, mock: str, at: int) -> None:
        self.answered = 0  # bytes
        self._far, self._left, self._there = far, at, True
        self._device: Firmware = load(Group.MOCK, mock).make(1, {})
        self._now = 0.0
        self._link: ByteLink = open_link(far.place, 9600)
        self.name = self._link.name
        far.met()
        if at < 0:
            self._pull()

    def _pull(self) -> None:
        self._there = False
        self._far.pull()

    def write(self, data: bytes) -> None:
        self._link.write(data)
        if not self._there:
            return
        self._now += 1.0
        said = self._device.feed(self._far.hear(), self._now)
        answer = b"".join(each.data for each in said if isinstance(each, Send))
        if self._left == 0:
            self._pull()
        elif answer:
            self._far.say(answer[: self._left])

    def read(self, timeout: float | None) -> bytes:
        came = self._link.read(timeout)
        self.answered += len(came)
        self._left -= len(came)
        if came and self._left == 0:
            self._pull()
        return came

    def close(self) -> None:
        self._link.close()


@pytest.fixture
def pulled_at(monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[str, str, int], str]]:
    """Have the next link end this way, at this byte, and say where the device is."""
    made: list[Any] = []

    def at(far: str, mock: str, number: int) -> str:
        made.append(FAR[far]())
        for module in (devices, conversation):
            monkeypatch.setattr(module, "open_for", lambda *_: Pulled(made[-1], mock, number))
        return str(made[-1].place)

    yield at
    for each in made:
        each.pull()


PullAt = Callable[[str, str, int], str]

ANSWER = {"ef01": 28, "onbon": 76, "escpos": 4, "zk": 226}
"""Bytes that come when a device of this make is asked who it is."""

SERIAL = ("ef01", "onbon", "escpos")
WIRES = [
    pytest.param(driver, far, id=f"{driver}-{far}")
    for driver in ANSWER
    for far in FAR
    if driver in SERIAL or far in OVER_TCP
]


def moments(driver: str) -> range:
    """At which it is pulled before its last word was heard: all, or of many each seventh."""
    return range(-1, ANSWER[driver], 1 if ANSWER[driver] < 100 else 7)


def the_row(driver: str, place: str) -> devices.Finding:
    """What `hall devices` finds in a hall with one such device."""
    lines = (Wire(id="line", driver=driver, port=place),)
    hall = {
        "ef01": small_hall(lines=lines, readers=(Reader(id="door", line="line"),)),
        "onbon": small_hall(lines=lines, displays=(Display(window=1, line="line", address=1),)),
        "escpos": small_hall(lines=lines, kiosks=(Kiosk(id="k1", line="line"),)),
    }[driver]
    (found,) = devices.find(Settings(hall, Path("hall.toml"), Path("/run"), ()))
    return found


@pytest.mark.parametrize(("driver", "far"), [each for each in WIRES if each.values[0] in SERIAL])
def test_devices_says_so_in_its_row(driver: str, far: str, pulled_at: PullAt) -> None:
    for at in moments(driver):
        place = pulled_at(far, driver, at)
        found = the_row(driver, place)
        assert found.word == "missing", at
        assert place in found.detail, at
        assert sentence(found.detail), at


@pytest.mark.parametrize(("driver", "far"), WIRES)
def test_probe_says_so(
    driver: str, far: str, pulled_at: PullAt, capsys: pytest.CaptureFixture[str]
) -> None:
    for at in moments(driver):
        place = pulled_at(far, driver, at)
        assert cli.main(["probe", driver, "--port", place]) == 1, at
        said = capsys.readouterr()
        assert said.out.startswith(f"Nobody at address 1 on {place}: "), at
        assert sentence(said.out), at
        assert not said.err, at


@pytest.mark.parametrize("far", FAR)
@pytest.mark.parametrize("at", [-1, 0])
def test_probe_that_waits_for_a_hand_says_so(
    at: int, far: str, pulled_at: PullAt, capsys: pytest.CaptureFixture[str]
) -> None:
    place = pulled_at(far, "ff68", at)
    assert cli.main(["probe", "ff68", "--port", place]) == 1
    said = capsys.readouterr()
    assert f"Nothing learnt of address 1 on {place}: " in said.out
    assert "no key" not in said.out
    assert not said.err


@pytest.mark.parametrize(("driver", "far"), WIRES)
def test_one_that_is_pulled_after_its_last_word_has_answered(
    driver: str, far: str, pulled_at: PullAt, capsys: pytest.CaptureFixture[str]
) -> None:
    """None of the moments above is after the last answer. Who takes leave then (`zk`) may find
    nobody there."""
    assert cli.main(["probe", driver, "--port", pulled_at(far, driver, ANSWER[driver])]) == 0
    assert "answers at address 1" in capsys.readouterr().out


def test_a_terminal_that_resets_its_connection_when_all_was_read_was_read(
    pulled_at: PullAt,
) -> None:
    """What `hall import zk` reads by: it takes leave at the end."""
    known = load_driver(TerminalDriver, "zk")

    def read(place: str) -> tuple[Any, int]:
        link = conversation.open_for(known, place, None)
        try:
            (done,) = conversation.talk(link, known, (1,), [known.read_out(0)])
        finally:
            link.close()
        return done.reply.records, cast(Pulled, link).answered

    whole, count = read(pulled_at("reset", "zk", NEVER))
    assert read(pulled_at("reset", "zk", count)) == (whole, count)


def sentence(said: str) -> bool:
    """One line, that names no innards of ours."""
    return len(said.splitlines()) == 1 and not any(each in said for each in ("Traceback", "0x7f"))
