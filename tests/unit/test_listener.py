"""A decoder is told when bytes came, and of the silence that ends a frame."""

from __future__ import annotations

from typing import Any

import pytest

from broker.domain.errors import LinkClosed
from broker.link.base import Noise
from broker.service.listener import Listener

GAP = 0.004  # three and a half characters at 9600 baud: a Modbus RTU frame ends with it


class Rtu:
    """Modbus RTU, as far as its silences go: a frame is what came without a gap."""

    def __init__(self) -> None:
        self.gap = GAP
        self.fed: list[tuple[bytes, float]] = []
        self._frame = b""
        self._last = 0.0

    def feed(self, data: bytes, now: float, /) -> list[bytes | Noise]:
        self.fed.append((data, now))
        frames: list[bytes | Noise] = []
        if self._frame and now - self._last >= GAP:
            frames.append(self._frame)
            self._frame = b""
        self._frame += data
        self._last = now
        return frames


class Wire:
    """What arrives when, in the seconds of its own clock; then silence, then the end."""

    def __init__(self, *arrivals: tuple[float, bytes], ends: float = 100.0) -> None:
        self.name = "wire"
        self.now = 0.0
        self._arrivals = list(arrivals)
        self._ends = ends

    def read(self, timeout: float | None) -> bytes:
        until = self._ends if timeout is None else self.now + timeout
        if self._arrivals and self._arrivals[0][0] <= until:
            at, data = self._arrivals.pop(0)
            self.now = max(self.now, at)
            return data
        if until >= self._ends:
            raise LinkClosed("wire: the end")
        self.now = until
        return b""

    def write(self, data: bytes) -> None:
        raise AssertionError(data)

    def close(self) -> None:
        pass


class Plain:
    """A decoder whose frames say their length: silence means nothing to it."""

    def __init__(self) -> None:
        self.fed: list[tuple[bytes, float]] = []

    def feed(self, data: bytes, now: float, /) -> list[bytes | Noise]:
        self.fed.append((data, now))
        return [data]


def all_of(wire: Wire, decoder: Any, longest: float | None = None) -> list[Any]:
    listener: Listener[Any] = Listener(wire, decoder, lambda: decoder, lambda: wire.now)
    heard: list[Any] = []
    with pytest.raises(LinkClosed):
        _listen_to_the_end(listener, longest, heard)
    return heard


def _listen_to_the_end(listener: Listener[Any], longest: float | None, heard: list[Any]) -> None:
    while True:
        heard += listener.listen(longest)


def test_a_frame_ends_with_silence_though_nothing_follows() -> None:
    wire = Wire((1.0, b"\x01\x03"), (1.002, b"\x02\x00"))
    assert all_of(wire, Rtu()) == [b"\x01\x03\x02\x00"]


def test_two_frames_are_told_apart_by_the_gap_between_them() -> None:
    decoder = Rtu()
    wire = Wire((1.0, b"\x01\x03"), (1.001, b"\x00"), (1.010, b"\x02\x03"))
    assert all_of(wire, decoder) == [b"\x01\x03\x00", b"\x02\x03"]


def test_silence_is_told_once_for_each_frame() -> None:
    decoder = Rtu()
    all_of(Wire((1.0, b"a"), (50.0, b"b")), decoder)
    assert [(data, round(at, 6)) for data, at in decoder.fed] == [
        (b"a", 1.0),
        (b"", 1.004),
        (b"b", 50.0),
        (b"", 50.004),
    ]


@pytest.mark.parametrize("longest", [0.001, 0.003, 1.0])
def test_whoever_waits_shorter_than_the_gap_hears_of_it_all_the_same(longest: float) -> None:
    wire = Wire((1.0, b"a"), ends=2.0)
    assert all_of(wire, Rtu(), longest) == [b"a"]


@pytest.mark.parametrize("longest", [None, 0.5])
def test_a_decoder_without_a_gap_is_never_fed_silence(longest: float | None) -> None:
    decoder = Plain()
    assert all_of(Wire((1.0, b"a"), (7.25, b"b")), decoder, longest) == [b"a", b"b"]
    assert decoder.fed == [(b"a", 1.0), (b"b", 7.25)]


class Brittle:
    """A decoder of somebody else that raises, at once or only when its values are taken."""

    def __init__(self, lazily: bool) -> None:
        self._lazily = lazily

    def feed(self, data: bytes, _now: float, /) -> Any:
        if self._lazily:
            return (self._read(each) for each in (data,))
        return [self._read(data)]

    def _read(self, data: bytes) -> bytes:
        if data == b"bad":
            raise KeyError("table")
        return data


@pytest.mark.expects_warnings
@pytest.mark.parametrize("lazily", [False, True])
def test_a_decoder_that_raises_is_replaced_and_its_bytes_are_noise(
    lazily: bool, caplog: pytest.LogCaptureFixture
) -> None:
    wire = Wire((1.0, b"a"), (2.0, b"bad"), (3.0, b"bad"), (4.0, b"b"))
    made: list[Brittle] = []

    def renew() -> Any:
        made.append(Brittle(lazily))
        return made[-1]

    listener: Listener[Any] = Listener(wire, renew(), renew, lambda: wire.now)
    heard: list[Any] = []
    with pytest.raises(LinkClosed):
        _listen_to_the_end(listener, None, heard)
    failed = Noise(b"bad", "decoder failed")
    assert heard == [b"a", failed, failed, b"b"]
    assert len(made) == 3, "half a frame in the one that failed meets nothing"
    said = [each for each in caplog.records if each.levelname == "ERROR"]
    assert len(said) == 1, "once, not with every byte"


def test_what_was_heard_has_the_moment_it_was_read() -> None:
    wire = Wire((1.0, b"a"), (7.25, b"b"))
    listener: Listener[Any] = Listener(wire, Plain(), Plain, lambda: wire.now)
    moments = []
    for _ in range(2):
        listener.listen()
        moments.append(listener.at)
    assert moments == [1.0, 7.25]
