"""Frames of the font card: checksum, escaping, and the stream cut into frames again."""

from __future__ import annotations

import struct
from dataclasses import dataclass

from broker.link.base import Noise
from queue_display.models.onbon import spec

_HEADER = struct.Struct("<HH3xBBBBBH")
_ESCAPED = {pair: bytes([raw]) for raw, pair in spec.ESCAPES.items()}
_LONGEST_WIRE = 2 * (spec.HEADER + spec.BARCODE + spec.LONGEST_DATA + spec.CRC)
_LONGEST_STRETCH = 64


def _table() -> tuple[int, ...]:
    rows = []
    for value in range(256):
        for _ in range(8):
            value = (value >> 1) ^ (spec.CRC_POLYNOMIAL if value & 1 else 0)
        rows.append(value)
    return tuple(rows)


_CRC_ROWS = _table()


def checksum(data: bytes) -> int:
    """CRC-16/ARC (sheet: reflected 8005, initial value 0)."""
    register = 0
    for byte in data:
        register = (register >> 8) ^ _CRC_ROWS[(register ^ byte) & 0xFF]
    return register


@dataclass(frozen=True, slots=True)
class Frame:
    """One frame with a right length and checksum. `data` begins with group and command."""

    to: int
    sender: int
    data: bytes


def wrap(frame: Frame) -> bytes:
    """Header, data and checksum, escaped, between lead-in and tail.

    The escaped part may be up to twice as long as the raw one. `ValueError` where a field
    cannot hold its value or the data is longer than cards take.
    """
    if not spec.LEAST_DATA <= len(frame.data) <= spec.LONGEST_DATA:
        raise ValueError(f"{len(frame.data)} bytes of data; a frame carries 5 to 1024")
    for address in (frame.to, frame.sender):
        if not 0 < address <= spec.BROADCAST:
            raise ValueError(f"address {address} is not in 1 to 65535")
    head = _HEADER.pack(
        frame.to, frame.sender, 0, 0, 0, spec.ANY_TYPE, spec.VERSION, len(frame.data)
    )
    raw = head + frame.data
    raw += checksum(raw).to_bytes(2, "little")
    body = b"".join(spec.ESCAPES.get(byte, bytes([byte])) for byte in raw)
    return bytes([spec.LEAD]) * spec.LEADS + body + bytes([spec.TAIL])


def unwrap(raw: bytes) -> Frame | str:
    """Take an unescaped frame without lead-in and tail apart, or say what is wrong with it."""
    plain = _without_barcode(raw)
    if len(plain) < spec.HEADER + spec.LEAST_DATA + spec.CRC:
        return "too short"
    to, sender, _, _, _, _, _, length = _HEADER.unpack_from(plain)
    if length != len(plain) - spec.HEADER - spec.CRC:
        return "wrong length"
    told = int.from_bytes(raw[-spec.CRC :], "little")
    if told not in (checksum(raw[: -spec.CRC]), spec.UNCHECKED):
        return "bad checksum"
    return Frame(to, sender, plain[spec.HEADER : -spec.CRC])


def _without_barcode(raw: bytes) -> bytes:
    """The frame as an older card would send it. A newer one may put its barcode behind the option
    byte; nobody has shown us a whole frame, so it is also looked for behind the header."""
    if raw[spec.OPTION : spec.OPTION + 1] != bytes([spec.WITH_BARCODE]):
        return raw
    behind_option, behind_header = spec.OPTION + 1, spec.HEADER
    plain = raw[:behind_option] + raw[behind_option + spec.BARCODE :]
    if int.from_bytes(plain[12:14], "little") == len(plain) - spec.HEADER - spec.CRC:
        return plain
    return raw[:behind_header] + raw[behind_header + spec.BARCODE :]


class Cutter:
    """Cuts a byte stream into frames; the same stream gives the same values in any slicing.

    A lead-in byte inside a frame can only be the beginning of the next one, because the body
    never holds it: a frame that was cut short costs nothing but itself.
    """

    def __init__(self) -> None:
        self._stretch = bytearray()  # bytes as they came, for noise
        self._raw: bytearray | None = None  # the unescaped body; None outside a frame
        self._escape = 0

    def feed(self, data: bytes) -> list[Frame | Noise]:
        """Take bytes and return all frames and noise they complete."""
        out: list[Frame | Noise] = []
        for byte in data:
            out += self._take(byte)
        return out

    def _take(self, byte: int) -> list[Frame | Noise]:
        if byte == spec.LEAD:
            return self._begin()
        self._stretch.append(byte)
        if self._raw is None:
            return self._noise("no frame") if len(self._stretch) >= _LONGEST_STRETCH else []
        if byte == spec.TAIL:
            return self._end(self._raw)
        return self._body(self._raw, byte)

    def _begin(self) -> list[Frame | Noise]:
        cut: list[Frame | Noise] = []
        if self._raw is None:
            cut = self._noise("no frame")
        elif self._raw or self._escape:
            cut = self._noise("cut short")
        self._raw, self._escape = bytearray(), 0
        self._stretch = self._stretch[-spec.LEADS :]
        self._stretch.append(spec.LEAD)
        return cut

    def _body(self, raw: bytearray, byte: int) -> list[Frame | Noise]:
        if self._escape:
            plain = _ESCAPED.get(bytes([self._escape, byte]))
            self._escape = 0
            if plain is None:
                return self._noise("bad escape")
            raw += plain
        elif byte in (spec.ESCAPE_LEAD, spec.ESCAPE_TAIL):
            self._escape = byte
        else:
            raw.append(byte)
        return self._noise("too long") if len(self._stretch) > _LONGEST_WIRE else []

    def _end(self, raw: bytearray) -> list[Frame | Noise]:
        found = "bad escape" if self._escape else unwrap(bytes(raw))
        if isinstance(found, str):
            return self._noise(found)
        self._forget()
        return [found]

    def _noise(self, reason: str) -> list[Frame | Noise]:
        data = bytes(self._stretch)
        self._forget()
        return [Noise(data, reason)] if data else []

    def _forget(self) -> None:
        self._stretch.clear()
        self._raw = None
