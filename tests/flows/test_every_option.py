"""Every option of every command with values that nobody means: one sentence, and no traceback.

The commands tell themselves which options they have, so none is left out. Those that
go on until they are interrupted are tried by hand-picked words, in `test_hostile_words.py`.
"""

from __future__ import annotations

import argparse
import os
import socket
from collections.abc import Iterator
from pathlib import Path

import pytest

from broker import cli
from tests.flows.test_hostile_words import BYTES, FILE, GOOD, NEW, halls, place
from tests.stages.forks import Forks
from tests.torture.conftest import Say

__all__ = ["halls", "place"]

pytestmark = pytest.mark.timeout(300)

FEW = ["", "9999-12-31T23:59:59-23:00", "²", "1" * 30, "nan", "folder"]
MANY = [
    *FEW,
    *(" ", "9999-12", "0001-01", "0001-01-01", "2026-02-30", "24:00", "08:15+99999999999", "-1"),
    *("-9223372036854775809", "inf", "1e400", "x" * 300, "\u200b", "\x1b[2J", "\u202e", "\udcff"),
    *("¼", "..", "sock", "/dev/full", "/dev/zero", "/proc/x", FILE, BYTES, "a\nb", "0", "1:2:3"),
    *("[::1]:5", "usb:1-1", "{}", "%s"),
]
GOING_ON = {"bench", "demo", "mock", "rehearse", "run", "up"}
KINDS = {
    "correct": {"--day": "2026-11-20", "--at": "08:15", "--as": "in"},
    "leave": {"--from": "2026-11-20", "--kind": "sick"},
    "withdraw-leave": {"--from": "2026-11-20"},
    "outage": {"--from": "2026-11-20T08:05", "--until": "2026-11-20T08:15"},
    "close-month": {"--month": "2026-11"},
}
USUAL = {"by": "900", "staff": "101", "reason": "x", "driver": "onbon", "protocol": "ff68"}
USUAL |= {"port": "/nonexist", "file": FILE, "copy": FILE, "role": "ledger", "hex": "01"}
USUAL |= {"run": NEW}


CATALOGUE = {
    "import": {"names": FILE},
    "check": {},
    "show": {"names": "1"},
    "export": {"names": NEW},
}


def ways(name: str) -> Iterator[dict[str, str]]:
    """What else has to be said where a command does several things."""
    several = {"attendance": KINDS, "catalogue": CATALOGUE}.get(name, {})
    yield from ({"what": what, **words} for what, words in several.items()) if several else ({},)


def usual(action: argparse.Action, way: dict[str, str]) -> str | None:
    """A value that can stand there; None where it may be left out."""
    spelt = action.option_strings[0] if action.option_strings else action.dest
    if spelt in way:
        return way[spelt]
    if action.dest == "hall":
        return GOOD
    if action.dest in USUAL and (action.required or action.nargs not in ("?", "*")):
        return USUAL[action.dest]
    if not action.required:
        return None
    return min(map(str, action.choices)) if action.choices else "101"


def tried(name: str, values: list[str]) -> Iterator[list[str]]:
    """A command with one strange value, in each place where one can stand."""
    actions = [each for each in cli.parser(cli.find(name))._actions if each.nargs != 0]
    for way in ways(name):
        for strange in actions:
            for value in values:
                words = [name]
                for each in actions:
                    given = value if each is strange else usual(each, way)
                    if given is not None:
                        words += _spelt(each, given)
                yield words


def _spelt(action: argparse.Action, value: str) -> list[str]:
    return [f"{action.option_strings[0]}={value}"] if action.option_strings else [value]


def look(place: Path, halls: Forks, name: str, values: list[str]) -> int:
    """How many were tried. Fails with what a person cannot act on."""
    (place / "folder").mkdir(exist_ok=True)
    if not (place / "sock").exists():
        before = Path.cwd()
        os.chdir(place)  # the path of a socket is short
        with socket.socket(socket.AF_UNIX) as listener:
            listener.bind("sock")
        os.chdir(before)
    words = list(tried(name, values))
    for each, (status, said) in zip(words, halls.tell(words), strict=True):
        assert "Traceback" not in said, (each, said)
        assert status in (0, 1, 2, 69), (each, said)
        assert said.strip() or status == 0, (each, "it ended without a word")
        assert "\x1b[2J" not in said, (each, said)
        assert "\u202e" not in said, (each, said)
    return len(words)


@pytest.mark.parametrize("name", ["head", "punch"])
def test_no_value_of_any_option_ends_in_a_traceback(place: Path, halls: Forks, name: str) -> None:
    assert look(place, halls, name, FEW) >= len(FEW)


@pytest.mark.torture
@pytest.mark.timeout(3600)
@pytest.mark.parametrize("name", sorted(set(cli.commands()) - GOING_ON))
def test_of_no_command(place: Path, halls: Forks, name: str, say: Say) -> None:
    say(1, 1, f"{look(place, halls, name, MANY)} times hall {name}")
