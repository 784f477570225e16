"""A sign as dynamic areas of the font card."""

from __future__ import annotations

import itertools
from collections.abc import Hashable
from dataclasses import replace

from broker.domain.errors import DeviceError
from broker.domain.text.folding import in_gbk
from queue_display.glass import EDITIONS, Glass, GlassProfile, Ink, Motion, Sign, Strip
from queue_display.layout import announce
from queue_display.models.onbon import spec
from queue_display.models.onbon.orders import Area, Order, Power, Reply, ShowAreas, Status
from queue_display.models.onbon.session import CardRefused
from queue_display.models.onbon.text import Font, Piece

_INKS = {
    Ink.RED: spec.InkCode.RED,
    Ink.GREEN: spec.InkCode.GREEN,
    Ink.YELLOW: spec.InkCode.YELLOW,
}
_FONTS = {16: spec.FontSize.DOTS_16, 24: spec.FontSize.DOTS_24, 32: spec.FontSize.DOTS_32}
PROFILE = GlassProfile(
    sizes=tuple(_FONTS), sure_sizes=(16,), column=spec.COLUMN, shows=in_gbk, missing="？"
)
_SCROLL_SPEED = 4
_STAY = 10  # half seconds a standing page is held before the card draws it again
_USUAL_GLASS = Glass(128, 32)


def show(address: int, sign: Sign) -> Order:
    """The whole picture: the old areas go and the new ones come in one frame.

    Deleting first makes it right whatever the card held before.
    """
    return Order(address, ShowAreas(_areas(sign), delete=None))


def _areas(sign: Sign) -> tuple[Area, ...]:
    groups = [tuple(strips) for _, strips in itertools.groupby(sign.strips, _kind)]
    return tuple(_area(_number(sign, n), strips, sign) for n, strips in enumerate(groups))


def _number(sign: Sign, place: int) -> int:
    """The number of an area. All a card can be asked is which numbers it holds, so pictures that
    follow each other have none in common; they stay small, for cards hold few areas."""
    return place if sign.edition is None else place * EDITIONS + sign.edition


def _kind(strip: Strip) -> Hashable:
    """Standing rows of one kind share an area: cards hold few. A running row has its own."""
    return strip.ink, strip.size, strip.top if strip.motion is Motion.SCROLL else None


def _area(number: int, strips: tuple[Strip, ...], sign: Sign) -> Area:
    first = strips[0]
    scrolls = first.motion is Motion.SCROLL
    return Area(
        number=number,
        x=0,
        y=first.top,
        width=sign.glass.width,
        height=sum(strip.height for strip in strips),
        text=_pieces(strips, sign.own_fonts),
        effect=spec.Effect.LEFT if scrolls else spec.Effect.STATIC,
        speed=_SCROLL_SPEED if scrolls else 0,
        stay=0 if scrolls else _STAY,
        spacing=first.height - first.size if len(strips) > 1 else 0,
        across=spec.Across.LEFT if scrolls else spec.Across.CENTRE,
        down=spec.Down.MIDDLE,
        lines=spec.Lines.SINGLE if len(strips) == 1 else spec.Lines.SEVERAL,
    )


def _pieces(strips: tuple[Strip, ...], own_fonts: bool) -> tuple[Piece, ...]:
    size = _FONTS[strips[0].size]
    fonts = () if own_fonts else (Font(size), Font(size, latin=True))
    words = "\n".join(_in_font(strip.text) for strip in strips)
    return (*fonts, _INKS[strips[0].ink], words)


def _in_font(text: str) -> str:
    """`text` with a square question mark, as wide as any, for what GBK has not."""
    return "".join(char if in_gbk(char) else "？" for char in text)


def compose(address: int, text: str) -> list[Order]:
    """`text` on a sign of the usual size, lit, in the font a card begins in, 16 dots as it seems:
    nobody is there to send another picture where it lacks one that is asked for."""
    sign = replace(announce(text, _USUAL_GLASS, PROFILE.sure), own_fonts=True)
    return [Order(address, Power(on=True)), show(address, sign)]


def forgot(reply: Reply | None, sign: Sign) -> bool:
    """It is dark, or holds other areas than those of `sign`: none after a power cut, for they live
    in its RAM, or those of another picture."""
    if not isinstance(reply, Status):
        return False
    return not reply.on or {area.number for area in _areas(sign)} != set(reply.areas)


def lacks_font(error: DeviceError) -> bool:
    """The card refused because of a font."""
    return isinstance(error, CardRefused) and error.code == spec.CardError.FONT_MISSING
