"""attendance.toml: whoever writes it wrong reads where, what, and what to do."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from broker.cli import main
from broker.domain.errors import ConfigError
from broker.settings.rule_book import load_rules, read_rules
from tests.stages.processes import HALL
from tests.stages.timesheets import BOOKS

SOUND = BOOKS["zhenlai"].read_text("utf-8")


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("points = 2", 'points = "two"', "rules"),
        ("cap = 120", "cup = 120", "no such setting"),
        ('mark = "late"', 'mark = "lat"', "not one of the values"),
        ('start = "08:20"', 'start = "8:20"', "right form"),
        ('missing = "correction"', 'missing = "perhaps"', "not one of the values"),
        ("from = 2025-01-01", "from = 2025-01-02", "the first of a month"),
        ("base = 100", "base = -1", "below 0"),
        ('end = "11:30"', 'end = "14:30"', "two shifts overlap"),
        ('end = "11:30"', 'end = "08:00"', "in no order"),
        ("[[rules]]", "[rules", "line 6"),
        (SOUND, "", "add a line `rules"),
        (SOUND, "rules = []", "wrong length"),
    ],
)
def test_what_is_wrong_is_said_with_its_place(old: str, new: str, said: str) -> None:
    assert old in SOUND
    with pytest.raises(ConfigError) as caught:
        read_rules("attendance.toml", SOUND.replace(old, new, 1).encode())
    assert said in str(caught.value)
    assert str(caught.value).startswith("attendance.toml: ")


def test_a_file_that_is_not_there_says_how_to_write_one(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match=r"docs/attendance\.md"):
        load_rules(tmp_path / "attendance.toml")


def test_hall_check_looks_at_it_where_there_is_one(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    shutil.copy(HALL, tmp_path / "hall.toml")
    shutil.copy(HALL.parent / "catalogue.csv", tmp_path)
    for text, status in (("", 1), (SOUND, 0)):
        (tmp_path / "attendance.toml").write_text(text, "utf-8")
        assert main(["check", str(tmp_path / "hall.toml")]) == status
        assert ("attendance.toml" in capsys.readouterr().err) == bool(status)
    (tmp_path / "attendance.toml").unlink()
    assert main(["check", str(tmp_path / "hall.toml")]) == 0
