"""One Qt application for all screens, with the bundled font, and a hall to put a window into."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from PySide6.QtGui import QGuiApplication
from pytestqt.qtbot import QtBot

from broker.settings import load
from kiosk.qt import fonts, glyphs
from tests.gui.everyone import Stand
from tests.gui.home_keeping import at, keep
from tests.gui.kiosk_rig import HALL
from tests.gui.theatre import Theatre
from tests.stages.halls import MORNING


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


@pytest.fixture
def own_hall(tmp_path: Path) -> Path:
    """The sample hall, to be changed."""
    shutil.copytree(HALL.parent, tmp_path / "hall")
    return tmp_path / "hall" / "hall.toml"


@pytest.fixture
def kept(own_hall: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot) -> Path:
    """The runtime directory of a kiosk that kept its home on a Monday morning."""
    assert qtbot is not None
    fonts.load()
    for asked in (glyphs.drawn, glyphs._drawn):  # by tests before, perhaps without our fonts
        asked.cache_clear()
    at(monkeypatch, MORNING)
    keep(own_hall, tmp_path / "run")
    return tmp_path / "run"
