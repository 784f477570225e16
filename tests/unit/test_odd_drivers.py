"""A driver of somebody else may raise, or say, what it likes: it is one sentence, and no other
driver and no other device suffers."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import fields, replace
from pathlib import Path
from typing import Any

import pytest

from broker import cli
from broker.commands.devices import find
from broker.domain.checking.ports import misplaced
from broker.domain.errors import ConfigError
from broker.domain.hall import Display, Wire
from broker.domain.inventory import DeviceKind
from broker.link.base import ByteLink
from broker.link.pair import PairLink
from broker.registry import Group, load, names
from broker.service.driver import driver, misfit, refuses, unfit
from broker.settings import Settings
from queue_display.driver import SignDriver
from queue_display.models.onbon import DRIVER as ONBON
from tests.stages.guest_drivers import MUTE_SIGN
from tests.stages.guests import install
from tests.stages.halls import small_hall

Install = Callable[[object], None]


@pytest.fixture
def guest(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Install:
    folder = tmp_path / "site"
    folder.mkdir()
    return lambda found: install(folder, monkeypatch, "odd", found, Group.DISPLAY)


def raising(error: BaseException) -> Callable[..., Any]:
    def call(*_: object) -> Any:
        raise error

    return call


def odd(**changes: Any) -> SignDriver:
    return replace(MUTE_SIGN, name="odd", **changes)


def given() -> dict[str, Any]:
    """For a class of somebody's own that stands on ours."""
    return {each.name: getattr(odd(), each.name) for each in fields(odd())}


@pytest.mark.parametrize("baud", [-1, 0, True, 57601, 2**70])
def test_a_speed_that_no_port_has_does_not_fit(baud: int) -> None:
    assert misfit(odd(baud=baud), Group.DISPLAY, "odd") == (
        f"its baud is {baud!r}, and no serial port has such a speed"
    )


@pytest.mark.parametrize("error", [KeyError("x"), RuntimeError("libodd"), SystemExit("bye")])
def test_a_driver_that_raises_when_it_is_asked_is_not_fit(
    guest: Install, error: BaseException
) -> None:
    class Raising(SignDriver):
        def unfit(self, kind: DeviceKind) -> str:
            del kind
            raise error

    guest(Raising(**given()))
    said = unfit(DeviceKind.DISPLAY, "odd")
    assert said == f"odd fails when it is asked ({type(error).__name__}: {error})"
    assert refuses(DeviceKind.DISPLAY, "odd", (1,)) == "", "it is told once"
    assert unfit(DeviceKind.DISPLAY, "onbon") == ""


def test_a_driver_that_says_nothing_where_words_are_wanted_is_not_fit(guest: Install) -> None:
    class Wordless(SignDriver):
        def unfit(self, kind: DeviceKind) -> Any:
            del kind
            return None

    guest(Wordless(**given()))
    assert "odd answers None where words are wanted" in unfit(DeviceKind.DISPLAY, "odd")


@pytest.mark.parametrize("part", ["session", "compose", "probe"])
def test_a_driver_that_raises_over_an_address_refuses_it(guest: Install, part: str) -> None:
    made = odd(**{part: raising(KeyError("no table"))})
    guest(made)
    assert "KeyError" in made.refuses((1,))
    assert "KeyError" in refuses(DeviceKind.DISPLAY, "odd", (1,))


def test_a_list_of_names_that_is_no_utf8_hides_nobody_else(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    info = tmp_path / "latin-1.dist-info"
    info.mkdir()
    (info / "entry_points.txt").write_bytes(b"[hall.display]\nsch\xf6n = schoen:DRIVER\n")
    monkeypatch.syspath_prepend(tmp_path)
    assert "onbon" in names(Group.DISPLAY)
    assert load(Group.DISPLAY, "onbon") is ONBON
    for ask in (lambda: driver("schön"), lambda: load(Group.DISPLAY, "schön")):
        with pytest.raises(ConfigError, match=re.escape(str(info / "entry_points.txt"))):
            ask()


def said(capsys: pytest.CaptureFixture[str], *words: str) -> str:
    """What a command that does not succeed says: one line."""
    assert cli.main(list(words)) == 1
    told = capsys.readouterr()
    lines = (told.out + told.err).strip()
    assert lines.count("\n") == 0, lines
    return lines


@pytest.mark.parametrize("command", ["probe", "send"])
@pytest.mark.parametrize("address", ["-1", "70000"])
def test_an_address_that_the_make_cannot_have_is_one_sentence(
    capsys: pytest.CaptureFixture[str], command: str, address: str
) -> None:
    words = ["--text", "A012"] if command == "send" else []
    place = ["--port", "/dev/nothing", "--address", address]
    told = said(capsys, command, "onbon", *place, *words)
    assert told.startswith(f"hall {command}: --address: ")
    assert told.endswith("name an address that this make can have")


def test_a_device_whose_address_is_refused_is_told_and_the_others_are_asked() -> None:
    lines = (Wire(id="led", driver="onbon", port="/dev/nothing"),)
    signs = tuple(Display(window=1, line="led", address=each) for each in (1, 70000))
    hall = small_hall(lines=lines, displays=signs)
    found = list(find(Settings(hall, Path("hall.toml"), Path("/run"), ())))
    assert {each.device.address: each.word for each in found} == {1: "missing", 70000: "refused"}
    assert "70000 is not in 1 to 65535" in found[0].detail


class Raising:
    """A driver's own link that raises at one of its methods."""

    name = "odd:1"

    def __init__(self, at: str) -> None:
        self._near, _ = PairLink.pair()
        self._at = at

    def _go(self, at: str) -> None:
        if at == self._at:
            raise RuntimeError("libodd: -71")

    def read(self, timeout: float | None) -> bytes:
        self._go("read")
        return self._near.read(timeout)

    def write(self, data: bytes) -> None:
        self._go("write")
        self._near.write(data)

    def close(self) -> None:
        self._near.close()


@pytest.mark.parametrize("at", ["open", "read", "write"])
@pytest.mark.parametrize("command", ["probe", "send"])
def test_a_link_that_raises_oddly_is_one_sentence_of_a_command(
    guest: Install, capsys: pytest.CaptureFixture[str], at: str, command: str
) -> None:
    def link(_place: str, _baud: int) -> ByteLink:
        if at == "open":
            raise RuntimeError("libodd: -71")
        return Raising(at)

    guest(replace(ONBON, name="odd", link=link))
    words = ["--text", "A012"] if command == "send" else []
    assert "libodd: -71" in said(capsys, command, "odd", "--port", "odd:1", *words)


@pytest.mark.parametrize("part", ["session", "describe", "decoder"])
def test_a_driver_that_fails_in_a_talk_is_one_sentence(
    guest: Install, capsys: pytest.CaptureFixture[str], part: str
) -> None:
    calls: list[object] = []
    real = getattr(ONBON, part)

    def fails_later(*given: Any) -> Any:
        calls.append(given)
        if len(calls) > 1 or part != "session":
            raise KeyError("no table")
        return real(*given)

    guest(
        replace(
            ONBON, name="odd", link=lambda _place, _baud: Raising("read"), **{part: fails_later}
        )
    )
    assert said(capsys, "probe", "odd", "--port", "odd:1")


@pytest.mark.parametrize("port", ["socket://10.0.0.7:5005", "rfc2217://10.0.0.7:4000", "loop://"])
def test_a_librarys_spelling_of_a_port_is_no_port(port: str) -> None:
    trouble = misplaced(port)
    assert trouble is not None
    assert trouble[1] == "write tcp:HOST:PORT, like tcp:192.168.1.50:5005"
