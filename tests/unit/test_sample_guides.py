"""The guides of the sample's catalogue: enough of them, whole, and marked as examples."""

from __future__ import annotations

import csv
import re
from collections import Counter, defaultdict
from pathlib import Path

import pytest

FOLDER = Path(__file__).parents[2] / "examples" / "zhenlai" / "catalogue"
Row = dict[str, str]

# What a guide of the sample never leaves empty: the groups that are made public (公开).
WHOLE = (
    "project_type", "by_law", "accept_condition", "anticipate_day", "promise_day", "is_fee",
    "fee_basis", "result_name", "transact_addr", "transact_time", "link_way", "supervise_way",
)  # fmt: skip

# GB/T 39046-2020, table 4, and what a page of a kiosk holds of a text without a bound there.
BOUNDS = {
    "by_law": 1000, "accept_condition": 300, "anticipate_explain": 40, "promise_explain": 40,
    "fee": 60, "fee_basis": 60, "result_name": 60, "transact_addr": 100, "transact_time": 150,
    "material_name": 30, "issuer": 30, "link_name": 20, "note": 50, "question": 30, "answer": 80,
}  # fmt: skip

# In the area of the county, so that it looks right; never without the word that it is none.
TELEPHONE = re.compile(r"0436-555\d{4}（示例）")

UNITS = {"workday", "day", "hour", "month", "year"}


def rows(name: str) -> list[Row]:
    with (FOLDER / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def key(row: Row) -> tuple[str, str]:
    return row["dept_name"], row["number"]


@pytest.fixture(scope="module")
def guides() -> list[Row]:
    return [item for item in rows("items.csv") if item["example"] == "1"]


@pytest.fixture(scope="module", params=["materials.csv", "process_links.csv", "questions.csv"])
def children(request: pytest.FixtureRequest) -> dict[tuple[str, str], list[Row]]:
    found = defaultdict(list)
    for row in rows(request.param):
        found[key(row)].append(row)
    return found


def test_forty_items_and_two_of_every_department_have_a_guide(guides: list[Row]) -> None:
    assert len(guides) >= 40
    counts = Counter(item["dept_name"] for item in guides)
    assert len(counts) == 18
    assert min(counts.values()) >= 2


@pytest.mark.parametrize("column", WHOLE)
def test_no_guide_lacks_what_is_made_public(guides: list[Row], column: str) -> None:
    assert [key(item) for item in guides if not item[column].strip()] == []


def test_nothing_is_said_of_an_item_that_is_not_marked_as_an_example() -> None:
    for item in rows("items.csv"):
        if item["example"] != "1":
            assert item["example"] == ""
            assert [name for name in (*WHOLE, "fee", "link_addr") if item[name]] == [], key(item)


def test_every_guide_has_materials_steps_and_questions(
    guides: list[Row], children: dict[tuple[str, str], list[Row]]
) -> None:
    assert set(children) == {key(item) for item in guides}
    for found in children.values():
        assert len(found) >= 2
        assert [row["order_num"] for row in found] == [str(n + 1) for n in range(len(found))]


def test_telephones_are_invented_and_say_so(guides: list[Row]) -> None:
    for item in guides:
        assert TELEPHONE.fullmatch(item["link_way"]), item
        assert TELEPHONE.fullmatch(item["supervise_way"]), item
        assert item["link_way"] != item["supervise_way"]


def test_codes_counts_and_terms_can_be_read(guides: list[Row]) -> None:
    for item in guides:
        assert item["project_type"] in {"1", "2"}
        assert item["is_fee"] in {"0", "1"}
        for term in ("anticipate", "promise"):
            assert int(item[f"{term}_day"]) >= 0
            assert item[f"{term}_type"] in UNITS
    for material in rows("materials.csv"):
        assert material["is_need"] in {"0", "1"}
        assert int(material["original_num"]) + int(material["copy_num"]) >= 1, material
    for step in rows("process_links.csv"):
        assert bool(step["handle_day"]) == bool(step["handle_day_type"]), step


def test_what_costs_something_says_how_much(guides: list[Row]) -> None:
    assert [key(item) for item in guides if item["is_fee"] == "1" and not item["fee"]] == []


def lasts(count: str, unit: str) -> int:
    """In tenths of a day; a week has five workdays."""
    return int(count or 0) * {"workday": 14, "day": 10}[unit or "day"]


def test_what_is_promised_is_no_later_than_the_law_allows(guides: list[Row]) -> None:
    for item in guides:
        law = lasts(item["anticipate_day"], item["anticipate_type"])
        assert lasts(item["promise_day"], item["promise_type"]) <= law, key(item)


def test_steps_together_take_no_longer_than_is_promised(guides: list[Row]) -> None:
    taken: Counter[tuple[str, str]] = Counter()
    for step in rows("process_links.csv"):
        taken[key(step)] += lasts(step["handle_day"], step["handle_day_type"])
    for item in guides:
        promised = lasts(item["promise_day"], item["promise_type"])
        if promised:  # else: at once, where all is there
            assert taken[key(item)] <= promised, key(item)


@pytest.mark.parametrize(
    "table", ["items.csv", "materials.csv", "process_links.csv", "questions.csv"]
)
def test_no_text_is_longer_than_its_bound(table: str) -> None:
    for row in rows(table):
        for column, text in row.items():
            assert len(text) <= BOUNDS.get(column, 300), (key(row), column, len(text))
            assert text == text.strip(), (key(row), column)
            assert text.isprintable(), (key(row), column)
