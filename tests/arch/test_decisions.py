"""Decisions are numbered once, indexed once, and what is superseded says by what."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

import pytest

from tests.arch.source import ROOT

FOLDER = ROOT / "docs" / "adr"
FILES = sorted(FOLDER.glob("*.md"))
NAME = re.compile(r"(\d{4})-[a-z0-9]+(?:-[a-z0-9]+)*\.md")
TITLE = re.compile(r"# (\d+)\. (.+)")
LISTED = re.compile(r"^(\d+)\. \[(.+)\]\(adr/(\S+)\)$", re.MULTILINE)
STATUS = re.compile(r"^Status: (?:accepted|superseded by \[(\d+)\]\((\S+\.md)\))$", re.MULTILINE)


def number(file: Path) -> int:
    return int(file.name[:4])


def title(file: Path) -> tuple[int, str]:
    """Number and words of the first line."""
    found = TITLE.fullmatch(file.read_text("utf-8").splitlines()[0])
    assert found is not None, file.name
    return int(found[1]), found[2]


def numbered_twice(files: list[Path]) -> list[int]:
    return [each for each, times in Counter(map(number, files)).items() if times > 1]


def test_no_number_stands_twice() -> None:
    assert not numbered_twice(FILES)


def left_out(files: list[Path]) -> set[int]:
    """Numbers below the highest that no file has."""
    return set(range(1, max(map(number, files)))) - set(map(number, files))


def test_no_number_is_left_out() -> None:
    assert not left_out(FILES)


def test_a_number_that_is_left_out_would_be_seen() -> None:
    assert left_out([file for file in FILES if number(file) != 5]) == {5}


def test_a_number_that_stands_twice_would_be_seen() -> None:
    """The control: two people took the next free number on one day."""
    assert numbered_twice([*FILES, FOLDER / "0005-screens-are-something-else.md"]) == [5]


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.name[:4])
def test_a_decision_says_its_number_and_whether_it_holds(file: Path) -> None:
    assert NAME.fullmatch(file.name), file.name
    assert title(file)[0] == number(file)
    status = STATUS.search(file.read_text("utf-8"))
    assert status is not None, "a line 'Status: accepted', or 'superseded by [N](file.md)'"
    if status[2] is not None:
        assert number(FOLDER / status[2]) == int(status[1]) > number(file)
        assert (FOLDER / status[2]).exists()


def test_the_list_of_decisions_is_their_titles_in_order() -> None:
    """docs/README.md is the index: every decision, once, by its own words."""
    listed = LISTED.findall((ROOT / "docs" / "README.md").read_text("utf-8"))
    assert len(FILES) >= 12
    assert [(int(place), words, name) for place, words, name in listed] == [
        (*title(file), file.name) for file in FILES
    ]
