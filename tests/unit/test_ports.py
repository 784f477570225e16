"""Which wire a device hangs on, in the same sentences for every kind of device."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from broker import cli
from broker.domain.checking.ports import misplaced
from broker.domain.errors import ConfigError, LinkMissing
from broker.domain.hall import Wire
from broker.language import translated
from broker.link.base import ByteLink
from broker.link.pair import PairLink
from broker.registry import Group
from broker.service.ports import Ports, open_for
from broker.settings import Settings
from evaluator.driver import KeypadDriver
from fingerprint.driver import ReaderDriver
from queue_display.driver import SignDriver
from queue_display.models.onbon import DRIVER as ONBON
from tests.arch.source import ROOT
from tests.stages.guest_drivers import NUMPAD, EventLink
from tests.stages.guests import install
from tests.stages.halls import small_hall

LINES = (
    Wire(id="led", driver="onbon", port="tty/led"),
    Wire(id="clockin", driver="ef01", port="tcp:10.0.0.7:5005"),
    Wire(id="usb", driver="numpad", port="/dev/input/by-id/numpad", baud=300),
)
SETTINGS = Settings(small_hall(lines=LINES), Path("hall.toml"), Path("/run/hall"), ())


def test_a_port_has_all_that_is_needed_to_talk() -> None:
    host, far = PairLink.pair()
    asked: list[Wire] = []

    def opener(wire: Wire) -> ByteLink:
        asked.append(wire)
        return host

    port = Ports(SETTINGS, opener).find(SignDriver, "led", "displays (window 1)")
    assert (port.line, port.place, port.driver.name) == ("led", "/run/hall/tty/led", "onbon")
    assert port.open() is host
    assert asked == [LINES[0]]
    far.close()


@pytest.mark.parametrize(
    ("line", "sentence"),
    [
        ("nowhere", r"readers \(door\): there is no line 'nowhere' — add it to \[\[lines\]\]"),
        ("led", r"readers \(door\): line 'led': no hall.fingerprint 'onbon' is installed — use"),
    ],
)
def test_wrong_wiring_is_named(line: str, sentence: str) -> None:
    with pytest.raises(ConfigError, match=sentence):
        Ports(SETTINGS).find(ReaderDriver, line, "readers (door)")


@pytest.mark.parametrize(("said", "opened"), [(None, 57600), (300, 300)])
def test_a_line_that_names_no_speed_has_that_of_its_driver(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, said: int | None, opened: int
) -> None:
    asked: list[tuple[str, int]] = []

    def link(place: str, baud: int) -> ByteLink:
        asked.append((place, baud))
        raise LinkMissing(place)

    fast = replace(ONBON, name="fast", baud=57600, link=link)
    install(tmp_path, monkeypatch, fast.name, fast, Group.DISPLAY)
    lines = (Wire(id="led", driver="fast", port="/dev/led", baud=said),)
    settings = replace(SETTINGS, hall=small_hall(lines=lines))
    port = Ports(settings).find(SignDriver, "led", "displays (window 1)")
    with pytest.raises(LinkMissing):
        port.open()
    assert asked == [("/dev/led", opened)]


def test_a_device_without_a_bus_has_its_line_to_itself() -> None:
    ports = Ports(SETTINGS)
    ports.find(ReaderDriver, "clockin", "readers (door)", alone=True)
    ports.find(ReaderDriver, "clockin", "readers (door)", alone=True)  # itself, asked again
    with pytest.raises(ConfigError, match=r"line 'clockin' has readers \(door\) — give each"):
        ports.find(ReaderDriver, "clockin", "readers (side)", alone=True)


def test_a_bus_is_shared() -> None:
    ports = Ports(SETTINGS)
    one = ports.find(SignDriver, "led", "displays (window 1)")
    assert ports.find(SignDriver, "led", "displays (window 2)").driver is one.driver


def test_a_driver_that_brings_its_own_kind_of_link_is_opened_with_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened: list[tuple[str, int]] = []

    def link(place: str, baud: int) -> EventLink:
        opened.append((place, baud))
        return EventLink(place)

    numpad = replace(NUMPAD, link=link)
    install(tmp_path, monkeypatch, "numpad", numpad, Group.EVALUATOR)
    port = Ports(SETTINGS).find(KeypadDriver, "usb", "keypads (window 1)")
    assert isinstance(port.open(), EventLink)
    assert opened == [("/dev/input/by-id/numpad", 300)]


def test_without_one_it_is_a_byte_stream() -> None:
    port = Ports(SETTINGS).find(SignDriver, "led", "displays (window 1)")
    with pytest.raises(LinkMissing, match="/run/hall/tty/led"):
        port.open()
    with pytest.raises(LinkMissing, match="nowhere"):
        open_for(port.driver, "nowhere", 9600)


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("command", ["probe", "send"])
def test_whoever_asks_where_a_device_can_be_hears_of_usb(
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
    command: str,
    language: str,
) -> None:
    monkeypatch.setenv("LANGUAGE", language)
    with pytest.raises(SystemExit):
        cli.main([command, "--help"])
    assert "usb:2109:7638" in capsys.readouterr().out.replace("\n", "")
    nowhere = misplaced("")
    assert nowhere is not None
    assert "usb:" in translated(nowhere[1])


def test_the_page_of_hall_toml_says_it_too() -> None:
    page = (ROOT / "docs" / "hall-toml.md").read_text("utf-8")
    lines = [each for each in page.splitlines() if "`tcp:HOST:PORT`" in each]
    assert len(lines) == 2
    assert all("`usb:VENDOR:PRODUCT`" in each for each in lines)
