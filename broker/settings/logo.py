"""A logo becomes dots of a slip."""

from __future__ import annotations

from broker.domain.bitmaps import Bitmap
from broker.settings.png import Grey, read_png

WIDEST, HIGHEST = 320, 120  # dots, 40 × 15 mm: a slow line has it in four seconds
_MIDDLE, _WHITE = 128, 255


def logo(data: bytes) -> Bitmap:
    """The picture, as large as fits. `ValueError` where it is none that can be read."""
    return dithered(_shrunk(read_png(data)))


def _shrunk(picture: Grey) -> Grey:
    """Never larger than it is; each dot the mean of those it stands for."""
    share = max(1.0, picture.width / WIDEST, picture.height / HIGHEST)
    if share == 1.0:
        return picture
    width, height = (
        max(1, int(picture.width / share)),
        max(1, int(picture.height / share)),
    )
    return Grey(
        width,
        bytes(
            _mean(picture, (x * share, (x + 1) * share), (y * share, (y + 1) * share))
            for y in range(height)
            for x in range(width)
        ),
    )


def _mean(picture: Grey, across: tuple[float, float], down: tuple[float, float]) -> int:
    columns = range(int(across[0]), min(picture.width, max(int(across[0]) + 1, int(across[1]))))
    rows = range(int(down[0]), min(picture.height, max(int(down[0]) + 1, int(down[1]))))
    total = sum(sum(picture.values[y * picture.width + x] for x in columns) for y in rows)
    return total // (len(columns) * len(rows))


def dithered(picture: Grey) -> Bitmap:
    """Black or white by Floyd and Steinberg: what a dot is too light or too dark is made up for by
    its neighbours, to the right and below."""
    width, across = picture.width, -(-picture.width // 8)
    rows = bytearray(across * picture.height)
    owed = [0.0] * (width + 2)  # by the row that is being made; a place beside each edge
    for y in range(picture.height):
        below = [0.0] * (width + 2)
        for x in range(width):
            value = picture.values[y * width + x] + owed[x + 1]
            dark = value < _MIDDLE
            if dark:
                rows[y * across + x // 8] |= 0x80 >> x % 8
            error = value - (0 if dark else _WHITE)
            owed[x + 2] += error * 7 / 16
            below[x] += error * 3 / 16
            below[x + 1] += error * 5 / 16
            below[x + 2] += error / 16
        owed = below
    return Bitmap(across, bytes(rows))
