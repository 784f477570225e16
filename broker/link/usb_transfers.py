"""A device on USB whose every transfer matters, as one stream of bytes each way.

Some devices are not a pair of pipes: registers are written by control requests, events come on one
endpoint and pictures on another. Their link carries records, and a driver's codec reads those:

    endpoint (1 byte) · length (4 bytes, little-endian) · so many bytes

To the device: endpoint 00 with the eight bytes of a control request, as the USB specification has
them (9.3), and the data that goes with it; the address of an inward endpoint with nothing asks for
one transfer there. From the device: endpoint 80 repeats the request before what came of it, so that
an answer tells what it answers; an inward endpoint has what one transfer there brought.

The records are our link's, no device's. Simulated devices take and give them too.
"""

from __future__ import annotations

import re
import struct
from collections.abc import Mapping
from dataclasses import dataclass, field

from broker.link.base import Noise

REQUEST = 0x00  # endpoint of a control request
ANSWER = 0x80  # and of what came of it
SETUP_BYTES = 8
_HEAD = struct.Struct("<BI")
_SETUP = struct.Struct("<BBHHH")
_TO_HOST = 0x80


@dataclass(frozen=True, slots=True)
class TransferRecord:
    """One record. What is in it is not shown: it may be a picture of a finger."""

    endpoint: int
    data: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class ControlRequest:
    """A control request. `kind` is bmRequestType; `length` is of the data, either way."""

    kind: int
    number: int
    value: int
    index: int
    length: int

    @property
    def to_host(self) -> bool:
        """Whether its data comes from the device."""
        return bool(self.kind & _TO_HOST)

    @property
    def setup(self) -> bytes:
        """Its eight bytes."""
        return _SETUP.pack(self.kind, self.number, self.value, self.index, self.length)


def record(endpoint: int, data: bytes = b"") -> bytes:
    """The bytes of one record."""
    return _HEAD.pack(endpoint, len(data)) + data


def control_request(data: bytes) -> tuple[ControlRequest, bytes] | None:
    """The request at the beginning of `data`, and what follows it; None where there is none."""
    if len(data) < SETUP_BYTES:
        return None
    return ControlRequest(*_SETUP.unpack_from(data)), data[SETUP_BYTES:]


class TransferReader:
    """Finds the records in a stream, in any slicing. `lengths` says how long a record of each
    endpoint may be; what is none is `Noise`, up to where the next one may begin."""

    def __init__(self, lengths: Mapping[int, range]) -> None:
        self._lengths = lengths
        self._begins = re.compile(b"[" + b"".join(re.escape(bytes([e])) for e in lengths) + b"]")
        self._pending = bytearray()

    def feed(self, data: bytes) -> list[TransferRecord | Noise]:
        """Take what came, and return all that it completes."""
        self._pending += data
        found: list[TransferRecord | Noise] = []
        while (each := self._next()) is not None:
            found.append(each)
        return found

    def _next(self) -> TransferRecord | Noise | None:
        at = self._beginning()
        if at:
            return Noise(self._cut(at), "no transfer")
        if len(self._pending) < _HEAD.size:
            return None
        endpoint, length = _HEAD.unpack_from(self._pending)
        if len(self._pending) < _HEAD.size + length:
            return None
        return TransferRecord(endpoint, self._cut(_HEAD.size + length)[_HEAD.size :])

    def _beginning(self) -> int:
        """Where the first record begins, or may begin."""
        at = 0
        while found := self._begins.search(self._pending, at):
            at = found.start()
            if len(self._pending) - at < _HEAD.size:
                return at
            endpoint, length = _HEAD.unpack_from(self._pending, at)
            if length in self._lengths[endpoint]:
                return at
            at += 1
        return len(self._pending)

    def _cut(self, size: int) -> bytes:
        taken = bytes(self._pending[:size])
        del self._pending[:size]
        return taken
