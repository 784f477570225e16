"""Readers on USB are looked for at once, each on a thread of its own, before libusb is there."""

from __future__ import annotations

import contextlib
import threading
from collections.abc import Iterator
from typing import Any

import pytest
import usb.backend
from usb.backend import libusb1

from broker.domain.errors import LinkMissing
from broker.link.usb_device import open_usb

TOGETHER = 0.5  # seconds in which a second thread would begin one too


class SlowLibrary(usb.backend.IBackend):  # type: ignore[misc]  # pyusb has no types
    """It takes its time to begin, as on a machine with much to do; nothing is plugged in."""

    begun: list[SlowLibrary]
    another: threading.Barrier

    def __init__(self, _library: object) -> None:
        self.begun.append(self)
        if not self.another.broken:
            with contextlib.suppress(threading.BrokenBarrierError):  # nobody else begins one
                self.another.wait(TOGETHER)

    def enumerate_devices(self) -> Iterator[Any]:
        return iter(())


def test_two_that_look_at_once_begin_one_library(monkeypatch: pytest.MonkeyPatch) -> None:
    """Of two, the one that pyusb forgets ended under the device that was found with it: the whole
    service fell when that reader was pulled out, and its alert was waited for in vain."""
    SlowLibrary.begun, SlowLibrary.another = [], threading.Barrier(2)
    monkeypatch.setattr(libusb1, "_lib_object", None)
    monkeypatch.setattr(libusb1, "_load_library", lambda **_: object())
    monkeypatch.setattr(libusb1, "_setup_prototypes", lambda _: None)
    monkeypatch.setattr(libusb1, "_LibUSB", SlowLibrary)
    monkeypatch.setattr(libusb1, "_lib", None)
    said: list[str] = []
    threads = [threading.Thread(target=look, args=(place, said)) for place in ("1-1", "1-2")]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    assert len(SlowLibrary.begun) == 1
    assert len(said) == 2


def look(place: str, said: list[str]) -> None:
    with pytest.raises(LinkMissing, match="no such device on USB"):
        open_usb(f"usb:{place}", lambda _face: "")
    said.append(place)
