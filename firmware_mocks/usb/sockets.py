"""The sockets of one simulated USB that a program's devices are plugged into, begun when the first
is.

A device on USB is hosted as one on a wire is; its end of the cable is of `socket_ends`. A client
finds it with what `belongings` adds to its environment.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from functools import partial

from broker.domain.checking.usb_places import UsbIds, UsbSocket, usb_place
from broker.domain.errors import ConfigError, LinkMissing
from fingerprint.models.uru4500 import spec as uru4500
from firmware_mocks.usb.descriptors import Description
from firmware_mocks.usb.kernel_bus import KernelBus, RootPort, unavailable
from firmware_mocks.usb.socket_ends import SocketEnd, TransferEnd, UsbEnd


@dataclass(frozen=True, slots=True)
class Plug:
    """What a simulated device tells of itself when it is plugged in, and its end of the cable.
    `driver`: whether the kernel has a driver of its own for it."""

    about: Description
    end: Callable[[str, Callable[[], None]], SocketEnd] = UsbEnd
    driver: bool = True


_UAREU = Description(
    0x05BA,
    0x000A,
    uru4500.INTERFACE,
    (uru4500.EVENTS, uru4500.PICTURES),
    interrupts=(uru4500.EVENTS,),
)
PLUGS: Mapping[str, Plug] = {
    "ef01-usb": Plug(Description(0x2109, 0x7638)),
    "uru4500": Plug(_UAREU, partial(TransferEnd, uru4500.PICTURES), driver=False),
}
"""Simulated devices that can be plugged in, by name."""

_EMPTY = Plug(Description(0x1D6B, 0x0104))  # never plugged in


class Sockets:
    """Give out sockets first, then plug in: the bus is as wide as it was asked for by then."""

    def __init__(self) -> None:
        self._plugs: dict[int, Plug] = {}  # by the number of the root hub's port
        self._bus: KernelBus | None = None

    @property
    def belongings(self) -> dict[str, str]:
        """What the environment of a client needs; nothing where nothing was plugged in."""
        return self._bus.belongings if self._bus is not None else {}

    def at(self, place: str, mock: str) -> Callable[[], SocketEnd]:
        """How a device of this name is plugged in at `usb:…`. `ConfigError` where it cannot be."""
        plug = PLUGS.get(mock)
        if plug is None:
            remedy = "give its line a port of the run directory"
            raise ConfigError("hall bench", place, f"{mock!r} is on no simulated USB", remedy)
        match usb_place(place):
            case UsbIds(vendor, product):
                number = next(each for each in range(1, 256) if each not in self._plugs)
                plug = replace(plug, about=replace(plug.about, vendor=vendor, product=product))
            case UsbSocket(1, (number,)) if number not in self._plugs:
                pass
            case _:
                problem = "a simulated device has a socket of its own in the first bus's hub"
                raise ConfigError("hall bench", place, problem, "write usb:1-1, usb:1-2 and so on")
        self._plugs[number] = plug
        return partial(self._plugged, place, number)

    def close(self) -> None:
        """End the bus."""
        if self._bus is not None:
            self._bus.close()
            self._bus = None

    def _plugged(self, place: str, number: int) -> SocketEnd:
        """Raises `LinkMissing` where there can be no bus."""
        if self._bus is None:
            self._bus = self._started(place)
        end = self._plugs[number].end(place, partial(self._bus.unplug, number - 1))
        self._bus.plug_in(number - 1, end)
        return end

    def _started(self, place: str) -> KernelBus:
        if why := unavailable():
            raise LinkMissing(f"{place}: {why}")
        ports = (self._plugs.get(each, _EMPTY) for each in range(1, max(self._plugs) + 1))
        try:
            return KernelBus([RootPort(each.about, driver=each.driver) for each in ports])
        except OSError as error:
            raise LinkMissing(f"{place}: {error}") from error
