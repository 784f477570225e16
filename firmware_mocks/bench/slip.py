"""A printed slip as the citizen holds it: thermal paper, its ink, its torn edge."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import assert_never

import segno
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QImage, QPainter, QPainterPath, QPen

from firmware_mocks.bench import materials
from firmware_mocks.bench.lettering import family
from firmware_mocks.firmware import (
    Align,
    FeedLine,
    PaperLine,
    QrLine,
    RasterLine,
    TextLine,
)

CELL = 12  # dots across one Latin character; a Chinese one takes two
CHAR = 24  # dots high
SPACING = 34  # a sixth of an inch at 8 dots a millimetre
MARGIN = 32  # from the paper's edge to the first dot: 80 mm paper, 72 mm printed
_TOOTH = 10.0
_AIR = 24.0  # of blank paper at both ends
_QR_LEVEL = "m"


def height(lines: Iterable[PaperLine]) -> float:
    """Dots of paper the lines take, without the ends."""
    return sum(_height(line) for line in lines)


def width(columns: int) -> float:
    """Dots across the paper."""
    return columns * CELL + 2 * MARGIN


def size(lines: Sequence[PaperLine], columns: int) -> tuple[float, float]:
    """Dots across and down a whole slip."""
    return width(columns), height(lines) + 2 * _AIR + 2 * _TOOTH


def picture(lines: Sequence[PaperLine], columns: int, scale: float = 1.0) -> QImage:
    """The slip lying on a desk, `scale` pixels a dot."""
    across, down = size(lines, columns)
    space = 28.0
    image = QImage(
        round((across + 2 * space) * scale),
        round((down + 2 * space) * scale),
        QImage.Format.Format_ARGB32_Premultiplied,
    )
    image.fill(materials.DESK)
    painter = QPainter(image)
    painter.scale(scale, scale)
    painter.translate(space, space)
    paint(painter, lines, columns)
    painter.end()
    return image


def paint(painter: QPainter, lines: Sequence[PaperLine], columns: int) -> None:
    """Draw a torn-off slip with its upper left corner at the origin, a unit being a dot."""
    across, down = size(lines, columns)
    painter.save()
    painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.TextAntialiasing)
    outline = _torn(across, down)
    painter.setPen(Qt.PenStyle.NoPen)
    for spread in (9.0, 6.0, 3.0):
        painter.setBrush(QColor(20, 33, 61, 10))
        painter.drawPath(outline.translated(spread / 2, spread))
    painter.setPen(QPen(materials.PAPER_EDGE, 1))
    painter.setBrush(materials.THERMAL_PAPER)
    painter.drawPath(outline)
    painter.translate(MARGIN, _TOOTH + _AIR)
    _print(painter, lines, columns)
    painter.restore()


def _torn(across: float, down: float) -> QPainterPath:
    """The knife's teeth above and below."""
    path = QPainterPath(QPointF(0, _TOOTH))
    teeth = max(1, round(across / (2 * _TOOTH)))
    step = across / teeth
    for tooth in range(teeth):
        path.lineTo((tooth + 0.5) * step, 0)
        path.lineTo((tooth + 1) * step, _TOOTH)
    for tooth in range(teeth, 0, -1):
        path.lineTo(tooth * step, down - _TOOTH)
        path.lineTo((tooth - 0.5) * step, down)
    path.lineTo(0, down - _TOOTH)
    path.closeSubpath()
    return path


def _print(painter: QPainter, lines: Sequence[PaperLine], columns: int) -> None:
    room = columns * CELL
    y = 0.0
    for line in lines:
        match line:
            case TextLine():
                _text(painter, line, room, y)
            case QrLine():
                _symbol(painter, line, room, y)
            case RasterLine():
                box = QRectF(_left(line.align, room, line.width), y, line.width, line.height)
                painter.fillRect(box, QColor(materials.THERMAL_INK.rgb() & 0x40FFFFFF))
            case FeedLine():
                pass
        y += _height(line)


def _height(line: PaperLine) -> float:
    match line:
        case TextLine():
            return float(max(SPACING, CHAR * line.height + SPACING - CHAR))
        case QrLine():
            return float(_modules(line.data) * line.module + SPACING)
        case RasterLine():
            return float(line.height)
        case FeedLine():
            return float(SPACING * line.lines)
    assert_never(line)


def _left(align: Align, room: float, taken: float) -> float:
    shares = {"left": 0.0, "centre": 0.5, "right": 1.0}
    return max(0.0, room - taken) * shares[align]


def _text(painter: QPainter, line: TextLine, room: float, y: float) -> None:
    cell = float(CELL * line.width)
    taken = sum(cell * (1 if char.isascii() else 2) for char in line.text)
    x = _left(line.align, room, taken)
    font = QFont(family())
    font.setPixelSize(CHAR)
    font.setBold(line.bold)
    painter.setFont(font)
    painter.setPen(materials.THERMAL_INK)
    metrics = QFontMetricsF(font)
    for char in line.text:
        cells = cell if char.isascii() else 2 * cell
        _char(painter, char, QRectF(x, y, cells, CHAR * line.height), metrics)
        x += cells


def _char(painter: QPainter, char: str, box: QRectF, metrics: QFontMetricsF) -> None:
    """Draw one character into its cells, stretched as the printer's own font would be."""
    natural = CELL if char.isascii() else 2 * CELL
    painter.save()
    painter.translate(box.topLeft())
    painter.scale(box.width() / natural, box.height() / CHAR)
    advance = metrics.horizontalAdvance(char)
    if advance > natural:
        painter.scale(natural / advance, 1.0)
        natural = round(advance)
    painter.drawText(QPointF((natural - advance) / 2, CHAR * 0.86), char)
    painter.restore()


def _symbol(painter: QPainter, line: QrLine, room: float, y: float) -> None:
    module = float(line.module)
    left = _left(line.align, room, _modules(line.data) * module)
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
    for down, row in enumerate(segno.make(line.data, error=_QR_LEVEL, micro=False).matrix):
        for across, dark in enumerate(row):
            if dark:
                box = QRectF(left + across * module, y + down * module, module, module)
                painter.fillRect(box, materials.THERMAL_INK)
    painter.restore()


def _modules(data: str) -> int:
    return len(segno.make(data, error=_QR_LEVEL, micro=False).matrix)
