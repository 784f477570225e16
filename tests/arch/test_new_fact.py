"""docs/new-fact.md is true: applied to a copy of the tree, its fact is complete and works."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "new-fact.md").read_text("utf-8")
CHANGES = dict(re.findall(r"^```diff (\S+)\n(.*?)^```$", PAGE, re.MULTILINE | re.DOTALL))
FILES = dict(re.findall(r"^```python (\S+)\n(.*?)^```$", PAGE, re.MULTILINE | re.DOTALL))
COPIED = ("broker", "docs/asyncapi", "tests/stages")
COPIED_FILES = (
    "pyproject.toml",
    "tests/__init__.py",
    "tests/conftest.py",
    "tests/arch/test_asyncapi.py",
    "tests/unit/test_topics.py",
)

pytestmark = pytest.mark.timeout(120)


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

    def apply(self, but: str = "") -> None:
        """Every change of the page, `but` one left out."""
        for name, change in CHANGES.items():
            if name != but:
                patch = self.folder / "change.diff"
                patch.write_text(f"--- a/{name}\n+++ b/{name}\n{change}", "utf-8")
                done = self.run("git", "apply", "--recount", str(patch))
                assert done.returncode == 0, f"{name}: {done.stderr}"

    def tested(self, *names: str) -> subprocess.CompletedProcess[str]:
        return self.run(sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", *names)


@pytest.fixture
def tree(tmp_path: Path) -> Tree:
    return Tree(tmp_path)


def test_it_takes_the_four_files_of_one_topic() -> None:
    folders = {str(Path(name).parent) for name in CHANGES}
    assert len(folders) == 1
    assert sorted(Path(name).stem for name in CHANGES) == [
        "facts",
        "projection",
        "requests",
        "rules",
    ]


def test_the_page_does_what_it_says(tree: Tree) -> None:
    tree.apply()
    for name, text in FILES.items():
        (tree.folder / name).write_text(text, "utf-8")
    made = tree.run(sys.executable, "docs/asyncapi/generate.py")
    assert made.returncode == 0, made.stderr
    done = tree.tested("tests/unit/test_topics.py", "tests/arch/test_asyncapi.py", *FILES)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "LeaderCalled" in (tree.folder / "docs" / "asyncapi.yaml").read_text("utf-8")


def test_its_code_is_clean(tree: Tree) -> None:
    tree.apply()
    for name, text in FILES.items():
        (tree.folder / name).write_text(text, "utf-8")
    ruff = str(Path(sys.executable).with_name("ruff"))
    for words in (("check", "--no-cache"), ("format", "--check", "--no-cache")):
        done = tree.run(ruff, *words, *CHANGES, *FILES)
        assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.parametrize("forgotten", CHANGES, ids=lambda name: Path(name).stem)
def test_a_forgotten_file_is_found(tree: Tree, forgotten: str) -> None:
    """The control: three of the four do not do."""
    tree.apply(but=forgotten)
    assert tree.tested("tests/unit/test_topics.py").returncode != 0
