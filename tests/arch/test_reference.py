"""The page of every key of hall.toml, the man page and the completion are those of the code."""

from __future__ import annotations

import shutil
import subprocess
import sys
from importlib import import_module
from typing import get_origin

import pytest
from msgspec.structs import fields

from broker import cli
from broker.domain.hall import Hall
from tests.arch.source import ROOT


@pytest.fixture(scope="module", autouse=True)
def _beside() -> None:
    sys.path.insert(0, str(ROOT / "docs" / "reference"))


def test_the_page_of_hall_toml_is_of_this_code() -> None:
    generate = import_module("generate")
    page = (ROOT / "docs" / "hall-toml.md").read_text("utf-8")
    assert page == generate.page(), "run docs/reference/generate.py"
    assert all(f"[{each.name}]" in page for each in fields(Hall))


def test_a_table_stands_on_the_page_as_it_stands_in_hall_toml() -> None:
    page = import_module("generate").page()
    for each in fields(Hall):
        many = get_origin(each.type) is tuple
        assert f"## `{f'[[{each.name}]]' if many else f'[{each.name}]'}`\n" in page


def test_every_key_has_a_meaning_and_no_other_has() -> None:
    generate, known = import_module("generate"), import_module("meanings").MEANING
    keys = {
        f"{each.name}.{key.encode_name}"
        for each in fields(Hall)
        for key in fields(generate._struct(each.type)[0])
    }
    assert set(known) == keys


def test_a_key_that_changes_would_be_seen(monkeypatch: pytest.MonkeyPatch) -> None:
    generate = import_module("generate")
    before = generate.page()
    monkeypatch.setitem(generate.MEANING, "lines.baud", "something else")
    assert generate.page() != before


def test_the_manual_is_of_these_commands() -> None:
    """Word by word: another Python breaks its lines elsewhere."""
    written = (ROOT / "deploy" / "hall.1").read_text("utf-8")
    assert written.split() == import_module("commands").manual().split(), "run commands.py"
    assert all(f".SS hall {name}\n" in written for name in cli.commands())


def test_the_completion_is_of_these_commands() -> None:
    written = (ROOT / "deploy" / "hall.bash").read_text("utf-8")
    assert written == import_module("commands").completion(), "run commands.py"


@pytest.mark.parametrize(
    ("typed", "proposed"),
    [
        ("ch", {"check"}),
        ("re", {"rehearse", "report", "restore"}),
        ("send on", {"onbon"}),
        ("send --te", {"--text"}),
        ("run pan", {"panel"}),
        ("status --h", {"--hall", "--help"}),
    ],
)
def test_a_shell_completes_what_is_begun(typed: str, proposed: set[str]) -> None:
    bash = shutil.which("bash")
    assert bash is not None
    words = f"hall {typed}".split()
    script = 'source "$0"; COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); _hall; echo "${COMPREPLY[@]}"'
    said = subprocess.run(
        [bash, "-c", script, ROOT / "deploy" / "hall.bash", *words],
        capture_output=True,
        text=True,
        check=True,
    )
    assert set(said.stdout.split()) == proposed
