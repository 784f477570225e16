"""An LED glass as it is seen from the hall: round dots behind black acrylic."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QBrush, QColor, QImage, QPainter, QPen, QRadialGradient

from firmware_mocks.bench import lettering, materials
from firmware_mocks.firmware import DotPicture, Glyph, SignArea, SignLook

_DOT = 0.40  # radius of a dot, in pitches
_GLOW = 1.05
_BORDER = 4.0  # of the frame, in pitches
_SCROLL = 32.0  # dots a second of a text that runs

Lit = dict[tuple[int, int], str]


def lit(look: SignLook, seconds: float = 0.0) -> Lit:
    """The dots that are lit and their colours, `seconds` after the sign began to show."""
    if not look.on:
        return {}
    sent = (_sent(each) for each in look.pictures)
    written = (_written(each, seconds) for each in look.areas)
    shining = {at: colour for each in (*sent, *written) for at, colour in each.items()}
    return {at: colour for at, colour in shining.items() if _inside(look, at)}


def _sent(picture: DotPicture) -> Lit:
    return {
        (picture.x + across, picture.y + down): picture.colour
        for down, row in enumerate(picture.rows)
        for across, sign in enumerate(row)
        if sign == "#"
    }


def _written(area: SignArea, seconds: float) -> Lit:
    """The dots of the page that is on, those of them that are in the area."""
    shining: Lit = {}
    right, bottom = area.x + area.width, area.y + area.height
    for glyph, shift in _visible(area, seconds):
        for x, y in lettering.dots(glyph.char, glyph.size):
            at = (glyph.x + x - shift, glyph.y + y)
            if area.x <= at[0] < right and area.y <= at[1] < bottom:
                shining[at] = glyph.colour
    return shining


def _inside(look: SignLook, at: tuple[int, int]) -> bool:
    return at[0] in range(look.width) and at[1] in range(look.height)


def _visible(area: SignArea, seconds: float) -> list[tuple[Glyph, int]]:
    """The characters of the page that is on, each with how far it has run to the left."""
    if not area.pages:
        return []
    page = area.pages[int(seconds / area.seconds) % len(area.pages)]
    return [(glyph, _run(area, page, seconds)) for glyph in page]


def _run(area: SignArea, page: Sequence[Glyph], seconds: float) -> int:
    """A text wider than its area runs, where the sign was told that it should."""
    width = max((glyph.x + glyph.size for glyph in page), default=0) - area.x
    if not area.runs or width <= area.width:
        return 0
    gone = int(seconds * _SCROLL) % (width + area.width)
    return gone if gone <= width else gone - width - area.width


def paint(painter: QPainter, look: SignLook, where: QRectF, seconds: float = 0.0) -> None:
    """Draw the sign with its frame as large as fits into `where`."""
    across = look.width + 2 * _BORDER
    down = look.height + 2 * _BORDER
    pitch = min(where.width() / across, where.height() / down)
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    left = where.x() + (where.width() - across * pitch) / 2
    top = where.y() + (where.height() - down * pitch) / 2
    painter.drawImage(QPointF(left, top), _panel(look.width, look.height, pitch))
    painter.translate(left, top)
    painter.scale(pitch, pitch)
    painter.translate(_BORDER + 0.5, _BORDER + 0.5)
    _shine(painter, lit(look, seconds))
    painter.restore()


def moving(look: SignLook) -> bool:
    """Whether the picture changes by itself: several pages, or a text that runs."""
    return look.on and any(
        len(area.pages) > 1 or any(_run(area, page, 1.0) for page in area.pages)
        for area in look.areas
    )


def picture(look: SignLook, pitch: int = 6, seconds: float = 0.0) -> QImage:
    """The sign as an image, `pitch` pixels from dot to dot."""
    image = _blank(look.width, look.height, pitch)
    painter = QPainter(image)
    paint(painter, look, QRectF(image.rect()), seconds)
    painter.end()
    return image


def _blank(width: int, height: int, pitch: float) -> QImage:
    across, down = (round((side + 2 * _BORDER) * pitch) for side in (width, height))
    image = QImage(across, down, QImage.Format.Format_ARGB32_Premultiplied)
    image.fill(Qt.GlobalColor.transparent)
    return image


@lru_cache(maxsize=32)
def _panel(width: int, height: int, pitch: float) -> QImage:
    """The sign with nothing lit; thousands of dots, so drawn once for each size."""
    image = _blank(width, height, pitch)
    painter = QPainter(image)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.scale(pitch, pitch)
    _frame(painter, width + 2 * _BORDER, height + 2 * _BORDER)
    painter.translate(_BORDER + 0.5, _BORDER + 0.5)
    painter.setBrush(materials.LED_OFF)
    for y in range(height):
        for x in range(width):
            painter.drawEllipse(QPointF(x, y), _DOT, _DOT)
    painter.end()
    return image


def _frame(painter: QPainter, across: float, down: float) -> None:
    painter.setPen(QPen(materials.FRAME_EDGE, 0.5))
    painter.setBrush(materials.FRAME)
    painter.drawRoundedRect(QRectF(0.25, 0.25, across - 0.5, down - 0.5), 2, 2)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(materials.GLASS)
    inset = _BORDER - 1.5
    painter.drawRoundedRect(QRectF(inset, inset, across - 2 * inset, down - 2 * inset), 0.8, 0.8)


def _shine(painter: QPainter, shining: Lit) -> None:
    painter.setPen(Qt.PenStyle.NoPen)
    for glow in (True, False):
        brushes = {name: _brush(colour, glow) for name, colour in materials.LED.items()}
        radius = _GLOW if glow else _DOT
        for (x, y), name in shining.items():
            painter.save()
            painter.translate(x, y)
            painter.setBrush(brushes[name])
            painter.drawEllipse(QPointF(0, 0), radius, radius)
            painter.restore()


def _brush(colour: QColor, glow: bool) -> QBrush:
    """The die is hottest in its middle; its light spills a little onto its neighbours."""
    gradient = QRadialGradient(QPointF(0, 0), _GLOW if glow else _DOT)
    inner, outer = QColor(colour), QColor(colour)
    if glow:
        inner.setAlpha(90)
        outer.setAlpha(0)
    else:
        inner = inner.lighter(115)
    gradient.setColorAt(0, inner)
    gradient.setColorAt(1, outer)
    return QBrush(gradient)
