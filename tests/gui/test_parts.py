"""The shared parts: size of what can be touched, room for every word, one press for one touch."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtQuick import QQuickItem

from kiosk.qt.remote import items
from tests.gui.theatre import Theatre, cut_off

PARTS = str(Path(__file__).parent / "parts.qml")
SCALES = [2.7, 3.2, 4.0]  # 32, 27 and 21.5 inches, 1080 pixels across
TARGET, APART = 20.0, 5.0  # millimetres
TOUCHED = (
    "primary",
    "quiet",
    "upright",
    "card",
    "back",
    "home",
    "elder",
    "language",
    "read",
    "low",
)


def show(theatre: Theatre, px_per_mm: float) -> None:
    theatre.prepare(px_per_mm)
    theatre.show(PARTS)


def item(theatre: Theatre, name: str) -> QQuickItem:
    return next(each for each in items(theatre.window) if each.objectName() == name)


@pytest.mark.parametrize("px_per_mm", SCALES)
@pytest.mark.parametrize("elder", [False, True])
def test_fingers_find_twenty_millimetres(theatre: Theatre, px_per_mm: float, elder: bool) -> None:
    show(theatre, px_per_mm)
    theatre.mode(elder=elder)
    for name in TOUCHED:
        target = item(theatre, name)
        assert min(target.width(), target.height()) / px_per_mm >= TARGET - 0.3, name
    gap = item(theatre, "home").mapToScene(item(theatre, "home").boundingRect().topLeft()).x()
    gap -= item(theatre, "back").mapToScene(item(theatre, "back").boundingRect().topRight()).x()
    assert gap / px_per_mm >= APART - 0.3


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("elder", [False, True])
@pytest.mark.parametrize("px_per_mm", SCALES)
def test_nothing_is_cut_off(theatre: Theatre, px_per_mm: float, elder: bool, language: str) -> None:
    show(theatre, px_per_mm)
    theatre.mode(language=language, elder=elder)
    assert cut_off(theatre.window) == []


def test_a_touch_anywhere_on_a_card_is_one_press(theatre: Theatre) -> None:
    show(theatre, 4.0)
    presses: list[None] = []
    card = item(theatre, "card")
    card.triggered.connect(lambda: presses.append(None))  # type: ignore[attr-defined]  # a signal that QML declares
    theatre.must("touch card")
    assert len(presses) == 1
    card.setEnabled(False)
    assert theatre.do("touch card")["error"] == "'card' cannot be pressed now"
    assert len(presses) == 1


@pytest.mark.parametrize("key", [Qt.Key.Key_Return, Qt.Key.Key_Enter])
def test_a_key_that_is_held_is_one_press(theatre: Theatre, key: Qt.Key) -> None:
    """Also where no dead time follows a press."""
    show(theatre, 4.0)
    presses: list[None] = []
    card = item(theatre, "card")
    card.triggered.connect(lambda: presses.append(None))  # type: ignore[attr-defined]  # a signal that QML declares
    card.forceActiveFocus()
    assert list(theatre.hold(key, 20)) == [*range(20)]
    assert len(presses) == 1
    assert list(theatre.hold(key, 1)) == [0]
    assert len(presses) == 2


def test_the_bars_keys_tell_their_names_and_a_disabled_one_is_silent(theatre: Theatre) -> None:
    show(theatre, 4.0)
    theatre.must("touch read")
    assert theatre.must("read frame last") == "read"
    assert not theatre.do("touch home")["ok"]
    assert theatre.must("read frame last") == "read"


def test_out_of_order_covers_everything(theatre: Theatre) -> None:
    show(theatre, 4.0)
    theatre.window.setProperty("outOfOrder", True)
    theatre.turn()
    theatre.must("wait out-of-order")
    theatre.must("touch read")
    assert theatre.must("read frame last") == ""
