"""What a touch of the reader means for duty, at every boundary of the day."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import msgspec
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from broker.domain.attendance.facts import Turn
from broker.domain.attendance.turns import (
    Meaning,
    Touch,
    meanings,
    missed,
    on_duty,
    sessions,
)
from broker.domain.attending import Attendance
from broker.domain.hall import Hall
from broker.settings import load
from tests.stages.processes import HALL

SHANGHAI = ZoneInfo("Asia/Shanghai")
FOUR = Attendance()  # 08:20–11:30, 13:20–17:00: the break's middle is 12:25
IN, OUT = Turn.IN, Turn.OUT
ORDINARY = load(HALL, None).hall


def hall(rules: Attendance = FOUR, zone: str = "Asia/Shanghai", cutoff: int = 4) -> Hall:
    building = msgspec.structs.replace(ORDINARY.hall, timezone=zone, day_cutoff=cutoff)
    return msgspec.structs.replace(ORDINARY, attendance=rules, hall=building)


def at(clock: str, day: int = 23) -> datetime:
    """A local time of a Monday, as the punch arrives: in UTC."""
    moment = datetime.fromisoformat(f"2026-11-{day} {clock}")
    return moment.replace(tzinfo=SHANGHAI).astimezone(UTC)


def touches(*clocks: str) -> list[Touch]:
    """ "12:00=in" is what the duty leader said of that moment."""
    found = []
    for each in clocks:
        clock, _, said = each.partition("=")
        found.append(Touch(at(clock), Turn(said) if said else None))
    return found


def ways(*clocks: str, rules: Attendance = FOUR) -> list[Turn]:
    return [each.turn for each in meanings(touches(*clocks), hall(rules))]


@pytest.mark.parametrize(
    ("clocks", "expected"),
    [
        ((), []),
        (("08:10",), [IN]),
        (("08:10", "11:31", "13:10", "17:05"), [IN, OUT, IN, OUT]),
        (("08:15", "08:17"), [IN, IN]),  # a second touch sends nobody away until noon
        (("08:15", "08:17", "08:40", "09:59"), [IN, IN, IN, IN]),
        (("08:15", "12:30", "13:15"), [IN, IN, IN]),  # a late lunch does not end as away
        (("08:15", "12:20", "12:45"), [IN, OUT, IN]),
        (("08:10", "13:10", "17:05"), [IN, IN, OUT]),  # the second was forgotten
        (("11:31", "13:10", "17:05"), [OUT, IN, OUT]),  # the first
        (("08:10", "11:31", "17:05"), [IN, OUT, OUT]),  # the third
        (("08:10", "11:31", "13:10"), [IN, OUT, IN]),  # the fourth
        (("17:05",), [OUT]),
        (("08:10", "16:45"), [IN, OUT]),  # goes early, having forgotten noon
        (("11:10",), [IN]),  # comes late, and works
        (("11:10", "11:31"), [IN, OUT]),
        (("08:10", "11:10"), [IN, OUT]),
        (("08:10", "11:10", "11:19"), [IN, OUT, OUT]),
        (("08:10", "11:10", "11:20"), [IN, OUT, IN]),  # came back ten minutes later
        (("17:05", "17:40", "23:00"), [OUT, OUT, OUT]),
    ],
)
def test_the_ways_of_a_day(clocks: tuple[str, ...], expected: list[Turn]) -> None:
    assert ways(*clocks) == expected


@pytest.mark.parametrize(
    ("second", "way"),
    [("10:59:59", IN), ("11:00:00", OUT), ("11:30", OUT), ("12:24:59", OUT), ("12:25:00", IN)],
)
def test_the_edges_of_going(second: str, way: Turn) -> None:
    assert ways("08:00", second) == [IN, way]


@pytest.mark.parametrize(
    ("first", "way"),
    [("11:29:59", IN), ("11:30:00", OUT), ("12:25:00", IN), ("16:59:59", IN), ("17:00:00", OUT)],
)
def test_the_edges_of_coming(first: str, way: Turn) -> None:
    assert ways(first) == [way]


def test_a_touch_soon_after_one_that_counted_means_the_same_over_noon_too() -> None:
    """Out for lunch, touched again around 12:25: still out, and ten minutes later it is the way in.
    The ten minutes are those after the touch that counted, not after the last."""
    assert ways("08:10", "12:24", "12:26", "12:33:59", "12:34") == [IN, OUT, OUT, OUT, IN]


def test_a_session_and_whether_anything_is_new_are_told() -> None:
    assert meanings(touches("08:10", "08:12", "09:00", "11:31", "13:10", "17:00"), hall()) == [
        Meaning(IN, 0, again=False),
        Meaning(IN, 0, again=True),
        Meaning(IN, 0, again=True),
        Meaning(OUT, 0, again=False),
        Meaning(IN, 1, again=False),
        Meaning(OUT, 1, again=False),
    ]
    assert meanings(touches("08:10", "13:10"), hall())[1] == Meaning(IN, 1, again=False)


@pytest.mark.parametrize(
    ("clocks", "expected"),
    [
        (("08:15", "10:00=out"), [IN, OUT]),
        (("08:15", "10:00=out", "10:05"), [IN, OUT, OUT]),  # a doubtful touch undoes no leader
        (("08:15", "10:00=out", "10:30"), [IN, OUT, IN]),
        (("12:20", "12:22=in"), [OUT, IN]),  # within the ten minutes too: at once
        (("08:15=in", "11:31"), [IN, OUT]),
        (("17:30=in", "18:30"), [IN, OUT]),
    ],
)
def test_what_the_leader_says_holds_to_the_next_touch(
    clocks: tuple[str, ...], expected: list[Turn]
) -> None:
    assert ways(*clocks) == expected
    assert on_duty(touches(*clocks), hall()) is (expected[-1] is IN)


def test_an_evening_that_ends_after_midnight() -> None:
    """Before the cut-off it is the same business day, and still its afternoon."""
    late = Touch(at("00:30", day=24))
    assert meanings([Touch(at("13:10")), late], hall())[-1] == Meaning(OUT, 1, again=False)
    assert meanings([late], hall()) == [Meaning(OUT, 1, again=False)]
    assert meanings([late], hall(cutoff=0)) == [Meaning(IN, 0, again=False)]


def test_a_timetable_of_one_session_and_of_three() -> None:
    assert ways("08:10", "12:25", "17:05", rules=Attendance(punches=("08:20", "17:00"))) == [
        IN,
        IN,
        OUT,
    ]
    three = Attendance(punches=("08:00", "11:00", "13:00", "16:00", "18:00", "20:00"))
    assert ways("08:00", "11:00", "12:00", "16:30", "17:00", "20:00", rules=three) == [
        *(IN, OUT, IN, OUT, IN, OUT)
    ]
    assert sessions(three) == [(480, 660), (780, 960), (1080, 1200)]


def test_without_a_timetable_every_touch_turns_round() -> None:
    none = Attendance(punches=())
    assert ways("08:10", "08:12", "10:00", "17:05", rules=none) == [IN, IN, OUT, IN]
    assert not on_duty([], hall(none))


def test_the_clock_is_the_halls_and_not_the_servers() -> None:
    """04:30 UTC is 12:30 in the hall, and 12:30 in no other."""
    noon = [Touch(datetime(2026, 11, 23, 4, 30, tzinfo=UTC))]
    assert meanings(noon, hall()) == [Meaning(IN, 1, again=False)]
    assert meanings(noon, hall(zone="UTC")) == [Meaning(IN, 0, again=False)]


@given(st.lists(st.integers(0, 13 * 60), max_size=12), st.integers(0, 13 * 60))
def test_a_touch_made_twice_is_made_once(minutes: list[int], at_: int) -> None:
    """Ten minutes from any other touch, twice is once: all others mean what they meant."""
    assume(all(abs(at_ - each) > 10 for each in minutes))
    doubled = Touch(at("07:00") + timedelta(minutes=at_))
    once = [Touch(at("07:00") + timedelta(minutes=each)) for each in sorted([*minutes, at_])]
    place = once.index(doubled) + 1
    second = Touch(doubled.at + timedelta(seconds=5))
    twice = meanings([*once[:place], second, *once[place:]], hall())
    assert twice.pop(place).turn is twice[place - 1].turn
    assert twice == meanings(once, hall())


@given(st.lists(st.integers(0, 13 * 60), max_size=8, unique=True))
def test_nobody_is_here_after_the_end_of_a_session(minutes: list[int]) -> None:
    ordered = [Touch(at("07:00") + timedelta(minutes=each)) for each in sorted(minutes)]
    closing = [each for each in ordered if each.at >= at("17:00")]
    found = meanings(ordered, hall(Attendance(again_minutes=0)))
    assert all(each.turn is OUT for each in found[len(ordered) - len(closing) :])


@pytest.mark.parametrize(
    ("clock", "turn", "session", "due"),
    [
        ("08:20:59", IN, 0, None),
        ("08:21", IN, 0, "08:20"),
        ("05:00", IN, 0, None),
        ("11:29:59", OUT, 0, "11:30"),
        ("11:30", OUT, 0, None),
        ("13:20", IN, 1, None),
        ("13:21", IN, 1, "13:20"),
        ("16:59", OUT, 1, "17:00"),
        ("23:59", OUT, 1, None),
        ("08:21", IN, 2, None),  # of a session that nobody works
    ],
)
def test_what_the_timetable_wanted_at_another_time(
    clock: str, turn: Turn, session: int, due: str | None
) -> None:
    assert missed(at(clock), turn, session, hall()) == due


def test_nothing_is_due_on_a_day_off_or_without_a_timetable() -> None:
    assert missed(at("10:00", day=28), IN, 0, hall()) is None  # a Saturday
    assert missed(at("10:00"), IN, 0, hall(Attendance(punches=()))) is None


def test_after_midnight_it_is_the_day_before_that_counts() -> None:
    friday = at("03:00", day=28)
    assert missed(friday, OUT, 1, hall()) is None
    assert missed(friday, IN, 1, hall()) == "13:20"
