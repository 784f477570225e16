"""What stands on a printer's paper, as lines a picture can be drawn from.

All lengths are dots, eight to a millimetre. A line that says no `feed` moves the paper by what it
takes; see each.
"""

from __future__ import annotations

from typing import Annotated, Literal, TypeAlias

from msgspec import Meta, Struct

Align: TypeAlias = Literal["left", "centre", "right"]
Multiple: TypeAlias = Annotated[int, Meta(ge=1, le=8)]
Dots: TypeAlias = Annotated[int, Meta(ge=0, le=65535)]
Positive: TypeAlias = Annotated[int, Meta(ge=1, le=65535)]
Rows: TypeAlias = tuple[str, ...]
"""Dots from top to bottom, a row a string: `#` is dark, anything else is paper."""

# Bytes that fit into the largest QR code of a level, whatever they are (ISO 18004).
QR_MOST = {"L": 2953, "M": 2331, "Q": 1663, "H": 1273}


class Placed(Struct, frozen=True, kw_only=True):
    """Something on the paper, aligned within `room` dots from `left` on; None: to the edge."""

    left: Dots = 0
    room: Dots | None = None


class Run(Struct, frozen=True, tag_field="kind", tag="run"):
    """Characters of one style within a line, standing on its bottom edge.

    The first begins `x` dots from the line's begin, each other one `advance` dots after the one
    before; each fills `across` by `down` dots. `turned`: by a quarter, clockwise.
    """

    text: Annotated[str, Meta(min_length=1)]
    x: Dots
    across: Positive
    down: Positive
    advance: Positive
    bold: bool = False
    underline: Annotated[int, Meta(ge=0, le=2)] = 0
    reverse: bool = False
    turned: bool = False


class Stripe(Struct, frozen=True, tag_field="kind", tag="stripe"):
    """Dots within a line of text, `x` dots from its begin."""

    rows: Rows
    x: Dots


class TextLine(Placed, frozen=True, tag_field="kind", tag="text"):
    """Characters so many times as wide and as high as the small ones, which are 12 by 24 dots.

    A character that is not ASCII is twice as wide. Where `runs` are given, they say where and how
    each character stands, and the other values only tell of it: the largest size, and whether any
    is bold. `wrapped`: the line ran over the edge. `reverse`: white on black. `upside_down`: the
    whole line, from edge to edge, is turned by 180°. `feed`: None is a sixth of an inch, or the
    height of the characters where that is more.
    """

    text: str
    width: Multiple = 1
    height: Multiple = 1
    align: Align = "left"
    bold: bool = False
    wrapped: bool = False
    underline: Annotated[int, Meta(ge=0, le=2)] = 0
    reverse: bool = False
    upside_down: bool = False
    feed: Dots | None = None
    runs: tuple[Run | Stripe, ...] = ()


class QrLine(Placed, frozen=True, tag_field="kind", tag="qr"):
    """A QR code of `data`; `module` is the side of one of its squares in dots.

    The code is the smallest that holds the data. They may be as many bytes, in `encoding`, as fit
    into one of its `level` whatever they are: `QR_MOST`.
    """

    data: Annotated[str, Meta(min_length=1, max_length=2953)]
    module: Annotated[int, Meta(ge=1, le=16)] = 3
    align: Align = "left"
    level: Literal["L", "M", "Q", "H"] = "L"
    encoding: Literal["utf-8", "gb18030", "latin-1"] = "utf-8"

    def __post_init__(self) -> None:
        if len(self.data.encode(self.encoding)) > QR_MOST[self.level]:
            raise ValueError(f"a QR code of level {self.level} holds {QR_MOST[self.level]} bytes")


class BarcodeLine(Placed, frozen=True, tag_field="kind", tag="barcode"):
    """Bars, `#` a dark module of `module` dots; `hri` says where its characters stand (HRI), and
    `small` that they are 9 by 17 dots."""

    system: str
    data: str
    bars: str
    module: Positive = 2
    height: Positive = 162
    align: Align = "left"
    hri: Literal["none", "above", "below", "both"] = "none"
    small: bool = False


class SymbolLine(Placed, frozen=True, tag_field="kind", tag="symbol"):
    """A two-dimensional code that is no QR code: rows of modules, each `module` by `tall` dots."""

    system: str
    data: str
    rows: Rows
    module: Positive = 3
    tall: Positive = 3
    align: Align = "left"


class FeedLine(Struct, frozen=True, tag_field="kind", tag="feed"):
    """So many lines of blank paper and so many dots; less than nothing where it was drawn back."""

    lines: int = 1
    dots: int = 0


class RasterLine(Placed, frozen=True, tag_field="kind", tag="raster"):
    """A picture of so many dots; without `rows` only its place is known.

    `feed`: None is its height.
    """

    width: Dots
    height: Dots
    align: Align = "left"
    rows: Rows = ()
    feed: Dots | None = None


Piece: TypeAlias = TextLine | QrLine | BarcodeLine | SymbolLine | RasterLine


class PagePiece(Struct, frozen=True):
    """One thing on a page: its upper left corner as it is read, turned clockwise around it."""

    x: int
    y: int
    piece: Piece
    turn: Literal[0, 90, 180, 270] = 0


class PageLine(Struct, frozen=True, tag_field="kind", tag="page"):
    """A page that was composed as a whole and printed at once."""

    width: Dots
    height: Dots
    pieces: tuple[PagePiece, ...]


PaperLine: TypeAlias = Piece | FeedLine | PageLine


class CutSlip(Struct, frozen=True):
    """A slip that was cut off: what `Show("slip", …)` of a printer tells."""

    columns: Annotated[int, Meta(ge=1, le=200)]
    lines: tuple[PaperLine, ...]
    cut: Literal["full", "partial"] = "full"
