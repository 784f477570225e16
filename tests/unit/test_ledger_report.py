"""`hall report` for a day, a month, a stretch; ids that are kept small; both read as they go."""

from __future__ import annotations

import tracemalloc
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from broker.cli import main
from broker.commands.audit import read
from broker.commands.report import period
from broker.domain.attendance.facts import PunchWay
from broker.domain.attendance.requests import RecordPunch
from broker.domain.ratings.facts import Level
from broker.domain.ratings.requests import GiveRating
from broker.domain.tickets.requests import ReserveTicket
from broker.ledger.figures import count
from broker.ledger.id_set import Ids
from broker.ledger.inspection import Inspection
from broker.ledger.rows import recorded
from tests.stages.memory import LedgerHall
from tests.stages.yesterday import lay_down

DAY = 24 * 3600.0


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """Numbers of Monday the 23rd to Friday, one on the first day, five on the last; and one more
    four weeks after the first."""
    desk = LedgerHall(tmp_path)
    for day in range(5):
        for _ in range(day + 1):
            desk.do(ReserveTicket, queue="qa")
        desk.clock.pass_by(DAY)
    desk.clock.pass_by(23 * DAY)
    desk.do(ReserveTicket, queue="qa")
    desk.close()
    return tmp_path / "ledger.db"


def figure(what: str, file: Path, capsys: pytest.CaptureFixture[str], *words: str) -> int:
    """One figure of a report."""
    assert main(["report", str(file), *words]) == 0
    (line,) = (each for each in capsys.readouterr().out.splitlines() if what in each)
    return int(line.split()[-1])


@pytest.mark.parametrize(
    ("words", "numbers"),
    [
        ((), 16),
        (("2026-11-23",), 1),
        (("2026-11-25",), 3),
        (("2026-11",), 15),
        (("2026-12",), 1),
        (("2026-11-24..2026-11-26",), 9),
        (("2026-11..2026-12",), 16),
        (("2026-11-27..2026-12",), 6),
        (("2025-11-23",), 0),
        (("2027-01",), 0),
    ],
)
def test_a_report_takes_a_day_a_month_a_stretch(
    words: tuple[str, ...], numbers: int, file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert figure("tickets issued", file, capsys, *words) == numbers


def test_a_day_begins_where_the_hall_says(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """At four in the morning of the hall's zone: a punch at three is still yesterday's."""
    desk = LedgerHall(tmp_path)
    desk.clock.pass_by(18 * 3600)
    night = desk.clock.now()
    finger = {"device": "door", "way": PunchWay.FINGER, "punched_at": night}
    desk.do(RecordPunch, staff="101", **finger)
    desk.close()
    assert night.astimezone(desk.ledger.floor.zone).isoformat()[:13] == "2026-11-24T03", "control"
    punches = [
        figure("punches", tmp_path / "ledger.db", capsys, day)
        for day in ("2026-11-23", "2026-11-24")
    ]
    assert punches == [1, 0]


@pytest.mark.parametrize(
    "words", ["2026", "2026-13", "2026-11-31", "yesterday", "2026-11-24..2026-11-23", "..", ""]
)
def test_what_is_no_period_is_said(
    words: str, file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit):
        main(["report", str(file), words])
    assert "period" in capsys.readouterr().err


def test_ratings_that_match_no_visit_have_a_row_of_their_own(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """After a restore nobody knows whose they are: they count for no level, and are not lost."""
    hall = LedgerHall(tmp_path)
    armed = hall.clock.now()
    hall.clock.pass_by(60.0)
    press = {"armed_at": armed, "pressed_at": armed + timedelta(seconds=5)}
    for number in (1, 2):
        visit = f"20261123-A00{number}.1.0"
        device = f"evaluator-{number}"
        hall.do(GiveRating, visit=visit, level=Level.SATISFIED, device=device, **press)
    hall.close()
    file = tmp_path / "ledger.db"
    assert figure("ratings without a visit", file, capsys) == 2
    assert figure("rated satisfied", file, capsys) == 0


def test_the_last_day_of_a_month_belongs_to_it() -> None:
    assert period("2028-02") == (date(2028, 2, 1), date(2028, 2, 29))


def test_the_figures_of_yesterday_are_what_they_were(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Taken down from the program that still held all facts in memory."""
    lay_down(tmp_path / "ledger.db")
    assert main(["report", str(tmp_path / "ledger.db")]) == 0
    said = [line.rpartition("  ")[2].strip() for line in capsys.readouterr().out.splitlines()]
    assert said == YESTERDAY


YESTERDAY = [
    "10",
    "0",  # second slips, which no program counted then
    *"5310001020",
    "0",
    "0",
    "4",
    "1.5 min",
    "4.7 min",
    "—",
    "2",
    "0",
]  # no range was given then


@given(
    st.lists(
        st.from_regex(r"(2026112[0-9]-)?[AB]{0,2}[0-9]{0,7}(\.[0-9]{1,2}){0,2}", fullmatch=True)
        | st.text(max_size=8)
    )
)
def test_ids_are_a_set(names: list[str]) -> None:
    ids, known = Ids(), set[str]()
    for name in names:
        assert (name in ids) is (name in known)
        assert ids.add(name) is (name not in known)
        known.add(name)


def test_a_hundred_thousand_ids_are_small() -> None:
    """The control is a set of the same ids: a hundred times as large."""
    given = [f"202611{day:02d}-A{number:04d}.1.0" for day in range(10) for number in range(10_000)]
    tracemalloc.start()
    ids = Ids()
    for each in given:
        ids.add(each)
    size, _ = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert size < 200_000


def test_neither_audit_nor_report_holds_the_ledger(file: Path) -> None:
    """A row that was read is gone when the next but a few is: so a generator may be endless. Each
    is a row of its own, as from a file, or whoever holds them all would hold nothing."""
    rows = list(read(file))
    alive = 0

    def endless() -> Iterator[object]:
        nonlocal alive
        for _ in range(200):
            for row in rows:
                alive += 1
                yield replace(row)

    tracemalloc.start()
    inspection = Inspection()
    for _ in inspection.troubles(endless()):  # type: ignore[arg-type]  # rows, said so loosely
        pass
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert inspection.facts == alive == 200 * len(rows)
    assert most < 300_000
    tracemalloc.start()
    count(recorded(row) for _ in range(200) for row in rows)
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert most < 300_000
