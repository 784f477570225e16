"""What simulated devices are made of, as colours. Screens have a theme; things have materials."""

from __future__ import annotations

from PySide6.QtGui import QColor

GLASS = QColor("#07090D")
FRAME = QColor("#1B1F27")
FRAME_EDGE = QColor("#2C323D")
LED_OFF = QColor("#171B22")
LED = {
    "red": QColor("#FF3A29"),
    "green": QColor("#46E37C"),
    "yellow": QColor("#FFC83D"),
    "blue": QColor("#3D8BFF"),
    "magenta": QColor("#FF5AD8"),
    "cyan": QColor("#3DE6E0"),
    "white": QColor("#F4F7FF"),
}
THERMAL_PAPER = QColor("#FFFEFA")
THERMAL_INK = QColor("#23262D")
PAPER_EDGE = QColor("#DAD6CB")
PAPER_SHADE = QColor(20, 33, 61, 28)
DESK = QColor("#F4F6F9")
