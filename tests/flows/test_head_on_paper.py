"""The evening's head on the leader's slip: by the guide desk that runs, or without one."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from broker import cli
from broker.domain.tickets.requests import ReserveTicket
from broker.ledger.reading import read
from tests.stages.halls import MORNING
from tests.stages.memory import LedgerHall
from tests.stages.processes import HALL, Person, house, is_up, morning_clock, watched

DESK = """
[[lines]]
id = "paper"
driver = "escpos"
port = "tty/paper"

[[guide_desks]]
id = "guide-1"
line = "paper"

[[staff]]
id = "900"
name = "测试班长"
role = "duty-leader"
"""


@pytest.fixture
def hall(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """hall.toml of a hall whose guide desk has a printer; two numbers were given."""
    monkeypatch.setenv("HALL_CLOCK", morning_clock(MORNING))
    monkeypatch.setenv("QT_QPA_PLATFORM", "offscreen")
    (tmp_path / "catalogue.csv").write_bytes((HALL.parent / "catalogue.csv").read_bytes())
    text = HALL.read_text("utf-8") + DESK
    (tmp_path / "hall.toml").write_text(text, "utf-8")
    desk = LedgerHall(tmp_path / "run")
    for _ in range(2):
        desk.do(ReserveTicket, queue="qa")
    desk.close()
    return tmp_path / "hall.toml"


@pytest.fixture
def paper(hall: Path) -> Iterator[subprocess.Popen[str]]:
    """A simulated printer, telling in lines of JSON what comes out."""
    words = ["mock", "escpos", "--link", str(hall.parent / "run/tty/paper")]
    with subprocess.Popen(
        [sys.executable, "-m", "broker.cli", *words],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as printer:
        assert printer.stdout is not None
        assert "ready" in printer.stdout.readline()
        yield printer
        printer.terminate()


def until(printer: subprocess.Popen[str], text: str) -> None:
    """Read what the printer tells until this came out."""
    assert printer.stdout is not None
    for line in printer.stdout:
        if text in line:
            return


def printed(hall: Path) -> int:
    run = str(hall.parent / "run")
    return cli.main(["head", "--hall", str(hall), "--run", run, "--printer", "guide-1"])


def head(hall: Path) -> str:
    """The first group of the newest hash."""
    return list(read(hall.parent / "run" / "ledger.db"))[-1].hash.hex()[:8]


def test_without_a_guide_desk_the_port_is_opened(hall: Path, paper: subprocess.Popen[str]) -> None:
    assert printed(hall) == 0
    until(paper, head(hall))


def test_a_guide_desk_that_runs_prints_it(
    hall: Path,
    paper: subprocess.Popen[str],
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    with (
        house(hall.parent, ["ledger", "guide:guide-1"], monkeypatch, hall) as (_, settings),
        Person(settings, "leader") as leader,
    ):
        is_up("guide-1", watched(leader, "guide-1"))
        assert printed(hall) == 0
        assert "Printed at guide-1" in capsys.readouterr().out
        until(paper, head(hall))


def test_a_place_without_a_printer_is_named(hall: Path, capsys: pytest.CaptureFixture[str]) -> None:
    run = str(hall.parent / "run")
    assert cli.main(["head", "--hall", str(hall), "--run", run, "--printer", "kiosk-9"]) == 1
    assert "use one of: kiosk-1, guide-1" in capsys.readouterr().err


def test_a_printer_that_is_away_is_told(hall: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert printed(hall) == 1
    assert "Not printed" in capsys.readouterr().out
