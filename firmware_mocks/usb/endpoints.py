"""The endpoints of a simulated device: what it sends waits in the order and until the time it is
sent at; until then the host's question is answered by nothing (NAK).

The host asks on the bus's thread, people touch a device and pull it on theirs: one of them at a
time has it, or an answer that is taken while another forgets it would end the bus.
"""

from __future__ import annotations

import heapq
import threading
from itertools import count
from typing import Protocol

from broker.link.base import Noise
from broker.link.usb_transfers import ANSWER, REQUEST, SETUP_BYTES, TransferReader, record
from firmware_mocks.firmware import Firmware, Output, Send

_ANY_LENGTH = range(1 << 20)


class Bulk(Protocol):
    """The endpoints of what is plugged in, as `Endpoints` has them."""

    def taken(self, data: bytes, now: float, /) -> None:
        """The host sent this."""

    def given(self, endpoint: int, size: int, now: float, /) -> bytes | None:
        """What the host gets; None as long as there is nothing."""

    def controlled(self, setup: bytes, data: bytes, now: float, /) -> bytes | None:
        """A control request: what comes of it, None for a stall."""

    def power_cycle(self, now: float, /) -> None:
        """Unplugged and plugged in again."""

    def forget(self) -> None:
        """A reset: what was on its way is gone."""


class Endpoints:
    """One pair of bulk endpoints. `now` is monotonic seconds."""

    def __init__(self, device: Firmware) -> None:
        self._device = device
        self._waiting: list[tuple[float, int, bytes]] = []
        self._order = count()
        self._guard = threading.RLock()

    def taken(self, data: bytes, now: float) -> None:
        """The host sent this."""
        with self._guard:
            self._keep(self._device.feed(data, now), now)

    def controlled(self, setup: bytes, data: bytes, now: float) -> bytes | None:  # noqa: ARG002  # for those that have registers
        """A control request: what comes of it, None for a stall. Here it is a reset."""
        self.forget()
        return b""

    def given(self, endpoint: int, size: int, now: float) -> bytes | None:  # noqa: ARG002  # it has one
        """What the host's question for `size` bytes gets; None as long as there is nothing."""
        with self._guard:
            if not self._waiting or self._waiting[0][0] > now:
                return None
            at, order, data = heapq.heappop(self._waiting)
            if len(data) > size:
                heapq.heappush(self._waiting, (at, order, data[size:]))
        return data[:size]

    def power_cycle(self, now: float) -> None:
        """Unplugged and plugged in again. What it says then is for serial wires."""
        with self._guard:
            self._waiting.clear()
            self._device.power_cycle(now)

    def hand(self, words: str, now: float) -> None:
        """A person does something to it."""
        with self._guard:
            self._keep(self._device.hand(words.split(), now), now)

    def forget(self) -> None:
        """A reset: what was on its way is gone."""
        with self._guard:
            self._waiting.clear()

    def _keep(self, outputs: list[Output], now: float) -> None:
        for each in outputs:
            if isinstance(each, Send):
                heapq.heappush(self._waiting, (now + each.after, next(self._order), each.data))


class TransferEndpoints:
    """Those of a device that takes and gives records of transfers (`broker.link.usb_transfers`)."""

    def __init__(self, device: Firmware, pictures: int) -> None:
        """`pictures` is the endpoint that gives something only when it is asked."""
        self._device = device
        self._pictures = pictures
        self._waiting: dict[int, list[bytes]] = {}
        self._guard = threading.RLock()

    def controlled(self, setup: bytes, data: bytes, now: float) -> bytes | None:
        """A control request: what comes of it, None for a stall."""
        with self._guard:
            self._keep(self._device.feed(record(REQUEST, setup + data), now))
            answers = self._waiting.pop(ANSWER, [])
        return answers[0][SETUP_BYTES:] if answers else None

    def taken(self, data: bytes, now: float) -> None:
        """It has no outward endpoint."""

    def given(self, endpoint: int, size: int, now: float) -> bytes | None:
        """What the host's question for `size` bytes gets; None as long as there is nothing."""
        with self._guard:
            if endpoint == self._pictures and not self._waiting.get(endpoint):
                self._keep(self._device.feed(record(endpoint), now))
            waiting = self._waiting.get(endpoint, [])
            if not waiting:
                return None
            data, rest = waiting[0][:size], waiting[0][size:]
            waiting[:1] = [rest] if rest else []
        return data

    def power_cycle(self, now: float) -> None:
        """Unplugged and plugged in again."""
        with self._guard:
            self.forget()
            self._device.power_cycle(now)

    def hand(self, words: str, now: float) -> None:
        """A person does something to it."""
        with self._guard:
            self._keep(self._device.hand(words.split(), now))

    def forget(self) -> None:
        """What was on its way is gone."""
        with self._guard:
            self._waiting.clear()

    def _keep(self, outputs: list[Output]) -> None:
        for each in outputs:
            if isinstance(each, Send):
                self._sent(each.data)

    def _sent(self, data: bytes) -> None:
        lengths = dict.fromkeys((ANSWER, *_INWARD), _ANY_LENGTH)
        for each in TransferReader(lengths).feed(data):
            assert not isinstance(each, Noise)  # noqa: S101  # a simulated device that is not in order
            self._waiting.setdefault(each.endpoint, []).append(each.data)


_INWARD = range(0x81, 0x90)
