"""A month of made-up citizens, in short: the same seed the same month, and the ranges hold."""

from __future__ import annotations

from datetime import date, time, timedelta
from pathlib import Path
from statistics import fmean

import pytest

from broker.cli import main
from broker.domain.hall import Hall
from broker.settings import load
from firmware_mocks.rehearsal.month import makeup
from firmware_mocks.rehearsal.month.chance import Chance, spans
from firmware_mocks.rehearsal.month.command import days, month
from firmware_mocks.rehearsal.month.judging import RangeJudge
from firmware_mocks.rehearsal.month.table import table

MONDAY, TUESDAY = date(2026, 11, 2), date(2026, 11, 3)


@pytest.fixture(scope="module")
def hall() -> Hall:
    return load(Path("examples/zhenlai/hall.toml"), Path()).hall


def played(hall: Hall, seed: int, count: int = 2) -> RangeJudge:
    (*_, judge) = month(hall, seed, makeup.LOADS["normal"], count, knowing=False)
    return judge


@pytest.fixture(scope="module", params=[4001, 4002])
def judge(hall: Hall, request: pytest.FixtureRequest) -> RangeJudge:
    seed: int = request.param
    return played(hall, seed)


def test_ranges_hold_and_are_narrow(judge: RangeJudge) -> None:
    """Two days are no month: what a month reaches stands in docs/waiting.md."""
    ours = judge.whole.ours
    assert ours.given > 1000
    assert ours.narrow_rate == 100
    assert ours.rate >= 80
    assert ours.rate > judge.whole.naive.rate


def test_people_do_wait_in_that_month(judge: RangeJudge) -> None:
    """Or any range would hold."""
    waits = judge.whole.waits
    assert sum(each > 300 for each in waits) / len(waits) > 0.2


def test_one_seed_is_one_month(hall: Hall) -> None:
    first, again, other = (played(hall, seed, 1) for seed in (5, 5, 6))
    assert table(hall, first) == table(hall, again)
    assert table(hall, first) != table(hall, other)


def test_a_month_has_only_days_on_which_the_hall_opens(hall: Hall) -> None:
    found = list(days(hall, makeup.DAYS))
    assert len(found) == makeup.DAYS
    assert all(each.isoweekday() <= 5 for each in found)


def test_the_rate_doubles_at_nine_and_on_mondays_and_halves_before_noon(hall: Hall) -> None:
    rates = {begin: rate for begin, _, rate in spans(hall.hours)}
    first = rates[time(8, 30)]
    assert rates[time(9)] == 2 * first
    assert rates[time(11)] == first / 2
    chance = Chance(hall, 1, 0.75)
    weeks = [timedelta(weeks=each) for each in range(8)]  # one Monday may be twice as bad
    monday, tuesday = (
        [at for week in weeks for at, _, _ in chance.arrivals(day + week)]
        for day in (MONDAY, TUESDAY)
    )
    assert len(monday) == pytest.approx(2 * len(tuesday), rel=0.1)
    after_nine = sum(time(9) <= at.time() < time(9, 30) for at in tuesday)
    before = sum(at.time() < time(9) for at in tuesday)
    assert after_nine == pytest.approx(2 * before, rel=0.4)


def test_visits_are_as_uneven_as_they_are_said_to_be(hall: Hall) -> None:
    chance = Chance(hall, 1, 0.75)
    visits = [chance.visit("civil") for _ in range(20_000)]
    mean = fmean(visits)
    deviation = fmean((each - mean) ** 2 for each in visits) ** 0.5
    assert mean == pytest.approx(chance.means["civil"], rel=0.03)
    assert deviation / mean == pytest.approx(makeup.VISITS_CV, rel=0.06)


def test_means_drift_by_a_fifth_a_day_at_most(hall: Hall) -> None:
    chance = Chance(hall, 1, 0.75)
    for _ in range(40):
        before = dict(chance.means)
        chance.drift()
        changes = [chance.means[key] / before[key] for key in before]
        assert all(0.8 <= each <= 1.2 for each in changes)
        assert max(changes) - min(changes) > 0.1


def test_a_tenth_has_priority_and_a_twentieth_does_not_come(hall: Hall) -> None:
    chance = Chance(hall, 1, 0.75)
    groups = [group for day in days(hall, 5) for _, _, group in chance.arrivals(day)]
    assert sum(group != "ordinary" for group in groups) / len(groups) == pytest.approx(
        0.1, abs=0.02
    )
    comes = [chance.comes() for _ in range(10_000)]
    assert comes.count(False) / len(comes) == pytest.approx(0.05, abs=0.01)


def test_windows_open_late_and_pause_and_once_a_week_something_is_away(hall: Hall) -> None:
    chance = Chance(hall, 1, 0.75)
    sessions = [each for day in days(hall, 10) for each in chance.sittings(day)]
    assert any(each.pauses for each in sessions)
    assert any(each.opens.time() > time(8, 31) for each in sessions if each.opens.hour == 8)
    dark = [day for day in days(hall, 22) if chance.dark(day) is not None]
    weeks = {day.isocalendar()[1] for day in dark}
    assert 0 < len(dark) == len(weeks) < 5
    assert set(makeup.TUNED_ON).isdisjoint(makeup.JUDGED_ON)


def test_it_is_played_from_any_folder_and_needs_no_word(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    assert main(["rehearse", "--days", "1", "--language", "en"]) == 0
    assert "day 1 ·" in capsys.readouterr().out
