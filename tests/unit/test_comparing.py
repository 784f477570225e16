"""`hall compare`: two touches of a simulated U.are.U, as whoever hangs it up sees them."""

from __future__ import annotations

import re
import threading
import time
from collections.abc import Callable, Iterator

import pytest

from broker import cli
from broker.domain.errors import LinkMissing
from broker.link.base import ByteLink
from fingerprint import comparing, matching, uareu
from firmware_mocks.usb.backend import PythonBus, Socket
from tests.stages.uareu import IDS, reader

WHY_NOT = "nbis-py is not installed: pip install '.[uru4500]'"
PICTURE_TAKEN = bytes.fromhex("40044e000000010012")


@pytest.fixture
def socket(monkeypatch: pytest.MonkeyPatch) -> Socket:
    there = reader()

    def opened(_driver: object, place: str, _baud: int | None) -> ByteLink:
        return uareu.open_uareu(place, 0, backend=PythonBus(there))

    monkeypatch.setattr(comparing, "open_for", opened)
    return there


class Hand:
    """Puts fingers on the glass, one after another, each until it was seen."""

    def __init__(self, socket: Socket, *touches: str) -> None:
        self._socket, self._touches = socket, touches
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._go, name="hand")
        self._thread.start()

    def _go(self) -> None:
        awaiting = bytes.fromhex("40044e000000010010")
        for count, touch in enumerate(self._touches, 1):
            self._until(awaiting, count)
            self._do(touch)
            self._until(PICTURE_TAKEN, count)
            self._do("lift")

    def _until(self, request: bytes, count: int) -> None:
        while self._socket.controlled.count(request) < count and not self._over.is_set():
            time.sleep(0.005)

    def _do(self, words: str) -> None:
        endpoints = self._socket.endpoints
        endpoints.hand(words, time.monotonic())  # type: ignore[attr-defined]  # of a simulated reader

    def end(self) -> None:
        self._over.set()
        self._thread.join()


Hands = Callable[..., Hand]


@pytest.fixture
def hands(socket: Socket) -> Iterator[Hands]:
    there: list[Hand] = []

    def made(*touches: str) -> Hand:
        there.append(Hand(socket, *touches))
        return there[-1]

    yield made
    for each in there:
        each.end()


def compared(capsys: pytest.CaptureFixture[str]) -> tuple[int, str]:
    status = cli.main(["compare", "uru4500", "--port", IDS])
    captured = capsys.readouterr()
    return status, captured.out + captured.err


@pytest.mark.parametrize(
    ("second", "status", "words"), [("anna", 0, "One finger: "), ("ben", 1, "Two fingers: ")]
)
def test_two_touches_are_told_apart(
    hands: Hands, capsys: pytest.CaptureFixture[str], second: str, status: int, words: str
) -> None:
    pytest.importorskip("nbis", reason=WHY_NOT)
    hands("finger anna", "smudge anna", f"finger {second}")
    ended, said = compared(capsys)
    assert ended == status, said
    assert words in said
    lines = said.splitlines()
    assert lines[:3] == [
        "Put a finger on the glass.",
        "Seen. Now the same finger again.",
        "That was not clear. Once more, in the middle of the glass.",
    ]
    points = re.search(r": (\d+) points", said)
    assert points is not None
    assert (int(points[1]) >= 100) is (status == 0)


def test_without_the_library_it_is_said_before_anything_is_opened(
    socket: Socket, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(matching, "_LIBRARY", "nbis_is_not_here")
    status, said = compared(capsys)
    assert (status, "nbis-py is not installed" in said) == (1, True)
    assert socket.controlled == []


@pytest.mark.usefixtures("socket")
def test_nobody_at_the_glass_is_said(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    pytest.importorskip("nbis", reason=WHY_NOT)
    monkeypatch.setattr(comparing, "_PATIENCE", 0.3)
    status, said = compared(capsys)
    assert (status, "nobody touched the glass" in said) == (1, True)


def test_a_reader_that_is_not_there_or_is_pulled_out_is_said(
    socket: Socket, capsys: pytest.CaptureFixture[str]
) -> None:
    """And nothing else: it warned that it was "trying again by itself", and ended."""
    pytest.importorskip("nbis", reason=WHY_NOT)
    socket.unplug()
    status, said = compared(capsys)
    assert (status, "Nothing was compared: usb:05ba:000a: no such device" in said) == (1, True)
    with pytest.raises(LinkMissing):
        uareu.open_uareu(IDS, 0, backend=PythonBus(socket))
