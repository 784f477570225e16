"""What `hall up` starts by itself."""

from __future__ import annotations

from pathlib import Path

import pytest

from broker.commands.up import every_program
from broker.settings import load

HALL = Path(__file__).parents[2] / "examples" / "zhenlai" / "hall.toml"
SERVICES = {"ledger", "displays", "evaluators", "clockin"}
VARIABLES = ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")


@pytest.fixture
def no_screen(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in VARIABLES:
        monkeypatch.delenv(name, raising=False)


def titles(folder: Path) -> list[str]:
    return [each.title for each in every_program(load(HALL, folder))]


@pytest.mark.usefixtures("no_screen")
def test_without_a_screen_only_services_start_the_ledger_first(tmp_path: Path) -> None:
    started = titles(tmp_path)
    assert started[0] == "ledger"
    assert set(started) == SERVICES


@pytest.mark.usefixtures("no_screen")
@pytest.mark.parametrize("variable", VARIABLES)
def test_with_one_the_screens_of_the_hall_start_too_but_no_clerks_panel(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, variable: str
) -> None:
    monkeypatch.setenv(variable, ":0")
    screens = {"kiosk kiosk-1", "kiosk kiosk-2", "guide guide-1", "clock-in clock-in-1", "board"}
    assert set(titles(tmp_path)) == SERVICES | screens
