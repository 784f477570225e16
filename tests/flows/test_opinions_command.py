"""`hall opinions` beside a running hall, as the supervisor types it."""

from __future__ import annotations

import gzip
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from broker import cli
from broker.domain.opinions.facts import About, OpinionKind, code_of
from broker.domain.opinions.requests import LeaveOpinion
from broker.settings import Settings
from tests.stages.halls import MORNING
from tests.stages.processes import HALL as EIGHT_WINDOWS
from tests.stages.processes import Person, house

HALL = EIGHT_WINDOWS.parents[1] / "whole_hall" / "hall.toml"

SUPERVISOR = '\n[[staff]]\nid = "900"\nname = "测试督查"\nrole = "supervisor"\n'


@pytest.fixture
def hall(tmp_path: Path) -> Iterator[Settings]:
    """A ledger at nine o'clock on a Monday, with a complaint and praise in its box."""
    for table in HALL.parent.glob("*.csv"):
        shutil.copy(table, tmp_path)
    (tmp_path / "hall.toml").write_text(HALL.read_text("utf-8") + SUPERVISOR, "utf-8")
    with (
        pytest.MonkeyPatch.context() as patch,
        house(tmp_path, ["ledger"], patch, tmp_path / "hall.toml") as (_, settings),
        Person(settings, "kiosk-1") as kiosk,
    ):
        for what in (OpinionKind.COMPLAINT, OpinionKind.PRAISE):
            asked = {"kind": what, "about": About.WINDOW, "left_at": MORNING}
            kiosk.do(LeaveOpinion, **asked)
        yield settings


def told(hall: Settings, capsys: pytest.CaptureFixture[str], *words: str) -> tuple[int, str]:
    """Exit status and everything said."""
    status = cli.main(["opinions", "--hall", str(hall.file), "--run", str(hall.run), *words])
    captured = capsys.readouterr()
    return status, captured.out + captured.err


def test_what_was_left_is_listed_and_settled_by_its_code(
    hall: Settings, capsys: pytest.CaptureFixture[str]
) -> None:
    status, said = told(hall, capsys)
    rows = said.splitlines()[1:]
    assert (status, len(rows)) == (0, 2)
    code = rows[0].split()[0]
    assert len(code) == len(code_of("request-0001"))
    assert "complaint" in rows[0]
    who = ("--close", f"{code[:4]} {code[4:]}", "--by", "900", "--reason", "已加开窗口")
    assert told(hall, capsys, *who[:2], "--by", "101", "--reason", "x")[0] == 1  # a clerk
    assert told(hall, capsys, *who[:4]) == (
        1,
        "Not recorded: What is noted or corrected later needs a reason.\n",
    )
    assert told(hall, capsys, *who) == (0, f"It is settled: {code}\n")
    assert told(hall, capsys, *who) == (0, f"It is settled: {code}\n")  # once more: no news
    status, said = told(hall, capsys)
    assert (status, code in said, "praise" in said) == (0, False, True)
    status, said = told(hall, capsys, "--since", "2026-11-23")
    assert (status, "已加开窗口 (900)" in said) == (0, True)
    status, said = told(hall, capsys, "--since", "2026-11-24")
    assert (status, said) == (0, "No opinion waits for anybody.\n")


WORDS = "测试：三号窗口等了很久"
HOSTILE = "'); DROP TABLE facts; -- %s {} $(reboot) 𠮷"


def holding(folder: Path, words: str) -> set[str]:
    files = (each for each in folder.rglob("*") if each.is_file())
    return {each.name for each in files if words.encode() in each.read_bytes()}


def test_words_stand_in_one_file_until_it_is_settled_and_then_in_none(
    hall: Settings, capsys: pytest.CaptureFixture[str]
) -> None:
    """Of the run directory, the keys, the logs of all programs and a backup."""
    asked = {"kind": OpinionKind.HELP, "about": About.OTHER, "left_at": MORNING}
    with Person(hall, "kiosk-1") as kiosk:
        kiosk.do(LeaveOpinion, **asked, words=WORDS)
        kiosk.do(LeaveOpinion, **asked, words=HOSTILE)
    everything = hall.run.parent
    assert holding(everything, WORDS) == {"written-words"}
    status, said = told(hall, capsys)
    assert (status, WORDS in said, HOSTILE in said) == (0, True, True)
    place = ["--hall", str(hall.file), "--run", str(hall.run)]
    assert cli.main(["backup", *place]) == 0
    assert list(everything.glob("*-backup/*.gz"))
    assert cli.main(["status", *place]) in (0, 1)
    assert WORDS not in capsys.readouterr().out
    for backup in everything.glob("*-backup/*.gz"):
        assert WORDS.encode() not in gzip.decompress(backup.read_bytes())
    assert holding(everything, WORDS) == {"written-words"}
    rows = said.splitlines()
    code = rows[next(nth for nth, row in enumerate(rows) if WORDS in row) - 1].split()[0]
    done = ("--close", code, "--by", "900", "--reason", "已答复")
    assert told(hall, capsys, *done) == (0, f"It is settled: {code}\n")
    assert holding(everything, WORDS) == set()
    assert holding(everything, HOSTILE) == {"written-words"}
    assert HOSTILE in told(hall, capsys)[1]


def test_words_that_are_gone_are_told_as_missing(
    hall: Settings, capsys: pytest.CaptureFixture[str]
) -> None:
    asked = {"kind": OpinionKind.HELP, "about": About.OTHER, "left_at": MORNING}
    with Person(hall, "kiosk-1") as kiosk:
        kiosk.do(LeaveOpinion, **asked, words=WORDS)
    assert "missing" not in told(hall, capsys)[1]
    (hall.run / "written-words").unlink()  # the control
    assert f"{len(WORDS)} characters of words are missing" in told(hall, capsys)[1]
