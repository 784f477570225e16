"""`hall notices`: what hangs is listed, added and withdrawn; a table is never half written."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from broker import cli
from broker.commands import notices
from broker.domain.errors import HallError
from broker.settings.notices import load_notices
from tests.stages.processes import HALL as EIGHT_WINDOWS

HEADS = "from,until,title,text,title_en,text_en\n"
ROW = "2026-11-16,2026-12-15,停电,周五停电一天,Power cut,No power on Friday\n"
NEW = ("--add", "停水", "--text", "周六停水半天", "--from", "2026-11-20", "--until", "2026-11-30")


@pytest.fixture
def hall(tmp_path: Path) -> Path:
    text = EIGHT_WINDOWS.read_text("utf-8") + '\n[notices]\nfile = "notices.csv"\n'
    (tmp_path / "hall.toml").write_text(text, "utf-8")
    (tmp_path / "notices.csv").write_text(HEADS + ROW, "utf-8")
    return tmp_path


def said(hall: Path, capsys: pytest.CaptureFixture[str], *words: str) -> tuple[int, str]:
    status = cli.main(["notices", "--hall", str(hall / "hall.toml"), *words])
    captured = capsys.readouterr()
    return status, captured.out + captured.err


def titles(hall: Path) -> list[str]:
    read = load_notices(hall / "notices.csv")
    assert read.errors == ()
    return [each.title for each in read.notices]


def test_one_is_added_listed_and_withdrawn(hall: Path, capsys: pytest.CaptureFixture[str]) -> None:
    status, words = said(hall, capsys, *NEW, "--title-en", "No water")
    assert (status, "It is written down: No water" in words) == (0, True)
    assert "2026-11-20 | 2026-11-30 | 停水" in words
    assert titles(hall) == ["停电", "停水"]
    assert (hall / "notices.csv").read_bytes().startswith(b"\xef\xbb\xbf"), "for office programs"
    status, words = said(hall, capsys)
    assert status == 0
    assert "2  2026-11-20 – 2026-11-30  " in words
    status, words = said(hall, capsys, "--withdraw", "1")
    assert (status, titles(hall)) == (0, ["停水"])
    assert "周五停电一天" in words, "one taken down by mistake can be typed anew"
    assert load_notices(hall / "notices.csv").notices[0].text_en == "周六停水半天"


def test_the_state_of_each_is_told() -> None:
    first, last = date(2026, 11, 16), date(2026, 12, 15)
    read = notices.notice("x", "y", (f"{first}", f"{last}", "停电", "停", "", ""))
    for today, state in (
        (date(2026, 11, 15), "to come"),
        (first, "hangs"),
        (last, "hangs"),
        (date(2026, 12, 16), "over"),
    ):
        assert state in list(notices.lines([read], today))[1]
    assert list(notices.lines([], first)) == ["There is no notice."]


@pytest.mark.parametrize(
    ("words", "problem"),
    [
        (
            ("--add", "停水", "--text", "停", "--until", "2020-01-01", "--from", "2026-01-01"),
            "is before",
        ),
        (("--add", "长" * 61, "--text", "停", "--until", "2099-12-31"), "61 characters"),
        (("--add", "\x1b[2J", "--text", "停", "--until", "2099-12-31"), "U+001B"),
        (("--add", "停\n水", "--text", "停", "--until", "2099-12-31"), "U+000A"),
        (("--add", "\u200b", "--text", "停", "--until", "2099-12-31"), "0 characters"),
        (("--add", "停\u202e水", "--text", "停", "--until", "2099-12-31"), "U+202E"),
        (("--add", "停水", "--text", "停"), "no last day"),
        (("--add", "停水", "--until", "2099-12-31"), "nothing is said"),
        (("--text", "停"), "no title is given"),
        (("--withdraw", "2"), "2 is the number of none"),
        (("--withdraw", "0"), "0 is the number of none"),
    ],
)
def test_what_is_wrong_changes_nothing(
    words: tuple[str, ...], problem: str, hall: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    before = (hall / "notices.csv").read_bytes()
    status, told = said(hall, capsys, *words)
    assert (status, problem in told) == (1, True), told
    assert (hall / "notices.csv").read_bytes() == before


def test_zero_width_characters_of_a_web_page_are_left_out(
    hall: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert said(hall, capsys, "--add", "停\u200b水", *NEW[2:])[0] == 0
    assert titles(hall)[-1] == "停水"


def test_commas_quotes_and_a_leading_equals_sign_come_back_as_they_were(
    hall: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    odd = '=停,"水"'
    assert said(hall, capsys, "--add", odd, *NEW[2:])[0] == 0
    assert titles(hall)[-1] == odd


def test_a_table_with_a_wrong_row_is_not_written_over(
    hall: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """That row would be lost: somebody is to mend it first."""
    text = HEADS + ROW + "16.11.2026,2026-12-15,停水,停,,\n"
    (hall / "notices.csv").write_text(text, "utf-8")
    for words in (NEW, ("--withdraw", "1")):
        status, told = said(hall, capsys, *words)
        assert (status, "line 3" in told) == (1, True)
    assert (hall / "notices.csv").read_text("utf-8") == text
    status, told = said(hall, capsys)
    assert (status, "停电" in told or "Power cut" in told, "line 3" in told) == (1, True, True)


def test_the_same_twice_hangs_once(hall: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert said(hall, capsys, *NEW)[0] == 0
    status, told = said(hall, capsys, *NEW)
    assert (status, "hangs there already" in told) == (1, True)


def test_the_first_one_makes_the_table(hall: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (hall / "notices.csv").unlink()
    assert said(hall, capsys, *NEW)[0] == 0
    assert titles(hall) == ["停水"]


def test_no_more_are_added_than_are_read(hall: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (hall / "notices.csv").write_text(HEADS + ROW * notices.MOST, "utf-8")
    status, told = said(hall, capsys, *NEW)
    assert (status, "200 notices" in told) == (1, True)


def test_a_disk_that_refuses_leaves_the_table_as_it_was(
    hall: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr("os.fsync", refuse)
        assert said(hall, capsys, *NEW)[0] == 1
    assert titles(hall) == ["停电"]
    assert sorted(each.name for each in hall.iterdir()) == ["hall.toml", "notices.csv"]


def test_a_hall_without_a_table_is_told_what_to_write(
    hall: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (hall / "hall.toml").write_text(EIGHT_WINDOWS.read_text("utf-8"), "utf-8")
    status, told = said(hall, capsys)
    assert (status, 'write file = "notices.csv" there' in told) == (1, True)
    assert issubclass(notices.ConfigError, HallError)
