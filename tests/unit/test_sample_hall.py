"""The sample hall is whole, and its catalogue is what the county published."""

from __future__ import annotations

import csv
import re
from collections import Counter
from pathlib import Path

import pytest

from broker.commands.check import installed
from broker.domain.hall import Role
from broker.settings import Settings, examine
from kiosk.ticket.search import ItemSearch, all_names
from kiosk.words import say
from kiosk.words.spelling import spelling

FILE = Path(__file__).parents[2] / "examples" / "zhenlai" / "hall.toml"

# Rows of each department in the public list, counted there and not in our catalogue.csv.
PUBLISHED = {
    "环境保护局": 34, "商务局": 35, "农业局": 14, "文化新闻出版和体育局": 30, "卫生局": 24,
    "农机局": 11, "工商局": 17, "牧业管理局": 20, "民政局": 24, "经济局": 10, "建设局": 106,
    "公安局": 21, "发改局": 23, "交通局": 19, "人事局": 15, "财政局": 13, "林业局": 40,
    "水利局": 26,
}  # fmt: skip


@pytest.fixture(scope="module")
def sample() -> Settings:
    examined = examine(FILE, installed=installed())
    assert examined.settings is not None, examined.errors
    assert examined.warnings == ()
    return examined.settings


def test_it_has_every_published_item(sample: Settings) -> None:
    names = {department.id: department.name for department in sample.hall.departments}
    assert Counter(names[item.department] for item in sample.items) == PUBLISHED
    assert len(sample.items) == 482


@pytest.mark.parametrize("said", [say("ticket.search.example").zh, say("ticket.search.example").en])
def test_the_search_fields_example_is_true_here(sample: Settings, said: str) -> None:
    match = re.search(r"\b([a-z]{4}) .*?([\u4e00-\u9fff]{4})\W*$", said)
    assert match is not None
    names = {name: spelling(name) for name in all_names(sample.items, sample.common)}
    found = ItemSearch(sample.items, names, sample.common).find(match[1])
    assert found
    assert match[2] in found[0].called


def test_numbers_run_without_a_gap_within_each_department(sample: Settings) -> None:
    for department in sample.hall.departments:
        numbers = [item.number for item in sample.items if item.department == department.id]
        assert numbers == list(range(1, len(numbers) + 1))


def test_the_one_repeated_name_is_kept_twice(sample: Settings) -> None:
    counts = Counter((item.department, item.name) for item in sample.items)
    twice = [key for key, count in counts.items() if count > 1]
    assert [department for department, _ in twice] == ["environment"]
    assert [item.number for item in sample.items if (item.department, item.name) == twice[0]] == [
        26,
        33,
    ]


def test_every_item_reaches_a_window(sample: Settings) -> None:
    served = {queue for window in sample.hall.windows for queue in window.queues}
    departments = {queue.id: queue.department for queue in sample.hall.queues}
    for item in sample.items:
        assert item.queue in served
        assert departments[item.queue] == item.department


def test_a_guide_sends_nobody_to_a_window_that_does_not_serve_the_item(sample: Settings) -> None:
    ids = {department.name: department.id for department in sample.hall.departments}
    queues = {(item.department, item.number): item.queue for item in sample.items}
    windows = {window.number: window for window in sample.hall.windows}
    zones = {zone.id: zone.name for zone in sample.hall.zones}
    with (FILE.parent / "catalogue" / "items.csv").open(encoding="utf-8", newline="") as file:
        places = [row for row in csv.DictReader(file) if row["transact_addr"]]
    assert len(places) >= 40
    for row in places:
        named = [windows[int(number)] for number in re.findall(r"\d+", row["transact_addr"])]
        queue = queues[ids[row["dept_name"]], int(row["number"])]
        assert named
        assert [window for window in named if queue not in window.queues] == [], row
        assert {zones[window.zone] for window in named} == {row["transact_addr"][4:9]}, row


def test_every_queue_serves_some_item(sample: Settings) -> None:
    asks = {sample.hall.hall.guide_queue}  # and that one none
    known = {queue.id for queue in sample.hall.queues}
    assert {item.queue for item in sample.items} == known - asks


def test_every_window_can_be_manned_by_its_departments(sample: Settings) -> None:
    departments = {each.id: each.department for each in sample.hall.queues if each.department}
    manned = {member.department for member in sample.hall.staff if member.role is Role.CLERK}
    for window in sample.hall.windows:
        assert {departments.get(queue) for queue in window.queues} & manned
    assert manned == set(departments.values())


def test_every_name_has_its_english(sample: Settings) -> None:
    hall = sample.hall
    names = [hall.hall.name_en]
    for table in (hall.zones, hall.departments, hall.queues, hall.windows):
        names += [entry.name_en for entry in table]
    assert all(name and name.isascii() for name in names)


def test_all_people_are_marked_as_invented(sample: Settings) -> None:
    assert all(member.name.endswith("示例") for member in sample.hall.staff)


def test_no_prefix_is_read_as_a_figure(sample: Settings) -> None:
    assert not {"I", "O"} & {letter for queue in sample.hall.queues for letter in queue.prefix}
