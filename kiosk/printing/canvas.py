"""Drawing with dark dots: what the small maps need, and no more."""

from __future__ import annotations

import math
from itertools import pairwise

from broker.domain.bitmaps import Bitmap

_DASH, _GAP = 6.0, 4.0  # dots
_HALF_HEAD = math.radians(28)  # between the middle of an arrow's head and its edge


class Canvas:
    """A sheet of blank paper, `width` by `height` dots. What lies outside is left out."""

    def __init__(self, width: int, height: int) -> None:
        self._across = -(-width // 8)
        self._width, self._height = width, height
        self._rows = bytearray(self._across * height)

    def dot(self, x: int, y: int, *, dark: bool = True) -> None:
        """One dot."""
        if not (0 <= x < self._width and 0 <= y < self._height):
            return
        at, bit = y * self._across + x // 8, 0x80 >> x % 8
        self._rows[at] = self._rows[at] | bit if dark else self._rows[at] & ~bit

    def fill(self, left: float, top: float, right: float, bottom: float, *, dark: bool) -> None:
        """A rectangle, its right and lower edge left out."""
        for y in range(round(top), round(bottom)):
            for x in range(round(left), round(right)):
                self.dot(x, y, dark=dark)

    def frame(self, left: float, top: float, right: float, bottom: float, thick: int) -> None:
        """The edge of a rectangle, drawn inwards."""
        self.fill(left, top, right, bottom, dark=True)
        self.fill(left + thick, top + thick, right - thick, bottom - thick, dark=False)

    def disc(self, x: float, y: float, radius: float, *, dark: bool = True) -> None:
        """A filled circle."""
        for row in range(math.floor(y - radius), math.ceil(y + radius) + 1):
            for column in range(math.floor(x - radius), math.ceil(x + radius) + 1):
                if math.hypot(column - x, row - y) <= radius:
                    self.dot(column, row, dark=dark)

    def dashes(self, points: list[tuple[float, float]], thick: float) -> None:
        """A dashed line through all points; a corner begins no new dash."""
        gone = 0.0
        for (x, y), (to_x, to_y) in pairwise(points):
            length = math.hypot(to_x - x, to_y - y)
            for step in range(math.ceil(length * 2)):
                share = step / 2 / length
                if (gone + step / 2) % (_DASH + _GAP) < _DASH:
                    self.disc(x + (to_x - x) * share, y + (to_y - y) * share, thick / 2)
            gone += length

    def head(self, begin: tuple[float, float], tip: tuple[float, float], size: float) -> None:
        """The filled head of an arrow that comes from `begin`, its point at `tip`."""
        way = math.atan2(tip[1] - begin[1], tip[0] - begin[0])
        reach = math.ceil(size)
        for y in range(round(tip[1]) - reach, round(tip[1]) + reach + 1):
            for x in range(round(tip[0]) - reach, round(tip[0]) + reach + 1):
                back = math.hypot(tip[0] - x, tip[1] - y)
                aside = math.atan2(tip[1] - y, tip[0] - x) - way
                turned = abs(math.remainder(aside, math.tau))
                if back * math.cos(turned) <= size and (back < 1 or turned <= _HALF_HEAD):
                    self.dot(x, y)

    def finished(self) -> Bitmap:
        """The sheet as it is now."""
        return Bitmap(self._across, bytes(self._rows))
