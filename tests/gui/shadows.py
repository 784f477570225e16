"""The shadow below what can be pressed, drawn as four soft rectangles one upon another; the kiosk
shows pictures of it. `python -m tests.gui.shadows` draws them anew."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QImage, QPainter

from kiosk.qt.qml_host import UI

FOLDER = UI / "parts" / "shadows"
LARGEST = 12  # pixels to a millimetre: three of any screen on sale
SHADE = QColor(20, 33, 61, 7)
_STEPS = 4
_STEP = 0.45  # millimetres from one to the next


def file(quarter: int) -> Path:
    """The picture for so many pixels to a millimetre."""
    return FOLDER / f"{quarter}.png"


def drawn(quarter: int) -> QImage:
    """As large as it must be: corners, and one pixel between them that is stretched."""
    reach, corner = round(_STEPS * _STEP * quarter), 2 * quarter
    side = 2 * (reach + corner) + 1
    picture = QImage(side, side, QImage.Format.Format_ARGB32)
    picture.fill(Qt.GlobalColor.transparent)
    painter = QPainter(picture)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(SHADE)
    for step in range(1, _STEPS + 1):
        spread = round(step * _STEP * quarter)
        inset = reach - spread
        place = QRectF(picture.rect()).adjusted(inset, inset, -inset, -inset)
        painter.drawRoundedRect(place, corner + spread, corner + spread)
    painter.end()
    return picture


def main() -> None:
    """Draw all of them."""
    for quarter in range(1, LARGEST + 1):
        drawn(quarter).save(str(file(quarter)))


if __name__ == "__main__":
    main()
