"""What stands on a printer's paper, as lines a picture can be drawn from."""

from __future__ import annotations

from typing import Annotated, Literal, TypeAlias

from msgspec import Meta, Struct

Align: TypeAlias = Literal["left", "centre", "right"]
Multiple: TypeAlias = Annotated[int, Meta(ge=1, le=8)]


class TextLine(Struct, frozen=True, tag_field="kind", tag="text"):
    """Characters so many times as wide and as high as the small ones, which are 12 by 24 dots.

    Where the style changed within a line, the largest counts. `wrapped`: it ran over the edge.
    """

    text: str
    width: Multiple = 1
    height: Multiple = 1
    align: Align = "left"
    bold: bool = False
    wrapped: bool = False


class QrLine(Struct, frozen=True, tag_field="kind", tag="qr"):
    """A QR code of `data`; `module` is the side of one of its squares in dots.

    So many characters fit into a code of level M whatever they are.
    """

    data: Annotated[str, Meta(min_length=1, max_length=700)]
    module: Annotated[int, Meta(ge=1, le=16)] = 3
    align: Align = "left"


class FeedLine(Struct, frozen=True, tag_field="kind", tag="feed"):
    """So many lines of blank paper."""

    lines: Annotated[int, Meta(ge=0)] = 1


class RasterLine(Struct, frozen=True, tag_field="kind", tag="raster"):
    """A picture of so many dots; only its place is kept."""

    width: Annotated[int, Meta(ge=0)]
    height: Annotated[int, Meta(ge=0)]
    align: Align = "left"


PaperLine: TypeAlias = TextLine | QrLine | FeedLine | RasterLine


class CutSlip(Struct, frozen=True):
    """A slip that was cut off: what `Show("slip", …)` of a printer tells."""

    columns: Annotated[int, Meta(ge=1, le=200)]
    lines: tuple[PaperLine, ...]
    cut: Literal["full", "partial"] = "full"
