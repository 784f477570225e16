"""A screen as its program makes it: whose garbage it is, and what QML complains of."""

from __future__ import annotations

import gc
import io
import json
import sys
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace

import pytest
from PySide6.QtCore import QCoreApplication, QTimer
from PySide6.QtQml import QQmlApplicationEngine
from pytestqt.qtbot import QtBot

from broker.service import parent_death
from broker.settings import Settings
from kiosk import app
from kiosk.qt import running
from kiosk.qt.runner import QtRunner
from tests.stages.halls import small_hall

WHOLE = b"import QtQuick; Window { visible: true; property bool outOfOrder }"
FAULTY = WHOLE.replace(b"property", b"property int n: nobody.count; property")
LATE = WHOLE.replace(b"property", b"Component.onDestruction: nobody.count; property")
LOOPING = WHOLE.replace(
    b"property bool", b"property int a: b + 1; property int b: a + 1; property bool"
)

Play = Callable[[QtRunner], None]


def run(
    monkeypatch: pytest.MonkeyPatch, folder: Path, qml: bytes, play: Play = QtRunner.stop
) -> None:
    """The program of a board whose window is `qml`; `play` ends it."""
    (folder / "Made.qml").write_bytes(qml)

    def build(
        _settings: Settings, _key: str, runner: QtRunner, engine: QQmlApplicationEngine
    ) -> object:
        engine.load(str(folder / "Made.qml"))
        runner.post(lambda _: play(runner), None)
        return object()

    monkeypatch.setattr(running, "import_module", lambda _name: SimpleNamespace(build=build))
    app.run_board(Settings(small_hall(), Path("hall.toml"), folder, ()), "")
    let_the_application_go_on()


def let_the_application_go_on() -> None:
    """Its window was the last, so Qt means to end; the tests after this one go on with it."""
    QTimer.singleShot(0, QCoreApplication.quit)
    QCoreApplication.exec()


def test_garbage_is_the_loops_while_a_screen_runs(
    qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    assert qtbot is not None
    seen: list[bool] = []

    def play(runner: QtRunner) -> None:
        seen.append(gc.isenabled())
        runner.stop()

    run(monkeypatch, tmp_path, WHOLE, play)
    assert seen == [False]
    assert gc.isenabled()


@pytest.mark.expects_warnings
@pytest.mark.parametrize(
    ("qml", "complaint"), [(FAULTY, "nobody is not defined"), (LOOPING, "Binding loop")]
)
def test_a_rehearsal_with_a_screen_that_complains_fails(
    qml: bytes,
    complaint: str,
    qtbot: QtBot,
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
    caplog: pytest.LogCaptureFixture,
) -> None:
    assert qtbot is not None
    (first, later), how = rehearsed(monkeypatch, tmp_path, qml)
    assert first["ok"] is later["ok"] is False
    assert complaint in how
    assert "the screen has a fault" in str(first["error"])
    assert complaint in str(first["error"])
    assert first["error"] == later["error"], "and with it all that follows"
    assert complaint in caplog.text


def test_one_that_does_not_complain_is_rehearsed_with(
    qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """The control."""
    assert qtbot is not None
    (first, later), how = rehearsed(monkeypatch, tmp_path, WHOLE)
    assert first["ok"] is later["ok"] is True
    assert how == ""


@pytest.mark.expects_warnings
def test_a_complaint_after_the_last_command_is_told_by_the_end(
    qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """It comes while the window goes."""
    assert qtbot is not None
    (only,), how = rehearsed(monkeypatch, tmp_path, LATE, "key Space\n")
    assert only["ok"] is True
    assert "nobody is not defined" in how


@pytest.mark.expects_warnings
def test_whoever_ends_a_screen_hears_what_it_complained_of(
    qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    assert qtbot is not None
    (only,), how = rehearsed(monkeypatch, tmp_path, FAULTY, "quit\n")
    assert only["ok"] is False
    assert "nobody is not defined" in str(only["error"])
    assert "nobody is not defined" in how


@pytest.mark.expects_warnings
def test_in_a_hall_a_complaint_ends_nothing(
    qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    """Nobody rehearses: it is in the log, and the program ends as ever."""
    assert qtbot is not None
    run(monkeypatch, tmp_path, FAULTY)
    assert "nobody is not defined" in caplog.text


def rehearsed(
    monkeypatch: pytest.MonkeyPatch, folder: Path, qml: bytes, lines: str = "key Space\nkey Space\n"
) -> tuple[list[dict[str, object]], str]:
    """What the lines are answered, and what the program says at its end, which comes with the end
    of its lines."""
    said, how = io.StringIO(), ""
    monkeypatch.setenv(parent_death.REMOTE, "1")
    monkeypatch.setattr(sys, "stdin", io.StringIO(lines))
    monkeypatch.setattr(sys, "stdout", said)
    try:
        run(monkeypatch, folder, qml, lambda _runner: None)
    except SystemExit as end:
        how = str(end.code)
        let_the_application_go_on()
    monkeypatch.undo()
    return [json.loads(line) for line in said.getvalue().splitlines()], how
