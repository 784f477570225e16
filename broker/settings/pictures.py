"""PNG and JPEG as files: whether one is whole, and how many dots it has. Pure.

Neither is decoded here. A decoder shows as much of a cut picture as came, and grey below it; so it
is asked of the file whether its end is there. In PNG each piece has a sum over it (PNG 5.3).
"""

from __future__ import annotations

import struct
import zlib

MOST_DOTS = 50_000_000  # 200 MB while it is decoded; a camera's picture has 24 million
_PNG, _JPEG = b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff"
_BARE = frozenset((0x01, *range(0xD0, 0xD9)))  # markers without a length (T.81, B.1.1.3)
_FRAMES = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}  # that say how large it is
_SCAN, _END = 0xDA, 0xD9
_CUT, _DAMAGED = "its end is missing: it is cut", "it is damaged"


def is_one(content: bytes) -> bool:
    """Whether this begins as a PNG or a JPEG."""
    return content.startswith((_PNG, _JPEG))


def flaw(content: bytes) -> str:
    """What is wrong with a PNG or a JPEG; "" where nothing is."""
    try:
        width, height = _png(content) if content.startswith(_PNG) else _jpeg(content)
    except (struct.error, IndexError):
        return _CUT
    except ValueError as error:
        return str(error)
    if width * height > MOST_DOTS:
        return f"it has {width} × {height} dots, and {MOST_DOTS // 1_000_000} million are the most"
    return "" if width * height else _DAMAGED


def _png(content: bytes) -> tuple[int, int]:
    at, size = len(_PNG), None
    while True:
        length, name = struct.unpack_from(">I4s", content, at)
        end = at + 8 + length
        (told,) = struct.unpack_from(">I", content, end)
        if zlib.crc32(content[at + 4 : end]) != told or (size is None and name != b"IHDR"):
            raise ValueError(_DAMAGED)
        if size is None:
            size = struct.unpack_from(">II", content, at + 8)
        if name == b"IEND":
            return size
        at = end + 4


def _jpeg(content: bytes) -> tuple[int, int]:
    at, size = 2, None
    while True:
        if content[at] != 0xFF:
            raise ValueError(_DAMAGED)
        marker = content[at + 1]
        if marker == _END:
            if size is None:
                raise ValueError(_DAMAGED)
            return size
        if marker == 0xFF or marker in _BARE:  # filling may stand before a marker
            at += 1 if marker == 0xFF else 2
            continue
        (length,) = struct.unpack_from(">H", content, at + 2)
        if marker in _FRAMES:
            height, width = struct.unpack_from(">HH", content, at + 5)
            size = width, height
        at += 2 + length
        if marker == _SCAN:
            at = _behind_scan(content, at)


def _behind_scan(content: bytes, at: int) -> int:
    """Where the next marker is; in a scan 0xFF means itself before a nought, and between restarts
    stand markers that part nothing."""
    while True:
        at = content.find(b"\xff", at)
        if at < 0:
            raise IndexError
        if content[at + 1] != 0 and not 0xD0 <= content[at + 1] <= 0xD7:
            return at
        at += 2
