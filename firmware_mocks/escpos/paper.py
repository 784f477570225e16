"""What stands on the paper, as lines a picture can be drawn from.

Each line is a dict with `kind`:
- `text`: `text`, `width` and `height` (multiples 1–8), `align` (`left` `centre` `right`), `bold`.
  Where the style changed within a line, the largest counts. `wrapped`: it ran over the edge.
- `qr`: `data`, `module` (dots), `align`.
- `feed`: `lines` of blank paper.
- `raster`: `width`, `height` in dots, `align`.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Any, TypeAlias

from kiosk.printing.models.escpos import spec

Line: TypeAlias = dict[str, Any]

LINE_MM = 25.4 / 6  # the ordinary line spacing is a sixth of an inch
_CHAR_MM = 24 / spec.DOTS_PER_MM
_QR_MODULES = 25  # version 2, near enough for the length of paper


@dataclass(frozen=True, slots=True)
class Style:
    """As after ESC @."""

    width: int = 1
    height: int = 1
    align: str = "left"
    bold: bool = False


@dataclass(slots=True)
class Writer:
    """Fills lines as the print head does: a character that does not fit begins the next one."""

    columns: int
    style: Style = field(default_factory=Style)
    _text: str = ""
    _used: int = 0
    _largest: Style = field(default_factory=Style)

    def put(self, char: str) -> list[Line]:
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

    def end(self, *, wrapped: bool = False) -> list[Line]:
        """The line as it is now; a blank one is fed. `wrapped` marks one that ran over."""
        text, style = self._text, self._largest
        self.forget()
        if not text:
            return [{"kind": "feed", "lines": 1}]
        line: Line = {"kind": "text", "text": text, "width": style.width, "height": style.height}
        line |= {"align": style.align, "bold": style.bold}
        return [line | {"wrapped": True} if wrapped else line]

    def flush(self) -> list[Line]:
        """The line if there is one."""
        return self.end() if self._text else []

    def forget(self) -> None:
        """Drop the line that was begun."""
        self._text, self._used = "", 0


def length_mm(line: Line) -> float:
    """How much paper a line uses."""
    match line["kind"]:
        case "text":
            return float(max(LINE_MM, _CHAR_MM * line["height"]))
        case "qr":
            return float(line["module"] * _QR_MODULES / spec.DOTS_PER_MM)
        case "raster":
            return float(line["height"] / spec.DOTS_PER_MM)
        case _:
            return float(LINE_MM * line["lines"])
