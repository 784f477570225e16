"""`hall check`, as somebody types it: a screen has room for so much."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from broker import cli

SMALL = Path(__file__).parent / "small_hall"


@pytest.mark.parametrize(
    ("wrong", "left"), [(20, ""), (21, "… and 1 more"), (999, "… and 979 more")]
)
def test_of_what_is_wrong_the_first_twenty_are_shown(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], wrong: int, left: str
) -> None:
    shutil.copytree(SMALL, tmp_path / "hall")
    file = tmp_path / "hall" / "hall.toml"
    rows = "".join(f"外局,{number},甲\n" for number in range(1, wrong + 1))
    with (tmp_path / "hall" / "catalogue.csv").open("a", encoding="utf-8") as table:
        table.write(rows)
    assert cli.main(["check", str(file), "--language", "en"]) == 1
    said = capsys.readouterr().err
    assert "\n20. catalogue.csv: line 25: " in said.replace(str(tmp_path / "hall") + "/", "")
    assert "\n21. " not in said
    assert ("more" in said, left in said) == (bool(left), True)
