"""The API of drivers changes only where somebody says so: in docs/driver-api.txt and CHANGELOG."""

from __future__ import annotations

import ast
import re
from difflib import unified_diff

import pytest

from tests.arch import driver_api
from tests.arch.driver_api import ADVICE, MODULES, TEXT, digest, mark, rendered, written
from tests.arch.source import PACKAGES, ROOT, files, module_of, syntax

NAMED = re.compile(r"\(driver\s+API\s+`([0-9a-f]{8})`\)")
IMPORT = re.compile(rf"^from ((?:{'|'.join(PACKAGES)})[\w.]*) import", re.MULTILINE)
REFERENCE = ROOT / "docs" / "site" / "reference.md"


def difference(before: str, after: str) -> str:
    lines = unified_diff(before.splitlines(), after.splitlines(), "as written", "as it is", n=2)
    return "\n".join(lines)


def kinds_of_drivers() -> set[str]:
    """Modules with a class that is based on `Driver` or on a kind of it."""
    found = set()
    for file in files():
        bases = {
            ast.unparse(base)
            for node in ast.walk(syntax(file))
            if isinstance(node, ast.ClassDef)
            for base in node.bases
        }
        if any(base.endswith("Driver") for base in bases):
            found.add(module_of(file))
    return found


def test_the_api_is_as_it_was_written_down() -> None:
    found = difference(TEXT.read_text("utf-8"), written())
    if found:
        pytest.fail(f"{found}\n\n{ADVICE}\n    {mark(written())}", pytrace=False)


def test_the_changelog_names_the_api() -> None:
    """The newest name in the file is that of the text: a change without a line is not whole."""
    named = NAMED.findall((ROOT / "CHANGELOG.md").read_text("utf-8"))
    assert named, mark(written())
    assert named[0] == digest(TEXT.read_text("utf-8")), f"{ADVICE}\n    {mark(written())}"


def test_every_kind_of_driver_is_in_it() -> None:
    assert kinds_of_drivers() <= set(MODULES)
    assert len(kinds_of_drivers()) >= 4


def test_what_the_walks_import_is_in_it() -> None:
    """A package of docs/new-*.md stands on nothing that may change unsaid."""
    walks = [page.read_text("utf-8") for page in (ROOT / "docs").glob("new-*.md")]
    drivers = "\n".join(walk for walk in walks if "[project.entry-points" in walk)
    imported = set(IMPORT.findall(drivers))
    assert "broker.link.base" in imported
    rooms = {module.rpartition(".")[0] for module in MODULES}  # which may pass on what is in them
    assert imported <= {*MODULES, *rooms}


def test_the_reference_explains_the_same_modules() -> None:
    """docs/site/reference.md says in words what the text holds in signatures."""
    explained = re.findall(r"automodule:: ([\w.]+)", REFERENCE.read_text("utf-8"))
    assert sorted(explained) == sorted(MODULES)


@pytest.mark.parametrize(
    ("was", "becomes"),
    [
        ("def feed(data: bytes) -> list[int]: ...", "def feed(data: bytes, now: float): ..."),
        ("class A:\n    name: str", "class A:\n    name: str = ''"),
        ("class A:\n    def look(self): ...", "class A:\n    def look(self, at): ..."),
        ("class A(B): ...", "class A(C): ..."),
        ("@dataclass\nclass A: ...", "@dataclass(frozen=True)\nclass A: ..."),
        ("class A(Enum):\n    ONE = 1", "class A(Enum):\n    ONE = 2"),
        ("Action = Write | Done", "Action = Write"),
    ],
)
def test_a_change_would_be_seen(was: str, becomes: str) -> None:
    """The control: what a driver's author would notice is in the text."""
    assert difference(rendered(was), rendered(becomes))


def test_what_nobody_would_notice_is_not_in_it() -> None:
    was = 'class A:\n    """Words."""\n    def _own(self): ...\n    def go(self): return 1\n'
    becomes = "class A:\n    def go(self):\n        # quicker\n        return 2\n"
    assert not difference(rendered(was), rendered(becomes))


def test_the_advice_names_the_command_that_writes_it() -> None:
    assert f"python -m {driver_api.__name__}" in ADVICE
