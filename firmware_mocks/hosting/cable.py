"""The cable between a host and simulated devices, as a schedule of bytes. Pure."""

from __future__ import annotations

import heapq
from itertools import count
from random import Random

from firmware_mocks.hosting.faults import Faults, Way, befall

_BITS_PER_BYTE = 10  # 8N1: start, eight data, stop


class Cable:
    """Carries bursts both ways, in order in each, through whatever `faults` says.

    With `baud` each byte takes its time on the line, as on a real port.
    """

    def __init__(self, seed: int = 0, baud: int | None = None) -> None:
        self.faults = Faults()
        self._dice = Random(seed)  # noqa: S311  # faults must repeat with their seed
        self._byte_time = _BITS_PER_BYTE / baud if baud else 0.0
        self._order = count()
        self._leaving: list[tuple[float, int, Way, bytes]] = []
        self._travelling: list[tuple[float, int, Way, bytes]] = []
        self._free_at = dict.fromkeys(Way, 0.0)

    def send(self, way: Way, data: bytes, at: float) -> None:
        """`data` is put on the wire at the second `at`."""
        heapq.heappush(self._leaving, (at, next(self._order), way, data))

    def arrived(self, now: float) -> list[tuple[Way, bytes]]:
        """What comes out at the ends by `now`, in order."""
        while self._leaving and self._leaving[0][0] <= now:
            at, _, way, data = heapq.heappop(self._leaving)
            if way is Way.TO_DEVICE and self.faults.echo:
                self._travel(Way.TO_HOST, data, at)
            self._travel(way, data, at)
        out = []
        while self._travelling and self._travelling[0][0] <= now:
            _, _, way, data = heapq.heappop(self._travelling)
            out.append((way, data))
        return out

    def next_wakeup(self) -> float | None:
        """When `arrived` is next worth calling."""
        heads = [heap[0][0] for heap in (self._leaving, self._travelling) if heap]
        return min(heads, default=None)

    def cut(self) -> None:
        """The cable was pulled: everything on it is gone."""
        self._leaving.clear()
        self._travelling.clear()
        self._free_at = dict.fromkeys(Way, 0.0)

    def _travel(self, way: Way, data: bytes, at: float) -> None:
        start = at
        for wait, piece in befall(self.faults, self._dice, way, data):
            start = max(start + wait, self._free_at[way]) + len(piece) * self._byte_time
            self._free_at[way] = start
            heapq.heappush(self._travelling, (start, next(self._order), way, piece))
