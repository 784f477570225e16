"""A page that stands in both languages says the same in both: nobody reads half a handbook."""

from __future__ import annotations

import re

import pytest

from broker.domain.alerts import Sentences
from broker.language import in_chinese
from broker.ledger import (
    disk_errors,
    holiday_watch,
    left_fingers,
    night_watch,
    orphan_watch,
    quarantine_watch,
    stranded,
    unmerged_watch,
)
from broker.service import clock_watch, damaged_outbox, kept_files, put_aside, refused_entries
from evaluator import sentences as counters
from fingerprint import sentences as readers
from kiosk.issuing import opening
from kiosk.words import WORDS
from queue_display import sentences as signs
from tests.arch.source import ROOT

PAIRS = {"README.md": "README.zh.md", "docs/operations.md": "docs/zh/operations.md"}
CODE = re.compile(r"^```(\w+)\n(.*?)^```", re.MULTILINE | re.DOTALL)
COMMENT = re.compile(r"(?:^| +)# .*$|^ +#.*$")
SPAN = re.compile(r"`([^`\n]+)`")
ANSWER = re.compile(r"address \d")  # what a command says, and not what is typed
FIRST = 5  # lines in which the other language is named


def text(name: str) -> str:
    return (ROOT / name).read_text("utf-8")


def prose(page: str) -> str:
    return CODE.sub("", page)


def shape(page: str) -> list[str]:
    """Headings by their level, leads of paragraphs, tables by their rows, pictures, in order."""
    found = re.findall(r"^(#+ |\*\*|\||!\[|- )", prose(page), re.MULTILINE)
    return [each.strip() for each in found]


def commands(page: str) -> list[str]:
    """What is to be typed or written, without what is said about it."""
    return [
        COMMENT.sub("", line).rstrip()
        for _, block in CODE.findall(page)
        for line in block.splitlines()
        if COMMENT.sub("", line).strip()
    ]


def spans(page: str) -> set[str]:
    return set(SPAN.findall(prose(page)))


@pytest.mark.parametrize(("english", "chinese"), PAIRS.items())
def test_each_names_the_other_at_its_top(english: str, chinese: str) -> None:
    for page, other in ((english, chinese), (chinese, english)):
        top = "\n".join(text(page).splitlines()[:FIRST])
        links = re.findall(r"\]\(([^)]+)\)", top)
        assert [(ROOT / page).parent.joinpath(each).resolve() for each in links] == [ROOT / other]


@pytest.mark.parametrize(("english", "chinese"), PAIRS.items())
def test_both_have_the_same_shape(english: str, chinese: str) -> None:
    assert shape(text(english)) == shape(text(chinese))


@pytest.mark.parametrize(("english", "chinese"), PAIRS.items())
def test_both_give_the_same_commands(english: str, chinese: str) -> None:
    wanted = [in_chinese(each) if ANSWER.match(each) else each for each in commands(text(english))]
    assert wanted == commands(text(chinese))


@pytest.mark.parametrize(("english", "chinese"), PAIRS.items())
def test_both_name_the_same_keys_files_and_alerts(english: str, chinese: str) -> None:
    assert spans(text(english)) == spans(text(chinese))


@pytest.mark.parametrize(("english", "chinese"), PAIRS.items())
def test_what_one_of_them_lacks_would_be_seen(english: str, chinese: str) -> None:
    """The control: a heading, a command and a key that only the English page has."""
    page = text(english)
    assert shape(page + "\n## More\n") != shape(text(chinese))
    assert commands(page + "\n```sh\nhall moon\n```\n") != commands(page)
    assert "moon" in spans(page + "\n`moon`\n") - spans(text(chinese))


def alerts() -> dict[str, Sentences]:
    """Every sentence that an alert can be, by its Chinese."""
    rooms = (
        clock_watch,
        quarantine_watch,
        disk_errors,
        holiday_watch,
        left_fingers,
        night_watch,
        stranded,
        unmerged_watch,
        orphan_watch,
        damaged_outbox,
        kept_files,
        put_aside,
        refused_entries,
        counters,
    )
    found: list[object] = [
        opening._DAMAGED,
        opening._SERIES_DAMAGED,
        *signs.ALERTS.values(),
        *readers.AWAY.values(),
    ]
    found += [each.value for each in clock_watch.ClockTrouble]
    for room in (*rooms, readers):
        for value in vars(room).values():
            found += value.values() if isinstance(value, dict) else [value]
    return {each.zh: each for each in found if isinstance(each, Sentences)}


def begun(sentence: str) -> str:
    """The first words of a sentence, up to what is filled in; whose they are is said once."""
    words = sentence.removeprefix("指纹考勤机")
    parts = re.split(r"\{[^}]*\}|[：；。（，]", words)
    return next(each.strip() for each in parts if len(each.strip()) > 2)


@pytest.mark.parametrize(
    "sentence", [pytest.param(each, id=begun(each)) for each in sorted(alerts())]
)
def test_what_an_alert_says_stands_in_both_handbooks(sentence: str) -> None:
    for page in ("docs/operations.md", "docs/zh/operations.md"):
        assert begun(sentence) in text(page)


@pytest.mark.parametrize("key", [key for key in WORDS if key.startswith("trouble.")])
def test_what_an_alert_says_of_a_printer_stands_in_the_handbook(key: str) -> None:
    assert WORDS[key].zh in text("docs/zh/operations.md")


def test_the_alerts_were_found() -> None:
    assert len(alerts()) > 20
    assert {"评价器线路不通", "起没有台账备份"} <= {begun(each) for each in alerts()}


def test_every_page_in_chinese_is_one_of_a_pair() -> None:
    found = {*ROOT.glob("*.zh.md"), *(ROOT / "docs" / "zh").rglob("*.md")}
    assert {str(each.relative_to(ROOT)) for each in found} == set(PAIRS.values())
