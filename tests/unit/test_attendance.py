"""Which way a punch counts, at every boundary of the day."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from broker.domain.attendance.turns import Turn, on_duty, turns
from broker.domain.hall import Attendance

SHANGHAI = ZoneInfo("Asia/Shanghai")
FOUR = Attendance()  # 08:20, 11:30, 13:20, 17:00: noon is 12:25
IN, OUT = Turn.IN, Turn.OUT


def at(clock: str, day: int = 23) -> datetime:
    """A local time of a Monday, as the punch arrives: in UTC."""
    moment = datetime.fromisoformat(f"2026-11-{day} {clock}")
    return moment.replace(tzinfo=SHANGHAI).astimezone(UTC)


def ways(*clocks: str, rules: Attendance = FOUR) -> list[Turn]:
    return turns([at(clock) for clock in clocks], rules, SHANGHAI)


@pytest.mark.parametrize(
    ("clocks", "expected"),
    [
        ((), []),
        (("08:10:00",), [IN]),
        (("08:10:00", "11:31:00", "13:10:00", "17:05:00"), [IN, OUT, IN, OUT]),
        (("08:10:00", "13:10:00", "17:05:00"), [IN, IN, OUT]),  # the second was forgotten
        (("11:31:00", "13:10:00", "17:05:00"), [IN, IN, OUT]),  # the first: seen as late, not out
        (("08:10:00", "11:31:00", "17:05:00"), [IN, OUT, IN]),  # the third
        (("17:05:00",), [IN]),
        (("08:10:00", "09:00:00", "10:00:00"), [IN, OUT, OUT]),  # any later one is out
    ],
)
def test_the_ways_of_a_day(clocks: tuple[str, ...], expected: list[Turn]) -> None:
    assert ways(*clocks) == expected


@pytest.mark.parametrize(("second", "way"), [("12:24:59", OUT), ("12:25:00", IN), ("12:25:01", IN)])
def test_noon_is_the_middle_of_the_lunch_break(second: str, way: Turn) -> None:
    assert ways("08:00:00", second) == [IN, way]


@pytest.mark.parametrize(("seconds", "way"), [(0, IN), (1, IN), (59, IN), (60, OUT), (61, OUT)])
def test_a_second_press_within_a_minute_is_the_same(seconds: int, way: Turn) -> None:
    first = at("08:10:00")
    pressed = [first, first + timedelta(seconds=seconds)]
    assert turns(pressed, FOUR, SHANGHAI) == [IN, way]


def test_a_second_press_over_noon_is_the_same_too() -> None:
    """Out for lunch, pressed twice around 12:25: still out, and the next one is the way in."""
    assert ways("08:10:00", "12:24:40", "12:25:10", "13:10:00") == [IN, OUT, OUT, IN]


def test_an_evening_that_ends_after_midnight() -> None:
    """Before the cut-off it is the same business day, and still its afternoon."""
    punches = [at("13:10:00"), at("00:30:00", day=24)]
    assert turns(punches, FOUR, SHANGHAI) == [IN, OUT]
    assert not on_duty(punches, FOUR, SHANGHAI)


def test_a_timetable_without_lunch_has_no_halves() -> None:
    two = Attendance(punches=("08:20", "17:00"))
    assert ways("08:10:00", "17:05:00", rules=two) == [IN, OUT]
    assert ways("08:10:00", "17:05:00", rules=Attendance(punches=())) == [IN, OUT]


def test_noon_is_the_halls_and_not_the_servers() -> None:
    """04:30 UTC is 12:30 in the hall, and 12:30 in no other."""
    morning, noon = (
        datetime(2026, 11, 23, 0, 0, tzinfo=UTC),
        datetime(2026, 11, 23, 4, 30, tzinfo=UTC),
    )
    assert turns([morning, noon], FOUR, SHANGHAI) == [IN, IN]
    assert turns([morning, noon], FOUR, ZoneInfo("UTC")) == [IN, OUT]


@given(st.lists(st.integers(0, 14 * 3600), max_size=12))
def test_presses_close_together_always_count_the_same_way(seconds: list[int]) -> None:
    punches = [at("07:00:00") + timedelta(seconds=each) for each in sorted(seconds)]
    counted = turns(punches, FOUR, SHANGHAI)
    assert len(counted) == len(punches)
    for place in range(1, len(punches)):
        if punches[place] - punches[place - 1] < timedelta(seconds=60):
            assert counted[place] is counted[place - 1]


@given(st.lists(st.integers(0, 14 * 60), max_size=8, unique=True))
def test_each_half_has_one_way_in(minutes: list[int]) -> None:
    """Presses over a minute apart: in exactly once in each half in which there is one."""
    punches = [at("07:00:00") + timedelta(minutes=each) for each in sorted(minutes)]
    counted = turns(punches, FOUR, SHANGHAI)
    noon = at("12:25:00")
    for half in ([p < noon for p in punches], [p >= noon for p in punches]):
        inside = [way for way, there in zip(counted, half, strict=True) if there]
        assert inside[:1] in ([], [IN])
        assert IN not in inside[1:]


@pytest.mark.parametrize(("second", "way"), [("12:59:59", OUT), ("13:00:00", IN)])
def test_noon_may_be_another_hour(second: str, way: Turn) -> None:
    long_lunch = Attendance(punches=("08:30", "12:00", "14:00", "17:30"))
    assert ways("08:00:00", second, rules=long_lunch) == [IN, way]
