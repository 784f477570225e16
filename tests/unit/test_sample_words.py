"""What stands beside the sample's catalogue: common words, notices and cases, all invented."""

from __future__ import annotations

import csv
import re
from collections import Counter
from datetime import date
from pathlib import Path

import pytest

FOLDER = Path(__file__).parents[2] / "examples" / "zhenlai"
Row = dict[str, str]


def rows(name: str) -> list[Row]:
    with (FOLDER / name).open(encoding="utf-8", newline="") as file:
        found = list(csv.DictReader(file))
    assert all(None not in row and None not in row.values() for row in found)
    return found


@pytest.fixture(scope="module")
def items() -> dict[tuple[str, str], Row]:
    return {(row["dept_name"], row["number"]): row for row in rows("catalogue/items.csv")}


def elsewhere() -> set[str]:
    return {row["word"] for row in rows("common.csv") if row["instead"]}


def test_the_common_words_are_forty_and_more() -> None:
    assert len({row["word"] for row in rows("common.csv")}) >= 40
    assert {"身份证", "结婚", "居住证", "房产证", "护照"} <= {
        row["word"] for row in rows("common.csv")
    }


def test_a_common_word_leads_to_an_item_that_is_called_so(
    items: dict[tuple[str, str], Row],
) -> None:
    led = [row for row in rows("common.csv") if not row["instead"]]
    assert max(Counter(tuple(row.values()) for row in led).values()) == 1
    first = {row["word"]: row for row in reversed(led)}
    for word, row in first.items():
        item = items[row["dept_name"], row["number"]]
        said = item["synonyms"].split("；")
        assert word in said or word in item["task_name"], word
    for row in led:
        assert (row["dept_name"], row["number"]) in items, row
        assert not row["instead_en"]


def test_what_a_common_word_leads_to_has_a_guide(items: dict[tuple[str, str], Row]) -> None:
    led = {(row["dept_name"], row["number"]) for row in rows("common.csv")} - {("", "")}
    assert [key for key in led if items[key]["example"] != "1"] == []


def test_what_the_hall_does_not_do_is_said_with_where_to_ask() -> None:
    away = [row for row in rows("common.csv") if row["instead"]]
    assert len(away) >= 10
    for row in away:
        assert not row["dept_name"], row
        assert not row["number"], row
        assert "导办台" in row["instead"], row
        assert len(row["instead"]) <= 40, row
        assert "guide desk" in row["instead_en"], row
        assert len(row["instead_en"]) <= 110, row


def test_no_word_is_both_here_and_elsewhere(items: dict[tuple[str, str], Row]) -> None:
    here = {row["word"] for row in rows("common.csv") if not row["instead"]}
    here |= {said for item in items.values() for said in item["synonyms"].split("；")}
    assert here & elsewhere() == set()


def test_notices_are_marked_and_have_their_days() -> None:
    found = rows("notices.csv")
    assert len(found) >= 3
    for row in found:
        assert date.fromisoformat(row["from"]) <= date.fromisoformat(row["until"])
        assert row["title"].startswith("示例：")
        assert row["title_en"].startswith("Example: ")
        assert 0 < len(row["text"]) <= 80
        assert 0 < len(row["text_en"]) <= 200


def test_cases_are_masked_and_of_items_with_a_guide(items: dict[tuple[str, str], Row]) -> None:
    found = [row for row in rows("cases.csv") if row["case_number"] != "合计"]
    assert len({row["case_number"] for row in found}) == len(found) >= 12
    for row in found:
        department, _, number = row["item"].rpartition("-")
        assert items[department, number]["example"] == "1", row
        assert re.fullmatch(r"SL-\d{4}-\d{4}", row["case_number"])
        assert "*" in row["applicant"]
        assert date.fromisoformat(row["accepted"]) <= date.fromisoformat(row["due"])
        assert row["stage"]


def test_a_sample_of_a_form_belongs_to_some_material() -> None:
    named = {row["sample"] for row in rows("catalogue/materials.csv")} - {""}
    lie = {file.name for file in (FOLDER / "samples").glob("*.png")}
    assert named == lie
    assert len(lie) >= 3
