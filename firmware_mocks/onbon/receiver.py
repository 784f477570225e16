"""The card's ear: bytes to whole frames, as the sheet's receiver state machine says.

Written from the sheet alone, with a checksum and an unescaping of its own, so that it can
contradict the driver.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum, auto

from queue_display.models.onbon import spec

_LEAST = 21
_MOST = 8192  # a receive buffer has an end


class _State(Enum):
    IDLE = auto()
    LEAD = auto()
    BODY = auto()
    ESCAPE = auto()


@dataclass(frozen=True, slots=True)
class Received:
    """A frame with a readable header. `intact` False: its checksum is wrong."""

    to: int
    sender: int
    device_type: int
    data: bytes
    intact: bool


@dataclass(frozen=True, slots=True)
class Dropped:
    """Bytes the card throws away without a word."""

    why: str


def crc16(data: bytes | bytearray) -> int:
    """CRC-16/ARC one bit at a time, as small firmware does it."""
    value = 0
    for byte in data:
        value ^= byte
        for _ in range(8):
            carry = value & 1
            value >>= 1
            if carry:
                value ^= spec.CRC_POLYNOMIAL
    return value


def frame(to: int, sender: int, data: bytes) -> bytes:
    """The wire bytes of one frame."""
    raw = bytearray(to.to_bytes(2, "little") + sender.to_bytes(2, "little"))
    raw += bytes([0, 0, 0, 0, 0, 0, spec.ANY_TYPE, spec.VERSION])
    raw += len(data).to_bytes(2, "little") + data
    raw += crc16(raw).to_bytes(2, "little")
    out = bytearray([0xA5] * 8)
    for byte in raw:
        if byte in (0xA5, 0xA6):
            out += bytes([0xA6, 0x02 if byte == 0xA5 else 0x01])
        elif byte in (0x5A, 0x5B):
            out += bytes([0x5B, 0x02 if byte == 0x5A else 0x01])
        else:
            out.append(byte)
    return bytes(out) + b"\x5a"


class Receiver:
    """The state machine. One or more A5 begin a frame; an A5 inside one begins it anew."""

    def __init__(self) -> None:
        self._state = _State.IDLE
        self._mark = 0
        self._body = bytearray()

    def feed(self, data: bytes) -> list[Received | Dropped]:
        """What these bytes complete."""
        out = (self._take(byte) for byte in data)
        return [each for each in out if each is not None]

    def _take(self, byte: int) -> Received | Dropped | None:
        if byte == 0xA5:
            cut = self._state in (_State.BODY, _State.ESCAPE)
            self._state = _State.LEAD
            self._body.clear()
            return Dropped("cut short") if cut else None
        match self._state:
            case _State.IDLE:
                return None
            case _State.LEAD if byte == 0x5A:
                self._state = _State.IDLE
                return None
            case _State.ESCAPE:
                return self._escaped(byte)
            case _:
                return self._plain(byte)

    def _plain(self, byte: int) -> Received | Dropped | None:
        self._state = _State.BODY
        if byte == 0x5A:
            self._state = _State.IDLE
            return _opened(bytes(self._body))
        if byte in (0xA6, 0x5B):
            self._state, self._mark = _State.ESCAPE, byte
            return None
        return self._keep(byte)

    def _escaped(self, byte: int) -> Dropped | None:
        self._state = _State.BODY
        if byte == 0x01:
            return self._keep(self._mark)
        if byte == 0x02:
            return self._keep(self._mark - 1)
        self._state = _State.IDLE
        return Dropped("bad escape")

    def _keep(self, byte: int) -> Dropped | None:
        if len(self._body) >= _MOST:
            self._state = _State.IDLE
            return Dropped("too long")
        self._body.append(byte)
        return None


def _opened(body: bytes) -> Received | Dropped:
    if len(body) < _LEAST:
        return Dropped("too short")
    check = body[-2] | body[-1] << 8
    intact = check in (crc16(body[:-2]), 0xFFFF)  # FF FF: nobody checks
    if body[7] == 1:  # newer cards and their hosts, with their barcode before the check mode
        body = body[:8] + body[24:]
    told = body[12] | body[13] << 8 if len(body) >= _LEAST else -1
    if told != len(body) - 16:
        return Dropped("wrong length")
    to, sender = body[0] | body[1] << 8, body[2] | body[3] << 8
    return Received(to, sender, body[10], body[14:-2], intact)
