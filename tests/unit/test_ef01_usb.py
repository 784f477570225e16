"""EF01 modules on USB: the driver, unchanged, against simulated modules on a bus in Python."""

from __future__ import annotations

import contextlib
import errno
from collections.abc import Callable, Iterator
from itertools import product
from typing import Any

import pytest

from broker.domain.errors import LinkBusy, LinkClosed, LinkError, LinkMissing
from broker.link import usb_device
from broker.link.base import ByteLink, Noise
from broker.link.usb_device import plugged
from broker.link.usb_stream import open_usb_stream
from fingerprint import udisk
from fingerprint.models.ef01 import answers
from fingerprint.models.ef01 import commands as c
from fingerprint.models.ef01.codec import Ack, encode
from fingerprint.models.ef01_usb.codec import CommandWrapper, StatusWrapper, UDiskDecoder
from firmware_mocks.ef01 import make_usb
from firmware_mocks.usb.backend import PythonBus, Socket, Transfer, usb_error
from firmware_mocks.usb.descriptors import Description
from firmware_mocks.usb.endpoints import Endpoints

IDS = "usb:2109:7638"
KNOWN = Description(0x2109, 0x7638)
VFYPWD = bytes.fromhex("ef01ffffffff0100071300000000001b")  # the sheet's example
CBW_DOWN_16 = bytes.fromhex("5553424353796e6f1000000000000a86" + "00" * 15)
CBW_UP_64 = bytes.fromhex("5553424353796e6f4000000080000a85" + "00" * 15)


def reader(ports: tuple[int, ...] = (1, 3), about: Description = KNOWN, **options: str) -> Socket:
    told = {"enrolled": "anna:3", "fast": "yes", **options}
    return Socket(ports, about, Endpoints(make_usb(1, told)))


@pytest.fixture
def opened() -> Iterator[Callable[..., ByteLink]]:
    links: list[ByteLink] = []

    def open_it(*sockets: Socket, place: str = IDS) -> ByteLink:
        links.append(udisk.open_udisk(place, 0, backend=PythonBus(*sockets)))
        return links[-1]

    yield open_it
    for link in links:
        link.close()


@pytest.fixture(autouse=True)
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(udisk, "PATIENCE", 0.2)


def ask(link: ByteLink, command: c.Command) -> Ack:
    link.write(encode(command))
    heard = UDiskDecoder().feed(link.read(1.0))
    assert len(heard) == 1
    assert isinstance(heard[0], Ack)
    return heard[0]


def test_what_is_sent_first_is_the_sheets_example(opened: Callable[..., ByteLink]) -> None:
    socket = reader()
    opened(socket)
    assert socket.heard[:3] == [CBW_DOWN_16, VFYPWD, CBW_UP_64]
    assert [each for each in socket.heard if each[:2] == b"\xef\x01"] == [VFYPWD, VFYPWD]


SETTINGS = [
    pytest.param(residue, tags, padding, ends, packet, id=f"{residue}-{tags}-{padding}-{ends[0]:x}")
    for residue, tags, padding, (ends, packet) in product(
        ["echo", "zero"],
        ["any", "vendors"],
        ["zeros", "none"],
        [((0x81, 0x02), 64), ((0x02, 0x81), 64), ((0x82, 0x01), 512)],
    )
]


@pytest.mark.parametrize(("residue", "tags", "padding", "ends", "packet"), SETTINGS)
def test_every_way_a_real_module_may_be_is_understood(
    opened: Callable[..., ByteLink],
    residue: str,
    tags: str,
    padding: str,
    ends: tuple[int, int],
    packet: int,
) -> None:
    about = Description(0x2109, 0x7638, endpoints=ends, packet=packet)
    link = opened(reader(about=about, residue=residue, tags=tags, padding=padding))
    block = answers.parameters(ask(link, c.ReadParameters()))
    assert block is not None
    assert block.capacity == 300
    assert answers.taken(ask(link, c.ReadIndex()), 0) == {3}


def test_the_kernels_driver_is_put_aside_and_given_back() -> None:
    socket = reader()
    link = udisk.open_udisk(IDS, 0, backend=PythonBus(socket))
    assert (socket.driver, socket.claimed) == (False, True)
    link.close()
    assert (socket.driver, socket.claimed) == (True, False)


def test_a_stick_is_not_spoken_to() -> None:
    """Neither one that nobody listed, nor one whose interface is another."""
    stick = reader(about=Description(0x0781, 0x5567))
    other = reader(about=Description(0x2109, 0x7638, (0x08, 0x06, 0x62)))
    vendor = reader(about=Description(0x0453, 0x9005, (0xFF, 0, 0)))
    for socket, place, words in (
        (stick, "usb:0781:5567", "no EF01 module is known with 0781:5567"),
        (stick, "usb:1-1.3", "no EF01 module is known"),
        (other, IDS, "no EF01 module in UDisk mode"),
        (vendor, "usb:0453:9005", "vendor's own mode"),
    ):
        with pytest.raises(LinkMissing, match=words):
            udisk.open_udisk(place, 0, backend=PythonBus(socket))
        assert socket.heard == []
        assert socket.driver, "and the kernel keeps it"


def test_what_answers_otherwise_hears_the_question_and_no_more() -> None:
    socket = reader()
    socket.fault = lambda transfer: bytes(64) if len(transfer.data) == 64 else transfer.data
    with pytest.raises(LinkMissing, match=r"does not answer as an EF01 module.*nothing else"):
        udisk.open_udisk(IDS, 0, backend=PythonBus(socket))
    assert {each for each in socket.heard if each[:4] != b"USBC"} == {VFYPWD}
    assert socket.driver


def test_two_equal_readers_are_told_apart_by_their_sockets(opened: Callable[..., ByteLink]) -> None:
    near, far = reader((1, 3)), reader((1, 4), enrolled="bo:9")
    with pytest.raises(LinkMissing, match=r"several such devices.*usb:1-1\.3, usb:1-1\.4"):
        opened(near, far)
    for place, slot in (("usb:1-1.3", 3), ("usb:1-1.4", 9)):
        link = opened(near, far, place=place)
        assert answers.taken(ask(link, c.ReadIndex()), 0) == {slot}
    assert [str(each.socket) for each in plugged(PythonBus(near, far))] == [
        "usb:1-1.3",
        "usb:1-1.4",
    ]


def test_a_second_opener_is_refused(opened: Callable[..., ByteLink]) -> None:
    socket = reader()
    opened(socket)
    with pytest.raises(LinkBusy, match="another program holds"):
        opened(socket)


def test_a_plain_stream_is_refused_on_a_disk() -> None:
    socket = reader()
    with pytest.raises(LinkMissing, match="looks like one"):
        open_usb_stream(IDS, PythonBus(socket))
    assert socket.heard == []


STEPS = ["cbw", "command", "csw", "cbw up", "answer", "csw up"]
"""The six transfers of an exchange, in their order."""


def at(step: int, deed: Callable[[Transfer], bytes | None]) -> Callable[[Transfer], bytes | None]:
    """`deed` at one transfer, once."""
    seen = iter(range(1000))
    return lambda transfer: deed(transfer) if next(seen) == step else transfer.data


def raising(number: int) -> Callable[[Transfer], bytes]:
    def fail(_: Transfer) -> bytes:
        raise usb_error(number)

    return fail


def nothing(_: Transfer) -> None:
    return None


@pytest.mark.parametrize("step", range(6), ids=STEPS)
def test_unplugged_in_any_transfer_is_a_line_down_and_back_when_plugged_in(
    opened: Callable[..., ByteLink], step: int
) -> None:
    socket = reader()
    link = opened(socket)

    def pull(transfer: Transfer) -> bytes:
        socket.unplug()
        return transfer.data

    socket.fault = at(step, pull)
    with pytest.raises(LinkClosed, match="the device was unplugged"):
        ask(link, c.ReadIndex())
    with pytest.raises(LinkClosed, match="unplugged"):
        link.read(0.1)
    link.close()
    with pytest.raises(LinkMissing, match="no such device on USB"):
        opened(socket)
    socket.fault = None
    socket.replug()
    assert answers.taken(ask(opened(socket), c.ReadIndex()), 0) == {3}


@pytest.mark.parametrize("step", range(6), ids=STEPS)
@pytest.mark.parametrize(
    "deed",
    [nothing, raising(errno.EPIPE), raising(errno.EIO), raising(errno.EOVERFLOW)],
    ids=["silence", "stall", "error", "overflow"],
)
def test_whatever_fails_in_a_transfer_the_next_opening_is_well(
    opened: Callable[..., ByteLink], deed: Callable[[Transfer], bytes | None], step: int
) -> None:
    """The same at both ends: a line down with a sentence, or an answer; never a wrong one."""
    socket = reader()
    link = opened(socket)
    socket.fault = at(step, deed)
    with contextlib.suppress(LinkClosed):
        assert answers.taken(ask(link, c.ReadIndex()), 0) == {3}
    link.close()
    socket.fault = None
    assert answers.taken(ask(opened(socket), c.ReadIndex()), 0) == {3}


def test_a_stall_before_the_status_is_cleared_and_the_status_asked_again(
    opened: Callable[..., ByteLink], monkeypatch: pytest.MonkeyPatch
) -> None:
    socket = reader()
    link = opened(socket)
    kept: list[bytes] = []

    def stall(transfer: Transfer) -> bytes:
        kept.append(transfer.data)
        raise usb_error(errno.EPIPE)

    socket.fault = at(2, stall)
    given = socket.endpoints.given  # what was not taken is still there
    monkeypatch.setattr(
        socket.endpoints,
        "given",
        lambda end, size, now: kept.pop() if kept else given(end, size, now),
    )
    assert answers.taken(ask(link, c.ReadIndex()), 0) == {3}


GARBAGE = {
    "wrong tag": b"USBS" + b"\1\2\3\4" + bytes(5),
    "garbage": b"\xde\xad\xbe\xef" + bytes(9),
    "short": b"USBS",
    "refused": b"USBSSyno" + bytes(4) + b"\1",
    "phase error": b"USBSSyno" + bytes(4) + b"\2",
}


@pytest.mark.parametrize("step", [2, 5], ids=["down", "up"])
@pytest.mark.parametrize("status", GARBAGE.values(), ids=GARBAGE.keys())
def test_a_status_that_is_none_ends_the_line(
    opened: Callable[..., ByteLink], status: bytes, step: int
) -> None:
    socket = reader()
    link = opened(socket)
    socket.fault = at(step, lambda _: status)
    with pytest.raises(LinkClosed, match="the module ends a transfer with"):
        ask(link, c.ReadIndex())
    socket.fault = None
    link.close()
    assert ask(opened(socket), c.ReadIndex()).ok


def test_what_an_earlier_program_left_behind_is_no_answer(opened: Callable[..., ByteLink]) -> None:
    socket = reader()
    socket.endpoints.taken(CBW_DOWN_16 + VFYPWD + CBW_UP_64, 0.0)  # and then it died
    assert answers.taken(ask(opened(socket), c.ReadIndex()), 0) == {3}


@pytest.mark.parametrize("left", [0, 1], ids=["of the same tag", "of the other tag"])
def test_what_comes_too_late_for_that_is_none_either(
    opened: Callable[..., ByteLink], left: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The rest of an old exchange comes only when the first question is out."""
    socket = reader()
    given, tag = socket.endpoints.given, (b"Syno", b"\xb0\xfa\x69\x86")[left]
    csw = b"USBS" + tag + bytes(5)
    late = [csw, bytes.fromhex("ef01ffffffff07000300000a").ljust(64, b"\0"), csw]
    monkeypatch.setattr(
        socket.endpoints,
        "given",
        lambda end, size, now: late.pop(0) if late and socket.heard else given(end, size, now),
    )
    assert answers.taken(ask(opened(socket), c.ReadIndex()), 0) == {3}
    assert (0x21, 0xFF) in socket.requests


def test_an_acknowledgement_that_does_not_add_up_is_noise(opened: Callable[..., ByteLink]) -> None:
    socket = reader()
    link = opened(socket)
    socket.fault = at(4, lambda transfer: transfer.data[:9] + b"\1" + transfer.data[10:])
    link.write(encode(c.ReadIndex()))
    assert all(isinstance(each, Noise) for each in UDiskDecoder().feed(link.read(1.0)))


@pytest.mark.parametrize(
    ("number", "kind", "words"),
    [
        (errno.EACCES, LinkBusy, "udev rule"),
        (errno.EBUSY, LinkBusy, "another program"),
        (errno.ENODEV, LinkClosed, "unplugged"),
        (errno.ENOMEM, LinkClosed, "USB failed"),
    ],
)
def test_what_pyusb_raises_on_opening_is_a_sentence(
    monkeypatch: pytest.MonkeyPatch, number: int, kind: type[LinkError], words: str
) -> None:
    def fail(*_: Any) -> None:
        raise usb_error(number)

    monkeypatch.setattr(PythonBus, "claim_interface", fail)
    socket = reader()
    with pytest.raises(kind, match=words):
        udisk.open_udisk(IDS, 0, backend=PythonBus(socket))
    assert socket.driver, "given back"


def test_without_libusb_the_sentence_names_the_package(monkeypatch: pytest.MonkeyPatch) -> None:
    def none(**_: Any) -> None:
        raise usb_device.usb.core.NoBackendError("No backend available")

    monkeypatch.setattr(usb_device.usb.core, "find", none)
    with pytest.raises(LinkMissing, match=r"libusb-1\.0-0"):
        udisk.open_udisk(IDS, 0)
    assert plugged() == []


def test_a_recorded_stream_is_read_with_its_wrappers() -> None:
    ack = bytes.fromhex("ef01ffffffff07000300000a") + bytes(52)
    csw = b"USBSSyno" + bytes.fromhex("4000000000")
    heard = UDiskDecoder().feed(ack + csw)
    assert heard == [Ack(0), StatusWrapper(0, b"\x40\0\0\0")]
    sent = UDiskDecoder(to_device=True).feed(CBW_DOWN_16 + VFYPWD + CBW_UP_64)
    assert sent[0] == CommandWrapper(udisk.Operation.DOWN, 16)
    assert len(sent) == 3
