"""docs/new-fact.md is true: applied to a copy of the tree, its fact is complete and works."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.arch.source import ROOT
from tests.arch.walks import Walk

PAGE = "new-fact.md"
WALK = Walk(PAGE)
COPIED = ("broker", "docs/asyncapi", "tests/stages")
COPIED_FILES = (
    "pyproject.toml",
    "tests/__init__.py",
    "tests/conftest.py",
    "tests/efforts.py",
    "tests/order.py",
    "tests/arch/test_asyncapi.py",
    "tests/unit/test_topics.py",
)

TOLD = {  # whoever forgot it reads what to do
    "projection": "add LeaderCalled to APPLY in broker/domain/windows/projection.py",
    "rules": "add a rule for CallLeader to RULES in broker/domain/windows/rules.py",
}

pytestmark = pytest.mark.timeout(300)


class Tree:
    """A copy of what the page touches."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        for name in COPIED:
            shutil.copytree(
                ROOT / name, folder / name, ignore=shutil.ignore_patterns("__pycache__")
            )
        for name in COPIED_FILES:
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(ROOT / name, folder / name)

    def run(self, *words: str) -> subprocess.CompletedProcess[str]:
        """With the copy's own `broker`, before the installed one."""
        return subprocess.run(
            words,
            cwd=self.folder,
            env={**os.environ, "PYTHONPATH": str(self.folder)},
            capture_output=True,
            text=True,
            check=False,
        )

    def tested(self, *names: str) -> subprocess.CompletedProcess[str]:
        return self.run(sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", *names)


@pytest.fixture
def tree(tmp_path: Path) -> Tree:
    return Tree(tmp_path)


def assert_complete(tree: Tree) -> None:
    """The messages are written anew, and the tests of facts and of the page's own are green."""
    made = tree.run(sys.executable, "docs/asyncapi/generate.py")
    assert made.returncode == 0, made.stderr
    done = tree.tested("tests/unit/test_topics.py", "tests/arch/test_asyncapi.py", *WALK.files)
    assert done.returncode == 0, done.stdout + done.stderr


def test_it_takes_the_four_files_of_one_topic() -> None:
    folders = {str(Path(name).parent) for name in WALK.changes}
    assert len(folders) == 1
    assert sorted(Path(name).stem for name in WALK.changes) == [
        "facts",
        "projection",
        "requests",
        "rules",
    ]


def test_the_page_does_what_it_says(tree: Tree) -> None:
    WALK.change(tree.folder)
    WALK.write(tree.folder)
    assert_complete(tree)
    assert "LeaderCalled" in (tree.folder / "docs" / "asyncapi.yaml").read_text("utf-8")


def test_its_code_is_clean(tree: Tree) -> None:
    WALK.change(tree.folder)
    WALK.write(tree.folder)
    ruff = str(Path(sys.executable).with_name("ruff"))
    for words in (("check", "--no-cache"), ("format", "--check", "--no-cache")):
        done = tree.run(ruff, *words, *WALK.changes, *WALK.files)
        assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.parametrize("forgotten", WALK.changes, ids=lambda name: Path(name).stem)
def test_a_forgotten_file_is_found(tree: Tree, forgotten: str) -> None:
    """The control: three of the four do not do."""
    WALK.change(tree.folder, but=forgotten)
    done = tree.tested("tests/unit/test_topics.py")
    assert done.returncode != 0
    assert TOLD.get(Path(forgotten).stem, "") in done.stdout


def test_whoever_has_followed_the_page_can_follow_it_again(tree: Tree) -> None:
    """The control: a fact of one's own in the same places leaves room for the page's."""
    again = Walk(
        PAGE,
        {
            "LeaderCalled": "PorterCalled",
            "CallLeader": "CallPorter",
            "leader_called": "porter_called",
            "call_leader": "call_porter",
        },
    )
    for walk in (again, WALK):
        walk.change(tree.folder)
        walk.write(tree.folder)
    assert_complete(tree)
