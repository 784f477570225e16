"""One Qt application for all screens, with the bundled font, and a hall to put a window into."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from PySide6.QtGui import QGuiApplication
from pytestqt.qtbot import QtBot

from broker.settings import load
from kiosk.qt import fonts
from tests.gui.everyone import Stand
from tests.gui.kiosk_rig import HALL
from tests.gui.theatre import Theatre


@pytest.fixture(scope="session")
def qapp_cls() -> type[QGuiApplication]:
    """The screens need no widgets."""
    return QGuiApplication


@pytest.fixture(scope="module")
def stand(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stand]:
    """The kiosk's own window on an upright glass, which shows any row of its table."""
    app = QGuiApplication.instance() or QGuiApplication([])
    fonts.load()
    made = Stand(load(HALL, tmp_path_factory.mktemp("run")), "21.5-upright")
    yield made
    made.close()
    del app


@pytest.fixture
def theatre(qtbot: QtBot, tmp_path: Path) -> Iterator[Theatre]:
    """An engine, a runner, a hall on a local bus; taken down afterwards."""
    fonts.load()
    with closing(Theatre(qtbot, tmp_path)) as theatre:
        yield theatre
