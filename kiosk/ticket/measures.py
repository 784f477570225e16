"""How large things are on the ticket kiosk, in millimetres, and how much fits where. Pure.

A page that shows a list has to know beforehand how many rows will fit: letters keep their size, so
it is the number of rows that gives way. Widths of texts are reckoned from classes of letters, a
little too wide rather than too narrow; `tests/gui/test_for_everyone.py` measures what is drawn.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from math import ceil, inf

from msgspec import Struct

# Sizes of type (the em), standing before the glass and in 长辈版. A capital of the bundled font is
# 0.733 of its em: 6.6 mm are 4.8 mm of a capital, 10 mm are 7.3 mm, 0.7° seen from 600 mm.
# kiosk/ui/Theme.qml has the same.
TYPE = {
    "body": (6.6, 10.0),
    "button": (6.8, 10.0),
    "lead": (7.0, 10.0),
    "rowName": (7.0, 10.0),
    "cardName": (8.0, 10.5),
    "title": (9.0, 12.0),
    "hero": (12.0, 13.0),
}
LINE, FIRST = 1.31, 1.45  # of the em: from one line to the next, and what a single one takes
HEAVIER = 1.06  # how much wider the bold face is
PIXEL = 0.25  # a size is rounded up to whole pixels
UNIT, HALF, QUARTER, GAP, TARGET, FOOT_KEY = 4.0, 2.0, 1.0, 5.0, 20.0, 28.0

_SHORT, _LONG = 268.0, 476.5  # sides of a glass of 21.5 inches
_BAR = 0.08  # of the height: the bars above and below a page
_LEAST_BAR = 24.0
_NARROW, _BROAD = frozenset("fijlrtI.,:;'|!()[]"), frozenset("mwMW@%")
WORDS = re.compile(r"[!-~]+(?:[–—～][!-~]+)*|\s+|[^!-~\s][，。、；：？！）”’》]*")


class GlassSize(Struct, frozen=True):
    """The glass as it hangs there, in millimetres."""

    width: float = _SHORT
    height: float = _LONG

    @property
    def grow(self) -> float:
        """How much larger everything is than on a glass of 21.5 inches; a smaller one shows less,
        nothing smaller."""
        short, long = sorted((self.width, self.height))
        return max(1.0, min(short / _SHORT, long / _LONG))

    @property
    def wide(self) -> bool:
        """Whether it lies; there no low mode is needed."""
        return self.width > self.height


class Room(Struct, frozen=True):
    """Where a page is drawn, and the bars around it; millimetres before all of it grows."""

    width: float
    height: float
    bar: float
    elder: bool

    @property
    def flat(self) -> bool:
        """Lower than wide: two columns, fewer rows."""
        return self.width > self.height

    def type(self, role: str) -> float:
        """The em of a role."""
        return TYPE[role][self.elder]

    def whole(self, text: str, role: str, width: float, *, heavy: bool = False) -> float:
        """The same; and without end where a Chinese word, which has no gaps to break at, would
        not stand on one line."""
        ems = ems_of(text, heavy=heavy)
        if not text.isascii() and " " not in text and ems > width / (self.type(role) + PIXEL):
            return inf
        return self.high(text, role, width, heavy=heavy)

    def high(self, text: str, role: str, width: float, *, heavy: bool = False) -> float:
        """How high a text stands in a column of this width; without end where a word would have
        to be broken."""
        size = self.type(role) + PIXEL
        if longest_word(text) * (HEAVIER if heavy else 1.0) > width / size:
            return inf
        count = lines(text, width / size, heavy=heavy)
        return size * (FIRST + (count - 1) * LINE) if count else 0.0


def room(glass: GlassSize, *, elder: bool, low: bool) -> Room:
    """The room of a page on `glass`."""
    wide, high = glass.width / glass.grow, glass.height / glass.grow
    bar = max(_LEAST_BAR, _BAR * high)
    page = high / 2 - bar - UNIT if low and not glass.wide else high - 2 * bar - 2 * UNIT
    return Room(wide - 2 * UNIT, page, bar, elder)


@lru_cache(maxsize=8192)
def lines(text: str, ems: float, *, heavy: bool = False) -> int:
    """Lines that `text` takes in a column so many ems wide; none for nothing."""
    count, left = (1 if text else 0), ems
    for word in WORDS.findall(text):
        need = _word(word) * (HEAVIER if heavy else 1.0)
        if need > left and not word.isspace():
            count += ceil(need / ems)
            left = ems - need % ems
        else:
            left -= need
    return count


def ems_of(text: str, *, heavy: bool = False) -> float:
    """How wide a text is on one line, in ems."""
    return sum(map(_ems, text)) * (HEAVIER if heavy else 1.0)


@lru_cache(maxsize=8192)
def _word(word: str) -> float:
    """How wide a word, or a character, is; names share most of theirs."""
    return sum(map(_ems, word))


def _ems(char: str) -> float:
    if not char.isascii():
        return 1.0
    if char in _NARROW:
        return 0.36
    if char in _BROAD:
        return 0.93
    return 0.25 if char == " " else 0.68 if char.isupper() else 0.58


@lru_cache(maxsize=8192)
def longest_word(text: str) -> float:
    """How wide the longest word is that cannot be broken, in ems."""
    return max((ems_of(word) for word in text.split() if word.isascii()), default=0.0)


class Cells(Struct, frozen=True):
    """A grid of equal cells on one page."""

    columns: int
    lines: int

    @property
    def places(self) -> int:
        """Cells on one page."""
        return self.columns * self.lines


def cells(count: int, needs: Sequence[float], high: float, pager: float) -> Cells:
    """The grid that holds the most of `count` equal cells. `needs[n]` is how high one must be where
    there are n + 1 columns; `pager` is taken from `high` where one page does not hold them."""
    whole = _most(needs, high)
    if whole.places < count:
        return _most(needs, high - pager)
    return Cells(whole.columns, max(1, ceil(count / whole.columns)))


def _most(needs: Sequence[float], high: float) -> Cells:
    found = [
        Cells(columns, max(1, int((high + GAP) / (need + GAP))))
        for columns, need in enumerate(needs, 1)
        if need <= high
    ]
    return max(found, key=lambda each: each.places, default=Cells(1, 1))


def pages(heights: Sequence[float], high: float) -> tuple[tuple[int, int], ...]:
    """Rows of different heights under each other, cut into pages: `(first, behind the last)`. A row
    that is higher than a page has one for itself."""
    found: list[tuple[int, int]] = []
    first, used = 0, 0.0
    for place, height in enumerate(heights):
        if place > first and used + height > high:
            found.append((first, place))
            first, used = place, 0.0
        used += height + GAP
    return (*found, (first, len(heights)))
