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


@pytest.mark.parametrize(
    ("more", "said"),
    [
        ("[hours]\n", "line {0}: hours stands here for the second time, and on line {1} already"),
        ("x = 1\nx = 2\n", "kiosks[0].x stands here for the second time"),
    ],
)
def test_a_heading_that_stands_twice_is_told_with_both_lines(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], more: str, said: str
) -> None:
    file = tmp_path / "hall.toml"
    text = (SMALL / "hall.toml").read_text("utf-8")
    file.write_text(text + more, "utf-8")
    before = text.splitlines()
    places = len(before) + 1, before.index("[hours]") + 1
    for language, wanted in (("en", said.format(*places)), ("zh", "已经有了")):
        assert cli.main(["check", str(file), "--language", language]) == 1
        told = capsys.readouterr().err
        assert wanted in told
        assert "('" not in told


@pytest.mark.parametrize("command", ["check", "catalogue", "attendance", "punch"])
@pytest.mark.parametrize(("language", "usage"), [("zh", "用法： "), ("en", "usage: ")])
def test_usage_names_the_command_whole_in_both_languages(
    capsys: pytest.CaptureFixture[str], command: str, language: str, usage: str
) -> None:
    for words, stream in ((["--help"], "out"), (["--no-such-option"], "err")):
        with pytest.raises(SystemExit):
            cli.main(["--language", language, command, *words])
        told = getattr(capsys.readouterr(), stream)
        assert told.startswith(f"{usage}hall {command} [-h]"), told
