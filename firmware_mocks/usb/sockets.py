"""The sockets of one simulated USB that a program's devices are plugged into, begun when the first
is.

A device on USB is hosted as one on a wire is: `UsbEnd` is its end of the cable. A client finds it
with what `belongings` adds to its environment.
"""

from __future__ import annotations

import queue
import threading
from collections import deque
from collections.abc import Callable, Mapping
from functools import partial

from broker.domain.checking.usb_places import UsbIds, UsbSocket, usb_place
from broker.domain.errors import ConfigError, LinkClosed, LinkMissing
from firmware_mocks.usb.descriptors import Description
from firmware_mocks.usb.kernel_bus import KernelBus, RootPort, unavailable

LOOKS_LIKE: Mapping[str, Description] = {"ef01-usb": Description(0x2109, 0x7638)}
"""What a simulated device of this name tells of itself when it is plugged in."""

_EMPTY = Description(0x1D6B, 0x0104)  # never plugged in


class UsbEnd:
    """The device's end, from its plugging in until it is pulled. A `write` is one transfer."""

    def __init__(self, place: str, pull: Callable[[], None]) -> None:
        self._place = place
        self._pull = pull
        self._heard: queue.SimpleQueue[bytes | None] = queue.SimpleQueue()
        self._said: deque[bytes] = deque()
        self._guard = threading.Lock()

    @property
    def place(self) -> str:
        return self._place

    def read(self) -> bytes:
        data = self._heard.get()
        if data is None:
            raise LinkClosed(f"{self._place}: unplugged")
        return data

    def write(self, data: bytes) -> None:
        with self._guard:
            self._said.append(data)

    def wake(self) -> None:
        self._heard.put(None)

    def close(self) -> None:
        self._pull()

    def taken(self, data: bytes, _now: float) -> None:
        self._heard.put(data)

    def controlled(self, _setup: bytes, _data: bytes, _now: float) -> bytes | None:
        """A reset, which is all that such a device knows."""
        self.forget()
        return b""

    def given(self, _endpoint: int, size: int, _now: float) -> bytes | None:
        with self._guard:
            if not self._said:
                return None
            data = self._said.popleft()
            if len(data) > size:
                self._said.appendleft(data[size:])
            return data[:size]

    def power_cycle(self, _now: float) -> None:
        self.forget()

    def forget(self) -> None:
        with self._guard:
            self._said.clear()


class Sockets:
    """Give out sockets first, then plug in: the bus is as wide as it was asked for by then."""

    def __init__(self) -> None:
        self._looks: dict[int, Description] = {}  # by the number of the root hub's port
        self._bus: KernelBus | None = None

    @property
    def belongings(self) -> dict[str, str]:
        """What the environment of a client needs; nothing where nothing was plugged in."""
        return self._bus.belongings if self._bus is not None else {}

    def at(self, place: str, mock: str) -> Callable[[], UsbEnd]:
        """How a device of this name is plugged in at `usb:…`. `ConfigError` where it cannot be."""
        look = LOOKS_LIKE.get(mock)
        if look is None:
            remedy = "give its line a port of the run directory"
            raise ConfigError("hall bench", place, f"{mock!r} is on no simulated USB", remedy)
        match usb_place(place):
            case UsbIds(vendor, product):
                number = next(each for each in range(1, 256) if each not in self._looks)
                look = Description(vendor, product, look.kind, look.endpoints, look.packet)
            case UsbSocket(1, (number,)) if number not in self._looks:
                pass
            case _:
                problem = "a simulated device has a socket of its own in the first bus's hub"
                raise ConfigError("hall bench", place, problem, "write usb:1-1, usb:1-2 and so on")
        self._looks[number] = look
        return partial(self._plugged, place, number)

    def close(self) -> None:
        """End the bus."""
        if self._bus is not None:
            self._bus.close()
            self._bus = None

    def _plugged(self, place: str, number: int) -> UsbEnd:
        """Raises `LinkMissing` where there can be no bus."""
        if self._bus is None:
            self._bus = self._started(place)
        end = UsbEnd(place, partial(self._bus.unplug, number - 1))
        self._bus.plug_in(number - 1, end)
        return end

    def _started(self, place: str) -> KernelBus:
        if why := unavailable():
            raise LinkMissing(f"{place}: {why}")
        ports = range(1, max(self._looks) + 1)
        try:
            return KernelBus([RootPort(self._looks.get(each, _EMPTY)) for each in ports])
        except OSError as error:
            raise LinkMissing(f"{place}: {error}") from error
