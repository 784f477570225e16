"""A device on USB that sends and takes bytes as a serial port does: printers, converters."""

from __future__ import annotations

import contextlib
from typing import Any

from broker.link import pushing
from broker.link.usb import UsbLink
from broker.link.usb_device import Face, TransferSilent, UsbDevice, open_usb

_PRINTER = 7  # class of an interface (USB printing devices 1.1); other makes have class FF
_MASS_STORAGE = 8
_LOOK = 0.02  # seconds in which a device may send before something is sent to it again
_PIECE = 4096  # bytes sent between two looks at what came


class _Stream:
    """A packet is read at a time: a longer read that is cut short by its time would lose packets
    that had come already."""

    listens = True

    def __init__(self, device: UsbDevice) -> None:
        self._device = device

    def carry(self, data: bytes) -> bytes:
        came = b""
        for at in range(0, len(data), _PIECE):
            self._device.write(data[at : at + _PIECE], pushing.PATIENCE)
        return came

    def listen(self) -> bytes:
        with contextlib.suppress(TransferSilent):
            return self._device.read(self._device.face.packet, _LOOK)
        return b""

    def end(self) -> None:
        self._device.end()


def open_usb_stream(place: str, backend: Any = None) -> UsbLink:
    """The device at `place` as a stream of bytes. Where it has several faces (a printer that is a
    drawer or a scanner, too), its printer's is taken. A disk is refused: bytes could hurt it."""
    return UsbLink(place, lambda: _Stream(open_usb(place, _fits, backend, _PRINTER)))


def _fits(face: Face) -> str:
    if face.kind[0] == _MASS_STORAGE:
        return "this is a disk, or looks like one; its own driver has to be named"
    if not (face.inward and face.outward):
        return "the device has no pair of bulk endpoints"
    return ""
