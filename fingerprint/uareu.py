"""U.are.U 4000, 4000B and 4500: the driver, and how its records become transfers on USB.

The reader takes pictures and knows nobody; its session and codec are pure (`models/uru4500`). Here
each record of its link is one transfer: a control request, or one reading of a picture. Reports
come by themselves, so between two requests somebody listens.

A picture of a finger goes from here to whoever compares it, in memory. The trace of transfers says
how many bytes it had.
"""

from __future__ import annotations

import contextlib
from typing import Any

from broker.domain.errors import LinkClosed, LinkError
from broker.link.base import ByteLink, Noise
from broker.link.usb import UsbLink
from broker.link.usb_device import Face, UsbDevice, open_usb
from broker.link.usb_transfers import (
    ANSWER,
    TransferReader,
    TransferRecord,
    control_request,
    record,
)
from fingerprint.driver import ReaderDriver
from fingerprint.matching import Matcher
from fingerprint.models.uru4500 import spec
from fingerprint.models.uru4500.codec import (
    TO_DEVICE,
    ReadRegister,
    UruDecoder,
    WriteRegister,
    encode,
)
from fingerprint.models.uru4500.describing import describe
from fingerprint.models.uru4500.session import UruSession
from fingerprint.models.uru4500.spec import Mode, UruRegister

PATIENCE = 2.0  # seconds for one transfer
_LOOK = 0.02  # in which a report may come before something is asked


class UareUCarrier:
    """The owner thread's way with the reader at `device`."""

    listens = True

    def __init__(self, device: UsbDevice) -> None:
        self._device = device
        self._reader = TransferReader(TO_DEVICE)

    def carry(self, data: bytes) -> bytes:
        """Make the transfers of these records, and return the records of what came of them."""
        return b"".join(map(self._carried, self._reader.feed(data)))

    def listen(self) -> bytes:
        """A report, if one comes in a moment."""
        data = self._device.hear(spec.EVENTS, spec.REPORT_BYTES, _LOOK)
        return record(spec.EVENTS, data) if data else b""

    def end(self) -> None:
        """Switch it off, as whoever was there before expects it, and give it back."""
        with contextlib.suppress(LinkError):
            self.carry(encode(WriteRegister(UruRegister.MODE, bytes([Mode.OFF]))))
        self._device.end()

    def _carried(self, transfer: TransferRecord | Noise) -> bytes:
        match transfer:
            case TransferRecord(spec.PICTURES):
                taken = self._device.take(spec.PICTURES, spec.PICTURE_BYTES, PATIENCE)
                return record(spec.PICTURES, taken)
            case TransferRecord(_, data) if (found := control_request(data)) is not None:
                request, rest = found
                return record(ANSWER, request.setup + self._device.ask(request, rest, PATIENCE))
        raise LinkClosed(f"{self._device.name}: no transfer of this reader: {transfer}")


def open_uareu(place: str, _baud: int, *, backend: Any = None) -> ByteLink:
    """The reader at `place`. Raises `LinkError`."""
    return UsbLink(place, lambda: UareUCarrier(open_usb(place, _fits, backend)))


def _fits(face: Face) -> str:
    if (face.vendor, face.product) not in spec.KNOWN_IDS:
        known = ", ".join(f"{vendor:04x}:{product:04x}" for vendor, product in spec.KNOWN_IDS)
        return f"no U.are.U is known with {face.vendor:04x}:{face.product:04x} (known: {known})"
    given = {*face.interrupts, *face.inward}
    if face.kind != spec.INTERFACE or not {spec.EVENTS, spec.PICTURES} <= given:
        return "this is not the reader's own interface"
    return ""


DRIVER = ReaderDriver(
    name="uru4500",
    title="U.are.U 4000, 4000B and 4500 fingerprint readers on USB",
    encode=encode,
    decoder=UruDecoder,
    session=lambda _addresses: UruSession(),
    link=open_uareu,
    probe=lambda _address: ReadRegister(UruRegister.INFO),
    describe=describe,
    pictures=True,
    needs=Matcher,
)
