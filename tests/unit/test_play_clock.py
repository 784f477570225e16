"""The clock of a play: it runs to a moment, stands there, and every process reads the same."""

from __future__ import annotations

import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from broker.domain.errors import ConfigError
from broker.service.clock import VARIABLE, DirectedClock, HallClock, hall_clock
from firmware_mocks.rehearsal.hours import Hours

EIGHT = datetime(2026, 11, 23, 8, tzinfo=UTC)


def test_time_stands_until_it_is_let_go_on_and_at_the_moment_it_was_let_go_to(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    now = 5000.0
    monkeypatch.setattr(time, "time", lambda: now)
    hours = Hours(EIGHT, tmp_path / "clock", rate=60.0, seconds=lambda: now)
    now += 100
    assert hours.clock.now() == EIGHT
    hours.go_on(timedelta(minutes=30))
    now += 10
    assert hours.clock.now() == EIGHT + timedelta(minutes=10)
    assert not hours.stands()
    now += 1000  # the machine was busy
    assert hours.clock.now() == EIGHT + timedelta(minutes=30)
    assert hours.stands()
    hours.go_on(timedelta(minutes=45))
    assert hours.clock.now() == EIGHT + timedelta(minutes=30)
    now += 5
    assert hours.clock.now() == EIGHT + timedelta(minutes=35)


def test_a_child_reads_the_same_clock_by_its_environment(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    hours = Hours(EIGHT, tmp_path / "clock", rate=350.0)
    monkeypatch.setenv(VARIABLE, hours.clock.text())
    child = hall_clock()
    assert child.now() == EIGHT
    assert child.real_seconds(350.0) == 1.0
    hours.clock.direct(HallClock(EIGHT, 0.0, 350.0, EIGHT + timedelta(hours=1)))
    assert child.now() == EIGHT + timedelta(hours=1)
    assert [each.name for each in tmp_path.iterdir()] == ["clock"]


@pytest.mark.parametrize("text", ["/nowhere/clock", "8 o'clock", "1|2", "/"])
def test_what_is_no_clock_is_said(text: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(VARIABLE, text)
    with pytest.raises(ConfigError, match="is no clock"):
        hall_clock()


@pytest.mark.parametrize(
    ("start", "year"),
    [("3500-03-01T08:00", 2998), ("9999-12-31T23:59:59", 2998), ("0003-01-01T00:00", 1901)],
)
def test_a_year_that_nobody_reckons_with_is_told_as_the_nearest(start: str, year: int) -> None:
    clock = HallClock(datetime.fromisoformat(f"{start}+00:00"), time.time() - 3600)
    assert clock.now().year == year


def test_an_empty_file_is_no_clock(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "clock").touch()
    monkeypatch.setenv(VARIABLE, DirectedClock(tmp_path / "clock").text())
    with pytest.raises(ConfigError):
        hall_clock()
