"""A slip of an ESC/POS printer as it grows: by columns of its GB 18030 font. Nothing is cut off."""

from __future__ import annotations

import unicodedata
from bisect import bisect_left
from functools import cache

from broker.domain.bitmaps import Bitmap
from broker.domain.text.folding import folded
from kiosk.printing.models.escpos import commands as c
from kiosk.printing.models.escpos.spec import (
    COLUMNS_58,
    COLUMNS_80,
    DOTS_PER_COLUMN,
    ENCODING,
    Alignment,
)
from kiosk.printing.slip import MaterialLine, Roll

MISSING = "〓"  # what a printer without the character gets in its place
_COLUMNS = {Roll.MM_58: COLUMNS_58, Roll.MM_80: COLUMNS_80}
_CLOSING = "，。、；：？！）》」』】〉’”％·"
_NUMBER_AT_MOST = 6  # times the ordinary size: 18 mm high, legible at arm's length without glasses
_BOX = "□ "
_TICKED = "[√] "  # ☑ is in no printer's font
# Bytes that a QR code of level L holds, by version from 1 on (ISO 18004, table 7).
_QR_HOLDS = (17, 32, 53, 78, 106, 134, 154, 192, 230, 271, 321, 367, 425, 458, 520, 586, 644, 718)
_QR_QUIET = 4  # modules of blank paper on each side
_MODULE_AT_MOST = 6
_MODULE_AT_LEAST = 3  # 0.375 mm
_FEED_TO_CUTTER = 6  # lines between print head and cutter (sheet 4.2)


class SlipSheet:
    """Commands gathered from top to bottom."""

    def __init__(self, roll: Roll) -> None:
        self._columns = _COLUMNS[roll]
        self._commands: list[c.PrintCommand] = [
            c.Initialise(),
            c.ChineseMode(True),
            c.Align(Alignment.CENTRE),
        ]

    def block(self, text: str, *, bold: bool = False) -> None:
        """Lines of ordinary size."""
        self._set(wrap(text, self._columns), c.Size(1, 1), bold=bold)

    def heading(self, text: str) -> None:
        """Twice as high; twice as wide too where it fits on one line so."""
        wide = wrap(text, self._columns // 2)
        if len(wide) == 1:
            self._set(wide, c.Size(2, 2), bold=True)
        else:
            self._set(wrap(text, self._columns), c.Size(1, 2), bold=True)

    def left(self) -> None:
        """What follows begins at the left edge."""
        self._commands.append(c.Align(Alignment.LEFT))

    def centre(self) -> None:
        """What follows stands in the middle."""
        self._commands.append(c.Align(Alignment.CENTRE))

    def to_tick(self, line: MaterialLine) -> None:
        """What follows the box stands under the name, not under the box."""
        box = _TICKED if line.ticked else _BOX
        margin = " " * columns(box)
        name, *more = wrap(line.name, self._columns - len(margin)) or [""]
        self._set([box + name, *(margin + each for each in more)], c.Size(1, 1), bold=True)
        for detail in (line.counts, line.issuer, line.note):
            told = wrap(detail, self._columns - len(margin))
            self._set([margin + each for each in told], c.Size(1, 1), bold=False)

    def number(self, number: str) -> None:
        """As large as it fits on one line."""
        times = max(1, min(_NUMBER_AT_MOST, self._columns // max(1, columns(clean(number)))))
        self._set(wrap(number, self._columns // times), c.Size(times, times), bold=True)

    def rule(self) -> None:
        """A line from edge to edge."""
        self._set(["-" * self._columns], c.Size(1, 1), bold=False)

    def code(self, data: str) -> None:
        """With a blank line above and below: a reader needs four modules of quiet paper around."""
        code = c.qr(data, _module(data, self._columns * DOTS_PER_COLUMN))
        self._commands += [c.Size(1, 1), c.NewLine(), *code, c.NewLine()]

    def picture(self, bitmap: Bitmap, times: int) -> None:
        """Dots, each so many times as wide and as high."""
        self._commands += [c.Size(1, 1), c.Raster(bitmap, times)]

    def space(self) -> None:
        """An empty line."""
        self._commands += [c.Size(1, 1), c.NewLine()]

    def finished(self, *, beep: bool) -> tuple[c.PrintCommand, ...]:
        """All of it, fed to the knife and cut off."""
        sound = (c.Beep(1, 2),) if beep else ()
        return (*self._commands, c.Feed(_FEED_TO_CUTTER), c.Cut(), *sound)

    def _set(self, lines: list[str], size: c.Size, *, bold: bool) -> None:
        if not lines:
            return
        self._commands += [size, c.Bold(bold)]
        for line in lines:
            self._commands += [c.Text(line), c.NewLine()]


def _module(data: str, room: int) -> int:
    """Dots on the side of a module, as many as fit. `ValueError` where the code would be too fine
    to be read."""
    version = bisect_left(_QR_HOLDS, len(data.encode("utf-8"))) + 1
    modules = 17 + 4 * version + 2 * _QR_QUIET
    dots = min(_MODULE_AT_MOST, room // modules)
    if version > len(_QR_HOLDS) or dots < _MODULE_AT_LEAST:
        raise ValueError(f"a code of {len(data)} characters is too fine for this paper")
    return dots


def columns(text: str) -> int:
    """How many columns cleaned `text` takes: what GB 18030 has in two bytes is twice as wide."""
    return sum(1 if char.isascii() else 2 for char in text)


def clean(text: str) -> str:
    """`text` in characters of a printer's font, whatever it was: no control characters, and for
    what the font has not, what says the same."""
    return folded(text, _printed, MISSING)


@cache
def _printed(char: str) -> bool:
    """Whether GB 18030 has it in one byte or two: what takes four is in no printer's font."""
    if unicodedata.category(char) in {"Cc", "Cf", "Cn", "Co", "Cs", "Zl", "Zp"}:
        return False
    return len(char.encode(ENCODING)) <= 2  # bytes


def wrap(text: str, width: int) -> list[str]:
    """Break `text` into lines of at most `width` columns (at least 2).

    English breaks at blanks, Chinese anywhere but before a closing mark; a word wider than the
    line is broken. Only blanks at a break are dropped.
    """
    lines: list[str] = []
    line = ""
    for piece in _pieces(clean(text), width):
        if columns(line) + columns(piece) > width:
            lines.append(line.rstrip())
            line = ""
        line += piece if line or piece != " " else ""
    return [each for each in [*lines, line.rstrip()] if each]


def _pieces(text: str, width: int) -> list[str]:
    """The parts that stay together: a word, one Chinese character with the marks that close it."""
    pieces: list[str] = []
    for char in text:
        last = pieces[-1] if pieces else " "
        glued = char in _CLOSING or (_letter(char) and _letter(last[-1]))
        if glued and last != " " and columns(last + char) <= width:
            pieces[-1] = last + char
        else:
            pieces.append(char)
    return pieces


def _letter(char: str) -> bool:
    return char.isascii() and char != " "
