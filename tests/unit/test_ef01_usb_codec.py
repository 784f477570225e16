"""What travels on USB to and from an EF01 module, byte by byte; expected bytes are the sheet's."""

from __future__ import annotations

import pytest

from broker.link.base import Noise
from fingerprint.models.ef01.codec import Ack, CommandPacket
from fingerprint.models.ef01_usb.codec import (
    CommandWrapper,
    StatusWrapper,
    UDiskDecoder,
    command_wrapper,
    encode_wrapper,
    status_wrapper,
    unpadded,
)
from fingerprint.models.ef01_usb.describing import describe
from fingerprint.models.ef01_usb.session import UDiskSession
from fingerprint.models.ef01_usb.spec import Operation

SDK_TAG = bytes.fromhex("b0fa6986")
DOWN = bytes.fromhex("55534243 53796e6f 10000000 00 00 0a 86") + bytes(15)
UP = bytes.fromhex("55534243 b0fa6986 40000000 80 00 0a 85") + bytes(15)
CSW = bytes.fromhex("55534253 53796e6f 40000000 00")
VFYPWD = bytes.fromhex("ef01ffffffff0100071300000000001b")
OK = bytes.fromhex("ef01ffffffff07000300000a")
WRAPPERS = [
    (DOWN, CommandWrapper(Operation.DOWN, 16)),
    (UP, CommandWrapper(Operation.UP, 64, SDK_TAG)),
]


@pytest.mark.parametrize(("data", "wrapper"), WRAPPERS)
def test_a_wrapper_is_the_sheets_and_is_read_as_it_is(data: bytes, wrapper: CommandWrapper) -> None:
    assert encode_wrapper(wrapper) == data
    assert command_wrapper(data) == wrapper


@pytest.mark.parametrize(
    ("place", "value"),
    [
        (0, 0x56),  # no signature
        (12, 0x80),  # the other way
        (12, 0x01),
        (13, 0x01),
        (14, 0x0B),
        (15, 0x85),
        (15, 0x87),  # nothing that is known
        (16, 0x01),
        (30, 0x01),
    ],
)
def test_what_differs_from_the_sheet_anywhere_is_no_wrapper(place: int, value: int) -> None:
    bent = DOWN[:place] + bytes([value]) + DOWN[place + 1 :]
    assert command_wrapper(bent) is None
    heard = UDiskDecoder(to_device=True).feed(bent)
    assert all(isinstance(each, Noise) for each in heard)
    assert b"".join(each.data for each in heard if isinstance(each, Noise)) == bent


@pytest.mark.parametrize("data", [DOWN[:-1], DOWN + b"\0", b""])
def test_a_wrapper_has_31_bytes(data: bytes) -> None:
    assert command_wrapper(data) is None


@pytest.mark.parametrize("status", [0, 1, 2])
def test_a_status_tells_how_a_transfer_ended(status: int) -> None:
    data = CSW[:4] + SDK_TAG + CSW[8:-1] + bytes([status])
    assert status_wrapper(data) == StatusWrapper(status, bytes.fromhex("40000000"), SDK_TAG)


@pytest.mark.parametrize("data", [CSW[:-1] + b"\3", b"USBC" + CSW[4:], CSW[:-1], CSW + b"\0", b""])
def test_what_is_no_status(data: bytes) -> None:
    assert status_wrapper(data) is None


@pytest.mark.parametrize(
    ("data", "bare"),
    [
        (OK + bytes(52), OK),
        (OK, OK),
        (OK[:9] + bytes(9), OK[:9] + bytes(3)),  # as long as it says, whatever it holds
        (OK[:7] + bytes(9), OK[:7] + bytes(2)),  # it says that it holds nothing
        (OK[:7] + b"\xff\xff" + bytes(55), OK[:7] + b"\xff\xff" + bytes(55)),
        (OK[:8], OK[:8]),
        (b"\xef\x02" + bytes(62), b"\xef\x02" + bytes(62)),
    ],
)
def test_an_acknowledgement_is_freed_of_what_fills_it_up(data: bytes, bare: bytes) -> None:
    assert unpadded(data) == bare


FILLED = OK + bytes(52)  # to 64
HEARD = Ack(0)
TOLD = StatusWrapper(0, bytes.fromhex("40000000"))


def test_a_recording_is_read_however_it_is_cut() -> None:
    stream = FILLED + CSW + OK + CSW + FILLED * 2
    wanted = [HEARD, TOLD, HEARD, TOLD, HEARD, HEARD]
    assert UDiskDecoder().feed(stream) == wanted
    for cut in range(len(stream)):
        decoder = UDiskDecoder()
        assert decoder.feed(stream[:cut]) + decoder.feed(stream[cut:]) == wanted
    slow = UDiskDecoder()
    assert [each for byte in stream for each in slow.feed(bytes([byte]))] == wanted


def test_orders_are_read_however_they_are_cut() -> None:
    stream = (DOWN + VFYPWD + UP) * 2
    slow = UDiskDecoder(to_device=True)
    heard = [each for byte in stream for each in slow.feed(bytes([byte]))]
    order = CommandPacket(0x13, bytes(4))
    assert heard == [WRAPPERS[0][1], order, WRAPPERS[1][1]] * 2
    zeros = UDiskDecoder(to_device=True).feed(VFYPWD + bytes(3))
    assert zeros == [order, Noise(bytes(3), "no start mark")], "an order is not filled up"


LONG = bytes.fromhex("ef01ffffffff070037") + bytes(53) + b"\0\x3e"


@pytest.mark.parametrize(
    ("data", "noise"),
    [
        (FILLED + b"\0", [(b"\0", "no start mark")]),  # more than fills it up
        (OK + bytes(3) + b"\1\0", [(b"\1\0", "no start mark")]),  # it ends with what is no zero
        (OK + bytes(3) + CSW + b"\0", [(b"\0", "no start mark")]),  # or with what is sound
        (LONG + b"\0", [(b"\0", "no start mark")]),  # 64 bytes are not filled up
        (b"\x55", []),  # said when the module is ready, and the first of a signature
        (b"\x55" + OK, [(b"\x55", "power-up byte")]),
        (b"\x55\x55" + OK, [(b"\x55\x55", "no start mark")]),
        (b"\0\xef", [(b"\0", "no start mark")]),
        (b"\0USB", [(b"\0", "no start mark")]),
        (CSW[:-1] + b"\3", [(b"USBS", "impossible wrapper"), (CSW[4:-1] + b"\3", "no start mark")]),
    ],
)
def test_what_is_neither_is_noise_with_its_reason(
    data: bytes, noise: list[tuple[bytes, str]]
) -> None:
    heard = UDiskDecoder().feed(data)
    assert [(each.data, each.reason) for each in heard if isinstance(each, Noise)] == noise
    decoder = UDiskDecoder()
    slow = [each for byte in data for each in decoder.feed(bytes([byte]))]
    told = b"".join(each.data for each in slow if isinstance(each, Noise))
    assert told == b"".join(each for each, _ in noise)


@pytest.mark.parametrize("before", [b"\0", b"US", b"USB", b"\xef", b"USBC", b"\x55\x55\xef"])
@pytest.mark.parametrize("data", [CSW, OK])
def test_after_noise_what_is_sound_is_heard(before: bytes, data: bytes) -> None:
    for cut in range(len(before) + len(data)):
        decoder = UDiskDecoder()
        heard = decoder.feed((before + data)[:cut]) + decoder.feed((before + data)[cut:])
        assert heard[-1] == (TOLD if data is CSW else HEARD)
        assert b"".join(each.data for each in heard if isinstance(each, Noise)) == before


def test_a_conversation_passes_over_wrappers() -> None:
    session = UDiskSession()
    for each in (WRAPPERS[0][1], TOLD):
        assert session.receive(each, 1.0) == []
    assert session.next_wakeup() is None


@pytest.mark.parametrize(
    ("value", "said"),
    [
        (WRAPPERS[0][1], "CBW: 16 bytes to the module, tag 53796e6f"),
        (WRAPPERS[1][1], "CBW: 64 bytes from the module, tag b0fa6986"),
        (StatusWrapper(1, b"\x40\0\0\0"), "CSW: status 1, tag 53796e6f, residue 40000000"),
        (Ack(2), "no finger"),
    ],
)
def test_each_value_in_words(value: object, said: str) -> None:
    assert describe(value) == said
