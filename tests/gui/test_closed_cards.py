"""A closed department looks closed, in every mode: not by colour, sign and words alone."""

from __future__ import annotations

from itertools import pairwise

import pytest
from PySide6.QtCore import QRectF
from PySide6.QtQuick import QQuickItem

from kiosk.ticket.screens import Comfort
from tests.gui.everyone import Stand
from tests.gui.test_theme import SIGN, contrast

MODES = [Comfort(), Comfort(elder=True), Comfort(contrast=True), Comfort(low=True, contrast=True)]
STROKES = 10  # at least, along an edge


@pytest.mark.parametrize("comfort", MODES, ids=["standing", "elder", "contrast", "low-contrast"])
def test_strokes_stand_along_its_upper_edge(stand: Stand, comfort: Comfort) -> None:
    stand.show("choose-closed", comfort)
    shut = [each for each in stand.seen() if each.objectName() == "shut"]
    assert shut, "no department is closed on this page"
    for each in shut:
        assert strokes(stand, each) >= STROKES


def test_an_open_one_has_none(stand: Stand) -> None:
    """The control."""
    stand.show("choose", Comfort())
    open_cards = [each for each in stand.pressables() if each.property("closed") is False]
    assert open_cards
    for card in open_cards:
        place = card.mapRectToScene(QRectF(0, 0, card.width(), card.height()))
        assert along(stand, place.left() + 9, place.right() - 9, place.top() + 9) < STROKES


def strokes(stand: Stand, item: QQuickItem) -> int:
    place = item.mapRectToScene(QRectF(0, 0, item.width(), item.height()))
    return along(stand, place.left(), place.right(), place.center().y())


def along(stand: Stand, left: float, right: float, y: float) -> int:
    """How often a line of the picture goes from one colour to one that stands out from it."""
    row = [stand.image.pixelColor(x, round(y)) for x in range(round(left), round(right))]
    ground = max(row, key=lambda each: each.lightnessF())
    dark = [contrast(each, ground) >= SIGN for each in row]
    return sum(now and not before for before, now in pairwise(dark))
