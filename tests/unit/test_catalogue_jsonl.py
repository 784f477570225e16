"""The catalogue file that the import makes: read line by line, guides when they are asked for."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from broker.catalogue import kept_file
from broker.domain.catalogue import Item
from broker.domain.errors import ConfigError
from broker.domain.guides import NOTHING_KNOWN, Guide, Material
from broker.settings import catalogue_file
from tests.stages.halls import small_hall

HEADER = {"catalogue": 1, "made": "2026-11-27", "sources": [], "items": 2, "guides": 1}
FIRST: dict[str, Any] = {
    "department": "dept",
    "number": 1,
    "name": "甲类许可",
    "synonyms": ["甲证"],
    "since": "2026-01-01",
    "guide": {"basis": "某法", "materials": [{"name": "申请表", "originals": 2}]},
}
SECOND: dict[str, Any] = {"department": "dept", "number": 2, "name": "乙类登记"}


def written(folder: Path, *lines: object) -> Path:
    """The lines as a file; a header that is right so far counts them."""
    if lines[0] == HEADER:
        lines = ({**HEADER, "items": len(lines) - 1}, *lines[1:])
    return exactly(folder, *lines)


def exactly(folder: Path, *lines: object) -> Path:
    file = folder / "catalogue.jsonl"
    file.write_text("".join(json.dumps(each, ensure_ascii=False) + "\n" for each in lines))
    return file


def test_a_guide_comes_out_of_its_line(tmp_path: Path) -> None:
    file = written(tmp_path, HEADER, FIRST, SECOND)
    first, second = catalogue_file.read(file, small_hall()).items
    assert first.guide == Guide(basis="某法", materials=(Material("申请表", originals=2),))
    assert second.guide == NOTHING_KNOWN
    assert (first.synonyms, first.since, first.queue) == (("甲证",), date(2026, 1, 1), "qa")
    assert second.queue == "qb"  # it is 乙


def test_what_was_read_stays_readable_when_another_takes_its_place(tmp_path: Path) -> None:
    file = written(tmp_path, HEADER, FIRST)
    first = catalogue_file.read(file, small_hall()).items[0]
    other = written(tmp_path / "..", HEADER, SECOND)
    other.replace(file)
    assert first.guide.basis == "某法"


def test_nothing_is_known_where_somebody_wrote_over_the_file(tmp_path: Path) -> None:
    file = written(tmp_path, HEADER, FIRST)
    first = catalogue_file.read(file, small_hall()).items[0]
    file.write_text("x")
    assert first.guide == NOTHING_KNOWN


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ({**SECOND, "department": "nowhere"}, "there is no department 'nowhere'"),
        ({**SECOND, "number": 1}, "number 1 of 'dept' stands above already"),
        ({**SECOND, "name": "乙" * 121}, "the name is none"),
        ({**SECOND, "name": ""}, "the name is none"),
        ({**SECOND, "number": "2"}, "this is no item of a catalogue"),
        ([], "this is no item of a catalogue"),
    ],
)
def test_a_line_that_was_spoilt_by_hand_is_named(tmp_path: Path, line: object, said: str) -> None:
    found = catalogue_file.read(written(tmp_path, HEADER, FIRST, line), small_hall())
    (error,) = found.errors
    assert (error.place, error.problem.startswith(said)) == ("line 3", True)
    assert "hall catalogue import" in error.remedy


@pytest.mark.parametrize("first", [SECOND, {**HEADER, "catalogue": 2}, "x", []])
def test_another_kind_of_file_is_refused_at_its_first_line(tmp_path: Path, first: object) -> None:
    with pytest.raises(ConfigError, match="line 1"):
        catalogue_file.read(written(tmp_path, first, FIRST), small_hall())


@pytest.mark.parametrize("items", [(FIRST,), (FIRST, SECOND, {**SECOND, "number": 3})])
def test_a_file_that_was_cut_at_the_end_of_a_line_is_told(
    tmp_path: Path, items: tuple[object, ...]
) -> None:
    file = exactly(tmp_path, HEADER, *items)
    (error,) = catalogue_file.read(file, small_hall()).errors
    assert f"its header tells of 2 items, and {len(items)} stand below it" in error.problem
    with pytest.raises(ConfigError, match="its header tells of 2 items"):
        kept_file.read(file)


def test_a_catalogue_without_items_says_so(tmp_path: Path) -> None:
    (error,) = catalogue_file.read(written(tmp_path, HEADER), small_hall()).errors
    assert "no item below" in error.problem


@pytest.mark.parametrize(
    ("since", "until", "offered"),
    [
        (None, None, True),
        (date(2026, 11, 27), date(2026, 11, 27), True),
        (date(2026, 11, 28), None, False),
        (None, date(2026, 11, 26), False),
    ],
)
def test_an_item_is_offered_from_its_first_day_to_its_last(
    since: date | None, until: date | None, offered: bool
) -> None:
    item = Item(1, "dept", "甲", "qa", since=since, until=until)
    assert item.offered(date(2026, 11, 27)) is offered


def test_an_item_that_was_made_without_a_guide_knows_nothing() -> None:
    assert Item(1, "dept", "甲", "qa").guide is NOTHING_KNOWN
    assert Item(1, "dept", "甲", "qa") == Item(1, "dept", "甲", "qa")
    assert Item(1, "dept", "甲", "qa", guide=Guide(basis="x")) != Item(1, "dept", "甲", "qa")
