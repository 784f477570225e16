r"""Text of a dynamic area: GBK bytes with inline codes such as `\C1`.

A GBK character's second byte may be 5C, the backslash: both directions go through the bytes
character by character, so such a character is never taken for a code.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TypeAlias

from queue_display.models.onbon import spec

_LEAD_BYTES = range(0x81, 0xFF)
_CODE = re.compile(rb"\\(?:(n)|C([1-3])|F([OE])([0-2])([0-4])([0-2]))")


@dataclass(frozen=True, slots=True)
class Font:
    """The font from here on: for Chinese characters, or with `latin` for the others."""

    size: spec.FontSize
    family: spec.Family = spec.Family.SONG
    encoding: spec.Encoding = spec.Encoding.GBK
    latin: bool = False


Piece: TypeAlias = str | spec.InkCode | Font
"""Words (`"\\n"` breaks the line), a colour, or a font."""


def write(pieces: tuple[Piece, ...]) -> bytes:
    """The bytes of a text. `ValueError` for what the card's font cannot hold."""
    return b"".join(_write(piece) for piece in pieces)


def _write(piece: Piece) -> bytes:
    match piece:
        case str():
            return b"\\n".join(_words(line) for line in piece.split("\n"))
        case spec.InkCode():
            return b"\\C%d" % piece
        case Font():
            kind = b"E" if piece.latin else b"O"
            return b"\\F%s%d%d%d" % (kind, piece.encoding, piece.family, piece.size)


def _words(line: str) -> bytes:
    if "\\" in line or any(ord(char) < 0x20 or ord(char) == 0x7F for char in line):
        raise ValueError(f"{line!r}: a backslash or control character would be taken for a code")
    try:
        return line.encode("gbk")
    except UnicodeEncodeError as error:
        raise ValueError(f"{line!r}: {line[error.start]!r} is not in GBK") from error


def read(data: bytes) -> tuple[Piece, ...] | None:
    """The pieces of a text; an unknown code stays in the words with its backslash.

    None where the bytes are no GBK.
    """
    pieces: list[Piece | bytes] = []
    words = bytearray()
    place = 0
    while place < len(data):
        code = _CODE.match(data, place)
        if code is None:
            step = 2 if data[place] in _LEAD_BYTES else 1
            words += data[place : place + step]
            place += step
            continue
        place = code.end()
        if code[1]:
            words += b"\n"
            continue
        pieces += [bytes(words), _code(code)]
        words.clear()
    return _decoded([*pieces, bytes(words)])


def _code(code: re.Match[bytes]) -> spec.InkCode | Font:
    if code[2]:
        return spec.InkCode(int(code[2]))
    encoding, family, size = int(code[4]), int(code[5]), int(code[6])
    return Font(
        spec.FontSize(size), spec.Family(family), spec.Encoding(encoding), latin=code[3] == b"E"
    )


def _decoded(pieces: list[Piece | bytes]) -> tuple[Piece, ...] | None:
    try:
        read_pieces = [each.decode("gbk") if isinstance(each, bytes) else each for each in pieces]
    except UnicodeDecodeError:
        return None
    return tuple(each for each in read_pieces if each != "")
