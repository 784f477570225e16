"""A leaver's punches are erased after the legal period, and the audit stays true."""

from __future__ import annotations

import hashlib
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from broker import cli
from broker.commands.audit import read
from broker.domain.attendance.facts import LeaveKind, PunchRecorded, StaffForgotten, Turn
from broker.domain.attendance.requests import (
    CloseMonth,
    CorrectAttendance,
    RecordLeave,
)
from broker.domain.enrolment.facts import Why
from broker.domain.enrolment.requests import GiveConsent, KeepFinger, ProveErased, WithdrawConsent
from broker.domain.errors import StoreKnown
from broker.ledger.inspection import Inspection
from broker.ledger.rows import recorded
from broker.ledger.store import Store
from tests.stages.years import DIRECTOR, GONE, LEADER, STAYS, Forgetting, Years, people

FILE = "ledger.db"


@pytest.fixture
def years(tmp_path: Path) -> Iterator[Years]:
    made = Years(tmp_path, people())
    for _ in range(3):
        made.day(GONE, STAYS)
        made.clock.pass_by(3600.0)
    today = made.clock.now().date()
    made.do(
        CorrectAttendance,
        staff=GONE,
        day=today,
        turn=Turn.IN,
        actual_at=made.clock.now(),
        reason="忘记打卡了呀",
        by=LEADER,
    )
    made.do(
        RecordLeave,
        staff=GONE,
        first=today,
        last=today,
        leave_kind=LeaveKind.SICK,
        reason="腰疼得厉害",
        by=LEADER,
    )
    yield made
    with closing(made):
        pass


@pytest.fixture
def told(
    years: Years, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Forgetting:
    """What `hall forget` says so many days later, in which the hall was open `lived` days, the
    ledger being closed; 101 has left."""
    return Forgetting(years, monkeypatch, capsys)


def audit(years: Years, capsys: pytest.CaptureFixture[str]) -> tuple[int, str]:
    status = cli.main(["audit", str(years.folder / FILE)])
    captured = capsys.readouterr()
    return status, captured.out + captured.err


def of(years: Years, staff: str) -> list[Any]:
    facts = (recorded(row).fact for row in read(years.folder / FILE) if not row.withheld)
    return [each for each in facts if getattr(each, "staff", "") == staff]


def forge(file: Path, *statements: str) -> list[str]:
    with closing(sqlite3.connect(file)) as db, db:
        for statement in ("DROP TRIGGER facts_stay", "DROP TRIGGER facts_last", *statements):
            db.execute(statement)
    return list(Inspection().troubles(read(file)))


def test_after_the_period_it_is_erased_and_the_audit_names_it(
    years: Years, told: Forgetting, capsys: pytest.CaptureFixture[str]
) -> None:
    before = [row.hash for row in read(years.folder / FILE)]
    status, said = told()
    assert status == 0
    assert said.startswith("Erased 5 facts of staff number 101, 2026-11-23 to 2026-11-23;")
    after = list(read(years.folder / FILE))
    assert [row.hash for row in after][: len(before)] == before  # not a hash has changed
    (fact,) = of(years, GONE)
    assert isinstance(fact, StaffForgotten)
    assert [row.seq for row in after if row.withheld] == list(fact.places)
    assert len([each for each in of(years, STAYS) if isinstance(each, PunchRecorded)]) == 22
    status, said = audit(years, capsys)
    assert (status, "5 withheld" in said) == (0, True)
    assert "erased: 5 facts of staff number 101, 2026-11-23 to 2026-11-23, on 2028-11-" in said
    assert "by 902" in said


def test_a_closed_month_that_names_the_number_still_is_said(years: Years, told: Forgetting) -> None:
    """For it does not change; whoever forgets has to know."""
    while years.clock.now().date() < date(2026, 12, 2):
        years.clock.pass_by(24 * 3600.0)
    words = {"version": "v", "rules": "0f" * 32, "results": "0f" * 32, "upto": 1, "by": DIRECTOR}
    years.do(CloseMonth, month=date(2026, 11, 1), staff=(GONE, STAYS), **words)
    status, said = told()
    assert status == 0
    assert said.splitlines()[-1] == "What closed 2026-11 still names 101: the number, and no punch."
    assert "names" not in told()[1]  # nothing was erased this time


def test_nothing_of_it_is_left_in_any_file(years: Years, told: Forgetting) -> None:
    words = ("忘记打卡了呀".encode(), "腰疼得厉害".encode(), b'"staff":"101","day"')
    assert all(each in everything(years.folder) for each in words)  # the control
    told()
    left = everything(years.folder)
    assert not [each for each in words if each in left]
    assert b'"staff":"102","day"' in left


def test_whoever_reads_the_file_keeps_it_from_being_said(
    years: Years, told: Forgetting, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The pages he reads stay until he goes; then the words are said again, and they go. SQLite
    waits for him for less than its five seconds: he does not go before."""
    word = "忘记打卡了呀".encode()
    years.close()
    with closing(sqlite3.connect(years.folder / FILE, isolation_level=None)) as reader:
        reader.execute("BEGIN")
        reader.execute("SELECT count(*) FROM facts").fetchone()
        monkeypatch.setattr(sqlite3, "connect", partial(sqlite3.connect, timeout=0.1))
        status, said = told()
        assert (status, "another program reads the file" in said) == (1, True), said
        assert word in everything(years.folder)  # the control
        assert told()[0] == 1
    assert told()[0] == 0
    assert word not in everything(years.folder)


def test_a_page_that_was_given_up_keeps_nothing(
    years: Years, told: Forgetting, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With an SQLite that does not wipe what it deletes, and a log that somebody keeps open."""
    monkeypatch.setattr(sqlite3, "connect", partial(_careless, sqlite3.connect))
    years.close()
    with closing(sqlite3.connect(years.folder / FILE)):
        assert told()[0] == 0
        assert b'"staff":"101","day"' not in everything(years.folder)


def _careless(connect: Callable[..., Any], *words: Any, **more: Any) -> Any:
    db = connect(*words, **more)
    db.execute("PRAGMA secure_delete=OFF")
    return db


def everything(folder: Path) -> bytes:
    return b"".join(each.read_bytes() for each in folder.rglob("*") if each.is_file())


@pytest.mark.parametrize(
    ("days", "status", "said"),
    [
        (1, 1, "must be kept until 2028-11-22"),
        (730, 1, "must be kept until 2028-11-22"),
        (731, 0, "Erased 5 facts"),
    ],
)
def test_before_the_period_it_is_refused_with_the_date(
    told: Forgetting, days: int, status: int, said: str
) -> None:
    found = told(days)
    assert (found[0], said in found[1]) == (status, True), found


def test_twice_says_when_and_by_whom(told: Forgetting) -> None:
    assert told()[0] == 0
    status, said = told(800)
    assert (status, "were erased on 2028-11-" in said, "by 902 already" in said) == (0, True, True)


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ({"left": ()}, "is still in hall.toml"),
        ({"by": LEADER}, "may not do this"),
        ({"by": "999"}, "no staff number 999"),
        ({"staff": "777"}, "has no punches of 777"),
    ],
)
def test_who_is_forgotten_and_by_whom(
    years: Years, told: Forgetting, words: dict[str, Any], said: str
) -> None:
    found = told(**words)
    assert said in found[1]
    assert len(of(years, GONE)) == 5


def test_fingers_go_first(years: Years, told: Forgetting) -> None:
    years.do(GiveConsent, staff=GONE, text_version="v1", by=LEADER)
    years.do(KeepFinger, staff=GONE, reader="door", slot=5, by=LEADER)
    assert "first `hall enrol 101 --left`" in told()[1]
    years.open()
    years.do(WithdrawConsent, staff=GONE, why=Why.LEFT, by=LEADER)
    now = years.clock.now()
    years.do(ProveErased, staff=GONE, reader="door", slots=(1, 5), read_at=now, remaining=0)
    assert told()[0] == 0


def test_the_hall_goes_on_afterwards_and_is_told_nothing_new(
    years: Years, told: Forgetting, capsys: pytest.CaptureFixture[str]
) -> None:
    assert told()[0] == 0
    years.clock.pass_by(4 * 24 * 3600.0 - 3 * 3600.0)  # a morning in the week
    years.open()
    years.day(STAYS)
    years.close()
    assert audit(years, capsys)[0] == 0


def test_a_running_ledger_is_not_written_beside(years: Years) -> None:
    with pytest.raises(StoreKnown, match="stop that one first"):
        Store(years.folder / FILE)


OTHER = "(SELECT seal, body FROM facts WHERE seq = 2)"
RENAMED = "CAST(replace(CAST(body AS TEXT), '101', '103') AS BLOB)"
FORGED = {
    "one more body taken out": (
        "seal = x'{digest}', body = x'' WHERE seq = 2",
        "the body of fact 2 was taken out, and no fact says by whom",
    ),
    "a body put back": (
        f"(seal, body) = {OTHER} WHERE seq = 1",
        "fact 1 was erased, says fact",
    ),
    "another digest in its place": (
        "seal = zeroblob(32) WHERE seq = 1",
        "fact 1 or one before it was changed",
    ),
    "whose it was": (
        f"body = {RENAMED} WHERE CAST(body AS TEXT) LIKE '%staff-forgotten%'",
        "or one before it was changed",
    ),
}


@pytest.mark.parametrize(("change", "found"), FORGED.values(), ids=FORGED)
def test_a_tampered_erasure_is_found(
    years: Years, told: Forgetting, change: str, found: str
) -> None:
    told()
    file = years.folder / FILE
    row = next(each for each in read(file) if each.seq == 2)
    digest = hashlib.sha256((row.seal or b"") + row.body).hexdigest()
    statement = f"UPDATE facts SET {change.format(digest=digest)}"  # noqa: S608  # from the table
    troubles = forge(file, statement)
    assert any(found in each for each in troubles), troubles


def test_an_audit_that_only_followed_the_chain_would_not_find_it(
    years: Years, told: Forgetting
) -> None:
    """The control: one more body taken out leaves every hash as it was."""
    told()
    file = years.folder / FILE
    row = next(each for each in read(file) if each.seq == 2)
    digest = hashlib.sha256((row.seal or b"") + row.body).hexdigest()
    forge(file, f"UPDATE facts SET seal = x'{digest}', body = x'' WHERE seq = 2")  # noqa: S608  # hex digits
    assert list(Inspection(redacted=True).troubles(read(file))) == []
    assert list(Inspection().troubles(read(file))) != []


def test_the_file_itself_refuses_all_else(years: Years) -> None:
    """Its trigger lets a body go for a digest, and nothing else change, nor come back."""
    years.close()
    with closing(sqlite3.connect(years.folder / FILE)) as db:
        for change in (
            "body = x''",
            "seal = zeroblob(32)",
            "body = x'', seal = zeroblob(32), at = at + 1",
            "body = x'', seal = zeroblob(32), source = 'x'",
            "body = x'', seal = zeroblob(32), hash = zeroblob(32)",
        ):
            with pytest.raises(sqlite3.IntegrityError, match="never changed"):
                db.execute(f"UPDATE facts SET {change} WHERE seq = 1")  # noqa: S608  # from above
        db.execute("UPDATE facts SET body = x'', seal = zeroblob(32) WHERE seq = 1")
        with pytest.raises(sqlite3.IntegrityError, match="never changed"):
            db.execute("UPDATE facts SET body = x'', seal = zeroblob(32) WHERE seq = 1")
