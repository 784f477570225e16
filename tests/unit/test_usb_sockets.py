"""Simulated devices in sockets of one USB: where they may be plugged in, and their end of it."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from functools import partial

import pytest

from broker.domain.errors import ConfigError, LinkClosed, LinkMissing
from firmware_mocks.firmware import Output
from firmware_mocks.usb import sockets
from firmware_mocks.usb.endpoints import Endpoints, TransferEndpoints
from firmware_mocks.usb.sockets import Sockets, UsbEnd


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
