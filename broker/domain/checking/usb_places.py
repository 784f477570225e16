"""How a device on USB is named in hall.toml: by its IDs, or by the socket it is plugged into."""

from __future__ import annotations

import re
from dataclasses import dataclass

PREFIX = "usb:"
_IDS = re.compile(r"([0-9a-f]{4}):([0-9a-f]{4})", re.IGNORECASE)
_SOCKET = re.compile(r"([1-9][0-9]{0,2})-([1-9][0-9]{0,2}(?:\.[1-9][0-9]{0,2}){0,5})")


@dataclass(frozen=True, slots=True)
class UsbIds:
    """`usb:2109:7638`: the one device of this vendor and product, wherever it is plugged in."""

    vendor: int
    product: int

    def __str__(self) -> str:
        return f"{PREFIX}{self.vendor:04x}:{self.product:04x}"


@dataclass(frozen=True, slots=True)
class UsbSocket:
    """`usb:1-1.3`: whatever is plugged into port 3 of the hub in port 1 of bus 1, as the kernel
    names it. Two equal devices are told apart by it."""

    bus: int
    ports: tuple[int, ...]

    def __str__(self) -> str:
        return f"{PREFIX}{self.bus}-{'.'.join(map(str, self.ports))}"


UsbPlace = UsbIds | UsbSocket


def is_usb(place: str) -> bool:
    """Whether `place` is meant to be on USB."""
    return place.startswith(PREFIX)


def usb_place(place: str) -> UsbPlace | None:
    """What `place` names, None where it is none on USB."""
    rest = place.removeprefix(PREFIX)
    if rest == place:
        return None
    if ids := _IDS.fullmatch(rest):
        return UsbIds(int(ids[1], 16), int(ids[2], 16))
    if socket := _SOCKET.fullmatch(rest):
        return UsbSocket(int(socket[1]), tuple(map(int, socket[2].split("."))))
    return None
