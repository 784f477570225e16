"""What a kiosk imports before its first frame, and how it goes on from a home that was kept."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from broker.mosquitto import Mosquitto, free_port
from broker.service.clock import VARIABLE
from tests.stages.processes import morning_clock
from tests.stages.screen_process import HALL, PATIENCE, Screen

LATER = {
    "broker.domain.checking",
    "broker.domain.hall",
    "broker.settings",
    "kiosk.issuing.events",
    "kiosk.ticket.look",
    "kiosk.ticket.pages",
    "kiosk.ticket.view",
    "kiosk.words",
    "msgspec",
    "tomllib",
    "zoneinfo",
}
"""What the first frame of a home that was kept has no need of."""
_TOLD = """
import json, os, sys
from broker.cli import main
from kiosk.qt.runner import QtRunner

def tell(_runner):
    os.write(1, json.dumps(sorted(sys.modules)).encode())
    os._exit(0)

QtRunner.first_frame = tell
main()
"""


@pytest.fixture(autouse=True)
def _really_begun(monkeypatch: pytest.MonkeyPatch) -> None:
    """How a start goes is what these are about."""
    monkeypatch.setenv("WARM_STARTS", "0")


@pytest.fixture
def kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A runtime directory in which a kiosk has kept its home; with a broker that lives on."""
    monkeypatch.setenv(VARIABLE, morning_clock())
    mosquitto = Mosquitto(tmp_path / "mosquitto", free_port())
    mosquitto.start()
    monkeypatch.setenv("TEST_BROKER", f"127.0.0.1:{mosquitto.port}")
    first = Screen(tmp_path, os.environ["TEST_BROKER"], "kiosk", "kiosk-1")
    until = time.monotonic() + PATIENCE
    while not (tmp_path / "home-kiosk-1.json").exists():
        assert time.monotonic() < until, "nothing is kept"
        first.must(f"wait card-take {PATIENCE:g}")
    first.must("quit")
    assert first.ended() == 0
    yield tmp_path
    mosquitto.stop()


def imported(run: Path) -> set[str]:
    """The modules that are there with the first frame."""
    words = ("run", "kiosk", "kiosk-1", "--hall", str(HALL), "--run", str(run))
    child = subprocess.run(
        [sys.executable, "-c", _TOLD, *words], stdout=subprocess.PIPE, check=True, timeout=PATIENCE
    )
    return set(json.loads(child.stdout))


def test_home_that_was_kept_is_lit_before_the_rules_are_there(kept: Path) -> None:
    early = imported(kept) & LATER
    assert not early
    (kept / "home-kiosk-1.json").unlink()
    assert imported(kept) >= LATER - {"kiosk.issuing.events"}, "or the test sees nothing"


def test_a_kiosk_goes_on_from_the_home_that_was_kept(kept: Path) -> None:
    screen = Screen(kept, os.environ["TEST_BROKER"], "kiosk", "kiosk-1")
    screen.must("touch card-take", "touch back", f"wait card-take {PATIENCE:g}")
    screen.must("touch english", "touch english", "touch card-progress", "touch home")
    screen.must("quit")
    assert screen.ended() == 0


def test_a_hall_toml_that_is_wrong_by_now_ends_it_as_ever(kept: Path, tmp_path: Path) -> None:
    """Nothing of the old one is shown, and the sentence is the same."""
    wrong = tmp_path / "hall.toml"
    wrong.write_text("[hall", "utf-8")
    words = ("run", "kiosk", "kiosk-1", "--hall", str(wrong), "--run", str(kept))
    child = subprocess.run(
        [sys.executable, "-m", "broker.cli", *words], stderr=subprocess.PIPE, timeout=PATIENCE
    )
    assert child.returncode == 1
    assert "hall.toml" in child.stderr.decode()
