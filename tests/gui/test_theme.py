"""The theme's promises, computed: contrast, sizes in millimetres, elder mode."""

from __future__ import annotations

from functools import lru_cache
from math import ceil

import pytest
from PySide6.QtCore import QObject
from PySide6.QtGui import QColor, QFont, QFontMetricsF

from kiosk.qt import fonts, qml_host
from kiosk.ticket.measures import TYPE
from tests.gui.theatre import Theatre

TEXT = 4.5  # the least contrast of text
SIGN = 3.0  # of a bar, a frame, an icon

PAIRS = [
    ("ink", "paper", 14.0),
    ("ink", "surface", 14.0),
    ("muted", "paper", 6.9),
    ("muted", "surface", TEXT),
    ("primaryInk", "primary", 5.9),
    ("primaryInk", "pressed", 10.0),
    ("statusInk", "ok", 5.9),
    ("statusInk", "warn", 5.9),
    ("statusInk", "stop", 5.9),
    ("touchedInk", "touched", TEXT),
    ("offInk", "off", TEXT),
    ("ink", "tint", TEXT),
    ("ink", "okTint", TEXT),
    ("ink", "warnTint", TEXT),
    ("ink", "stopTint", TEXT),
    ("primary", "tint", TEXT),
    ("primary", "paper", TEXT),
    ("ok", "okTint", TEXT),
    ("warn", "warnTint", TEXT),
    ("warn", "surface", TEXT),
    ("stop", "stopTint", TEXT),
    ("muted", "trough", TEXT),
    ("primary", "trough", SIGN),
    ("ink", "veil", 14.0),
]


def luminance(colour: QColor) -> float:
    """WCAG 2 relative luminance."""
    return _luminance(colour.rgb())


@lru_cache(maxsize=4096)  # a glass has few colours, and each is looked at a thousand times
def _luminance(rgb: int) -> float:
    colour = QColor.fromRgb(rgb)

    def linear(channel: float) -> float:
        return channel / 12.92 if channel <= 0.04045 else ((channel + 0.055) / 1.055) ** 2.4

    red, green, blue = (linear(each) for each in (colour.redF(), colour.greenF(), colour.blueF()))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: QColor, other: QColor) -> float:
    darker, lighter = sorted((luminance(one), luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def theme(theatre: Theatre) -> QObject:
    theatre.prepare(4.0)
    return qml_host.singleton(theatre.engine, "Theme")


def test_the_ruler_is_right() -> None:
    assert contrast(QColor("#000000"), QColor("#FFFFFF")) == pytest.approx(21.0)
    assert contrast(QColor("#777777"), QColor("#FFFFFF")) == pytest.approx(4.48, abs=0.01)


@pytest.mark.parametrize(("ink", "ground", "least"), PAIRS)
def test_what_is_written_can_be_read(theatre: Theatre, ink: str, ground: str, least: float) -> None:
    looks = theme(theatre)
    assert contrast(looks.property(ink), looks.property(ground)) >= least


@pytest.mark.parametrize(("ink", "ground", "least"), PAIRS)
def test_high_contrast_is_high_and_knows_three_colours(
    theatre: Theatre, ink: str, ground: str, least: float
) -> None:
    looks = theme(theatre)
    looks.setProperty("highContrast", True)
    colours = looks.property(ink), looks.property(ground)
    assert contrast(*colours) >= max(11.0, least)
    assert {each.name() for each in colours} <= {"#000000", "#ffffff", "#ffd84d"}


@pytest.mark.parametrize(
    ("name", "millimetres"),
    [("body", 5), ("button", 6), ("title", 9), ("number", 45)],
)
def test_type_is_measured_on_the_glass_and_grows_by_half(
    theatre: Theatre, name: str, millimetres: int
) -> None:
    looks = theme(theatre)
    assert looks.property(name) == millimetres * 4
    looks.setProperty("elder", True)
    assert looks.property(name) == millimetres * 6


def test_targets_do_not_shrink_and_motion_stops(theatre: Theatre) -> None:
    looks = theme(theatre)
    for elder in (False, True):
        looks.setProperty("elder", elder)
        assert looks.property("target") == 20 * 4
        assert looks.property("apart") == 5 * 4
    assert looks.property("change") == 150
    looks.setProperty("highContrast", True)
    assert (looks.property("change"), looks.property("turn")) == (0, 0)


@pytest.mark.parametrize("role", TYPE)
def test_the_sizes_that_pages_reckon_with_are_those_that_are_drawn(
    theatre: Theatre, role: str
) -> None:
    looks = theme(theatre)
    looks.setProperty("stands", True)
    standing, large = TYPE[role]
    for elder, size in ((False, standing), (True, large)):
        looks.setProperty("elder", elder)
        assert looks.property(role) == ceil(size * 4)


def test_lines_have_room_between_them(theatre: Theatre) -> None:
    looks = theme(theatre)
    looks.setProperty("stands", True)
    font = QFont(fonts.load())
    font.setPixelSize(100)
    assert QFontMetricsF(font).lineSpacing() * looks.property("lineHeight") >= 130
