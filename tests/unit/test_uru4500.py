"""U.are.U readers: the driver, unchanged, against a simulated one on a bus in Python."""

from __future__ import annotations

import errno
import logging
from collections.abc import Callable, Iterator

import pytest

from broker.domain.errors import LinkClosed, LinkMissing
from broker.link.trace import trace
from broker.service.session import Done
from fingerprint import uareu
from fingerprint.models.uru4500.codec import ReadRegister, Value
from fingerprint.models.uru4500.spec import UruRegister
from fingerprint.reading import Away, NotRecognised, Pictured, ReaderTrouble, Ready, Unclear, Watch
from firmware_mocks.uru4500 import fingers
from firmware_mocks.usb.backend import PythonBus, Socket, Transfer, usb_error
from firmware_mocks.usb.descriptors import Description
from tests.stages.uareu import ABOUT, IDS, Talk, reader

pytestmark = pytest.mark.usefixtures("impatient")
INVERTED = bytes(range(255, -1, -1))
Opened = Callable[..., Talk]


@pytest.fixture
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(uareu, "PATIENCE", 0.3)


@pytest.fixture
def opened() -> Iterator[Opened]:
    talks: list[Talk] = []

    def open_it(*sockets: Socket, place: str = IDS) -> Talk:
        talks.append(Talk(*sockets, place=place))
        return talks[-1]

    yield open_it
    for talk in talks:
        talk.close()


def watched(opened: Opened, socket: Socket) -> Talk:
    talk = opened(socket)
    talk.submit(Watch())
    talk.event(Ready)
    return talk


HABITS = [
    pytest.param({}, id="plain"),
    pytest.param({"scrambled": "yes"}, id="scrambled"),
    pytest.param({"early": "yes"}, id="early"),
    pytest.param({"faulty": "yes"}, id="wants to be started anew"),
    pytest.param({"starts": "3"}, id="wakes at the third time"),
]


@pytest.mark.parametrize("habits", HABITS)
def test_a_finger_is_pictured_as_it_lies_there_whatever_the_reader_is_like(
    opened: Opened, habits: dict[str, str]
) -> None:
    talk = watched(opened, reader(**habits))
    for touch, name in enumerate(["anna", "ben"], 1):
        talk.hand(f"finger {name}")
        picture = talk.event(Pictured).capture.grey()
        talk.hand("lift")
        assert (picture.width, picture.height) == (384, 289)
        wanted = fingers.pressed(name, touch).translate(INVERTED)
        lost = [
            at
            for at, pair in enumerate(zip(picture.pixels, wanted, strict=True))
            if pair[0] != pair[1]
        ]
        assert lost in ([], LAST_OF_BLOCKS), "the last pixel of a scrambled block is not sent"


LAST_OF_BLOCKS = [384 * lines - 1 for lines in (100, 189, 289)]


def test_the_reader_is_asked_in_between(opened: Opened) -> None:
    talk = watched(opened, reader())
    talk.submit(ReadRegister(UruRegister.INFO))
    done = talk.until(lambda each: isinstance(each, Done))
    assert isinstance(done.reply, Value)
    assert done.reply.data[4:6] + done.reply.data[10:12] == bytes.fromhex("01020501")
    talk.hand("finger anna")
    talk.event(Pictured)


def test_a_single_question_starts_the_reader_and_lets_it_sleep(opened: Opened) -> None:
    socket = reader()
    talk = opened(socket)
    talk.submit(ReadRegister(UruRegister.INFO))
    talk.until(lambda each: isinstance(each, Done))
    with pytest.raises(AssertionError, match="did not come"):
        talk.until(lambda _: False, 0.3)
    assert talk.session.next_wakeup() is None
    assert socket.controlled[-1] == bytes.fromhex("40044e000000010070")


def test_a_finger_that_stays_is_one_touch(opened: Opened) -> None:
    talk = watched(opened, reader())
    talk.hand("finger anna")
    talk.event(Pictured)
    with pytest.raises(AssertionError, match="did not come"):
        talk.event(Pictured, 2.5)
    talk.hand("lift")
    talk.hand("finger anna")
    talk.event(Pictured)


def test_half_a_picture_is_asked_for_again(opened: Opened) -> None:
    talk = watched(opened, reader())
    talk.hand("fault short")
    talk.hand("finger anna")
    assert talk.event(Pictured).capture.grey().height == 289


def test_three_halves_are_no_picture_and_the_next_touch_is_one(opened: Opened) -> None:
    socket = reader()
    talk = watched(opened, socket)

    def halved(transfer: Transfer) -> bytes:
        return (
            transfer.data[: len(transfer.data) // 2] if len(transfer.data) > 64 else transfer.data
        )

    socket.fault = halved
    talk.hand("finger anna")
    assert talk.event(NotRecognised) == NotRecognised(Unclear.POOR)
    socket.fault = None
    talk.hand("lift")
    talk.hand("finger anna")
    talk.event(Pictured)


def test_a_dead_scan_starts_the_reader_anew_without_a_word(opened: Opened) -> None:
    talk = watched(opened, reader())
    talk.hand("fault dead")
    talk.hand("finger anna")
    talk.event(Pictured)
    assert not [each for each in talk.told if isinstance(getattr(each, "event", None), Away)]


def test_a_wrong_answer_is_garbled_and_it_comes_back(opened: Opened) -> None:
    talk = watched(opened, reader())
    talk.hand("fault wrong")
    assert talk.event(Away) == Away(ReaderTrouble.GARBLED)
    talk.hand("ok")
    talk.event(Ready)


def test_a_reader_that_never_wakes_is_refused(opened: Opened) -> None:
    talk = opened(reader(starts="9"))
    talk.submit(Watch())
    assert talk.event(Away) == Away(ReaderTrouble.REFUSED)
    talk.event(Ready)  # it was powered up nine times in the end


@pytest.mark.parametrize("number", [errno.EPIPE, errno.ETIMEDOUT, errno.EIO, errno.EOVERFLOW])
def test_whatever_libusb_says_is_a_line_down_with_a_sentence(opened: Opened, number: int) -> None:
    socket = reader()
    talk = watched(opened, socket)

    def broken(_: Transfer) -> bytes:
        raise usb_error(number)

    socket.fault = broken
    with pytest.raises(LinkClosed, match=r"^usb:05ba:000a: \w+"):
        talk.until(lambda _: False, 5.0)


def test_a_hung_reader_is_a_line_down(opened: Opened) -> None:
    talk = watched(opened, reader())
    talk.hand("fault silent")
    with pytest.raises(LinkClosed, match=r"refuses the transfer|does not answer"):
        talk.until(lambda _: False, 5.0)


@pytest.mark.parametrize("bytes_at_least", [0, 64, 20_000])
def test_unplugged_in_the_middle_and_plugged_in_again(opened: Opened, bytes_at_least: int) -> None:
    socket = reader()
    talk = watched(opened, socket)

    def pulled(transfer: Transfer) -> bytes:
        if len(transfer.data) >= bytes_at_least:
            socket.unplug()
        return transfer.data

    socket.fault = pulled
    talk.hand("finger anna")
    with pytest.raises(LinkClosed, match="unplugged"):
        talk.until(lambda _: False, 5.0)
    with pytest.raises(LinkMissing, match="plug it in"):
        opened(socket)
    socket.fault = None
    socket.replug()
    socket.driver = False
    again = watched(opened, socket)
    again.hand("lift")
    again.hand("finger anna")
    again.event(Pictured)


def test_only_known_readers_are_spoken_to(opened: Opened) -> None:
    stick = reader(about=Description(0x0781, 0x5567))
    ciphered = reader(about=Description(0x045E, 0x00CA, (255, 255, 255), (0x81, 0x82)))
    keys = reader(about=Description(0x05BA, 0x000A, (3, 1, 1), (0x81,), interrupts=(0x81,)))
    for socket, place, words in (
        (stick, "usb:0781:5567", "no U.are.U is known with 0781:5567"),
        (ciphered, "usb:045e:00ca", "no U.are.U is known"),
        (keys, IDS, "not the reader's own interface"),
    ):
        with pytest.raises(LinkMissing, match=words):
            opened(socket, place=place)
        assert socket.requests == []


def test_two_equal_ones_are_told_apart_by_their_sockets(opened: Opened) -> None:
    near, far = reader((1, 3)), reader((1, 4))
    with pytest.raises(LinkMissing, match=r"several such devices.*usb:1-1\.3, usb:1-1\.4"):
        opened(near, far)
    talk = opened(far, near, place="usb:1-1.4")
    talk.submit(Watch())
    talk.event(Ready)
    assert far.requests
    assert not near.requests


def test_the_reader_is_given_back_switched_off(opened: Opened) -> None:
    socket = reader()
    talk = watched(opened, socket)
    talk.close()
    assert socket.controlled[-1] == bytes.fromhex("40044e000000010070")
    assert not socket.claimed
    with pytest.raises(LinkClosed):
        talk.link.read(0.1)


@pytest.fixture
def traced() -> Iterator[list[str]]:
    lines: list[str] = []
    handler = logging.Handler()
    handler.emit = lambda record: lines.append(record.getMessage())  # type: ignore[method-assign]  # a list is all it is
    trace.addHandler(handler)
    before, trace.propagate = trace.level, False
    trace.setLevel(logging.DEBUG)
    yield lines
    trace.removeHandler(handler)
    trace.setLevel(before)
    trace.propagate = True


def test_a_picture_is_neither_in_the_trace_nor_in_what_anything_says_of_itself(
    opened: Opened, traced: list[str]
) -> None:
    talk = watched(opened, reader())
    talk.hand("finger anna")
    told = talk.event(Pictured)
    picture = told.capture.grey()
    lying = fingers.pressed("anna", 1)
    assert picture.pixels == lying.translate(INVERTED)
    words = " ".join([*traced, repr(told), repr(picture), str(told.capture)])
    assert "82, 111040 bytes" in words, "the control: the trace did see it come"
    for pixels in (lying, picture.pixels):
        piece = pixels[384 * 100 + 150 :][:8]
        assert len(set(piece)) > 3
        for shown in (piece.hex(" "), piece.hex(), repr(piece)[2:-1], str(list(piece))[1:-1]):
            assert shown not in words


def test_the_bus_knows_the_interrupt_endpoint() -> None:
    """What the descriptors say is what pyusb reads: a bulk endpoint in its place is refused too."""
    faces = Description(0x05BA, 0x000A, (255, 255, 255), (0x82,))
    with pytest.raises(LinkMissing, match="own interface"):
        uareu.open_uareu(IDS, 0, backend=PythonBus(reader(about=faces)))
    assert ABOUT.configuration[-14:] == bytes.fromhex("0705810340000107058202400000")
