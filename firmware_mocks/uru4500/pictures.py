"""A picture as the reader sends it, plain or scrambled. Written from the sheet, apart from our
driver, which undoes it."""

from __future__ import annotations

import hashlib
import struct
from collections.abc import Iterable

from fingerprint.models.uru4500.spec import (
    BLOCKS,
    HEADER_BYTES,
    KEY_BITS,
    KEY_TAPS,
    WIDTH,
    Block,
)

FIRST_KEY = 7
_PLAIN = ((Block.KEY_STAYS, 200), (Block.KEY_STAYS, 89))
_SCRAMBLED = (
    (Block.SCRAMBLED, 100),
    (Block.KEY_STAYS, 20),
    (Block(0), 30),
    (Block.SCRAMBLED, 39),
    (Block.SCRAMBLED | Block.NEW_KEY, 100),
)


def key(number: int) -> int:
    """The reader's key of this number."""
    return int.from_bytes(hashlib.sha256(b"key %d" % number).digest()[:4], "big") | 1


def sent(pixels: bytes, *, scrambled: bool) -> bytes:
    """What the endpoint of pictures gives for these rows."""
    blocks = _SCRAMBLED if scrambled else _PLAIN
    head = bytearray(HEADER_BYTES)
    struct.pack_into("<H", head, 4, len(pixels) // WIDTH)
    head[6] = FIRST_KEY
    table = [part for flags, lines in blocks for part in (flags, lines)]
    head[16 : 16 + 2 * BLOCKS] = bytes(table).ljust(2 * BLOCKS, b"\0")
    return bytes(head) + (_scrambled(pixels, blocks) if scrambled else pixels)


def _scrambled(pixels: bytes, blocks: Iterable[tuple[Block, int]]) -> bytes:
    number, register = FIRST_KEY, key(FIRST_KEY)
    done = bytearray()
    for flags, lines in blocks:
        rows = pixels[len(done) : len(done) + lines * WIDTH]
        if flags & Block.NEW_KEY:
            number += 1
            register = key(number)
        if flags & Block.SCRAMBLED:
            rows, register = _mixed(rows, register)
        elif not flags & Block.KEY_STAYS:
            for _ in rows:
                register = _shift(register)
        done += rows
    return bytes(done)


def _mixed(rows: bytes, register: int) -> tuple[bytes, int]:
    """Each pixel goes one place on; the first place is anybody's, the last pixel is lost."""
    mixed = bytearray(b"\xa5")
    for pixel in rows:
        byte = 0
        for bit in reversed(KEY_BITS):
            byte = byte << 1 | register >> bit & 1
        mixed.append(pixel ^ byte)
        register = _shift(register)
    return bytes(mixed[:-1]), register


def _shift(register: int) -> int:
    falls_in = (register & KEY_TAPS).bit_count() % 2
    return falls_in << 31 | register >> 1
