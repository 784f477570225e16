"""Invented fingers. Nothing here was taken from a person.

A finger is a name; its "template" is a digest of the name and its "image" are rings around a
point the name chooses. So two captures of one name agree and those of two names do not.
"""

from __future__ import annotations

import hashlib
from functools import cache

TEMPLATE_BYTES = 512
IMAGE_WIDTH = 256
IMAGE_HEIGHT = 288
_RING = 9  # dots between two ridges
_SEED = b"an invented finger: "


@cache
def template(name: str) -> bytes:
    """The features of an invented finger."""
    return hashlib.shake_256(_SEED + name.encode()).digest(TEMPLATE_BYTES)


def mixed(one: bytes, other: bytes) -> bytes:
    """What a careless module makes of two different fingers: half of each."""
    half = TEMPLATE_BYTES // 2
    return one[:half] + other[half:]


@cache
def image(name: str) -> bytes:
    """Four bits a dot, two dots a byte, the left one high, row by row."""
    chosen = hashlib.sha256(_SEED + name.encode()).digest()
    middle_x, middle_y = 96 + chosen[0] % 64, 112 + chosen[1] % 64
    dots = [
        _dot((x - middle_x) ** 2 + (y - middle_y) ** 2 * 2 // 3)
        for y in range(IMAGE_HEIGHT)
        for x in range(IMAGE_WIDTH)
    ]
    pairs = zip(dots[::2], dots[1::2], strict=True)
    return bytes(left << 4 | right for left, right in pairs)


def _dot(squared: int) -> int:
    ring = int(squared**0.5) % _RING
    return 3 if ring < _RING // 2 else 12
