"""How the print head fills lines, and how much paper they take."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import assert_never

from firmware_mocks.firmware import Align, FeedLine, PaperLine, QrLine, RasterLine, TextLine
from kiosk.printing.models.escpos import spec

LINE_MM = 25.4 / 6  # the ordinary line spacing is a sixth of an inch
_CHAR_MM = 24 / spec.DOTS_PER_MM
_QR_MODULES = 25  # version 2, near enough for the length of paper


@dataclass(frozen=True, slots=True)
class Style:
    """As after ESC @."""

    width: int = 1
    height: int = 1
    align: Align = "left"
    bold: bool = False


@dataclass(slots=True)
class Writer:
    """Fills lines as the print head does: a character that does not fit begins the next one."""

    columns: int
    style: Style = field(default_factory=Style)
    _text: str = ""
    _used: int = 0
    _largest: Style = field(default_factory=Style)

    def put(self, char: str) -> list[PaperLine]:
        """Add a character; the line it pushed out, if any."""
        cells = (1 if char.isascii() else 2) * self.style.width
        pushed = self.end(wrapped=True) if self._used + cells > self.columns else []
        before = self._largest if self._text else Style()
        self._largest = replace(
            self.style,
            width=max(before.width, self.style.width),
            height=max(before.height, self.style.height),
            bold=before.bold or self.style.bold,
        )
        self._text += char
        self._used += cells
        return pushed

    def end(self, *, wrapped: bool = False) -> list[PaperLine]:
        """The line as it is now; a blank one is fed. `wrapped` marks one that ran over."""
        text, style = self._text, self._largest
        self.forget()
        if not text:
            return [FeedLine(1)]
        look = (style.width, style.height, style.align, style.bold)
        return [TextLine(text, *look, wrapped)]

    def flush(self) -> list[PaperLine]:
        """The line if there is one."""
        return self.end() if self._text else []

    def forget(self) -> None:
        """Drop the line that was begun."""
        self._text, self._used = "", 0


def length_mm(line: PaperLine) -> float:
    """How much paper a line uses."""
    match line:
        case TextLine():
            return max(LINE_MM, _CHAR_MM * line.height)
        case QrLine():
            return line.module * _QR_MODULES / spec.DOTS_PER_MM
        case RasterLine():
            return line.height / spec.DOTS_PER_MM
        case FeedLine():
            return LINE_MM * line.lines
    assert_never(line)
