"""A forger who owns the machine: the chain holds, and the head of an evening is gone."""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from broker.cli import main
from broker.domain.errors import StoreKnown
from broker.domain.tickets.requests import ReserveTicket
from broker.ledger.auditing import kept_heads
from broker.ledger.chain import START, link
from broker.ledger.heads import Head, Sought, parsed
from broker.ledger.outcomes import recall
from broker.ledger.reading import read
from broker.service.clock import VARIABLE, HallClock
from tests.stages.halls import MORNING
from tests.stages.memory import LedgerHall
from tests.stages.processes import HALL

DAY = timedelta(days=1)


@pytest.fixture
def run(tmp_path: Path) -> Path:
    """Two days with two numbers each, from Monday the 23rd on; and the turn between them."""
    desk = LedgerHall(tmp_path / "run")
    for _ in range(2):
        for _ in range(2):
            desk.do(ReserveTicket, queue="qa")
        desk.clock.pass_by(DAY.total_seconds())
    desk.close()
    return tmp_path / "run"


def told(run: Path, *words: str, heads: str = "") -> int:
    """`hall head` or `hall backup` on the evening of the second day."""
    toml = run.parent / "hall.toml"
    (run.parent / "catalogue.csv").write_bytes((HALL.parent / "catalogue.csv").read_bytes())
    table = f'\n[backup]\nheads = "{heads}"\n'
    toml.write_text(HALL.read_text("utf-8") + table, "utf-8")
    return main([*words, "--hall", str(toml), "--run", str(run)])


@pytest.fixture(autouse=True)
def second_evening(monkeypatch: pytest.MonkeyPatch) -> None:
    evening = HallClock(MORNING + DAY + timedelta(hours=9), time.time(), 0.001)
    monkeypatch.setenv(VARIABLE, evening.text())


def forged(file: Path, statement: str) -> None:
    """Change facts with SQL, then make the whole chain anew: all that an audit can see fits."""
    with closing(sqlite3.connect(file, isolation_level=None)) as db:
        db.execute("DROP TRIGGER facts_stay")
        db.execute("DROP TRIGGER facts_last")
        db.execute(statement)
        before = START
        for row in list(read(file)):
            before = link(before, replace(row, hash=b""))
            db.execute("UPDATE facts SET hash = ? WHERE seq = ?", (before, row.seq))


CHANGED = "UPDATE facts SET at = at + 1 WHERE seq = 2"
CUT = "DELETE FROM facts WHERE seq > 3"
EMPTIED = "DELETE FROM facts"
FORGERIES = [CHANGED, CUT, EMPTIED]


def last_hash(run: Path) -> str:
    return list(read(run / "ledger.db"))[-1].hash.hex()


@pytest.mark.parametrize("statement", FORGERIES)
def test_a_forged_ledger_has_not_the_head_of_the_evening(
    statement: str, run: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file, head = str(run / "ledger.db"), last_hash(run)
    assert main(["audit", file, "--has", head]) == 0
    assert "nothing was changed since" in capsys.readouterr().out
    forged(run / "ledger.db", statement)
    assert main(["audit", file]) == 0, "control: the chain holds"
    assert main(["audit", file, "--has", head]) == 1
    assert f"no fact has the hash {head}" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("typed", "status"),
    [
        (lambda head: head[:16], 0),
        (lambda head: f" {head[:8]} {head[8:20].upper()} ", 0),
        (lambda head: head[:15] + ("0" if head[15] != "0" else "1"), 1),
    ],
)
def test_a_head_is_typed_from_a_slip(typed: Callable[[str], str], status: int, run: Path) -> None:
    assert main(["audit", str(run / "ledger.db"), "--has", typed(last_hash(run))]) == status


@pytest.mark.parametrize("words", ["", "3f2a", "x" * 64, "0" * 65])
def test_what_is_no_hash_is_said(words: str, run: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main(["audit", str(run / "ledger.db"), "--has", words])
    assert "no hash" in capsys.readouterr().err


def test_a_head_is_that_of_its_day(run: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The second day begins with what the turn of the day wrote: it belongs to the second."""
    facts = list(read(run / "ledger.db"))
    morning = (MORNING + DAY).timestamp() * 1_000_000
    monday = [row for row in facts if row.at < morning]
    assert 0 < len(monday) < len(facts)
    assert told(run, "head", "2026-11-23") == 0
    said = capsys.readouterr().out
    assert f"{len(monday)} 条 facts" in said
    assert monday[-1].hash.hex() in said.replace("\n", "").replace(" ", "")
    assert told(run, "head") == 0
    said = capsys.readouterr().out
    assert "2026-11-24" in said
    assert facts[-1].hash.hex() in said.replace("\n", "").replace(" ", "")


@pytest.mark.parametrize("day", ["2026-11-25", "2044-01-01"])
def test_a_day_to_come_has_no_head(run: Path, capsys: pytest.CaptureFixture[str], day: str) -> None:
    """It was told today's under that date, and kept it so."""
    assert told(run, "head", day, heads=str(run.parent / "heads.txt")) == 1
    said = capsys.readouterr()
    assert said.err == f"hall head: {day}: this day is to come — name one that has begun\n"
    assert said.out == ""
    assert not (run.parent / "heads.txt").exists()


def test_a_day_may_stand_before_and_behind_the_options(
    run: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Behind them it was an "unrecognized argument"."""
    assert told(run, "head", "2026-11-23") == 0
    capsys.readouterr()
    place = ("--hall", str(run.parent / "hall.toml"), "--run", str(run))
    said = []
    for words in (("2026-11-23", *place), (*place, "2026-11-23")):
        main(["report", "timeline", *words])
        said.append(capsys.readouterr())
    assert said[0] == said[1]
    assert main(["report", str(run / "ledger.db"), "--hall", place[1], "2026-11-23"]) == 0


def test_before_the_first_fact_there_is_no_head(
    run: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert told(run, "head", "2026-11-22") == 1
    assert "no head" in capsys.readouterr().err


def test_a_head_is_kept_once(run: Path, tmp_path: Path) -> None:
    kept = tmp_path / "heads.txt"
    for _ in range(2):
        assert told(run, "head", heads=str(kept)) == 0
    facts = len(list(read(run / "ledger.db")))
    assert kept.read_text("utf-8") == f"2026-11-24 {facts} {last_hash(run)}\n"


@pytest.mark.parametrize(
    ("statement", "sentence"),
    [(CHANGED, "the chain made anew"), (CUT, "cut off"), (EMPTIED, "begun anew")],
)
def test_the_night_finds_a_forger(
    statement: str, sentence: str, run: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    kept = tmp_path / "heads.txt"
    assert told(run, "backup", heads=str(kept)) == 0
    assert len(kept.read_text("utf-8").splitlines()) == 1
    forged(run / "ledger.db", statement)
    told(run, "backup", heads=str(kept))
    audit = recall(run).audit
    assert audit is not None
    assert sentence in audit.trouble
    assert len(kept.read_text("utf-8").splitlines()) == 1, "no head of a forged ledger is kept"
    capsys.readouterr()
    assert main(["audit", str(run / "ledger.db"), "--heads", str(kept)]) == 1
    assert sentence in capsys.readouterr().err


def test_heads_that_cannot_be_kept_are_told(run: Path, tmp_path: Path) -> None:
    assert told(run, "backup", heads=str(tmp_path / "away" / "heads.txt")) == 1
    found = recall(run)
    assert found.audit is not None
    assert "the head cannot be written" in found.audit.trouble
    assert found.backup is not None
    assert found.backup.trouble == "", "and the copy is made all the same"


def test_a_file_without_an_end_is_no_file_of_heads() -> None:
    with pytest.raises(StoreKnown, match="larger than the heads"):
        kept_heads(Path("/dev/zero"))


def test_a_line_that_is_no_head_is_told(run: Path, tmp_path: Path) -> None:
    kept = tmp_path / "heads.txt"
    told(run, "head", heads=str(kept))
    kept.write_text(kept.read_text("utf-8").replace("2026", "20x6"), "utf-8")
    assert main(["audit", str(run / "ledger.db"), "--heads", str(kept)]) == 1


@given(st.dates(), st.integers(1, 10**12), st.binary(min_size=32, max_size=32))
def test_a_head_is_read_as_it_is_written(day: date, facts: int, digest: bytes) -> None:
    head = Head(day, facts, digest.hex())
    assert parsed(f"# a remark\n\n{head.line()}\n") == ([head], [])


def test_heads_of_one_place_that_differ_cannot_both_be_there(run: Path) -> None:
    rows = list(read(run / "ledger.db"))
    there = Head(date(2026, 11, 24), len(rows), rows[-1].hash.hex())
    other = replace(there, hash="00" * 32)
    sought = Sought([there, other])
    assert list(sought.watched(rows)) == rows
    assert len(list(sought.missing())) == 1
