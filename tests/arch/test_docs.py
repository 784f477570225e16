"""What the pages name is there: files, links, commands, make targets, alerts."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from broker.cli import ROOMS, SPINE
from tests.arch.source import ROOT

PAGES = sorted(
    [*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md"), *(ROOT / "examples").rglob("*.md")]
)
LINK = re.compile(r"\]\((?!\w+:)([^)#\s]+)")
FILE = re.compile(r"`((?:[\w.-]+/)+[\w.-]+\.(?:py|qml|md|toml|yaml|json|service|timer|rules|sh))`")
ELSEWHERE = ("slate_panel/", "vectors/", "docs/adr/NNNN")  # a guest's files, a pattern
TARGET = re.compile(r"`make ([a-z]+)")
CODE = r'"([a-z]+(?:-[a-z]+)*)"'
RAISED = {  # where alerts are raised, and how their codes look there
    "queue_display/reports.py": rf"NO_ANSWER = {CODE}",
    "evaluator/notices.py": rf"_(?:LINE_LOST|CANNOT_STORE) = {CODE}",
    "fingerprint/post.py": rf"_[A-Z_]+ = {CODE}",
    "kiosk/issuing/transaction.py": rf"Alarm\({CODE}",
    "kiosk/ticket/flow.py": rf"Alarm\({CODE}",
    "broker/ledger/service.py": rf"code={CODE}",
}


def pages() -> list[object]:
    return [pytest.param(page, id=str(page.relative_to(ROOT))) for page in PAGES]


def code_of(page: Path) -> Iterator[str]:
    """Inline code and shell blocks, where commands stand."""
    text = page.read_text("utf-8")
    yield from re.findall(r"^```sh\n(.*?)^```", text, re.MULTILINE | re.DOTALL)
    yield from re.findall(r"`([^`\n]+)`", text)


@pytest.mark.parametrize("page", pages())
def test_links_lead_somewhere(page: Path) -> None:
    links = LINK.findall(page.read_text("utf-8"))
    assert not [link for link in links if not (page.parent / link).exists()]


@pytest.mark.parametrize("page", pages())
def test_files_named_are_there(page: Path) -> None:
    """From the top, beside the page, or in a package of a walk (`slate_panel/`)."""
    named = [name for name in FILE.findall(page.read_text("utf-8")) if "<" not in name]
    places = (ROOT, page.parent, ROOT / "docs")
    missing = [name for name in named if not any((place / name).exists() for place in places)]
    assert not [name for name in missing if not name.startswith(ELSEWHERE)]


@pytest.mark.parametrize("page", pages())
def test_commands_named_are_there(page: Path) -> None:
    known = {*SPINE, *ROOMS}
    for code in code_of(page):
        for line in code.splitlines():
            said = re.match(r"(?:\S*/)?hall ([a-z]+)\b", line.strip())
            assert said is None or said[1] in known, line


@pytest.mark.parametrize("page", pages())
def test_make_targets_named_are_there(page: Path) -> None:
    makefile = (ROOT / "Makefile").read_text("utf-8")
    for target in TARGET.findall(page.read_text("utf-8")):
        assert re.search(rf"^{target}:", makefile, re.MULTILINE), target


@pytest.mark.parametrize("command", sorted({*SPINE, *ROOMS}))
def test_every_command_is_explained_somewhere(command: str) -> None:
    assert any(f"hall {command}" in page.read_text("utf-8") for page in PAGES)


def test_every_alert_is_explained_to_the_duty_leader() -> None:
    """Alert codes are constants beside the services that raise them."""
    raised = {
        code
        for file, pattern in RAISED.items()
        for code in re.findall(pattern, (ROOT / file).read_text("utf-8"))
    }
    assert {"no-answer", "line-lost", "reader-away", "punch-refused", "store"} <= raised
    explained = (ROOT / "docs" / "operations.md").read_text("utf-8")
    assert not {code for code in raised if f"$alert/{code}`" not in explained}
