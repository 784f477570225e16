"""What each screen is laid out for, and how it is tried out in an ordinary window of a desktop.

A trial shows the very layout of the real glass, only smaller: not the pixels shrink, but the
millimetre does.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtGui import QGuiApplication

if TYPE_CHECKING:
    from PySide6.QtQuick import QQuickWindow

from broker.domain.geometry import Geometry, geometry

VARIABLE = "HALL_WINDOW"
_ORDINARY = 1  # Qt.Window; the Qt namespace with all its enums would cost 15 ms


class ScreenGlass(NamedTuple):
    """A screen as it is meant: its pixels, and how many of them are a millimetre."""

    width: int
    height: int
    px_per_mm: float

    def scale(self, place: Geometry) -> float:
        """Pixels per millimetre at which the whole layout fits into `place`."""
        return self.px_per_mm * min(place.width / self.width, place.height / self.height)


KIOSK = ScreenGlass(1080, 1920, 4.03)  # 21.5 inches
PANEL = ScreenGlass(420, 720, 96 / 25.4)  # a part of a desk screen
GUIDE_DESK = ScreenGlass(1280, 690, 96 / 25.4)  # a desk screen; a higher one gives it more room
CLOCK_IN = ScreenGlass(1024, 600, 4.6)  # 10.1 inches, beside a reader
TITLE_BAR = 36  # pixels above a window that is no trial
_PANEL_LOW = 500  # a panel as high shows every key and a sentence, and no lists
BOARD = ScreenGlass(1920, 1080, 1920 / 1218)  # 55 inches


def trial() -> Geometry | None:
    """Where $HALL_WINDOW wants the window; None where the screen has its own glass.

    `ConfigError` where nobody can read it.
    """
    text = os.environ.get(VARIABLE, "")
    return geometry(text, VARIABLE) if text else None


def kiosk_glass(px_per_mm: float) -> tuple[float, float]:
    """Millimetres of a kiosk's window, wide and high, before it is there."""
    place = trial()
    wide, high = KIOSK.width, KIOSK.height
    if place is not None:
        wide, high = place.width, place.height
    elif QGuiApplication.platformName() != "offscreen":
        size = QGuiApplication.primaryScreen().size()
        wide, high = size.width(), size.height()
    return wide / px_per_mm, high / px_per_mm


def free_height() -> int:
    """Pixels that a window of the primary screen may be high, under its title."""
    return QGuiApplication.primaryScreen().availableGeometry().height() - TITLE_BAR


def panel_height(free: int) -> int:
    """How high the clerk's panel is where `free` pixels are: as high as it is meant, or all of
    them. A desk screen of 1366 × 768 has some 430 left at 150 %."""
    return min(PANEL.height, free)


def panel_scale(free: int) -> float:
    """Pixels per millimetre on the panel: smaller only where not even the keys would fit."""
    return PANEL.px_per_mm * min(1.0, free / _PANEL_LOW)


def board_scale(width: int, height: int) -> float:
    """Pixels per millimetre on a hall board of these pixels: a larger glass only grows it, and one
    that stands upright is laid out for upright."""
    return _either_way(BOARD, width, height)


def clock_in_scale(width: int, height: int) -> float:
    """Pixels per millimetre on a clock-in screen of these pixels, lying or upright."""
    return _either_way(CLOCK_IN, width, height)


def _either_way(glass: ScreenGlass, width: int, height: int) -> float:
    wide, high = glass.width, glass.height
    if height > width:
        wide, high = high, wide
    return glass.px_per_mm * min(width / wide, height / high)


def fill(window: QQuickWindow) -> None:
    """Have `window` fill its whole glass, where it has one of its own."""
    if trial() is None and QGuiApplication.platformName() != "offscreen":
        window.setGeometry(window.screen().geometry())
        window.showFullScreen()


def window(place: Geometry) -> dict[str, object]:
    """The properties of an ordinary window there, with a frame and of any size."""
    return {
        "x": place.x,
        "y": place.y,
        "width": place.width,
        "height": place.height,
        "minimumWidth": 1,
        "minimumHeight": 1,
        "flags": _ORDINARY,
    }
