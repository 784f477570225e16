"""Each section of `make bench` runs once, in small. Nothing is said about time: only that figures
come out, of the right things, and that a floor is there where one is promised."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from functools import partial
from pathlib import Path

import pytest

from bench import ledger, reading
from bench.__main__ import SECTIONS, main
from bench.rows import Row, tail
from bench.site import Site, hall_text, site
from broker.commands.audit import read, troubles

SMALL: dict[str, tuple[dict[str, float], int]] = {
    "bus": ({"asks": 5, "tickets": 60}, 9),
    "signs": ({"windows": 8, "calls": 3, "beside": 1}, 3),
    "ports": ({"ports": 3, "seconds": 0.4}, 2),
    "crowd": ({"devices": 5, "seconds": 1.0}, 2),
    "ledger": ({"facts": 2000, "times": 10}, 7),
    "slow-disk": ({"rounds": 1}, 2),
    "attendance": ({"staff": 3}, 2),
    "reading": ({"items": 40, "staff": 3, "rounds": 1}, 14),
    "guides": ({"items": 40}, 3),
    "services": ({"windows": 2, "visits": 2}, 4),
    "screens": ({"rounds": 1}, 5),
    "touches": ({"touches": 5, "visits": 1, "modes": 1, "alone": 0.5}, 8),
    "punches": ({"people": 2}, 4),
}
"""Each section in small, and how many rows it has."""


@pytest.fixture
def here(tmp_path: Path) -> Iterator[Site]:
    with site(tmp_path) as found:
        yield found


def test_every_section_is_tried() -> None:
    assert SMALL.keys() == SECTIONS.keys()


@pytest.mark.timeout(300)
@pytest.mark.parametrize("name", SMALL)
def test_a_section_runs_in_small(name: str, here: Site) -> None:
    (few, count), rows = SMALL[name], SECTIONS[name]
    told = list(partial(rows, **few)(here))
    assert len(told) == count
    for row in told:
        assert row.ratio > 0
        assert row.what[:40] == row.what, "it has room in its column"
        assert re.search(r"\d (ms|s|%|KB|MB)|\d/s", f"{row.ours}  {row.floor}"), row


def test_a_search_is_measured_in_a_county_s_catalogue_and_in_a_large_one(here: Site) -> None:
    """Not in the one item of the hall of the bench."""
    told = reading.rows(here, items=1000, staff=1, rounds=1)
    searched = [row.what for row in told if "search" in row.what]
    assert searched == ["catalogue of 482: search, a key", "catalogue of 1,000: search, a key"]
    assert reading.LARGE == 20_000


def test_the_ledger_that_is_laid_down_is_true(tmp_path: Path) -> None:
    """A start of ten million facts proves nothing where the chain in them is none."""
    ledger.lay_down(tmp_path / "ledger.db", 6000)
    rows = list(read(tmp_path / "ledger.db"))
    assert (len(rows), troubles(rows)) == (6000, [])
    with closing(sqlite3.connect(tmp_path / "ledger.db")) as db, db:
        days = db.execute("SELECT count(DISTINCT at / 86400000000) FROM facts").fetchone()
    assert days == (2,), "a thousand tickets a day, five facts each"


def test_a_hall_of_64_windows_is_a_hall(here: Site) -> None:
    hall = here.hall(64).settings.hall
    assert len(hall.windows) == len(hall.displays) == len(hall.evaluators) == 64
    assert max(each.address for each in hall.displays) == 8
    assert hall_text(64).count('driver = "onbon"') == 8


def test_a_tail_is_of_all_samples() -> None:
    """99 of 100 do not exceed it; one bad round of nine is not averaged away."""
    rounds = [[0.001] * 200 for _ in range(8)] + [[0.5] * 200]
    assert tail([each for one in rounds for each in one]) == 0.5
    assert tail([1.0] * 99 + [7.0]) == 1.0
    assert tail([1.0] * 98 + [7.0] * 2) == 7.0
    assert tail([3.0]) == 3.0


def test_a_row_says_which_way_is_better() -> None:
    assert Row.times("x", 2.0, 1.0, 1.5).met is False
    assert Row.more("x", 2.0, 1.0, 1.5).met is True
    beside = Row.beside("x", 8.0, 2.0, 10.0, "%")
    assert (beside.met, beside.ratio, beside.ours, beside.floor) == (True, 4.0, "8.00 %", "2.00 %")
    middle, late = Row.soon("x", [0.001] * 98 + [0.02] * 2, 0.005)
    assert (middle.met, late.met, late.ours) == (True, False, "20.00 ms")


def test_rows_that_are_not_there_are_said(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["signs", "pots"]) == 2
    assert "'pots'" in capsys.readouterr().err
