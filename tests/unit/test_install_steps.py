"""What the packages lay down, and what the handbooks say to do with it, make a hall."""

from __future__ import annotations

import re
import shutil
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from broker.cli import main
from broker.settings import load
from deploy.package.handbook import chapter, commands
from deploy.package.trees import FILES, SERVICES
from tests.arch.source import ROOT

SAMPLE = ROOT / "examples" / "zhenlai"
PAGES = {"docs/operations.md": "Install", "docs/zh/operations.md": "安装"}


def texts(value: Any) -> Iterator[str]:
    match value:
        case dict():
            for each in value.values():
                yield from texts(each)
        case str():
            yield value


def said(page: str) -> list[str]:
    return list(commands(chapter((ROOT / page).read_text("utf-8"), PAGES[page])))


def test_both_handbooks_install_with_the_same_commands() -> None:
    english, chinese = map(said, PAGES)
    assert english == chinese
    assert len(english) > 30


def test_comments_and_other_blocks_are_no_commands() -> None:
    page = "## A\n```sh\n# only said\nhall x '#1'   # and said\n\n```\n```toml\ny = 1\n```\n## B\n"
    assert list(commands(chapter(page, "A"))) == ["hall x '#1'"]
    with pytest.raises(ValueError, match="no chapter C"):
        chapter(page, "C")


@pytest.mark.parametrize("page", PAGES)
def test_what_is_copied_is_all_that_hall_toml_names(page: str, tmp_path: Path) -> None:
    place = re.search(r"cp -r /(.*?)/\. /etc/hall/", "\n".join(said(page)))
    assert place is not None
    assert FILES[SERVICES]["examples/zhenlai"] == place[1]
    hall = tmp_path / "hall"
    shutil.copytree(SAMPLE, hall)
    assert main(["check", str(hall / "hall.toml")]) == 0
    written = tomllib.loads((SAMPLE / "hall.toml").read_text("utf-8"))
    named = {each for each in texts(written) if each and (SAMPLE / each).exists()}
    assert {"catalogue.jsonl", "cases.csv"} <= named
    pictures = {
        each.sample
        for item in load(hall / "hall.toml").items
        for each in item.guide.materials
        if each.sample
    }
    assert pictures
    assert all((hall / "samples" / each).is_file() for each in pictures)


def test_everything_that_is_packed_is_there() -> None:
    for files in FILES.values():
        for origin in files:
            assert (ROOT / origin).exists(), origin


def test_no_package_brings_a_hall_toml() -> None:
    """It is the hall's own: an upgrade could neither replace nor ask about it."""
    places = {place for files in FILES.values() for place in files.values()}
    assert not any(each.startswith("etc/hall") for each in places)
