"""The page of every key of hall.toml, the man page and the completion are those of the code."""

from __future__ import annotations

import sys
from importlib import import_module

import pytest
from msgspec.structs import fields

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
