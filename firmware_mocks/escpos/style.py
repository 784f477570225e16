"""How characters look, and where lines stand: what stays as it was set until ESC @."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Literal

from firmware_mocks.escpos.alphabets import FontChar
from firmware_mocks.firmware import Align

FONT_A, FONT_B = (12, 24), (9, 17)  # dots across and down (Epson TM-T20, TM-T88)
_CHINESE = 24
DPI = 203  # dots an inch: eight a millimetre
LINE_DOTS = 34  # the ordinary line spacing: a sixth of an inch


@dataclass(frozen=True, slots=True)
class Style:
    """One look of characters. `spacing` is blank dots behind each, times its width."""

    width: int = 1
    height: int = 1
    bold: bool = False
    underline: Literal[0, 1, 2] = 0
    reverse: bool = False
    turned: bool = False
    small: bool = False
    spacing: int = 0

    def cell(self, glyph: FontChar) -> tuple[int, int]:
        """Dots across and down that the character fills."""
        small = FONT_B if self.small else FONT_A
        across, down = (_CHINESE, _CHINESE) if glyph.chinese else small
        if self.turned:
            across, down = down, across
        return across * self.width, down * self.height

    def advance(self, glyph: FontChar) -> int:
        """Dots from it to the next one."""
        return self.cell(glyph)[0] + self.spacing * self.width

    @property
    def column(self) -> int:
        """Dots of a column that HT counts in."""
        return self.advance(FontChar(" "))


@dataclass(frozen=True, slots=True)
class PrintMode:
    """What ESC @ undoes. `style` is that of letters, `chinese` that of Chinese characters.

    - `paper`: dots across the paper; `room` of them from `left` on are printed in, `wanted` were
      asked for.
    - `line_dots`: from one line to the next.
    - `tabs`: dots from the line's begin, rising.
    - `units`: parts of an inch that lengths are said in, across and down (GS P).
    """

    paper: int
    room: int
    wanted: int
    style: Style = Style()
    chinese: Style = Style()
    align: Align = "left"
    upside_down: bool = False
    left: int = 0
    line_dots: int = LINE_DOTS
    tabs: tuple[int, ...] = tuple(range(8 * FONT_A[0], 1024, 8 * FONT_A[0]))
    units: tuple[int, int] = (DPI, DPI)

    @property
    def edge(self) -> int | None:
        """`room`, or None where it reaches to the paper's edge."""
        return None if self.left + self.room == self.paper else self.room

    def across(self, units: int) -> int:
        """A length across, in dots."""
        return round(units * DPI / self.units[0])

    def down(self, units: int) -> int:
        """A length along the paper, in dots."""
        return round(units * DPI / self.units[1])

    def of(self, glyph: FontChar) -> Style:
        """The style that counts for a character."""
        return self.chinese if glyph.chinese else self.style

    def both(self, change: Callable[[Style], Style]) -> PrintMode:
        """Letters and Chinese characters changed alike."""
        return replace(self, style=change(self.style), chinese=change(self.chinese))


def at_first(paper: int) -> PrintMode:
    """As after ESC @, on so many dots of paper."""
    return PrintMode(paper, paper, paper)
