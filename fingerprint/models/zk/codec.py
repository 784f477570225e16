"""Packets of ZKTeco's terminals to values, and back."""

from __future__ import annotations

import struct
from dataclasses import dataclass, field
from datetime import datetime

from broker.link.base import Noise
from fingerprint.models.zk import spec
from fingerprint.models.zk.spec import ZkAnswer, ZkCommand
from fingerprint.terminal import TerminalRecord

_PAYLOAD = struct.Struct("<HHHH")
_CODES = {True: frozenset(ZkCommand), False: frozenset(ZkAnswer)}
_DAY = 24 * 60 * 60
_NUMBER_BYTES = 24


@dataclass(frozen=True, slots=True)
class ZkPacket:
    """One packet, either way. An answer bears the count of what it answers; `session` is the
    terminal's name for a connection. What it carries is shown nowhere: it may be of people."""

    code: int
    session: int = 0
    count: int = 0
    data: bytes = field(default=b"", repr=False)


def encode(packet: ZkPacket) -> bytes:
    """The bytes of a packet. `ValueError` where a number does not fit."""
    try:
        head = _PAYLOAD.pack(packet.code, 0, packet.session, packet.count)
    except struct.error as error:
        raise ValueError(f"no packet has code {packet.code}, {packet.session}, {error}") from error
    whole = head[:2] + _checksum(head + packet.data) + head[4:] + packet.data
    return spec.START + struct.pack("<I", len(whole)) + whole


def _checksum(payload: bytes) -> bytes:
    """The complement of the sum of all 16-bit words, with its carry, its own field taken as 0."""
    padded = payload + bytes(len(payload) % 2)
    total = sum(struct.unpack(f"<{len(padded) // 2}H", padded))
    while total > 0xFFFF:
        total = (total & 0xFFFF) + (total >> 16)
    return struct.pack("<H", total ^ 0xFFFF)


class ZkDecoder:
    """Reads what a terminal sends, or with `to_device` what is sent to it, in any slicing."""

    def __init__(self, to_device: bool = False) -> None:
        self._codes = _CODES[to_device]
        self._pending = bytearray()

    def feed(self, data: bytes, now: float = 0.0) -> list[ZkPacket | Noise]:  # noqa: ARG002  # the shape of a decoder
        """Take what came, and return all that it completes."""
        self._pending += data
        found: list[ZkPacket | Noise] = []
        while (each := self._next()) is not None:
            found.append(each)
        return found

    def _next(self) -> ZkPacket | Noise | None:
        at = self._beginning()
        if at:
            return Noise(self._cut(at), "no packet")
        if len(self._pending) < spec.HEAD_BYTES:
            return None
        (length,) = struct.unpack_from("<I", self._pending, len(spec.START))
        if not spec.LEAST <= length <= spec.MOST:
            return Noise(self._cut(len(spec.START)), "impossible length")
        if len(self._pending) < spec.HEAD_BYTES + length:
            return None
        return self._packet(bytes(self._pending[spec.HEAD_BYTES : spec.HEAD_BYTES + length]))

    def _packet(self, payload: bytes) -> ZkPacket | Noise:
        code, _, session, count = _PAYLOAD.unpack_from(payload)
        if _checksum(payload[:2] + bytes(2) + payload[4:]) != payload[2:4]:
            return Noise(self._cut(len(spec.START)), "bad checksum")
        whole = self._cut(spec.HEAD_BYTES + len(payload))
        if code not in self._codes:
            return Noise(whole, "unknown code")
        return ZkPacket(code, session, count, payload[_PAYLOAD.size :])

    def _beginning(self) -> int:
        """Where the first packet begins, or may begin."""
        at = self._pending.find(spec.START)
        if at >= 0:
            return at
        tail = next(n for n in (3, 2, 1, 0) if self._pending.endswith(spec.START[:n]))
        return len(self._pending) - tail

    def _cut(self, size: int) -> bytes:
        taken = bytes(self._pending[:size])
        del self._pending[:size]
        return taken


def key(password: int, session: int) -> bytes:
    """What `AUTHENTICATE` carries: the password's bits in reverse, plus the session, masked twice
    and with its halves exchanged. It hides the password from nobody who listens."""
    turned = int(f"{password & 0xFFFFFFFF:032b}"[::-1], 2)
    mixed = (turned + session & 0xFFFFFFFF).to_bytes(4, "little")
    _, two, three, four = (byte ^ mask for byte, mask in zip(mixed, spec.KEY_MASK, strict=True))
    ticks = spec.KEY_TICKS
    return bytes([three ^ ticks, four ^ ticks, ticks, two ^ ticks])


def moment(packed: int) -> datetime | None:
    """A terminal's time, which counts every month as 31 days; None where there is no such day."""
    days, seconds = divmod(packed, _DAY)
    months, day = divmod(days, 31)
    year, month = divmod(months, 12)
    try:
        return datetime(  # noqa: DTZ001  # a terminal's time has no zone
            2000 + year, month + 1, day + 1, seconds // 3600, seconds // 60 % 60, seconds % 60
        )
    except ValueError:
        return None


def records(data: bytes, count: int) -> tuple[TerminalRecord, ...] | None:
    """The records of an attendance log, at least `count` as the terminal counted before; None where
    there are fewer, or of another form. Of one that names nobody, or no day, nothing is said."""
    if len(data) < 4:
        return None if count else ()
    (total,) = struct.unpack_from("<I", data)
    body = data[4 : 4 + total]
    more = {total // size - count: size for size in spec.RECORD_BYTES if not total % size}
    fitting = [surplus for surplus in more if surplus >= 0]
    if len(body) != total or not fitting:
        return None
    size = more[min(fitting)]
    found = (_record(body[at : at + size]) for at in range(0, total, size))
    return tuple(each for each in found if each is not None)


def _record(row: bytes) -> TerminalRecord | None:
    if len(row) == 16:
        number, packed = struct.unpack_from("<II", row)
        said = str(number)
    else:
        said = row[2 : 2 + _NUMBER_BYTES].split(b"\0")[0].decode("ascii", "replace")
        (packed,) = struct.unpack_from("<I", row, 27)
    at = moment(packed)
    return TerminalRecord(said, at) if at is not None and said else None
