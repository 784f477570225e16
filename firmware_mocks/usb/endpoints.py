"""The bulk endpoints of a simulated device: what it sends waits in the order and until the time
it is sent at; until then the host's question is answered by nothing (NAK)."""

from __future__ import annotations

import heapq
from itertools import count
from typing import Protocol

from firmware_mocks.firmware import Firmware, Output, Send


class Bulk(Protocol):
    """The endpoints of what is plugged in, as `Endpoints` has them."""

    def taken(self, data: bytes, now: float, /) -> None:
        """The host sent this."""

    def given(self, size: int, now: float, /) -> bytes | None:
        """What the host gets; None as long as there is nothing."""

    def power_cycle(self, now: float, /) -> None:
        """Unplugged and plugged in again."""

    def forget(self) -> None:
        """A reset: what was on its way is gone."""


class Endpoints:
    """`now` is monotonic seconds."""

    def __init__(self, device: Firmware) -> None:
        self._device = device
        self._waiting: list[tuple[float, int, bytes]] = []
        self._order = count()

    def taken(self, data: bytes, now: float) -> None:
        """The host sent this."""
        self._keep(self._device.feed(data, now), now)

    def given(self, size: int, now: float) -> bytes | None:
        """What the host's question for `size` bytes gets; None as long as there is nothing."""
        if not self._waiting or self._waiting[0][0] > now:
            return None
        at, order, data = heapq.heappop(self._waiting)
        if len(data) > size:
            heapq.heappush(self._waiting, (at, order, data[size:]))
        return data[:size]

    def power_cycle(self, now: float) -> None:
        """Unplugged and plugged in again. What it says then is for serial wires."""
        self._waiting.clear()
        self._device.power_cycle(now)

    def hand(self, words: str, now: float) -> None:
        """A person does something to it."""
        self._keep(self._device.hand(words.split(), now), now)

    def forget(self) -> None:
        """A reset: what was on its way is gone."""
        self._waiting.clear()

    def _keep(self, outputs: list[Output], now: float) -> None:
        for each in outputs:
            if isinstance(each, Send):
                heapq.heappush(self._waiting, (now + each.after, next(self._order), each.data))
