"""Which copies of a ledger may go: days, weeks and months, whatever the clock said."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from broker.domain.backups import BackupRules, made_at, name_at, surplus

NIGHT = datetime.fromisoformat("2026-11-24T03:30")


def nights(count: int, last: datetime = NIGHT) -> list[str]:
    return [name_at(last - timedelta(days=back)) for back in range(count)]


def kept(found: list[str], now: datetime = NIGHT, **rules: int) -> list[str]:
    gone = surplus(found, now, BackupRules(**rules))
    return sorted(set(found) - set(gone), reverse=True)


def test_days_weeks_and_months_are_kept() -> None:
    left = kept(nights(400), days=3, weeks=3, months=3)
    assert [name[7:17] for name in left] == [
        *("2026-11-24", "2026-11-23", "2026-11-22"),  # three nights; Tuesday, Monday, Sunday
        "2026-11-15",  # the Sunday of a third week
        *("2026-10-31", "2026-09-30"),
    ]


def test_the_default_keeps_two_years() -> None:
    left = kept(nights(3000))
    assert len(left) < 45
    assert left[-1][7:17] == "2024-12-31"


def test_a_second_copy_of_a_day_takes_the_place_of_the_first() -> None:
    found = [name_at(NIGHT - timedelta(hours=hours)) for hours in (0, 1, 2)]
    assert kept(found, days=5) == found[:1]


def test_a_hall_that_was_closed_for_a_year_keeps_what_it_had() -> None:
    found = nights(10)
    assert kept(found, NIGHT + timedelta(days=400), days=10) == found


def test_a_clock_ahead_for_a_night_costs_nothing() -> None:
    wrong = name_at(datetime.fromisoformat("2041-01-01"))
    found = nights(10)
    assert kept([*found, wrong], days=10) == [wrong, *found]


@given(
    st.lists(
        st.datetimes(datetime.fromisoformat("2020-01-01"), datetime.fromisoformat("2030-01-01")),
        min_size=1,
    ),
    st.integers(1, 5),
    st.integers(0, 5),
    st.integers(0, 5),
)
def test_the_newest_always_stays_and_thinning_twice_changes_nothing(
    moments: list[datetime], days: int, weeks: int, months: int
) -> None:
    found = [name_at(each) for each in moments]
    left = kept(found, max(moments), days=days, weeks=weeks, months=months)
    assert max(found) in left
    assert kept(left, max(moments), days=days, weeks=weeks, months=months) == left
    assert len(left) <= days + weeks + months


@pytest.mark.parametrize(
    "name",
    [
        "ledger.db",
        "ledger-2026-11-24-033000.db.part",
        "ledger-2026-13-24-033000.db",
        "notes.txt",
        "ledger-2026-11-24-033000.db.gz.old",
    ],
)
def test_files_of_other_names_are_not_ours(name: str) -> None:
    assert made_at(name) is None
    assert surplus([name], NIGHT, BackupRules(days=1, weeks=0, months=0)) == []


def test_copies_of_the_former_script_are_ours() -> None:
    old = "ledger-2026-11-23-033000.db"
    assert made_at(old) == datetime.fromisoformat("2026-11-23T03:30")
    assert surplus([old, *nights(1)], NIGHT, BackupRules(days=1, weeks=0, months=0)) == [old]
