"""What the pages name is there: files, links, commands, make targets, alerts."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from broker.cli import ROOMS, SPINE
from broker.domain.alerts import AlertCode
from tests.arch.source import PACKAGES, ROOT

PAGES = sorted(
    [*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md"), *(ROOT / "examples").rglob("*.md")]
)
LINK = re.compile(r"\]\((?!\w+:)([^)#\s]+)")
FILE = re.compile(r"`((?:[\w.-]+/)+[\w.-]+\.(?:py|qml|md|toml|yaml|json|service|timer|rules|sh))`")
ELSEWHERE = ("slate_panel/", "vectors/", "docs/adr/NNNN")  # a guest's files, a pattern
TARGET = re.compile(r"`make ([a-z]+)")
ALERT = re.compile(r"`\w+/\w+/\$alert/([a-z-]+)`")


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


def test_the_duty_leader_finds_every_alert_and_no_other_explained() -> None:
    explained = ALERT.findall((ROOT / "docs" / "operations.md").read_text("utf-8"))
    assert set(explained) == set(AlertCode)


@pytest.mark.parametrize("code", AlertCode)
def test_every_alert_is_raised_somewhere(code: AlertCode) -> None:
    named = re.compile(rf"\bAlertCode\.{code.name}\b")
    rooms = ("broker", "kiosk", "queue_display", "evaluator", "fingerprint")
    files = [file for room in rooms for file in (ROOT / room).rglob("*.py")]
    assert any(named.search(file.read_text("utf-8")) for file in files)


@pytest.mark.parametrize("package", PACKAGES)
def test_every_room_is_on_the_map(package: str) -> None:
    """docs/architecture.md says of every folder what it is for."""
    page = (ROOT / "docs" / "architecture.md").read_text("utf-8")
    plan = page.partition("## Rooms")[2].partition("\n## ")[0]
    rooms = [folder.parent.name for folder in sorted((ROOT / package).glob("*/__init__.py"))]
    assert f"`{package}/" in plan
    assert not [room for room in rooms if not re.search(rf"[`/]{room}/", plan)]
