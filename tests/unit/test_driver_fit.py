"""A driver that does not keep what its kind promises is one sentence, before anything runs."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from dataclasses import fields as dataclass_fields
from pathlib import Path
from typing import Any

import pytest

from broker import cli
from broker.domain.errors import ConfigError
from broker.domain.inventory import DeviceKind
from broker.registry import Group, load
from broker.service.driver import Driver, driver, load_driver, misfit, unfit
from evaluator.driver import EvaluatorDriver, KeypadDriver
from evaluator.models.ff68 import DRIVER as FF68
from kiosk.printing.driver import PrinterDriver
from queue_display.driver import SignDriver
from queue_display.models.onbon import DRIVER as ONBON
from tests.stages.guest_drivers import ANSWERING_PAD, MUTE_SIGN, NUMPAD, TYPIST
from tests.stages.guests import install

SMALL = Path(__file__).parent / "small_hall"
Install = Callable[[str, object, Group], None]


@pytest.fixture
def guest(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Install:
    folder = tmp_path / "site"
    folder.mkdir()
    return lambda name, found, group: install(folder, monkeypatch, name, found, group)


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"show": None}, "its show is None and cannot be called"),
        ({"show": "A012"}, "its show is 'A012' and cannot be called"),
        ({"show": lambda address: address}, "its show does not take 2 values"),
        ({"session": lambda: None}, "its session does not take 1 value"),
        ({"decoder": object}, "its decoder does not take 1 value"),
        ({"probe": 7}, "its probe is 7 and cannot be called"),
        ({"profile": (16,)}, r"its profile is \(16,\), and should be of class GlassProfile"),
        ({"profile": None}, "its profile is None, and should be of class GlassProfile"),
        ({"baud": "9600"}, "its baud is '9600', and should be of class int"),
        ({"title": ""}, "its title is empty"),
        ({"name": "onbon2"}, "it calls itself 'onbon2'"),
    ],
)
def test_what_does_not_fit_is_named(wrong: dict[str, Any], sentence: str) -> None:
    assert re.fullmatch(sentence, misfit(replace(ONBON, **wrong), Group.DISPLAY, "onbon"))


@pytest.mark.parametrize("ability", ["encode", "probe", "compose", "link", "light", "forgot"])
def test_what_a_make_cannot_do_is_left_out(ability: str) -> None:
    assert misfit(replace(ONBON, **{ability: None}), Group.DISPLAY, "onbon") == ""


@pytest.mark.parametrize("made", [MUTE_SIGN, NUMPAD, ANSWERING_PAD, TYPIST, ONBON, FF68])
def test_a_driver_that_fits(made: Driver) -> None:
    assert made.group is not None
    assert misfit(made, made.group, made.name) == ""


def test_a_class_of_somebody_else_may_name_what_only_mypy_knows() -> None:
    @dataclass(frozen=True, kw_only=True)
    class Odd(SignDriver):
        own: OnlyForMypy | None = None  # type: ignore[name-defined]  # noqa: F821  # on purpose

    fields = {each.name: getattr(MUTE_SIGN, each.name) for each in dataclass_fields(MUTE_SIGN)}
    assert misfit(Odd(**fields), Group.DISPLAY, "mute-sign") == ""
    wrong = Odd(**{**fields, "show": None})
    assert misfit(wrong, Group.DISPLAY, "mute-sign") == "its show is None and cannot be called"


def test_a_class_of_somebody_else_may_name_what_is_nowhere() -> None:
    @dataclass(frozen=True, kw_only=True)
    class Odder(SignDriver):
        own: dataclass_fields.nothing = None  # type: ignore[valid-type]  # on purpose

    fields = {each.name: getattr(MUTE_SIGN, each.name) for each in dataclass_fields(MUTE_SIGN)}
    assert misfit(Odder(**fields), Group.DISPLAY, "mute-sign") == ""


def test_a_driver_in_the_group_of_another_kind(guest: Install) -> None:
    guest("mute-sign", MUTE_SIGN, Group.PRINTER)
    with pytest.raises(ConfigError, match=r"it is a SignDriver, which belongs to hall\.display"):
        load_driver(PrinterDriver, "mute-sign")
    with pytest.raises(ConfigError, match="belongs to"):
        driver("mute-sign")


def test_a_driver_of_no_kind(guest: Install) -> None:
    bare = Driver(
        name="bare",
        title="Of no kind",
        session=MUTE_SIGN.session,
        decoder=MUTE_SIGN.decoder,
        describe=str,
    )
    guest("bare", bare, Group.DISPLAY)
    with pytest.raises(ConfigError, match="it is a Driver, which belongs to no group"):
        load_driver(SignDriver, "bare")


def test_something_else_under_a_drivers_name(guest: Install) -> None:
    guest("thing", {"name": "thing"}, Group.DISPLAY)
    with pytest.raises(ConfigError, match="it is a dict and no driver"):
        load_driver(SignDriver, "thing")


def test_a_keypad_asks_no_applicants(guest: Install) -> None:
    guest("numpad", NUMPAD, Group.EVALUATOR)
    assert load_driver(KeypadDriver, "numpad") is NUMPAD
    with pytest.raises(ConfigError, match="class KeypadDriver, and EvaluatorDriver is needed"):
        load_driver(EvaluatorDriver, "numpad")
    assert unfit(DeviceKind.KEYPAD, "numpad") == ""
    assert "asks no applicants" in unfit(DeviceKind.EVALUATOR, "numpad")
    assert unfit(DeviceKind.KEYPAD, "ff68") == unfit(DeviceKind.EVALUATOR, "ff68") == ""


def test_what_is_not_installed_is_told_with_what_is() -> None:
    with pytest.raises(ConfigError, match=r"no hall\.printer 'onbon' .* use one of: escpos"):
        load_driver(PrinterDriver, "onbon")
    with pytest.raises(
        ConfigError,
        match=r"no driver 'no-such' .* onbon, sam, scanner, scanner-serial, uru4500, zk",
    ):
        driver("no-such")


@pytest.mark.parametrize(
    ("group", "found", "sentence"),
    [
        (Group.DISPLAY, replace(ONBON, name="odd", show=None), "its show is None"),
        (Group.DISPLAY, TYPIST, "belongs to hall.printer"),
        (Group.PRINTER, TYPIST, "no display driver 'odd' is installed"),
    ],
)
def test_hall_check_refuses_a_driver_that_does_not_fit(
    guest: Install,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    group: Group,
    found: object,
    sentence: str,
) -> None:
    guest("odd", found, group)
    toml = (SMALL / "hall.toml").read_text("utf-8").replace('driver = "onbon"', 'driver = "odd"')
    (tmp_path / "hall.toml").write_text(toml, "utf-8")
    (tmp_path / "catalogue.csv").write_bytes((SMALL / "catalogue.csv").read_bytes())
    assert cli.main(["check", str(tmp_path / "hall.toml")]) == 1
    said = capsys.readouterr().err
    assert sentence in said
    assert "use one of: onbon" in said


def test_a_driver_that_nobody_uses_is_nobodys_trouble(
    guest: Install, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    guest("odd", TYPIST, Group.DISPLAY)
    monkeypatch.setattr("broker.service.driver.load", _load_nothing_odd)
    assert cli.main(["check", str(SMALL / "hall.toml")]) == 0
    assert "odd" not in capsys.readouterr().err


def _load_nothing_odd(group: Group, name: str) -> object:
    assert name != "odd", "it is not even loaded"
    return load(group, name)


def test_a_device_without_bytes_has_nothing_to_decode_or_to_show_text_on(
    guest: Install, capsys: pytest.CaptureFixture[str]
) -> None:
    guest("numpad", NUMPAD, Group.EVALUATOR)
    assert cli.main(["decode", "numpad", "01"]) == 1
    assert cli.main(["send", "numpad", "--text", "A012", "--dry-run"]) == 1
    assert cli.main(["probe", "numpad", "--port", "/dev/input/by-id/numpad"]) == 1
    said = capsys.readouterr().out
    assert "no bytes travel" in said
    assert "nothing to show text on" in said
    assert "knows no harmless question" in said


class _Endless:
    """Standard input of a device that never stops talking."""

    given = 0

    def read(self, most: int) -> str:
        assert most > 0, "it would never come back"
        self.given += most
        return "A" * most


def test_bytes_without_an_end_are_not_read_to_their_end(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    endless = _Endless()
    monkeypatch.setattr("sys.stdin", endless)
    assert cli.main(["decode", "ef01", "-"]) == 1
    assert "characters arrive" in capsys.readouterr().err
    assert endless.given < 10_000_000
