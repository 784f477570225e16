"""Names as long as hall.toml lets them be, on every screen: nothing runs over its frame.

The limits stand in `broker.domain.text.kinds`; a control shows what a longer name does.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from broker.domain.errors import ConfigError
from broker.settings import load
from broker.wire.messages import CallsState
from kiosk.board.view import QML as BOARD
from kiosk.board.view import BoardView
from kiosk.panel.view import QML as PANEL
from kiosk.panel.view import PanelView
from kiosk.qt import fonts, glasses
from tests.gui import clock_in_rig, guide_desk_rig, kiosk_rig, long_names
from tests.gui.clock_in_rig import ClockInStage
from tests.gui.guide_desk_rig import GuideDeskStage
from tests.gui.kiosk_rig import LANDSCAPE, PORTRAIT, kiosk
from tests.gui.test_board_screen import FULL
from tests.gui.test_clock_in_screen import _walk as _clock_in_states
from tests.gui.test_enrolment_screen import EnrolStage
from tests.gui.test_enrolment_screen import states as _enrolment_states
from tests.gui.test_guide_desk_screen import _walk
from tests.gui.theatre import Theatre, cut_off
from tests.stages.halls import MORNING

LANGUAGES = ("zh", "en")


@pytest.fixture
def long(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The file of a hall with the longest names."""
    file = long_names.written(tmp_path / "long")
    monkeypatch.setattr(kiosk_rig, "HALL", file)
    monkeypatch.setattr(guide_desk_rig, "HALL", file)
    monkeypatch.setattr(clock_in_rig, "HALL", file)
    return file


@pytest.mark.parametrize(
    "limit",
    ["LONGEST_OWN", "LONGEST_NAME", "LONGEST_ENGLISH", "LONGEST_SHORT", "LONGEST_SHORT_ENGLISH"],
)
def test_a_name_that_is_longer_by_one_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, limit: str
) -> None:
    monkeypatch.setattr(long_names, limit, getattr(long_names, limit) + 1)
    file = long_names.written(tmp_path)
    with pytest.raises(ConfigError, match="length"):
        load(file)


MODES = [(), ("english",), ("elder",), ("english", "elder")]


@pytest.mark.timeout(300)
@pytest.mark.parametrize("modes", MODES, ids="-".join)
@pytest.mark.parametrize("screen", [PORTRAIT, LANDSCAPE], ids=["portrait", "landscape"])
def test_on_the_kiosk(
    tmp_path: Path, long: Path, screen: tuple[int, int, float], modes: tuple[str, ...]
) -> None:
    assert long.exists()
    with kiosk(tmp_path, screen) as rig:
        rig.seconds += 1
        for mode in modes:
            rig.touch(mode)
        for name in ("card-take", "dept-health", "item-1", "take"):
            assert [*rig.cut_off(), *rig.overlapping()] == []
            if rig.page == "heads":
                rig.touch("head-all")
            while rig.find(name) is None:
                rig.touch("next")
            rig.touch(name)
            rig.pump()
        rig.printer.slip_out()
        rig.settle()
        assert [*rig.cut_off(), *rig.overlapping()] == []


@pytest.mark.parametrize("modes", [("low",), ("low", "elder", "english")], ids="-".join)
def test_in_a_search_on_the_lower_half(tmp_path: Path, long: Path, modes: tuple[str, ...]) -> None:
    """The smallest rows that there are, with their match marked."""
    assert long.exists()
    with kiosk(tmp_path, PORTRAIT) as rig:
        rig.seconds += 1
        for name in (*modes, "card-take", "search"):
            rig.touch(name)
        rig.type("sp")
        for _ in range(4):
            rig.pump()
            assert rig.find("item-1") is not None
            assert [*rig.cut_off(), *rig.small_targets(), *rig.overlapping()] == []
            rig.touch("next")


@pytest.fixture
def theatre(qtbot: QtBot, tmp_path: Path, long: Path) -> Iterator[Theatre]:
    fonts.load()
    with closing(Theatre(qtbot, tmp_path, load(long, tmp_path).hall)) as stage:
        yield stage


@pytest.mark.parametrize("glass", [(1920, 1080), (1366, 768), (1080, 1920)])
def test_on_the_board(theatre: Theatre, glass: tuple[int, int]) -> None:
    theatre.prepare(glasses.board_scale(*glass))
    view = BoardView(theatre.hall, theatre.runner, theatre.clock.now)
    theatre.show(BOARD, shown=view.shown.map, width=glass[0], height=glass[1])
    bus = theatre.client()
    view.connect_to(bus, theatre.topics)
    bus.start()
    theatre.turn()
    theatre.tell(theatre.topics.calls(), CallsState(id="state-1", at=MORNING, calls=FULL))
    assert cut_off(theatre.window) == []


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("height", [720, 570])
def test_on_the_panel(theatre: Theatre, language: str, height: int) -> None:
    window = theatre.hall.window(10)
    assert window is not None
    theatre.open_ledger()
    theatre.prepare(glasses.panel_scale(height))
    theatre.mode(language=language)
    view = PanelView(theatre.hall, window, theatre.runner, theatre.clock.now)
    view.watch(theatre.show(PANEL, shown=view.shown.map, panel=view, height=height))
    bus = theatre.client()
    view.connect_to(bus, theatre.topics)
    bus.start()
    theatre.turn()
    assert cut_off(theatre.window) == []
    theatre.sign_in("1010", "6370")
    theatre.turn()
    assert cut_off(theatre.window) == []


@pytest.mark.timeout(300)
@pytest.mark.parametrize("language", LANGUAGES)
def test_at_the_guide_desk(qtbot: QtBot, tmp_path: Path, long: Path, language: str) -> None:
    assert long.exists()
    fonts.load()
    with closing(GuideDeskStage(qtbot, tmp_path)) as desk:
        desk.open_ledger()
        desk.open(width=1280, height=800)
        desk.mode(language=language)
        for page in _walk(desk):
            desk.window.grabWindow()
            assert not cut_off(desk.window), page


@pytest.mark.expects_warnings
@pytest.mark.timeout(300)
@pytest.mark.parametrize("glass", [(1024, 600), (600, 1024), (800, 480)])
def test_at_the_clock_in_screen(
    qtbot: QtBot,
    tmp_path: Path,
    long: Path,
    glass: tuple[int, int],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    assert long.exists()
    fonts.load()
    with closing(ClockInStage(qtbot, tmp_path)) as screen:
        screen.open_ledger()
        screen.open(width=glass[0], height=glass[1])
        for state in _clock_in_states(screen, monkeypatch):
            screen.window.grabWindow()
            assert not cut_off(screen.window), state


@pytest.mark.timeout(300)
@pytest.mark.parametrize("glass", [(1024, 600), (600, 1024), (800, 480)])
def test_at_the_enrolment_desk(
    qtbot: QtBot, tmp_path: Path, long: Path, glass: tuple[int, int]
) -> None:
    assert long.exists()
    fonts.load()
    with closing(EnrolStage(qtbot, tmp_path)) as screen:
        screen.open_ledger()
        screen.open(width=glass[0], height=glass[1])
        for state in _enrolment_states(screen):
            screen.window.grabWindow()
            assert not cut_off(screen.window), state
