"""What the handbooks say to copy is a hall: nothing that hall.toml names is left behind."""

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
from tests.arch.source import ROOT

SAMPLE = ROOT / "examples" / "zhenlai"


def texts(value: Any) -> Iterator[str]:
    match value:
        case dict():
            for each in value.values():
                yield from texts(each)
        case str():
            yield value


@pytest.mark.parametrize("page", ["docs/operations.md", "docs/zh/operations.md"])
def test_the_files_that_are_copied_are_all_that_hall_toml_names(page: str, tmp_path: Path) -> None:
    said = re.search(
        r"cp -r examples/zhenlai/\{(.*?)\} /etc/hall/", (ROOT / page).read_text("utf-8")
    )
    assert said is not None
    names = said[1].split(",")
    for name in names:
        copy = shutil.copytree if (SAMPLE / name).is_dir() else shutil.copyfile
        copy(SAMPLE / name, tmp_path / name)
    assert main(["check", str(tmp_path / "hall.toml")]) == 0
    written = tomllib.loads((SAMPLE / "hall.toml").read_text("utf-8"))
    assert {each for each in texts(written) if each and (SAMPLE / each).exists()} <= set(names)
    pictures = {
        each.sample
        for item in load(tmp_path / "hall.toml").items
        for each in item.guide.materials
        if each.sample
    }
    assert pictures
    assert all((tmp_path / "samples" / each).is_file() for each in pictures)
