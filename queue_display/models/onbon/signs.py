"""A sign as dynamic areas of the font card: one area for each row."""

from __future__ import annotations

from broker.domain.errors import DeviceError
from queue_display.layout import Glass, Ink, Motion, Sign, Strip, announce
from queue_display.models.onbon import spec
from queue_display.models.onbon.orders import Area, Order, Power, Reply, ShowAreas, Status
from queue_display.models.onbon.session import CardRefused
from queue_display.models.onbon.text import Font, Piece

_INKS = {
    Ink.RED: spec.Ink.RED,
    Ink.GREEN: spec.Ink.GREEN,
    Ink.YELLOW: spec.Ink.YELLOW,
}
_FONTS = {24: spec.FontSize.DOTS_24, 32: spec.FontSize.DOTS_32}
_SCROLL_SPEED = 4
_STAY = 10  # half seconds a standing page is held before the card draws it again
_USUAL_GLASS = Glass(128, 32)


def show(address: int, sign: Sign) -> Order:
    """The whole picture: the old areas go and the new ones come in one frame.

    Deleting first makes it right whatever the card held before.
    """
    areas = tuple(_area(number, strip, sign.glass) for number, strip in enumerate(sign.strips))
    return Order(address, ShowAreas(areas, delete=None))


def _area(number: int, strip: Strip, glass: Glass) -> Area:
    scrolls = strip.motion is Motion.SCROLL
    return Area(
        number=number,
        x=0,
        y=strip.top,
        width=glass.width,
        height=strip.height,
        text=_pieces(strip),
        effect=spec.Effect.LEFT if scrolls else spec.Effect.STATIC,
        speed=_SCROLL_SPEED if scrolls else 0,
        stay=0 if scrolls else _STAY,
        across=spec.Across.LEFT if scrolls else spec.Across.CENTRE,
        down=spec.Down.MIDDLE,
        lines=spec.Lines.SINGLE,
    )


def _pieces(strip: Strip) -> tuple[Piece, ...]:
    size = _FONTS.get(strip.size)
    fonts = (Font(size), Font(size, latin=True)) if size else ()  # 16 dots is what a card begins in
    return (*fonts, _INKS[strip.ink], _in_font(strip.text))


def _in_font(text: str) -> str:
    """`text` with a square question mark, as wide as any, for what GBK has not."""
    return "".join(char if _known(char) else "？" for char in text)


def _known(char: str) -> bool:
    try:
        char.encode("gbk")
    except UnicodeEncodeError:
        return False
    return True


def compose(address: int, text: str) -> list[Order]:
    """`text` on a sign of the usual size, lit."""
    return [Order(address, Power(on=True)), show(address, announce(text, _USUAL_GLASS))]


def forgot(reply: Reply | None, sign: Sign) -> bool:
    """Areas live in the card's RAM: after a power cut it answers, and shows none of them."""
    if not isinstance(reply, Status):
        return False
    return not reply.on or not set(range(len(sign.strips))) <= set(reply.areas)


def lacks_font(error: DeviceError) -> bool:
    """The card refused because of a font."""
    return isinstance(error, CardRefused) and error.code == spec.CardError.FONT_MISSING
