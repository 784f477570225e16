"""A printed slip as the citizen holds it: thermal paper, its ink, its torn edge."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPainterPath, QPen

from firmware_mocks.bench import materials, printing
from firmware_mocks.firmware import PaperLine
from firmware_mocks.firmware.extent import CELL

MARGIN = 32  # from the paper's edge to the first dot: 80 mm paper, 72 mm printed
_TOOTH = 10.0
_AIR = 24.0  # of blank paper at both ends


def height(lines: Sequence[PaperLine]) -> float:
    """Dots of paper the lines take, without the ends."""
    top, bottom = printing.reach(lines)
    return bottom - top


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
    painter.translate(MARGIN, _TOOTH + _AIR - printing.reach(lines)[0])
    printing.draw(painter, lines, columns * CELL)
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
