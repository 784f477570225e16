"""The commands of docs/attendance.md, typed on the day that it names, do what it says."""

from __future__ import annotations

import shlex
import shutil
from collections.abc import Iterator

import pytest

from broker import cli
from broker.settings import Settings
from tests.arch.source import ROOT
from tests.stages.processes import Person, house, is_up, watched

PAGE = (ROOT / "docs" / "attendance.md").read_text("utf-8").partition("## The month")[2]
TYPED = [each.strip() for each in PAGE.splitlines() if each.startswith("    hall ")]
WIRED = "hall import"  # which has a test of its own, with a simulated terminal


@pytest.fixture(scope="module")
def hall(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Settings]:
    """The sample hall, at nine o'clock on Monday, 23 November 2026."""
    folder = tmp_path_factory.mktemp("examples") / "zhenlai"
    shutil.copytree(ROOT / "examples" / "zhenlai", folder)
    with (
        pytest.MonkeyPatch.context() as patch,
        house(folder, ["ledger"], patch, folder / "hall.toml") as (_, settings),
    ):
        patch.chdir(folder)
        with Person(settings, "door") as person:
            is_up("ledger", watched(person, "ledger"))
        yield settings


def test_the_page_names_the_day_and_every_word_of_the_command() -> None:
    assert "Monday, 23 November 2026" in PAGE
    said = {shlex.split(each)[2] for each in TYPED if each.startswith("hall attendance")}
    assert said == {"correct", "leave", "withdraw-leave", "outage", "close-month"}


def test_what_the_page_has_typed_is_recorded(
    hall: Settings, capsys: pytest.CaptureFixture[str]
) -> None:
    """In the order of the page, one after another."""
    typed = [each for each in TYPED if not each.startswith(WIRED)]
    assert len(typed) == 6
    for line in typed:
        words = shlex.split(line)[1:]
        assert cli.main([*words, "--run", str(hall.run)]) == 0, line
        assert "not closed" not in capsys.readouterr().out or words[0] == "report"


def test_nobody_but_a_director_may_forget(
    hall: Settings, capsys: pytest.CaptureFixture[str], tmp_path_factory: pytest.TempPathFactory
) -> None:
    """As three pages say."""
    for name in ("docs/attendance.md", "docs/operations.md"):
        assert "only a director may" in " ".join((ROOT / name).read_text("utf-8").split()).lower()
    assert "只有主任能办" in (ROOT / "docs/zh/operations.md").read_text("utf-8")
    run = str(tmp_path_factory.mktemp("rest"))
    for by in ("1001", "2001", "3001"):
        words = ["forget", "--staff", "777", "--by", by, "--hall", str(hall.file), "--run", run]
        assert cli.main(words) == 1
        assert f"{by} may not do this" in capsys.readouterr().err
    words = ["forget", "--staff", "777", "--by", "9001", "--hall", str(hall.file), "--run", run]
    assert cli.main(words) == 0
