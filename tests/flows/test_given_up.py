"""`hall up` with a screen where there is none: it is given up, and numbers are given all the
same."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from broker import cli
from broker.domain.tickets.requests import ReserveTicket
from broker.service.clock import VARIABLE
from broker.settings import load
from tests.stages.processes import HALL, PATIENCE, Person, morning_clock

PLACES = ("--hall", str(HALL), "--run")
GIVEN_UP = "what needs a screen finds none here, and is not started again"


@pytest.fixture
def up(tmp_path: Path) -> Iterator[subprocess.Popen[str]]:
    """The ledger, and a board that no display is there for."""
    words = [sys.executable, "-m", "broker.cli", "--language", "en", "up", *PLACES]
    environment = {k: v for k, v in os.environ.items() if k not in {"DISPLAY", "WAYLAND_DISPLAY"}}
    process = subprocess.Popen(
        [*words, str(tmp_path), "ledger", "board"],
        env=environment | {"QT_QPA_PLATFORM": "xcb", VARIABLE: morning_clock()},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    yield process
    process.send_signal(signal.SIGTERM)
    process.communicate(timeout=PATIENCE)
    assert process.returncode == 0


def until(process: subprocess.Popen[str], sentence: str) -> list[str]:
    """What it says until it says this."""
    assert process.stdout is not None
    said = []
    for line in process.stdout:
        said.append(line.rstrip())
        if sentence in line:
            return said
    raise AssertionError(said)


def alerts(run: Path, capsys: pytest.CaptureFixture[str]) -> str:
    """What `hall status` shows of the board, and that it finds something wrong."""
    assert cli.main(["status", *PLACES, str(run)]) == 1
    return "\n".join(line for line in capsys.readouterr().out.splitlines() if "board" in line)


def test_a_screen_that_is_given_up_is_an_alert_and_the_ledger_serves(
    up: subprocess.Popen[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    said = until(up, GIVEN_UP)
    assert sum("there is no screen here yet: run it in" in line for line in said) == 1
    assert not any("There is no screen" in line or "again in" in line for line in said)
    assert not any("ledger ended" in line for line in said)
    end = time.monotonic() + PATIENCE
    while "given-up" not in (shown := alerts(tmp_path, capsys)):
        assert time.monotonic() < end, shown
    assert "service board-1  given-up" in shown
    assert "board has no screen here, and is not started again" in shown
    with Person(load(HALL, tmp_path), "kiosk-1") as kiosk:
        assert kiosk.do(ReserveTicket, queue="qa") is not None
