"""What `hall up` starts by itself."""

from __future__ import annotations

from pathlib import Path

import pytest

from broker import cli
from broker.commands.roles import ALONE, judge, posts
from broker.commands.up import every_program
from broker.domain.errors import ConfigError
from broker.registry import Group, names
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


PLACES = ("--hall", str(HALL), "--run")


@pytest.mark.parametrize(
    ("role", "said"),
    [
        ("ledgr", "ledgr: there is no such role — use one of: board, clock-in, clockin"),
        ("ledger:x", "ledger x: ledger is one for the whole hall, and is not told which — write"),
        ("kiosk:99", "hall.toml has no 99 for this role — use one of: kiosk-1, kiosk-2\n"),
        ("panel:kiosk-1", "hall.toml has no kiosk-1 for this role — use one of: 1, 2, 3"),
        ("guide:guide-7", "has no guide-7 for this role — use one of: guide-1\n"),
        ("clock-in:\x1b[31m", "for this role — use one of: clock-in-1\n"),
    ],
)
def test_a_role_that_cannot_be_is_refused_with_those_that_can(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], role: str, said: str
) -> None:
    """Started, it would end at once, and again and again."""
    assert cli.main(["up", *PLACES, str(tmp_path), role]) == 1
    assert said in capsys.readouterr().err
    name, _, key = role.partition(":")
    with pytest.raises(ConfigError) as refused:
        judge(load(HALL, tmp_path), "run", name, key)
    assert said.strip() in str(refused.value)


def test_every_role_is_known_to_be_one_or_to_have_places(tmp_path: Path) -> None:
    assert set(names(Group.ROLE)) == ALONE | posts(load(HALL, tmp_path).hall).keys()
