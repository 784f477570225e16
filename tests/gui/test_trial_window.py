"""$HALL_WINDOW: a screen in an ordinary window, the same layout, only smaller."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QRect, QRectF, Qt
from PySide6.QtQuick import QQuickWindow
from pytestqt.qtbot import QtBot

from broker.domain.geometry import Geometry
from kiosk.qt import glasses
from kiosk.qt.remote import items
from tests.gui import test_board_screen
from tests.gui.kiosk_rig import kiosk
from tests.gui.theatre import Theatre, cut_off

HALF = Geometry(960, 540, 30, 40)


def boxes(window: QQuickWindow) -> dict[str, QRectF]:
    """Where the named items are, in parts of the window."""
    wide, high = window.width(), window.height()
    found = {}
    for each in items(window):
        if each.objectName() and each.isVisible():
            at = each.mapToScene(each.boundingRect().topLeft())
            found[each.objectName()] = QRectF(
                at.x() / wide, at.y() / high, each.width() / wide, each.height() / high
            )
    return found


def board(theatre: Theatre, glass: tuple[int, int] = (1920, 1080)) -> dict[str, QRectF]:
    test_board_screen.open_board(theatre, glass)
    test_board_screen.calls_are(theatre, *test_board_screen.FULL)
    return boxes(theatre.window)


def test_the_board_is_laid_out_the_same_only_smaller(
    theatre: Theatre, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = board(theatre)
    monkeypatch.setenv(glasses.VARIABLE, str(HALF))
    trial = Theatre(qtbot, tmp_path)
    smaller = board(trial, (HALF.width, HALF.height))
    assert trial.window.geometry() == QRect(30, 40, 960, 540)
    assert not trial.window.flags() & Qt.WindowType.FramelessWindowHint
    assert cut_off(trial.window) == []
    assert smaller.keys() == whole.keys()
    for name, box in smaller.items():
        its = whole[name]
        ours = (box.x(), box.y(), box.width(), box.height())
        assert ours == pytest.approx((its.x(), its.y(), its.width(), its.height()), abs=0.012), name
    trial.close()


def test_the_kiosk_fits_into_a_quarter_of_its_glass(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    place = Geometry(540, 960, 12, 48)
    monkeypatch.setenv(glasses.VARIABLE, str(place))
    with kiosk(tmp_path, (540, 960, glasses.KIOSK.scale(place))) as rig:
        assert rig.window.geometry() == QRect(12, 48, 540, 960)
        assert cut_off(rig.window) == []
        rig.touch("card-take")
        assert cut_off(rig.window) == []
