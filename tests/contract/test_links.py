"""What every wire promises, whatever it is made of."""

from __future__ import annotations

import os
import queue
import socket
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from types import SimpleNamespace

import pytest

from broker.domain.errors import LinkBusy, LinkClosed, LinkMissing
from broker.link import pushing
from broker.link.base import CountingLink, Link, PromptLink
from broker.link.opening import open_link
from broker.link.pair import PairLink
from broker.link.printer_file import PrinterFile, is_printer_file
from broker.link.usb_device import Face, preferred
from broker.link.usb_stream import open_usb_stream
from firmware_mocks.hosting.ends import End, LinkEnd
from firmware_mocks.hosting.pty_end import PtyEnd
from firmware_mocks.hosting.tcp_end import TcpEnd
from firmware_mocks.usb.backend import PythonBus, Socket
from firmware_mocks.usb.descriptors import Description

SECONDS = 60.0


@dataclass
class Cable:
    """A link under test and the far end of it."""

    near: Link
    far: End
    gone: bool = False

    def cut(self) -> None:
        """The far end goes away."""
        if not self.gone:
            self.gone = True
            self.far.wake()
            self.far.close()


def pair(_folder: Path) -> Cable:
    near, far = PairLink.pair()
    return Cable(near, LinkEnd(far))


def pty(folder: Path) -> Cable:
    end = PtyEnd(folder / "tty")
    return Cable(open_link(end.place, 9600), end)


def lp(folder: Path) -> Cable:
    """A pty stands for usblp's file: it is read, written and lost like one."""
    end = PtyEnd(folder / "usb" / "lp0")
    link = open_link(end.place, 9600)
    assert isinstance(link, PrinterFile)
    return Cable(link, end)


def tcp(_folder: Path, host: str = "127.0.0.1") -> Cable:
    end = TcpEnd(host, 0)
    link = open_link(end.place, 9600)
    link.write(b"!")
    assert end.read() == b"!"  # accepts the connection
    return Cable(link, end)


def tcp6(folder: Path) -> Cable:
    if not Path("/proc/net/if_inet6").exists():
        pytest.skip("this machine has no IPv6")
    return tcp(folder, "::1")


class UsbEnd:
    """The far end of a wire on USB: a device that has bytes and takes them, and knows nothing."""

    place = "usb:0403:6001"

    def __init__(self, kind: tuple[int, int, int] = (0xFF, 0, 0)) -> None:
        self.socket = Socket((1,), Description(0x0403, 0x6001, kind), self)
        self._heard: queue.SimpleQueue[bytes] = queue.SimpleQueue()
        self._said = b""

    def taken(self, data: bytes, _now: float) -> None:
        self._heard.put(data)

    def controlled(self, _setup: bytes, _data: bytes, _now: float) -> bytes | None:
        return b""

    def given(self, _endpoint: int, size: int, _now: float) -> bytes | None:
        data, self._said = self._said[:size], self._said[size:]
        return data or None

    def power_cycle(self, now: float) -> None:
        """It keeps nothing."""

    def forget(self) -> None:
        """Nothing is on its way."""

    def read(self) -> bytes:
        return self._heard.get(timeout=SECONDS)

    def write(self, data: bytes) -> None:
        self._said += data

    def wake(self) -> None:
        """Nobody waits here."""

    def close(self) -> None:
        self.socket.unplug()


def usb(_folder: Path) -> Cable:
    end = UsbEnd()
    return Cable(open_usb_stream(end.place, PythonBus(end.socket)), end)


def usb_printer(_folder: Path) -> Cable:
    """Of the printer class, both ways (USB printing devices 1.1: protocol 2)."""
    end = UsbEnd((7, 1, 2))
    return Cable(open_usb_stream(end.place, PythonBus(end.socket)), end)


MAKERS = [pair, pty, lp, tcp, tcp6, usb, usb_printer]


@pytest.fixture(params=MAKERS, ids=[each.__name__ for each in MAKERS])
def cable(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Cable]:
    made: Callable[[Path], Cable] = request.param
    cable = made(tmp_path)
    yield cable
    cable.near.close()
    cable.cut()


def closed_by(link: Link) -> LinkClosed:
    """Read until the link says that it is closed."""
    end = time.monotonic() + SECONDS
    while time.monotonic() < end:
        try:
            link.read(0.1)
        except LinkClosed as error:
            return error
    pytest.fail("the link never noticed")


def test_it_has_a_name(cable: Cable) -> None:
    assert cable.near.name


def test_silence_is_no_bytes_after_the_timeout(cable: Cable) -> None:
    begun = time.monotonic()
    assert cable.near.read(0.05) == b""
    assert 0.04 <= time.monotonic() - begun < 2.0
    assert cable.near.read(0.0) == b""


def test_every_byte_value_passes_both_ways(cable: Cable) -> None:
    everything = bytes(range(256)) * 4
    cable.near.write(everything)
    heard = b""
    while len(heard) < len(everything):
        heard += cable.far.read()
    assert heard == everything
    cable.far.write(everything)
    heard = b""
    while len(heard) < len(everything):
        data = cable.near.read(SECONDS)
        assert data
        heard += data
    assert heard == everything


def test_a_blocked_read_gets_what_arrives(cable: Cable) -> None:
    threading.Timer(0.05, cable.far.write, [b"x"]).start()
    assert cable.near.read(None) == b"x"


def test_close_wakes_a_blocked_read(cable: Cable) -> None:
    ended: list[object] = []
    reading = threading.Event()

    def read() -> None:
        reading.set()
        try:
            ended.append(cable.near.read(None))
        except LinkClosed as error:
            ended.append(error)

    reader = threading.Thread(target=read)
    reader.start()
    reading.wait()
    time.sleep(0.05)  # until it blocks; there is no way to ask
    cable.near.close()
    reader.join(SECONDS)
    assert not reader.is_alive()
    assert isinstance(ended[0], LinkClosed)


def test_the_far_end_going_away_is_noticed(cable: Cable) -> None:
    cable.cut()
    assert str(closed_by(cable.near))


def test_after_close_both_directions_say_so(cable: Cable) -> None:
    cable.near.close()
    with pytest.raises(LinkClosed):
        cable.near.read(0.1)
    with pytest.raises(LinkClosed):
        cable.near.write(b"x")


def test_closing_twice_does_nothing(cable: Cable) -> None:
    cable.near.close()
    cable.near.close()


def test_a_second_opener_of_a_serial_port_is_refused(tmp_path: Path) -> None:
    cable = pty(tmp_path)
    with pytest.raises(LinkBusy, match="another program"):
        open_link(cable.far.place, 9600)
    cable.near.close()
    open_link(cable.far.place, 9600).close()
    cable.cut()


def test_a_second_opener_of_a_printers_file_is_refused(tmp_path: Path) -> None:
    cable = lp(tmp_path)
    with pytest.raises(LinkBusy, match="another program"):
        open_link(cable.far.place, 9600)
    cable.near.close()
    open_link(cable.far.place, 9600).close()
    cable.cut()


@pytest.mark.parametrize(
    ("place", "is_one"),
    [
        ("/dev/usb/lp0", True),
        ("/dev/lp12", True),
        ("/dev/usblp1", True),
        ("/dev/ttyUSB0", False),
        ("/dev/null", False),
        ("/dev/no-such", False),
        ("/dev/help0", False),
    ],
)
def test_a_printers_file_is_known_by_its_name(place: str, is_one: bool) -> None:
    assert is_printer_file(place) is is_one


@pytest.mark.parametrize("major", [6, 180])
def test_and_under_another_name_by_its_driver(major: int, monkeypatch: pytest.MonkeyPatch) -> None:
    device = SimpleNamespace(st_rdev=os.makedev(major, 0))
    monkeypatch.setattr(os, "stat", lambda _place: device)
    assert is_printer_file("/dev/slip-printer")


@pytest.mark.parametrize(
    ("place", "error", "said"),
    [("lp0", LinkMissing, "no such port"), ("\0/lp0", LinkMissing, "cannot be opened")],
)
def test_a_printers_file_that_is_not_there_is_missing(
    place: str, error: type[Exception], said: str, tmp_path: Path
) -> None:
    with pytest.raises(error, match=said):
        open_link(f"{tmp_path}/{place}", 9600)


def test_of_several_faces_a_printers_is_taken_first() -> None:
    def face(number: int, kind: int) -> Face:
        return Face(1, 1, number, (kind, 0, 0), (0x81,), (0x02,), 64)

    faces = [face(0, 0xFF), face(1, 3), face(2, 7), face(3, 7)]
    assert [each.number for each in preferred(faces, 7)] == [2, 3, 0, 1]
    assert preferred(faces, None) == faces


@pytest.fixture
def mute(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Link]:
    """A link whose far end is there and reads nothing."""
    if request.param != "tcp":
        end = PtyEnd(tmp_path / {"pty": "tty", "lp": "lp0"}[request.param])
        link = open_link(end.place, 9600)
        yield link
        link.close()
        end.close()
        return
    with socket.create_server(("127.0.0.1", 0)) as listener:
        link = open_link(f"127.0.0.1:{listener.getsockname()[1]}", 9600)
        yield link
        link.close()


MUCH = b"x" * 20_000_000  # more than all buffers of a socket take


@pytest.mark.parametrize("mute", ["pty", "lp", "tcp"], indirect=True)
def test_a_far_end_that_takes_nothing_ends_a_write(
    mute: Link, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pushing, "PATIENCE", 0.3)
    begun = time.monotonic()
    with pytest.raises(LinkClosed, match="takes no bytes"):
        mute.write(MUCH)
    assert time.monotonic() - begun < SECONDS
    begun = time.monotonic()
    mute.close()
    assert time.monotonic() - begun < 1.0, "and what was not taken keeps nobody"


@pytest.mark.parametrize("mute", ["pty", "lp", "tcp"], indirect=True)
def test_what_is_sent_at_once_never_waits(mute: Link) -> None:
    assert isinstance(mute, PromptLink)
    begun = time.monotonic()
    rest = MUCH
    for _ in range(50):
        rest = mute.write_now(rest)
    assert rest
    assert time.monotonic() - begun < 1.0


@pytest.mark.parametrize("mute", ["pty", "lp", "tcp"], indirect=True)
def test_closing_ends_a_write_that_waits(mute: Link) -> None:
    ended: list[BaseException] = []

    def write() -> None:
        try:
            mute.write(MUCH)
        except LinkClosed as error:
            ended.append(error)

    writer = threading.Thread(target=write)
    writer.start()
    time.sleep(0.1)  # until it waits; there is no way to ask
    mute.close()
    writer.join(SECONDS)
    assert ended


@pytest.mark.parametrize(
    "place", ["no-such/tty", "127.0.0.1:1", "tcp:127.0.0.1:1", "nonsense", "usb:", "usb:dead:beef"]
)
def test_what_is_not_there_is_missing(place: str, tmp_path: Path) -> None:
    with pytest.raises(LinkMissing):
        open_link(str(tmp_path / place) if "tty" in place else place, 9600)


def test_a_tcp_link_counts_what_its_far_end_has_not_taken() -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        link = open_link(f"127.0.0.1:{listener.getsockname()[1]}", 9600)
        assert isinstance(link, CountingLink)
        assert link.unsent() == 0
        rest = MUCH
        while len(again := link.write_now(rest)) < len(rest):
            rest = again
        assert link.unsent() > 100_000
        link.close()
        assert link.unsent() == 0


def test_a_serial_port_counts_and_is_asked_when_it_is_gone(tmp_path: Path) -> None:
    cable = pty(tmp_path)
    assert isinstance(cable.near, CountingLink)
    assert cable.near.unsent() == 0
    cable.near.close()
    assert cable.near.unsent() == 0
    cable.cut()
