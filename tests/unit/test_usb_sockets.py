"""Simulated devices in sockets of one USB: where they may be plugged in, and their end of it."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from functools import partial

import pytest

from broker.domain.errors import ConfigError, LinkClosed, LinkMissing
from broker.link.usb_transfers import ANSWER, REQUEST, record
from firmware_mocks.firmware import Output
from firmware_mocks.usb import socket_ends, sockets
from firmware_mocks.usb.endpoints import Endpoints, TransferEndpoints
from firmware_mocks.usb.socket_ends import TransferEnd, UsbEnd
from firmware_mocks.usb.sockets import Sockets


def end() -> tuple[UsbEnd, list[str]]:
    pulled: list[str] = []
    return UsbEnd("usb:1-1", lambda: pulled.append("pulled")), pulled


def test_what_the_host_sends_is_read_and_what_is_written_is_one_transfer_each() -> None:
    near, _ = end()
    near.taken(b"ab", 0.0)
    assert near.read() == b"ab"
    assert near.given(0x81, 64, 0.0) is None
    near.write(b"one")
    near.write(b"two")
    assert [near.given(0x81, 64, 0.0), near.given(0x81, 64, 0.0), near.given(0x81, 64, 0.0)] == [
        b"one",
        b"two",
        None,
    ]


def test_a_host_that_asks_for_less_gets_the_rest_next() -> None:
    near, _ = end()
    near.write(b"abcde")
    assert [near.given(0x81, 2, 0.0), near.given(0x81, 64, 0.0)] == [b"ab", b"cde"]


RESETS: dict[str, Callable[[UsbEnd], object]] = {
    "forget": UsbEnd.forget,
    "power cycle": lambda near: near.power_cycle(0.0),
    "control": lambda near: near.controlled(bytes(8), b"", 0.0),
}


@pytest.mark.parametrize("how", RESETS)
def test_what_was_on_its_way_is_gone(how: str) -> None:
    near, _ = end()
    near.write(b"late")
    RESETS[how](near)
    assert near.given(0x81, 64, 0.0) is None


def test_a_pulled_end_wakes_its_reader() -> None:
    near, pulled = end()
    near.wake()
    with pytest.raises(LinkClosed, match="usb:1-1: unplugged"):
        near.read()
    near.close()
    assert pulled == ["pulled"]


PICTURES, EVENTS = 0x82, 0x81
READ, OTHER = bytes.fromhex("c004100700000100"), bytes.fromhex("c004200700000100")


def device_of(near: TransferEnd, *answers: bytes) -> threading.Thread:
    """One that reads a request, and says this."""

    def says() -> None:
        near.read()
        for each in answers:
            near.write(each)

    thread = threading.Thread(target=says)
    thread.start()
    return thread


def test_a_control_request_is_answered_by_what_repeats_it_in_any_slicing() -> None:
    near = TransferEnd(PICTURES, "usb:1-1", lambda: None)
    right = record(ANSWER, READ + b"\x81")
    device = device_of(near, record(ANSWER, OTHER + b"\x02"), right[:7], right[7:])
    assert near.controlled(READ, b"", 0.0) == b"\x81"
    device.join()


def test_one_that_is_not_answered_stalls_and_what_comes_later_answers_nothing(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    near = TransferEnd(PICTURES, "usb:1-1", lambda: None)
    monkeypatch.setattr(socket_ends, "_ANSWERS", 0.01)
    assert near.controlled(READ, b"", 0.0) is None
    assert near.read() == record(REQUEST, READ)
    near.write(record(ANSWER, READ + b"\x07"))
    monkeypatch.setattr(socket_ends, "_ANSWERS", 5.0)
    device = device_of(near, record(ANSWER, READ + b"\x08"))
    assert near.controlled(READ, b"", 0.0) == b"\x08"
    device.join()


def test_a_picture_is_asked_for_once_and_a_report_never() -> None:
    near = TransferEnd(PICTURES, "usb:1-1", lambda: None)
    assert near.given(EVENTS, 64, 0.0) is None
    assert near.given(PICTURES, 64, 0.0) is None
    assert near.given(PICTURES, 64, 0.0) is None
    near.wake()
    assert near.read() == record(PICTURES)
    with pytest.raises(LinkClosed):  # nothing else was asked
        near.read()
    near.write(record(EVENTS, b"r") + record(PICTURES, b"abcde"))
    assert near.given(PICTURES, 3, 0.0) == b"abc"
    assert near.given(PICTURES, 3, 0.0) == b"de"
    assert near.given(EVENTS, 64, 0.0) == b"r"
    assert near.given(PICTURES, 64, 0.0) is None
    assert near.read() == record(PICTURES)
    near.write(record(PICTURES, b"late"))
    near.power_cycle(0.0)
    near.wake()
    assert near.given(EVENTS, 64, 0.0) is None


@pytest.mark.parametrize("place", ["usb:1-1.3", "usb:2-1", "usb:1-2"])
def test_a_socket_that_no_simulated_device_can_have(place: str) -> None:
    there = Sockets()
    there.at("usb:1-2", "ef01-usb")
    with pytest.raises(ConfigError, match="a socket of its own"):
        there.at(place, "ef01-usb")


def test_a_device_that_is_no_simulated_usb_one() -> None:
    with pytest.raises(ConfigError, match="'onbon' is on no simulated USB"):
        Sockets().at("usb:1-1", "onbon")


def test_without_umockdev_it_cannot_be_plugged_in_and_the_sentence_says_what_to_install(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(sockets, "unavailable", lambda: "umockdev is not installed: install it")
    there = Sockets()
    plug_in = there.at("usb:2109:7638", "ef01-usb")
    with pytest.raises(LinkMissing, match="usb:2109:7638: umockdev is not installed"):
        plug_in()
    assert there.belongings == {}
    there.close()


class Slow:
    """A device that is in the middle of an answer; what people do meanwhile is noted."""

    def __init__(self) -> None:
        self.busy = self.together = False
        self.begun = threading.Event()

    def feed(self, _data: bytes, _now: float) -> list[Output]:
        self.busy = True
        self.begun.set()
        time.sleep(0.1)  # as long as others would need to come in between
        self.busy = False
        return []

    def hand(self, _words: list[str], _now: float) -> list[Output]:
        self.together |= self.busy
        return []

    def power_cycle(self, _now: float) -> list[Output]:
        self.together |= self.busy
        return []


@pytest.mark.parametrize("deed", ["touched", "pulled"])
@pytest.mark.parametrize("kind", [Endpoints, partial(TransferEndpoints, pictures=0x82)])
def test_nobody_touches_a_device_in_the_middle_of_its_answer(
    deed: str, kind: Callable[[Slow], Endpoints | TransferEndpoints]
) -> None:
    """The bus's thread asks it, people have theirs."""
    device = Slow()
    ends = kind(device)
    asks = threading.Thread(target=ends.controlled, args=(bytes(8), b"", 0.0))
    if isinstance(ends, Endpoints):
        asks = threading.Thread(target=ends.taken, args=(b"", 0.0))
    asks.start()
    assert device.begun.wait(5.0)
    if deed == "touched":
        ends.hand("lift", 0.0)
    else:
        ends.power_cycle(0.0)
    asks.join()
    assert not device.together
