"""EF01 modules on USB in "UDisk" mode: the driver, and how an exchange travels.

An exchange is two transfers, each a command wrapper (CBW), its data and a status (CSW): the
command down, the acknowledgement up. A wrong word anywhere is a link that failed; it is opened
anew, and what an old transfer left behind is cleared first.

A module pretends to be a disk, and one of its transfers could hurt a real one. So it is spoken to
only where vendor and product are known, the interface is the mass-storage one with one pair of
bulk endpoints, and then only once: nothing else is sent before the answer to "is this the
password?" was a good acknowledgement, whatever it says.

No answer can be taken for that to another question: what an earlier program left on its way is
read first, one exchange is not called what the one before it was, and the first question is put
twice. An answer that came one exchange late would bear the wrong name by then.
"""

from __future__ import annotations

import contextlib
from itertools import cycle
from typing import Any

from broker.domain.errors import LinkClosed, LinkMissing
from broker.link.base import ByteLink
from broker.link.usb import UsbLink
from broker.link.usb_device import Face, TransferSilent, TransferStalled, UsbDevice, open_usb
from fingerprint.driver import ReaderDriver
from fingerprint.models.ef01.codec import Ack, PacketDecoder, encode
from fingerprint.models.ef01.commands import ReadParameters, VerifyPassword
from fingerprint.models.ef01.spec import FACTORY_BAUD
from fingerprint.models.ef01_usb import spec
from fingerprint.models.ef01_usb.codec import (
    CommandWrapper,
    StatusWrapper,
    UDiskDecoder,
    encode_wrapper,
    status_wrapper,
    unpadded,
)
from fingerprint.models.ef01_usb.describing import describe
from fingerprint.models.ef01_usb.session import UDiskSession
from fingerprint.models.ef01_usb.spec import Operation

PATIENCE = 2.0  # seconds for one step of a transfer; the slowest answer, a search, takes one
_LEFT_BEHIND = 0.05  # seconds in which an old transfer's rest comes
_MOST_LEFT = 16  # packets of it


class UDisk:
    """The module at `device`, handshake done. What it cannot do ends in a `LinkError`."""

    listens = False

    def __init__(self, device: UsbDevice) -> None:
        self._device = device
        self._name = device.name
        self._tags = cycle(spec.TAGS)
        self._tag = b""
        try:
            self._meet()
        except BaseException:
            device.end()
            raise

    def _meet(self) -> None:
        self._drain()
        with contextlib.suppress(TransferSilent, TransferStalled, Unfit):
            self._shake_hands()
            return
        self._recover()
        self._shake_hands()

    def _shake_hands(self) -> None:
        for _ in spec.TAGS:
            self._greet()

    def _greet(self) -> None:
        heard = PacketDecoder().feed(self.carry(encode(VerifyPassword())))
        if len(heard) != 1 or not isinstance(heard[0], Ack):
            raise Unfit(f"{self._name}: what is there does not answer as an EF01 module does")

    def _recover(self) -> None:
        """Forget what a transfer that was cut off left behind; each step may be refused."""
        with contextlib.suppress(TransferSilent, TransferStalled):
            self._device.request(*spec.RESET)
        for inward in (True, False):
            with contextlib.suppress(TransferSilent, TransferStalled):
                self._device.clear(inward=inward)
        self._drain()

    def _drain(self) -> None:
        with contextlib.suppress(TransferSilent, TransferStalled):
            for _ in range(_MOST_LEFT):
                self._device.read(spec.ANSWER_BYTES, _LEFT_BEHIND)

    def carry(self, data: bytes) -> bytes:
        """Send a command packet, and return the acknowledgement."""
        self._tag = next(self._tags)
        self._down(data)
        return unpadded(self._up(spec.ANSWER_BYTES))

    def listen(self) -> bytes:
        """A module says nothing unasked."""
        return b""

    def end(self) -> None:
        """Give the device back."""
        self._device.end()

    def _down(self, data: bytes) -> None:
        self._announce(Operation.DOWN, len(data))
        try:
            self._device.write(data, PATIENCE)
        except TransferStalled:
            self._device.clear(inward=False)  # the status says why
        self._conclude(self._status())

    def _up(self, size: int) -> bytes:
        self._announce(Operation.UP, size)
        try:
            data = self._device.read(size, PATIENCE)
        except TransferStalled:
            self._device.clear(inward=True)
            data = b""
        early = status_wrapper(data)  # no data, and straight to the status
        self._conclude(early or self._status())
        if early or not data:
            raise Unfit(f"{self._name}: the module has no answer")
        return data

    def _announce(self, operation: Operation, length: int) -> None:
        self._device.write(encode_wrapper(CommandWrapper(operation, length, self._tag)), PATIENCE)

    def _status(self) -> StatusWrapper:
        try:
            data = self._device.read(spec.STATUS_BYTES, PATIENCE)
        except TransferStalled:
            self._device.clear(inward=True)
            data = self._device.read(spec.STATUS_BYTES, PATIENCE)  # once more, as on any disk
        status = status_wrapper(data)
        if status is None or status.tag != self._tag:
            raise Unfit(f"{self._name}: the module ends a transfer with {data[:16].hex(' ')}")
        return status

    def _conclude(self, status: StatusWrapper) -> None:
        if status.status or status.tag != self._tag:
            raise Unfit(f"{self._name}: the module ends a transfer with status {status.status}")


class Unfit(LinkClosed):
    """What came is nothing that a module says there."""


def open_udisk(place: str, _baud: int, *, backend: Any = None) -> ByteLink:
    """The module at `place`, after its handshake. Raises `LinkError`."""
    return UsbLink(place, lambda: _begun(place, backend))


def _begun(place: str, backend: Any) -> UDisk:
    device = open_usb(place, _fits, backend)
    try:
        return UDisk(device)
    except Unfit as error:
        raise LinkMissing(f"{error}; nothing else was sent to it") from error


def _fits(face: Face) -> str:
    if (face.vendor, face.product) not in spec.KNOWN_IDS:
        known = ", ".join(
            sorted(f"{vendor:04x}:{product:04x}" for vendor, product in spec.KNOWN_IDS)
        )
        return f"no EF01 module is known with {face.vendor:04x}:{face.product:04x} (known: {known})"
    if face.kind[0] == spec.VENDOR_CLASS:
        return "this module is in its vendor's own mode, which the hall does not speak"
    if face.kind != spec.INTERFACE:
        return "this is no EF01 module in UDisk mode"
    if (len(face.inward), len(face.outward)) != (1, 1):
        return "it has another number of endpoints than an EF01 module"
    return ""


DRIVER = ReaderDriver(
    name="ef01-usb",
    title="EF01 fingerprint modules on USB (UDisk mode)",
    baud=FACTORY_BAUD,
    encode=encode,
    decoder=UDiskDecoder,
    session=lambda _addresses: UDiskSession(),
    link=open_udisk,
    probe=lambda _address: ReadParameters(),
    describe=describe,
)
