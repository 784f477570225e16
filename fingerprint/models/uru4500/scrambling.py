"""Pictures that come scrambled: how that is seen, and how it is undone.

A key of 32 bits stands in a shift register. Eight of its bits make a byte, which scrambles one
pixel; then it is shifted, and what falls in above is the parity of the bits at `spec.KEY_TAPS`. A
scrambled pixel stands one place further than the plain one; the last of a block is lost.
"""

from __future__ import annotations

from fingerprint.models.uru4500 import spec
from fingerprint.models.uru4500.codec import Picture
from fingerprint.models.uru4500.spec import Block


def scrambled(picture: Picture) -> bool:
    """Whether it looks like noise: neighbouring rows of a finger are alike, those of noise not."""
    if picture.lines < 2 or not any(flags & Block.SCRAMBLED for flags, _ in picture.blocks):
        return False
    first, second = picture.pixels[: spec.WIDTH], picture.pixels[spec.WIDTH : 2 * spec.WIDTH]
    sums = [sum(pair) for pair in zip(first, second, strict=True)]
    mean = sum(sums) // spec.WIDTH
    return sum((each - mean) ** 2 for each in sums) // spec.WIDTH >= spec.NOISE_FLOOR


def keys_needed(picture: Picture) -> tuple[int, ...]:
    """The numbers of the keys it was scrambled with, in their order."""
    changes = sum(bool(flags & Block.NEW_KEY) for flags, _ in picture.blocks)
    return tuple((picture.key + more) & 0xFF for more in range(1 + changes))


def plain(picture: Picture, keys: tuple[int, ...]) -> bytes:
    """Its pixels, unscrambled with the keys of `keys_needed`; as they are where there are none."""
    if not keys:
        return picture.pixels
    pixels, at = bytearray(picture.pixels), 0
    coming = iter(keys)
    key = next(coming)
    for flags, lines in picture.blocks:
        size = 0 if flags & Block.ABSENT else lines * spec.WIDTH
        if flags & Block.NEW_KEY:
            key = next(coming)
        match flags & (Block.SCRAMBLED | Block.KEY_STAYS):
            case Block.SCRAMBLED:
                key = _unscramble(pixels, at, size, key)
            case 0:
                key = _advanced(key, lines * spec.WIDTH)
        at += size
    return bytes(pixels)


def _unscramble(pixels: bytearray, at: int, size: int, key: int) -> int:
    """Undo a block in place; returns the key after it."""
    end = min(at + size, len(pixels))
    for place in range(at, end):
        after = pixels[place + 1] ^ _byte(key) if place + 1 < end else 0
        pixels[place] = after
        key = _next(key)
    return key


def _advanced(key: int, steps: int) -> int:
    for _ in range(steps):
        key = _next(key)
    return key


def _next(key: int) -> int:
    return (key >> 1) | ((key & spec.KEY_TAPS).bit_count() & 1) << 31


def _gathered(key: int) -> int:
    return sum((key >> bit & 1) << place for place, bit in enumerate(spec.KEY_BITS))


_TABLES = [[_gathered(byte << shift) for byte in range(256)] for shift in (0, 8, 16, 24)]


def _byte(key: int) -> int:
    """What the register scrambles with now. Bit by bit it would take four times as long."""
    low, second, third, high = _TABLES
    return low[key & 255] | second[key >> 8 & 255] | third[key >> 16 & 255] | high[key >> 24]
