"""When the hall gives numbers, and what it says when it does not."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from broker.domain.holidays import knows, said_of, works
from broker.domain.hours import is_open
from broker.domain.opening import Opening
from kiosk.ticket.hours import ClosedNow, OpenNow, WhyClosed, reason, standing, timetable
from kiosk.words import Wording
from kiosk.words.calendar import coming_time, lasting

ZONE = ZoneInfo("Asia/Shanghai")
HOURS = Opening(weekdays=(1, 2, 3, 4, 5), sessions=(("08:30", "11:30"), ("13:30", "17:00")))


def at(day: int, clock: str) -> datetime:
    """November 2026; the 23rd is a Monday."""
    hour, minute = clock.split(":")
    return datetime(2026, 11, day, int(hour), int(minute), tzinfo=ZONE)


@pytest.mark.parametrize(
    ("now", "why", "opens"),
    [
        (at(23, "07:00"), WhyClosed.BEFORE, at(23, "08:30")),
        (at(23, "11:30"), WhyClosed.BREAK, at(23, "13:30")),
        (at(23, "17:00"), WhyClosed.AFTER, at(24, "08:30")),
        (at(27, "18:00"), WhyClosed.AFTER, at(30, "08:30")),  # Friday evening
        (at(28, "10:00"), WhyClosed.DAY_OFF, at(30, "08:30")),  # Saturday
    ],
)
def test_closed_says_why_and_when_again(now: datetime, why: WhyClosed, opens: datetime) -> None:
    assert standing(HOURS, now) == ClosedNow(why, opens)


def test_a_session_holds_its_first_minute_and_not_its_last() -> None:
    assert standing(HOURS, at(23, "08:30")) == OpenNow(at(23, "11:30"))
    assert isinstance(standing(HOURS, at(23, "11:29")), OpenNow)
    assert isinstance(standing(HOURS, at(23, "11:30")), ClosedNow)


def test_numbers_are_given_from_the_first_minute_and_not_in_the_last() -> None:
    moments = ("08:29", "08:30", "11:29", "11:30", "13:30", "17:00")
    assert [is_open(HOURS, at(23, clock), ZONE) for clock in moments] == [
        *(False, True, True, False, True, False)
    ]


def test_a_hall_that_never_opens_promises_nothing() -> None:
    assert standing(Opening(weekdays=(), sessions=()), at(23, "09:00")) == ClosedNow(
        WhyClosed.DAY_OFF, None
    )


def test_sessions_may_be_written_in_any_order() -> None:
    turned = Opening(weekdays=(1,), sessions=(("13:30", "17:00"), ("08:30", "11:30")))
    assert standing(turned, at(23, "12:00")) == ClosedNow(WhyClosed.BREAK, at(23, "13:30"))
    assert timetable(turned) == Wording("08:30–11:30、13:30–17:00", "08:30–11:30, 13:30–17:00")


@pytest.mark.parametrize(
    ("when", "zh", "en"),
    [
        (at(23, "13:30"), "今天 13:30", "today 13:30"),
        (at(24, "08:30"), "明天 08:30", "tomorrow 08:30"),
        (at(30, "08:30"), "11月30日（星期一）08:30", "Monday 08:30"),
    ],
)
def test_a_moment_in_words(when: datetime, zh: str, en: str) -> None:
    assert coming_time(when, at(23, "12:00")) == Wording(zh, en)


def test_every_reason_has_words() -> None:
    assert all(reason(why).zh and reason(why).en for why in WhyClosed)


@given(st.integers(0, 14 * 24 * 60))
def test_the_kiosk_and_the_ledger_agree_on_open(minutes: int) -> None:
    now = datetime(2026, 11, 20, tzinfo=UTC) + timedelta(minutes=minutes)
    here = standing(HOURS, now.astimezone(ZONE))
    assert isinstance(here, OpenNow) == is_open(HOURS, now, ZONE)
    if isinstance(here, ClosedNow) and here.opens is not None:
        assert is_open(HOURS, here.opens, ZONE)
        assert not is_open(HOURS, here.opens - timedelta(minutes=1), ZONE)


def on(month: int, day: int, clock: str) -> datetime:
    hour, minute = clock.split(":")
    return datetime(2026, month, day, int(hour), int(minute), tzinfo=ZONE)


def test_no_numbers_on_national_day_and_all_are_told_when_again() -> None:
    """Thursday the 1st of October to Wednesday the 7th."""
    assert standing(HOURS, on(9, 30, "10:00")) == OpenNow(on(9, 30, "11:30"))
    for day in range(1, 8):
        closed = ClosedNow(WhyClosed.DAY_OFF, on(10, 8, "08:30"))
        assert standing(HOURS, on(10, day, "10:00")) == closed
    assert standing(HOURS, on(9, 30, "17:00")) == ClosedNow(WhyClosed.AFTER, on(10, 8, "08:30"))


def test_numbers_on_a_saturday_that_is_worked_in_place_of_a_holiday() -> None:
    assert standing(HOURS, on(10, 10, "10:00")) == OpenNow(on(10, 10, "11:30"))
    assert isinstance(standing(HOURS, on(10, 17, "10:00")), ClosedNow)  # an ordinary one


def test_spring_festival_is_seen_over() -> None:
    """Nine days, from Sunday the 15th of February to Monday the 23rd."""
    assert standing(HOURS, on(2, 15, "10:00")) == ClosedNow(WhyClosed.DAY_OFF, on(2, 24, "08:30"))


def test_the_halls_own_table_wins() -> None:
    own = replace(
        HOURS,
        closed_days=(date(2026, 10, 10), date(2026, 11, 23)),
        working_days=(date(2026, 10, 1),),
    )
    assert isinstance(standing(own, on(10, 1, "10:00")), OpenNow)
    assert isinstance(standing(own, on(10, 10, "10:00")), ClosedNow)
    assert isinstance(standing(own, at(23, "10:00")), ClosedNow)
    without = replace(HOURS, official_holidays=False)
    assert isinstance(standing(without, on(10, 1, "10:00")), OpenNow)
    assert isinstance(standing(without, on(10, 10, "10:00")), ClosedNow)


def test_a_year_that_nobody_has_announced_has_its_weekdays_and_the_halls_table() -> None:
    """The control: the calendar does not know it."""
    year = next(each for each in range(2026, 2060) if not knows(each))
    day = next(date(year, 10, each) for each in range(1, 8) if date(year, 10, each).weekday() < 5)
    assert said_of(HOURS, day) is None
    assert works(HOURS, day)
    assert not works(replace(HOURS, closed_days=(day,)), day)
    assert knows(2026)


@given(st.dates(date(2026, 1, 1), date(2026, 12, 31)))
def test_the_kiosk_and_the_ledger_agree_on_every_day_of_a_year(day: date) -> None:
    now = datetime.combine(day, time(10), ZONE)
    assert isinstance(standing(HOURS, now), OpenNow) == is_open(HOURS, now, ZONE)


@pytest.mark.parametrize(
    ("minutes", "zh", "en"),
    [
        (0, "0 分钟", "0 min"),
        (59, "59 分钟", "59 min"),
        (60, "1 小时 0 分钟", "1 h 0 min"),
        (218, "3 小时 38 分钟", "3 h 38 min"),
    ],
)
def test_from_an_hour_on_minutes_are_said_in_hours(minutes: int, zh: str, en: str) -> None:
    assert lasting(minutes) == Wording(zh, en)
