"""`hall attendance` beside a running hall, as the duty leader and the director type it."""

from __future__ import annotations

import shutil
from collections.abc import Iterator

import pytest

from broker import cli
from broker.commands.audit import read
from broker.domain.attendance.facts import (
    AttendanceCorrected,
    LeaveKind,
    LeaveRecorded,
    MonthClosed,
    OutageRecorded,
)
from broker.ledger.rows import recorded
from broker.ledger.service import FILE
from broker.settings import Settings
from tests.stages.processes import HALL, house
from tests.stages.timesheets import BOOKS, moment

PEOPLE = "".join(
    f'\n[[staff]]\nid = "{each}"\nname = "测试{each}"\nrole = "{role}"\n'
    for each, role in (("900", "duty-leader"), ("902", "director"))
)


@pytest.fixture(scope="module")
def hall(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Settings]:
    """A broker and a ledger, nine o'clock on Monday, 23 November 2026."""
    folder = tmp_path_factory.mktemp("attendance")
    shutil.copy(HALL.parent / "catalogue.csv", folder)
    shutil.copy(BOOKS["zhenlai"], folder / "attendance.toml")
    (folder / "hall.toml").write_text(HALL.read_text("utf-8") + PEOPLE, "utf-8")
    with (
        pytest.MonkeyPatch.context() as patch,
        house(folder, ["ledger"], patch, folder / "hall.toml") as (_, settings),
    ):
        yield settings


def told(
    hall: Settings, capsys: pytest.CaptureFixture[str], *words: str, by: str = "900"
) -> tuple[int, str]:
    place = ("--hall", str(hall.file), "--run", str(hall.run), "--by", by)
    status = cli.main(["attendance", *words, *place])
    captured = capsys.readouterr()
    return status, captured.out + captured.err


def facts(hall: Settings, kind: type) -> list[object]:
    file = hall.run / FILE
    rows = read(file) if file.exists() else ()  # a ledger that starts yet has none
    found = (recorded(row).fact for row in rows)
    return [each for each in found if isinstance(each, kind)]


def test_a_correction_of_friday(hall: Settings, capsys: pytest.CaptureFixture[str]) -> None:
    words = ("--day", "2026-11-20", "--at", "08:15", "--as", "in", "--reason", "忘记")
    assert told(hall, capsys, "correct", "101", *words) == (0, "Recorded.\n")
    (fact,) = facts(hall, AttendanceCorrected)
    assert isinstance(fact, AttendanceCorrected)
    assert (fact.staff, fact.by, fact.at) == ("101", "900", moment(20, "08:15"))
    status, said = told(hall, capsys, "correct", "900", *words)
    assert (status, "Nobody approves for themselves" in said) == (1, True)


def test_leave_and_who_may_grant_it(hall: Settings, capsys: pytest.CaptureFixture[str]) -> None:
    words = ("leave", "102", "--from", "2026-11-24", "--kind", "sick", "--reason", "看病")
    assert told(hall, capsys, *words, "--shift", "2")[0] == 0
    status, said = told(hall, capsys, *words, "--until", "2026-11-26")
    assert (status, "a duty leader may grant or undo 1, a director more" in said) == (1, True)
    status, said = told(hall, capsys, *words, "--until", "2026-11-26", by="902")
    assert (status, "102 has leave from 2026-11-24 to 2026-11-24 (shift 2)" in said) == (1, True)
    away = ("--from", "2026-11-24", "--reason", "改期")
    assert told(hall, capsys, "withdraw-leave", "102", *away)[0] == 0
    assert told(hall, capsys, *words, "--until", "2026-11-26", by="902")[0] == 0
    spans = [
        (str(each.first), str(each.last), each.shift, each.leave_kind)
        for each in facts(hall, LeaveRecorded)
        if isinstance(each, LeaveRecorded)
    ]
    assert spans == [
        ("2026-11-24", "2026-11-24", 2, LeaveKind.SICK),
        ("2026-11-24", "2026-11-26", 0, LeaveKind.SICK),
    ]


@pytest.mark.parametrize(
    ("day", "shift", "why"),
    [
        ("2026-11-24", "5", "--shift: these days have no shift 5 — there are: 1 上午, 2 下午"),
        ("2026-11-28", "1", "--shift: 103 has no shift at all on these days"),
    ],
)
def test_a_leave_that_would_free_nobody_is_refused(
    hall: Settings, capsys: pytest.CaptureFixture[str], day: str, shift: str, why: str
) -> None:
    """It said that it was recorded."""
    words = ("leave", "103", "--from", day, "--kind", "sick", "--reason", "看病", "--shift", shift)
    status, said = told(hall, capsys, *words)
    assert (status, why in said) == (1, True), said
    assert not [each for each in facts(hall, LeaveRecorded) if getattr(each, "staff", "") == "103"]


def test_an_outage(hall: Settings, capsys: pytest.CaptureFixture[str]) -> None:
    span = ("--from", "2026-11-20T08:05", "--until", "2026-11-20T08:40", "--reason", "断电")
    assert told(hall, capsys, "outage", *span)[0] == 0
    (fact,) = facts(hall, OutageRecorded)
    assert isinstance(fact, OutageRecorded)
    assert (fact.first, fact.last) == (moment(20, "08:05"), moment(20, "08:40"))


def test_a_month_is_closed_by_the_director_and_once(
    hall: Settings, capsys: pytest.CaptureFixture[str]
) -> None:
    words = ("close-month", "--month", "2026-10")
    assert told(hall, capsys, *words)[0] == 1
    assert told(hall, capsys, *words, by="902") == (0, "2026-10 is closed.\n")
    status, said = told(hall, capsys, *words, by="902")
    assert (status, "of 2026-10 is closed; it does not change" in said) == (1, True)
    status, said = told(hall, capsys, "close-month", "--month", "2026-11", by="902")
    assert (status, said) == (
        1,
        "Not recorded: 2026-11 is not over; it can be closed from 2026-12-01 on.\n",
    )
    assert len(facts(hall, MonthClosed)) == 1


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("correct", "101", "--at", "08:15", "--as", "in"), "--day"),
        (("correct", "--day", "2026-11-20"), "--at"),
        (("correct", "101", "--day", "2026-11-20", "--at", "x", "--as", "in"), "'x' is no time"),
        (("leave", "101", "--from", "monday", "--kind", "sick"), "'monday' is no time"),
        (("close-month",), "--month"),
    ],
)
def test_what_is_missing_is_said_at_once(
    hall: Settings, capsys: pytest.CaptureFixture[str], words: tuple[str, ...], said: str
) -> None:
    status, heard = told(hall, capsys, *words)
    assert status == 1
    assert said in heard
