"""`hall forget` believes no clock, holds nobody longer than it must, and finishes what it began."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace

from broker import cli
from broker.commands.audit import read
from broker.domain.alerts import AlertCode
from broker.domain.attendance.facts import LeaveKind, LeaveRecorded, StaffForgotten
from broker.domain.attendance.forgetting import WrittenOn, counted_until
from broker.domain.attendance.requests import RecordLeave, WithdrawLeave
from broker.domain.errors import DiskRefuses
from broker.domain.ids import RequestId
from broker.ledger import erasing, scrubbing
from broker.ledger.rows import recorded
from broker.ledger.scrubbing import Scrubbing, scrub_due
from broker.wire.messages import Alert
from broker.wire.topics import Kind
from tests.stages.years import DIRECTOR, GONE, STAYS, Forgetting, Years, people

FILE = "ledger.db"
WORDS = b'"staff":"101","day"'


@pytest.fixture
def years(tmp_path: Path) -> Iterator[Years]:
    made = Years(tmp_path, people())
    made.day(GONE, STAYS)
    with closing(made):
        yield made


@pytest.fixture
def told(
    years: Years, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Forgetting:
    return Forgetting(years, monkeypatch, capsys)


def erasures(years: Years) -> list[StaffForgotten]:
    facts = [recorded(row).fact for row in read(years.folder / FILE) if not row.withheld]
    return [each for each in facts if isinstance(each, StaffForgotten)]


def everything(folder: Path) -> bytes:
    return b"".join(each.read_bytes() for each in folder.rglob("*") if each.is_file())


# clocks


@pytest.mark.parametrize(
    ("days", "lived", "said"),
    [
        (2000, 700, "if closed so long, --today 2032-05-15"),  # the clock is years ahead
        (771.1, 731, "if closed so long, --today"),
        (730.9, 731, "is behind the last fact"),
        (-400, 731, "is behind the last fact"),
    ],
)
def test_a_clock_that_the_ledger_does_not_bear_out_erases_nothing(
    years: Years, told: Forgetting, days: float, lived: float, said: str
) -> None:
    status, answer = told(days, lived=lived)
    assert (status, said in answer) == (1, True), answer
    assert not erasures(years)
    assert WORDS in everything(years.folder)


def test_forty_days_of_holidays_are_believed(years: Years, told: Forgetting) -> None:
    assert told(770.9, lived=731)[0] == 0
    assert len(erasures(years)) == 1


def test_who_says_today_is_believed_up_to_the_last_fact(told: Forgetting) -> None:
    """The period is counted from the earlier of clock and ledger, whoever says what."""
    today = ("--today", "2032-05-15")
    status, said = told(2000, lived=700, more=today)
    assert (status, "must be kept until 2028-11-22" in said) == (1, True), said
    status, said = told(2000, lived=731, more=today)
    assert (status, "Erased 1 facts" in said) == (0, True), said


@pytest.mark.parametrize("more", [("--today", "2032-05-16"), ("--today", "2026-11-23")])
def test_another_day_than_the_clocks_is_no_confirmation(
    years: Years, told: Forgetting, more: tuple[str, ...]
) -> None:
    status, said = told(2000, lived=731, more=more)
    assert (status, "today is 2032-05-15" in said) == (1, True), said
    assert not erasures(years)


def test_a_day_that_a_wrong_clock_lived_is_no_year(years: Years, told: Forgetting) -> None:
    """The hall worked a morning in 2029, clock and ledger agree, and nothing is two years old: a
    silence longer than a hall is closed counts as forty days."""
    years.clock.moment += timedelta(days=1100)
    years.live(years.clock.now() + timedelta(hours=1))
    status, said = told(1100.1, lived=0)
    assert (status, "must be kept until 2031-10" in said) == (1, True), said
    assert not erasures(years)


# leave


def leave(years: Years, first: date, last: date) -> None:
    years.do(
        RecordLeave,
        staff=GONE,
        first=first,
        last=last,
        leave_kind=LeaveKind.SICK,
        reason="腰疼",
        by=DIRECTOR,
    )


def test_a_leave_counts_to_its_last_day(years: Years, told: Forgetting) -> None:
    leave(years, date(2026, 12, 1), date(2026, 12, 5))
    assert "must be kept until 2028-12-04" in told(731)[1]


def test_a_leave_that_was_withdrawn_holds_nothing(years: Years, told: Forgetting) -> None:
    leave(years, date(2027, 5, 1), date(2027, 5, 5))
    years.do(WithdrawLeave, staff=GONE, first=date(2027, 5, 1), reason="不去了", by=DIRECTOR)
    assert told(730)[0] == 1
    status, said = told(731)
    assert (status, "Erased 3 facts" in said) == (0, True), said


def test_a_leave_of_a_far_day_does_not_hold_for_ever() -> None:
    """Older ledgers took one of any day; now it is refused."""
    said, far = date(2026, 11, 23), date(2060, 1, 1)
    fact = LeaveRecorded(
        leave=RequestId("x"),
        staff=GONE,
        first=far,
        last=far,
        leave_kind=LeaveKind.SICK,
        reason="腰疼",
        by=DIRECTOR,
    )
    assert counted_until([WrittenOn(said, fact)], (), date.min) == said + timedelta(days=366)
    near = replace(fact, last=date(2026, 12, 5))
    assert counted_until([WrittenOn(said, near)], (), date.min) == date(2026, 12, 5)


# cut short


def cut(monkeypatch: pytest.MonkeyPatch) -> Any:
    """Killed between the commit and the writing anew."""
    kept = erasing.scrub

    def killed(_file: Path) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(erasing, "scrub", killed)
    return lambda: monkeypatch.setattr(erasing, "scrub", kept)


def audit(years: Years, capsys: pytest.CaptureFixture[str]) -> tuple[int, str]:
    status = cli.main(["audit", str(years.folder / FILE)])
    captured = capsys.readouterr()
    return status, captured.out + captured.err


def test_who_was_cut_short_is_told_and_the_next_one_finishes(
    years: Years,
    told: Forgetting,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setattr(sqlite3, "connect", careless(sqlite3.connect))
    go_on = cut(monkeypatch)
    assert told()[0] == 130
    assert len(erasures(years)) == 1
    assert WORDS in everything(years.folder), "the control: they lie in a page"
    status, said = audit(years, capsys)
    assert (status, "may still hold what was erased on 2028-11-2" in said) == (1, True), said
    go_on()
    status, said = told(staff="777")  # whoever is named
    assert (status, scrub_due(years.folder / FILE)) == (0, False), said
    assert WORDS not in everything(years.folder)
    assert audit(years, capsys)[0] == 0


def careless(connect: Any) -> Any:
    """An SQLite that does not wipe what it deletes."""

    def connected(*words: Any, **more: Any) -> Any:
        db = connect(*words, **more)
        db.execute("PRAGMA secure_delete=OFF")
        return db

    return connected


@pytest.mark.expects_warnings
def test_a_start_of_the_ledger_finishes_it_or_says_that_it_is_due(
    years: Years, told: Forgetting, monkeypatch: pytest.MonkeyPatch
) -> None:
    go_on = cut(monkeypatch)
    told()
    go_on()
    years.open()
    years.ledger.close()
    file = years.folder / FILE

    def alert() -> Alert | None:
        scrubbing_now = Scrubbing(years.service, file)
        scrubbing_now.open().close()
        part = years.runner._parts[-1]
        part.tick(years.runner.clock())
        years.settle()
        topic = years.topics.alert(Kind.SERVICE, "ledger", AlertCode.SCRUB)
        return years.retained(topic, Alert) if topic in years.broker.retained else None

    def full(_file: Path) -> None:
        raise DiskRefuses("ledger.db: the disk is full")

    with monkeypatch.context() as patch:
        patch.setattr(scrubbing, "_CHEAP", 0)
        due = alert()
        assert due is not None
        assert "hall forget" in due.zh
        patch.setattr(scrubbing, "_CHEAP", 1 << 40)
        patch.setattr(scrubbing, "scrub", full)
        assert alert() is not None
    assert alert() is None
    assert not scrub_due(file)


def test_a_full_disk_says_what_was_done_and_what_to_do(
    years: Years, told: Forgetting, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(_folder: Path, _size: int) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr("broker.ledger.store.find_room", full)
        status, said = told()
    assert (status, "the disk is full, and nothing was erased; free some space in" in said) == (
        1,
        True,
    ), said
    assert not erasures(years)
    with monkeypatch.context() as patch:
        patch.setattr(sqlite3, "connect", cramped(sqlite3.connect))
        status, said = told()
    assert (status, "it is erased, but pages" in said, " MB in " in said) == (1, True, True), said
    assert len(erasures(years)) == 1
    assert told()[0] == 0


def cramped(connect: Any) -> Any:
    """No room to write a file anew."""

    class Cramped(sqlite3.Connection):
        def execute(self, *words: Any) -> Any:
            if words[0] == "VACUUM":
                raise sqlite3.OperationalError("database or disk is full")
            return super().execute(*words)

    return lambda *words, **more: connect(*words, **more, factory=Cramped)
