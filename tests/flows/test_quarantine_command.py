"""`hall quarantine` beside a running hall, as the duty leader types it."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from broker import cli
from broker.commands.audit import read
from broker.domain.attendance.facts import PunchRecorded, PunchWay
from broker.domain.attendance.requests import RecordPunch
from broker.ledger.rows import recorded
from broker.ledger.service import FILE
from broker.settings import Settings
from tests.stages.halls import MORNING
from tests.stages.processes import HALL, Person, house

LEADER = '\n[[staff]]\nid = "900"\nname = "测试班长"\nrole = "duty-leader"\n'
AHEAD = MORNING + timedelta(days=3 * 365)  # 2029-11-22 09:00 in the hall


@pytest.fixture
def hall(tmp_path: Path) -> Iterator[Settings]:
    """A ledger at nine o'clock on a Monday, and three punches of a reader that is years ahead."""
    shutil.copy(HALL.parent / "catalogue.csv", tmp_path)
    (tmp_path / "hall.toml").write_text(HALL.read_text("utf-8") + LEADER, "utf-8")
    with (
        pytest.MonkeyPatch.context() as patch,
        house(tmp_path, ["ledger"], patch, tmp_path / "hall.toml") as (_, settings),
        Person(settings, "reader-1") as reader,
    ):
        for staff in ("101", "102", "103"):
            reader.do(
                RecordPunch,
                staff=staff,
                device="reader-1",
                punched_at=AHEAD,
                way=PunchWay.FINGER,
            )
        yield settings


def told(hall: Settings, capsys: pytest.CaptureFixture[str], *words: str) -> tuple[int, str]:
    """Exit status and everything said."""
    place = ("--hall", str(hall.file), "--run", str(hall.run))
    status = cli.main(["quarantine", *place, *words])
    captured = capsys.readouterr()
    return status, captured.out + captured.err


def ids(said: str) -> list[str]:
    return [line.split()[0] for line in said.splitlines()[1:]]


def test_what_is_kept_apart_is_listed_let_in_and_set_aside(
    hall: Settings, capsys: pytest.CaptureFixture[str]
) -> None:
    status, said = told(hall, capsys)
    assert status == 0
    assert said.count("2029-11-22 09:00:00") == 3
    assert said.count("later than the ledger") == 3
    first, second, third = ids(said)
    who = ("--by", "900", "--reason", "时钟快了三年")
    status, said = told(hall, capsys, "--let-in", first, *who)
    assert (status, "name the time it counts at with --at" in said) == (1, True)
    at = ("--at", "2026-11-23T08:58")
    assert told(hall, capsys, "--let-in", first, *at, *who) == (0, f"It counts: {first}\n")
    status, said = told(hall, capsys, "--set-aside", second, third, *who)
    assert (status, said) == (0, f"It never counts: {second}\nIt never counts: {third}\n")
    assert told(hall, capsys) == (0, "No punch is kept apart.\n")
    assert told(hall, capsys, "--let-in", "all", *who) == (0, "No punch is kept apart.\n")
    facts = [recorded(row).fact for row in read(hall.run / FILE)]
    (counted,) = [each for each in facts if isinstance(each, PunchRecorded)]
    assert (counted.punch, counted.staff) == (first, "101")
    assert counted.at == MORNING - timedelta(minutes=2)


def test_each_that_is_refused_is_named(hall: Settings, capsys: pytest.CaptureFixture[str]) -> None:
    """They claim times to come, so each wants a time of its own."""
    waiting = ids(told(hall, capsys)[1])
    status, said = told(hall, capsys, "--let-in", "all", "--by", "900", "--reason", "时钟快了")
    assert status == 1
    starts = [line.split(": ")[0] for line in said.splitlines()]
    assert starts == [f"Not recorded for {each}" for each in waiting]


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--let-in", "nix"), "'nix' is none of those that are kept apart"),
        (("--let-in", ""), "'' is none of those"),
        (("--set-aside", "all", "--at", "2026-11-23T08:58"), "one time is for one punch"),
        (("--let-in", "all", "--at", "2026-11-23T08:58"), "one time is for one punch"),
        (("--set-aside", "all", "--by", "101", "--reason", "x"), "may not"),
        (("--let-in", "all", "--by", "900"), "reason"),
    ],
)
def test_what_cannot_be_done_is_said(
    hall: Settings, capsys: pytest.CaptureFixture[str], words: tuple[str, ...], said: str
) -> None:
    status, answer = told(hall, capsys, *words)
    assert (status, said in answer) == (1, True), answer
    assert len(ids(told(hall, capsys)[1])) == 3
