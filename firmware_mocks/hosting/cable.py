"""The cable between a host and simulated devices, as a schedule of bytes. Pure."""

from __future__ import annotations

import heapq
from dataclasses import dataclass
from itertools import count
from random import Random

from firmware_mocks.hosting.faults import Faults, Way, befall

_BITS_PER_BYTE = 10  # 8N1: start, eight data, stop
_INSTANT = 1e-6  # seconds that a burst is on a line whose bytes take no time
_GARBLED = 0x55  # the bits that two senders spoil; what comes is no frame of either


@dataclass(slots=True)
class _Piece:
    """Bytes that come out at once."""

    data: bytes
    garbled: bool = False

    def garble(self) -> None:
        """Another spoke meanwhile, or several did."""
        if not self.garbled:
            self.data = bytes(byte ^ _GARBLED for byte in self.data)
            self.garbled = True


@dataclass(frozen=True, slots=True)
class _Burst:
    """What one device has on the line from its beginning to its end."""

    device: int
    begun: float
    over: float
    pieces: tuple[_Piece, ...]

    def meets(self, other: _Burst) -> bool:
        return self.device != other.device and self.begun < other.over and other.begun < self.over


class Cable:
    """Carries bursts both ways, in order in each, through whatever `faults` says.

    With `baud` each byte takes its time on the line, as on a real port. What two devices say at
    the same time collides, as on every bus of two wires: the host gets garbled bytes of both.
    """

    def __init__(self, seed: int = 0, baud: int | None = None) -> None:
        self.faults = Faults()
        self._dice = Random(seed)  # noqa: S311  # faults must repeat with their seed
        self._byte_time = _BITS_PER_BYTE / baud if baud else 0.0
        self._order = count()
        self._leaving: list[tuple[float, int, Way, bytes, int | None]] = []
        self._travelling: list[tuple[float, int, Way, _Piece]] = []
        self._free_at: dict[tuple[Way, int | None], float] = {}
        self._speaking: list[_Burst] = []

    def send(self, way: Way, data: bytes, at: float, device: int | None = None) -> None:
        """`data` is put on the wire at the second `at`, by this one of several devices."""
        heapq.heappush(self._leaving, (at, next(self._order), way, data, device))

    def arrived(self, now: float) -> list[tuple[Way, bytes]]:
        """What comes out at the ends by `now`, in order."""
        while self._leaving and self._leaving[0][0] <= now:
            at, _, way, data, device = heapq.heappop(self._leaving)
            if way is Way.TO_DEVICE and self.faults.echo:
                self._travel(Way.TO_HOST, data, at, None)
            self._travel(way, data, at, device)
        out = []
        while self._travelling and self._travelling[0][0] <= now:
            _, _, way, piece = heapq.heappop(self._travelling)
            out.append((way, piece.data))
        self._speaking = [each for each in self._speaking if each.over > now]
        return out

    def next_wakeup(self) -> float | None:
        """When `arrived` is next worth calling."""
        heads = [heap[0][0] for heap in (self._leaving, self._travelling) if heap]
        return min(heads, default=None)

    def cut(self) -> None:
        """The cable was pulled: everything on it is gone."""
        self._leaving.clear()
        self._travelling.clear()
        self._free_at.clear()
        self._speaking.clear()

    def _travel(self, way: Way, data: bytes, at: float, device: int | None) -> None:
        start, pieces, begun = at, [], None
        for wait, bytes_ in befall(self.faults, self._dice, way, data):
            begin = max(start + wait, self._free_at.get((way, device), 0.0))
            begun = begin if begun is None else begun
            start = begin + len(bytes_) * self._byte_time
            self._free_at[way, device] = start
            pieces.append(_Piece(bytes_))
            heapq.heappush(self._travelling, (start, next(self._order), way, pieces[-1]))
        if device is not None and begun is not None:
            self._collide(_Burst(device, begun, max(start, begun + _INSTANT), tuple(pieces)))

    def _collide(self, burst: _Burst) -> None:
        met = [each for each in self._speaking if each.meets(burst)]
        for each in (*met, burst) if met else ():
            for piece in each.pieces:
                piece.garble()
        self._speaking.append(burst)
