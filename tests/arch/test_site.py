"""The docs' site holds every page and is built without a warning."""

from __future__ import annotations

import os
import re
import subprocess
from pathlib import Path

import pytest

from tests.arch.source import ROOT

INDEX = ROOT / "docs" / "site" / "index.md"
BUILDER = ROOT / ".venv-docs" / "bin" / "sphinx-build"
NO_PAGES = {"docs/asyncapi/introduction.md"}  # a part of asyncapi.yaml


def pages() -> set[str]:
    found = [*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md"), *(ROOT / "examples").rglob("*.md")]
    return {str(file.relative_to(ROOT)) for file in found} - NO_PAGES - {"docs/site/index.md"}


def in_the_index() -> set[str]:
    """What the trees of contents name, patterns too."""
    trees = re.findall(
        r"^```\{toctree\}\n(.*?)^```", INDEX.read_text("utf-8"), re.MULTILINE | re.DOTALL
    )
    lines = [line for tree in trees for line in tree.splitlines() if line and line[0] != ":"]
    found: set[Path] = set()
    for line in lines:
        top = ROOT if line.startswith("/") else INDEX.parent
        found |= set(top.glob(f"{line.lstrip('/')}.md"))
    return {str(file.relative_to(ROOT)) for file in found}


def test_every_page_is_in_the_index() -> None:
    assert in_the_index() == pages()


@pytest.mark.timeout(300)
@pytest.mark.skipif(not BUILDER.exists(), reason="`make docs` was not called here: no .venv-docs")
def test_the_site_is_built_without_a_warning(tmp_path: Path) -> None:
    done = build(ROOT, tmp_path)
    assert done.returncode == 0, done.stderr
    assert (tmp_path / "docs" / "site" / "reference.html").exists()


@pytest.mark.timeout(300)
@pytest.mark.skipif(not BUILDER.exists(), reason="`make docs` was not called here: no .venv-docs")
def test_a_link_that_leads_nowhere_would_be_seen(tmp_path: Path) -> None:
    """The control: the settings of the site, one page, and one link too many."""
    house = tmp_path / "house"
    (house / "docs" / "site").mkdir(parents=True)
    (house / "pyproject.toml").write_text('[project]\nversion = "1"\n', "utf-8")
    settings = (INDEX.parent / "conf.py").read_text("utf-8")
    (house / "docs" / "site" / "conf.py").write_text(settings, "utf-8")
    (house / "docs" / "site" / "index.md").write_text("# House\n\n[no](nowhere.md)\n", "utf-8")
    done = build(house, tmp_path / "out")
    assert done.returncode != 0
    assert "nowhere.md" in done.stderr


def build(house: Path, out: Path) -> subprocess.CompletedProcess[str]:
    """As `make docs` does it."""
    return subprocess.run(
        [BUILDER, "-q", "-W", "--keep-going", "-c", "docs/site", ".", out],
        cwd=house,
        env={**os.environ, "PYTHONPATH": str(house)},
        capture_output=True,
        text=True,
        check=False,
    )
