"""PNG pictures as grey values, as far as logos need them: no interlacing, no 16 bits."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Iterator
from dataclasses import dataclass

_SIGNATURE = b"\x89PNG\r\n\x1a\n"
_MOST = 1_000_000  # dots: what is larger is no logo
_GREY, _COLOUR, _PALETTE, _GREY_ALPHA, _COLOUR_ALPHA = 0, 2, 3, 4, 6
_CHANNELS = {_GREY: 1, _COLOUR: 3, _PALETTE: 1, _GREY_ALPHA: 2, _COLOUR_ALPHA: 4}
_DEPTHS = {_GREY: (1, 2, 4, 8), _PALETTE: (1, 2, 4, 8)}
_WHITE = 255


@dataclass(frozen=True, slots=True)
class Grey:
    """Grey values row by row, 0 black to 255 white; what is transparent is white."""

    width: int
    values: bytes

    @property
    def height(self) -> int:
        """How many rows."""
        return len(self.values) // self.width


@dataclass(frozen=True, slots=True)
class _Header:
    width: int
    height: int
    depth: int
    kind: int

    @property
    def row_bytes(self) -> int:
        return -(-self.width * self.depth * _CHANNELS[self.kind] // 8)

    @property
    def step(self) -> int:
        """Bytes from a value to the one on its left, for the filters."""
        return max(1, self.depth * _CHANNELS[self.kind] // 8)


def read_png(data: bytes) -> Grey:
    """The picture. `ValueError` says why it cannot be read."""
    if not data.startswith(_SIGNATURE):
        raise ValueError("this is no PNG picture")
    try:
        return _read(dict(_merged(data)))
    except (KeyError, IndexError, struct.error, zlib.error) as error:
        raise ValueError("this PNG picture is damaged") from error


def _merged(data: bytes) -> Iterator[tuple[bytes, bytes]]:
    found: dict[bytes, bytes] = {}
    at = len(_SIGNATURE)
    while at + 12 <= len(data):
        length, name = struct.unpack_from(">I4s", data, at)
        found[name] = found.get(name, b"") + data[at + 8 : at + 8 + length]
        at += 12 + length
    yield from found.items()


def _read(chunks: dict[bytes, bytes]) -> Grey:
    width, height, depth, kind, _, _, interlaced = struct.unpack(">IIBBBBB", chunks[b"IHDR"])
    if kind not in _CHANNELS or depth not in _DEPTHS.get(kind, (8,)) or interlaced:
        raise ValueError("save the PNG picture with 8 bits and without interlacing")
    if not 0 < width * height <= _MOST:
        raise ValueError(f"a picture of {width} × {height} dots is no logo")
    header = _Header(width, height, depth, kind)
    whole = height * (header.row_bytes + 1)
    raw = zlib.decompressobj().decompress(chunks[b"IDAT"], whole)
    if len(raw) < whole:
        raise ValueError("this PNG picture is damaged")
    palette = _palette(header, chunks)
    return Grey(width, b"".join(_greys(row, header, palette) for row in _unfiltered(raw, header)))


def _palette(header: _Header, chunks: dict[bytes, bytes]) -> bytes:
    """The grey of each value of one channel, or of its entry."""
    most = (1 << header.depth) - 1
    if header.kind != _PALETTE:
        return bytes(value * _WHITE // most for value in range(most + 1))
    colours, clear = chunks[b"PLTE"], chunks.get(b"tRNS", b"")
    each = zip(colours[::3], colours[1::3], colours[2::3], strict=False)
    return bytes(
        _grey(red, green, blue, clear[at] if at < len(clear) else _WHITE)
        for at, (red, green, blue) in enumerate(each)
    )


def _grey(red: int, green: int, blue: int, alpha: int = _WHITE) -> int:
    """How light it is (ITU-R BT.601) on white paper."""
    light = (299 * red + 587 * green + 114 * blue) // 1000
    return (light * alpha + _WHITE * (_WHITE - alpha)) // _WHITE


def _greys(row: bytes, header: _Header, palette: bytes) -> bytes:
    match header.kind:
        case 2:
            return bytes(_grey(*row[at : at + 3]) for at in range(0, len(row), 3))
        case 4:
            greys = zip(row[::2], row[1::2], strict=True)
            return bytes(_grey(each, each, each, alpha) for each, alpha in greys)
        case 6:
            return bytes(_grey(*row[at : at + 4]) for at in range(0, len(row), 4))
    per_byte, mask = 8 // header.depth, (1 << header.depth) - 1
    shifts = [8 - header.depth * (each + 1) for each in range(per_byte)]
    values = [byte >> shift & mask for byte in row for shift in shifts]
    return bytes(palette[value] for value in values[: header.width])


def _unfiltered(raw: bytes, header: _Header) -> Iterator[bytes]:
    """The rows, each from what it differs by from its neighbours (PNG 9.2)."""
    above = bytes(header.row_bytes)
    for at in range(0, len(raw), header.row_bytes + 1):
        above = _row(raw[at], bytearray(raw[at + 1 : at + 1 + header.row_bytes]), above, header)
        yield above


def _row(filtered: int, row: bytearray, above: bytes, header: _Header) -> bytes:
    step = header.step
    if filtered > 4:  # Paeth, the last there is
        raise ValueError("this PNG picture is damaged")
    for at in range(len(row) if filtered else 0):
        left = row[at - step] if at >= step else 0
        corner = above[at - step] if at >= step else 0
        guesses = (0, left, above[at], (left + above[at]) // 2, _paeth(left, above[at], corner))
        row[at] = row[at] + guesses[filtered] & 0xFF
    return bytes(row)


def _paeth(left: int, above: int, corner: int) -> int:
    """The neighbour nearest to left + above − corner (PNG 9.4)."""
    guess = left + above - corner
    return min((left, above, corner), key=lambda each: abs(guess - each))
