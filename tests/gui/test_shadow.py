"""The shadow is a picture that all keys share: drawn as it says, for every scale."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtGui import QImage
from PySide6.QtQuick import QQuickItem

from kiosk.qt import qml_host
from kiosk.qt.remote import items
from tests.gui import shadows
from tests.gui.kiosk_rig import PORTRAIT, Rig, kiosk


@pytest.fixture
def rig(tmp_path: Path) -> Iterator[Rig]:
    with kiosk(tmp_path) as made:
        yield made


def shadows_of(rig: Rig) -> list[QQuickItem]:
    return [each for each in items(rig.window) if each.property("reach") is not None]


@pytest.mark.usefixtures("qapp")
@pytest.mark.parametrize("quarter", range(1, shadows.LARGEST + 1))
def test_a_picture_is_there_as_drawn(quarter: int) -> None:
    kept = QImage(str(shadows.file(quarter)))
    assert kept.convertToFormat(QImage.Format.Format_ARGB32) == shadows.drawn(quarter)


def test_its_corners_are_not_stretched(rig: Rig) -> None:
    """What is left between them is one pixel."""
    picture = shadows.drawn(round(PORTRAIT[2]))
    found = shadows_of(rig)
    assert found
    for each in found:
        assert each.implicitWidth() == picture.width()
        assert 2 * (each.property("reach") + 2 * each.property("scaled")) + 1 == picture.width()


def test_in_high_contrast_there_is_none(rig: Rig) -> None:
    qml_host.singleton(rig.engine, "Theme").setProperty("highContrast", True)
    assert all(each.property("source").isEmpty() for each in shadows_of(rig))
