"""No screen shows the box of a character that no font has."""

from __future__ import annotations

import msgspec
import pytest
from PySide6.QtGui import QColor, QFont, QFontDatabase, QGuiApplication, QImage, QPainter

from kiosk.qt import fonts
from kiosk.qt.glyphs import drawn
from kiosk.qt.qml_host import plain


class Shown(msgspec.Struct, frozen=True):
    name: str
    rows: tuple[str, ...]
    count: int


@pytest.fixture(autouse=True)
def bundled() -> str:
    assert QGuiApplication.instance() or QGuiApplication([])
    return fonts.load()


def picture(text: str, family: str) -> bytes:
    """The dots of a text in one font alone."""
    image = QImage(200, 60, QImage.Format.Format_Grayscale8)
    image.fill(QColor("white"))
    painter = QPainter(image)
    font = QFont(family, 30)
    font.setStyleStrategy(QFont.StyleStrategy.NoFontMerging)
    painter.setFont(font)
    painter.drawText(5, 45, text)
    painter.end()
    return bytes(image.constBits())


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("𠮷野家", "𠮷野家"),  # the font of the bold face has it
        ("並\ufa70", "並並"),
        ("个体\u200b工商户", "个体工商户"),
        ("费用¥10 每m²", "费用¥10 每m²"),
        ("经济局\u3000财政局", "经济局\u3000财政局"),
        ("一行\n二行", "一行\n二行"),
        ("\u202e批准\x1b[2J", "批准 [2J"),
        ("\U000f0000", "〓"),
    ],
)
def test_what_reaches_qml_can_be_drawn(text: str, shown: str) -> None:
    assert drawn(text) == shown
    assert plain(Shown(text, (text, "A"), 3)) == {"name": shown, "rows": [shown, "A"], "count": 3}


def test_what_no_font_has_is_seen_as_a_mark_and_not_as_a_box(bundled: str) -> None:
    nowhere = "\U000f0000"
    assert picture(drawn(nowhere), bundled) == picture("〓", bundled)
    assert picture(nowhere, bundled) != picture("〓", bundled)


def test_a_font_of_the_system_draws_what_the_bundled_one_has_not() -> None:
    """With fonts-hanazono, say, the rare character itself stands there."""
    if not any("DejaVu" in each for each in QFontDatabase.families()):
        pytest.skip("no other font on this machine")
    assert drawn("א") == "א"
