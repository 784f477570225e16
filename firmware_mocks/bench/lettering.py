"""Characters as dots: what a font card's own bitmap fonts would light.

Drawn from Noto Sans SC at eight times the size and thinned to dots; a real card has bitmap fonts
of its own, so shapes differ from dot to dot, places and sizes do not.
"""

from __future__ import annotations

import threading
from functools import cache
from importlib.util import find_spec
from pathlib import Path

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QColor, QFont, QFontDatabase, QFontMetricsF, QImage, QPainter

from broker.domain.errors import ConfigError

PACKAGE = "pylopdf_fonts_zh_cn"
_FINE = 8
_BASELINE = 0.86  # of the height of a character: where Latin letters stand in an ideograph's box
_FILL = 0.96  # of the height: leaves a dot between the lines
_COVERED = {16: 0.42, 24: 0.46, 32: 0.48}  # of a dot's area that must be inked to light it
_loading = threading.Lock()


@cache
def family() -> str:
    """Load the bundled font and return its family. `ConfigError` when it is not there."""
    with _loading:
        found = find_spec(PACKAGE)
        if found is None or not found.submodule_search_locations:
            raise ConfigError("fonts", PACKAGE, "the package is missing", f"install {PACKAGE}")
        file = Path(found.submodule_search_locations[0]) / "NotoSansSC-Regular.otf"
        number = QFontDatabase.addApplicationFont(str(file))
        families = QFontDatabase.applicationFontFamilies(number)
        if not families:
            raise ConfigError("fonts", str(file), "cannot be read", f"reinstall {PACKAGE}")
        return families[0]


@cache
def dots(char: str, size: int) -> tuple[tuple[int, int], ...]:
    """The lit dots (x, y) of a character `size` dots high; half as wide where it is ASCII."""
    width = size // 2 if char.isascii() else size
    shrunk = _drawn(char, size, width).scaled(
        width,
        size,
        Qt.AspectRatioMode.IgnoreAspectRatio,
        Qt.TransformationMode.SmoothTransformation,
    )
    least = round(255 * _COVERED.get(size, 0.46))
    return tuple(
        (x, y)
        for y in range(size)
        for x in range(width)
        if shrunk.pixelColor(x, y).alpha() >= least
    )


def _drawn(char: str, size: int, width: int) -> QImage:
    image = QImage(width * _FINE, size * _FINE, QImage.Format.Format_ARGB32_Premultiplied)
    image.fill(Qt.GlobalColor.transparent)
    font = QFont(family())
    font.setPixelSize(round(size * _FINE * _FILL))
    advance = QFontMetricsF(font).horizontalAdvance(char)
    painter = QPainter(image)
    painter.setRenderHint(QPainter.RenderHint.TextAntialiasing)
    painter.setFont(font)
    painter.setPen(QColor("white"))
    room = width * _FINE
    painter.scale(min(1.0, room / advance) if advance else 1.0, 1.0)
    left = max(0.0, (room - advance) / 2)
    painter.drawText(QPointF(left, size * _FINE * _BASELINE), char)
    painter.end()
    return image
