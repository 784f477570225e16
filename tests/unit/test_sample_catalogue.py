"""The texts of the sample's catalogue: English names and what people call the items."""

from __future__ import annotations

import csv
from collections import defaultdict
from pathlib import Path

import pytest

FOLDER = Path(__file__).parents[2] / "examples" / "zhenlai" / "catalogue"
LONGEST_ENGLISH = 120
LONGEST_SYNONYM = 12

# The glossary of examples/zhenlai/README.md, as far as it holds without exception.
ALWAYS = {
    "初审": "first review", "许可证": "permit", "资质": "qualification", "征收": "collect",
    "年检": "annual", "验收": "acceptance", "主动权限": "begun by the bureau itself",
    "同意": "consent",
}  # fmt: skip


def rows(name: str) -> list[dict[str, str]]:
    with (FOLDER / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.fixture(scope="module")
def items() -> list[dict[str, str]]:
    return rows("items.csv")


def synonyms(item: dict[str, str]) -> list[str]:
    return [each for each in item["synonyms"].split("；") if each]


def test_every_item_has_a_short_english_name_in_sentence_case(items: list[dict[str, str]]) -> None:
    assert len(items) == 482
    for item in items:
        name = item["name_en"]
        assert 0 < len(name) <= LONGEST_ENGLISH, item
        assert name.isascii(), item
        assert name[0].isupper(), item
        assert name == " ".join(name.split()), item
        assert not name.endswith("."), item


def test_items_of_one_english_name_have_one_chinese_name(items: list[dict[str, str]]) -> None:
    meant = defaultdict(set)
    for item in items:
        meant[item["name_en"]].add(item["task_name"])
    assert [names for names in meant.values() if len(names) > 1] == []


@pytest.mark.parametrize("word", ALWAYS)
def test_a_word_of_the_glossary_is_always_the_same(items: list[dict[str, str]], word: str) -> None:
    named = [item["name_en"].lower() for item in items if word in item["task_name"]]
    assert named
    assert [name for name in named if ALWAYS[word] not in name] == []


def test_a_third_of_the_items_is_called_by_what_people_say(items: list[dict[str, str]]) -> None:
    assert sum(len(synonyms(item)) >= 2 for item in items) >= 150


def test_what_people_say_leads_to_one_item(items: list[dict[str, str]]) -> None:
    leads = defaultdict(list)
    for item in items:
        for said in synonyms(item):
            leads[said].append((item["dept_name"], item["number"]))
            assert 1 < len(said) <= LONGEST_SYNONYM, (item["task_name"], said)
            assert said not in item["task_name"]  # found by the name already
    assert {said: found for said, found in leads.items() if len(found) > 1} == {}
