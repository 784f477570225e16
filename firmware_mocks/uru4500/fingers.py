"""Invented fingers as a camera under a glass would see them. Nothing here was taken from a person.

A print is a wave, bright on its ridges: `cos` of a phase that grows across gently bent ridges.
Where a ridge ends or forks, the phase turns once around the place; so a term `±atan2` each makes
a print with just these minutiae (Larkin and Fletcher's model of fingerprints). The name chooses
them: two pictures of one name are of one finger, a little displaced, those of two names are not.
"""

from __future__ import annotations

import random
from functools import lru_cache
from math import atan2, cos, pi, sin

WIDTH, LINES = 384, 289
_RIDGE = 9.0  # dots from ridge to ridge, at some 512 to the inch
_MINUTIAE = 26
_APART = 27.0
_WIDE, _HIGH = 180, 134  # half of what of a finger lies on the glass
_SOFT = 3  # the border is pressed less than the middle
_GLASS = 12  # where none lies
_DISPLACED = ((0, 0), (6, -5), (-5, 4))
EMPTY = bytes([_GLASS]) * (WIDTH * LINES)


def pressed(name: str, times: int) -> bytes:
    """The finger of `name` as it lies on the glass when it comes for the `times`th time."""
    return _print(name, *_DISPLACED[times % len(_DISPLACED)])


def smudged(name: str) -> bytes:
    """The same too wet to be seen: grey, and the glass's own noise."""
    dice = random.Random(name)  # noqa: S311  # a picture, no secret
    row = bytes(110 + dice.randrange(16) for _ in range(WIDTH))
    return row * LINES


@lru_cache(maxsize=32)
def _print(name: str, right: int, down: int) -> bytes:
    dice = random.Random(name)  # noqa: S311  # a picture, no secret
    places = _places(dice)
    turn, bend = dice.uniform(-0.5, 0.5), dice.uniform(0.0006, 0.0014)
    middle = WIDTH / 2 + dice.uniform(-12, 12), LINES / 2 + dice.uniform(-8, 8)
    across, along = cos(turn), sin(turn)
    pixels = bytearray()
    for y in range(-down, LINES - down):
        for x in range(-right, WIDTH - right):
            east, south = x - middle[0], y - middle[1]
            inside = 1 - (east / _WIDE) ** 2 - (south / _HIGH) ** 2
            if inside <= 0:
                pixels.append(_GLASS)
                continue
            aside = east * across + south * along
            phase = 2 * pi / _RIDGE * (south * across - east * along + bend * aside * aside)
            for at_x, at_y, sign in places:
                phase += sign * atan2(y - at_y, x - at_x)
            pixels.append(int(_GLASS + min(1, _SOFT * inside) * (110 + 100 * cos(phase))))
    return bytes(pixels)


def _places(dice: random.Random) -> list[tuple[float, float, int]]:
    """Where ridges end or fork, none close to another or to the border."""
    found: list[tuple[float, float, int]] = []
    while len(found) < _MINUTIAE:
        x, y = dice.uniform(70, WIDTH - 70), dice.uniform(50, LINES - 50)
        if all((x - a) ** 2 + (y - b) ** 2 > _APART**2 for a, b, _ in found):
            found.append((x, y, dice.choice((-1, 1))))
    return found
