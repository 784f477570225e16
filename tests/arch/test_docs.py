"""What the pages name is there: files, links, commands, make targets, alerts."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from broker.cli import ROOMS, SPINE
from broker.domain.alerts import AlertCode
from evaluator.sentences import EVALUATOR_ALERTS, KEYPAD_ALERTS
from tests.arch.source import PACKAGES, ROOT

PAGES = sorted(
    [*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md"), *(ROOT / "examples").rglob("*.md")]
)
LINK = re.compile(r"\]\((?!\w+:)([^)#\s]+)")
FILE = re.compile(r"`((?:[\w.-]+/)+[\w.-]+\.(?:py|qml|md|toml|yaml|json|service|timer|rules|sh))`")
ELSEWHERE = ("slate_panel/", "vectors/", "docs/adr/NNNN")  # a guest's files, a pattern
SOURCES = {".py", ".qml", ".toml"}
CLASS = re.compile(r"\b[A-Z][a-z]+(?:[A-Z][a-z]+)*\b")
TARGET = re.compile(r"`make ([a-z-]+)")
ALERT = re.compile(r"`([a-z-]+)/\w+/\$alert/([a-z-]+)`")
RAISED_IN = {  # the rooms that name the alerts of one kind of thing
    "service": (
        "broker/ledger/*",
        "broker/service/kept_files",
        "broker/commands/up",
        "kiosk/qt/*",
    ),
    "display": ("queue_display/*",),
    "reader": ("fingerprint/*",),
    "kiosk": ("kiosk/issuing/*", "kiosk/ticket/*"),
    "clock-in": ("kiosk/clock_in/conductor",),
    "guide": ("kiosk/issuing/*", "kiosk/guide_desk/*"),
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


def raised() -> set[tuple[str, str]]:
    """Every alert of every kind of thing: the two at a counter have their tables, of others the
    rooms that raise them name the code."""
    found: set[tuple[str, str]] = {("evaluator", code) for code in EVALUATOR_ALERTS}
    found |= {("keypad", code) for code in KEYPAD_ALERTS}
    for kind, rooms in RAISED_IN.items():
        files = [file for room in rooms for file in ROOT.glob(f"{room}.py")]
        text = "\n".join(file.read_text("utf-8") for file in files)
        found |= {(kind, AlertCode[name]) for name in re.findall(r"\bAlertCode\.([A-Z_]+)\b", text)}
    return found


def operations() -> str:
    return (ROOT / "docs" / "operations.md").read_text("utf-8")


def explained(page: str) -> set[tuple[str, str]]:
    return set(ALERT.findall(page))


def test_the_duty_leader_finds_every_alert_and_no_other_explained() -> None:
    """Each by its topic: what helps with a sign does not help with a keypad."""
    assert explained(operations()) == raised()
    assert {code for _, code in raised()} == set(AlertCode)


@pytest.mark.parametrize(("kind", "code"), sorted(raised()))
def test_an_alert_that_is_no_longer_explained_would_be_seen(kind: str, code: str) -> None:
    """The control: also one that another kind of thing has too."""
    page = re.sub(rf"`{kind}/\w+/\$alert/{code}`", "", operations())
    assert raised() - explained(page) == {(kind, code)}


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


def walked(page: Path) -> str:
    """The code that a page writes itself, block by block."""
    blocks = re.findall(r"^```.*?\n(.*?)^```", page.read_text("utf-8"), re.MULTILINE | re.DOTALL)
    return "\n".join(blocks)


@cache
def in_the_code() -> frozenset[str]:
    """Words of Python and QML, of the packages and of the tests a page may send its reader to; and
    what pyproject.toml calls by name."""
    houses = [*PACKAGES, "tests", "docs"]
    found = [each for house in houses for each in sorted((ROOT / house).rglob("*.*"))]
    found.append(ROOT / "pyproject.toml")
    return words("\n".join(each.read_text("utf-8") for each in found if each.suffix in SOURCES))


def words(text: str) -> frozenset[str]:
    return frozenset(re.findall(r"\w+", text))


@pytest.mark.parametrize("page", pages())
def test_classes_named_are_there(page: Path) -> None:
    """A page that is not read when a class is renamed would tell of the old one for ever."""
    text = re.sub(r"^```.*?^```", "", page.read_text("utf-8"), flags=re.MULTILINE | re.DOTALL)
    named = "\n".join(re.findall(r"`([^`\n]+)`", text))
    assert not set(CLASS.findall(named)) - in_the_code() - words(walked(page))


def test_a_class_that_is_gone_would_be_seen() -> None:
    """The control: what is no class is let be, be it a constant or half a word."""
    named = "Gone(1) Link LocalBroker.cut NO_CALL A012 Gb18030"
    assert set(CLASS.findall(named)) - words("class Link, class LocalBroker") == {"Gone"}
