"""What users of attendance software complain of, a test each; and the same result however it came.

The numbers are those of the complaints in the threads they were read in: 1 double touches, 2 wrong
in and out, 3 forgotten punches, 4 nights, 5 corrections, 6 absent although punched, 7 wrong clocks,
16 time zones, 17 leave and missing punches; the others are in `test_reader_complaints.py`.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from random import Random
from typing import TypeVar
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from broker.domain.attendance.facts import Turn
from broker.domain.ids import RequestId, StaffId
from broker.domain.timesheet.month import MonthResult, Reckoning, digest, reckon
from broker.domain.timesheet.records import Clocking, Correction, Leave, Records, Sheet
from broker.domain.timesheet.rulesets import Mark
from broker.domain.timesheet.scoring import Score
from tests.stages.timesheets import (
    MUCH_LATER,
    NOVEMBER,
    WHOLE,
    ZHENLAI,
    ZONE,
    correction,
    day,
    fine,
    leave,
    marks,
    moment,
    month,
    punched,
    rules,
    touch,
)


def test_1_a_touch_that_came_twice_changes_nothing_and_none_is_deleted() -> None:
    once = punched({2: WHOLE})
    again = [replace(each, punch=RequestId(f"{each.punch}-again")) for each in once.clockings]
    seconds = [replace(each, at=each.at + timedelta(seconds=40)) for each in again]
    doubled = Records((*once.clockings, *again, *seconds))
    assert marks(month(doubled), 2) == marks(month(once), 2) == fine()
    assert month(doubled).lines == month(once).lines
    assert len(month(doubled).unused) > 0  # what counted for nothing is still to be seen


def test_2_nobody_asks_which_key_was_pressed() -> None:
    """A touch has no field for it: it cannot be believed."""
    assert {"turn", "state", "key", "status"}.isdisjoint(Clocking.__struct_fields__)
    assert day(*WHOLE) == fine()


def test_3_a_forgotten_going_does_not_poison_the_next_day() -> None:
    result = month(punched({2: WHOLE[:3], 3: WHOLE, 4: WHOLE[1:], 5: WHOLE}))
    assert marks(result, 2) == [fine()[0], "missing (normal, missing)"]
    assert marks(result, 3) == fine()
    assert marks(result, 4) == ["missing (missing, normal)", fine()[1]]
    assert marks(result, 5) == fine()


def test_4_a_night_is_of_the_day_it_began_on() -> None:
    night = {2: ("21:50",), 3: ("06:02", "22:10"), 4: ("05:40",)}
    result = month(punched(night), rules("university"), staff="900")
    assert marks(result, 2) == ["normal (normal, normal)"]
    assert marks(result, 3) == ["late (late, early)"]
    assert [each.planned.day.day for each in result.shifts] == list(range(1, 31))


def test_4_the_night_before_the_first_and_the_one_after_the_last_are_whole() -> None:
    first, last = date(2026, 10, 31), date(2026, 12, 1)
    touches = (touch(first, "21:55"), touch(1, "06:01"), touch(30, "21:55"), touch(last, "06:03"))
    result = month(Records(touches), rules("university"), staff="900")
    assert marks(result, 1) == ["absent (absent, absent)"]  # 06:01 was October's
    assert marks(result, 30) == ["normal (normal, normal)"]
    assert result.unused == ()


def test_5_a_correction_counts_for_absence_and_for_lateness() -> None:
    said = (correction(2, "08:15", Turn.IN), correction(2, "11:30", Turn.OUT))
    assert marks(month(Records((), said, ())), 2)[0] == fine()[0]
    late = punched({2: ("08:50", *WHOLE[1:])}).clockings
    assert marks(month(Records(late, said[:1], ())), 2) == fine()


def test_6_whoever_punched_is_not_absent_and_reckoning_again_is_the_same() -> None:
    records = punched(dict.fromkeys(range(1, 31), WHOLE))
    results = [digest([month(records)]) for _ in range(3)]
    assert len(set(results)) == 1
    assert not any(each.mark == "absent" for each in month(records).shifts)


def test_7_a_touch_of_a_wrong_clock_lands_in_no_shift_of_the_month() -> None:
    """The ledger does not take it to begin with; had it come, it would count for nothing."""
    mad = Clocking(datetime(2000, 1, 1, 8, 10, tzinfo=UTC), RequestId("mad-clock"))
    ahead = Clocking(datetime(2133, 1, 1, 8, 10, tzinfo=UTC), RequestId("far-ahead"))
    records = punched({2: WHOLE})
    assert digest([month(Records((*records.clockings, mad, ahead)))]) == digest([month(records)])


def test_16_a_hall_elsewhere_is_judged_by_its_own_wall() -> None:
    urumqi = ZoneInfo("Asia/Urumqi")
    touches = [
        datetime(2026, 11, 2, 8, 10, tzinfo=urumqi),
        datetime(2026, 11, 2, 11, 31, tzinfo=urumqi),
    ]
    records = Records(
        tuple(Clocking(each.astimezone(UTC), RequestId(f"{each}")) for each in touches)
    )
    there = Reckoning(NOVEMBER, ZHENLAI, lambda _: None, urumqi, MUCH_LATER)
    assert marks(there.person(StaffId("1"), records), 2)[0] == fine()[0]
    assert marks(month(records), 2)[0] != fine()[0]  # the control


def test_17_leave_beats_a_missing_punch() -> None:
    records = Records(punched({2: WHOLE[:1]}).clockings, (), (leave(2, 2),))
    result = month(records)
    assert marks(result, 2) == ["leave (leave, leave)"] * 2
    assert not [each for each in result.lines if each.day.day == 2 and each.rule == "missing"]


T = TypeVar("T")

clocks = st.integers(5 * 60, 21 * 60).map(lambda at: f"{at // 60:02d}:{at % 60:02d}")
days = st.dictionaries(st.integers(1, 30), st.lists(clocks, max_size=6).map(tuple), max_size=6)
outages = st.lists(
    st.tuples(st.integers(1, 30), st.integers(6 * 60, 18 * 60), st.integers(1, 240)), max_size=3
)


def out(day: int, minute: int, length: int) -> tuple[datetime, datetime]:
    begin = moment(day, f"{minute // 60}:{minute % 60}")
    return begin, begin + timedelta(minutes=length)


said = st.lists(
    st.builds(correction, st.integers(1, 30), clocks, st.sampled_from(Turn)),
    max_size=3,
    unique_by=lambda each: (each.day, each.turn),  # of two for one punch the later one counts
)
gone = st.lists(st.builds(leave, st.integers(1, 30), st.just(1)), max_size=3).map(
    lambda found: tuple({each.first: replace(each, last=each.first) for each in found}.values())
)  # of a day there is one leave


@given(days, outages, said, gone, st.integers())
def test_in_any_order_doubled_and_late_it_is_the_same_month(
    days: dict[int, tuple[str, ...]],
    spans: list[tuple[int, int, int]],
    corrections: list[Correction],
    leaves: tuple[Leave, ...],
    seed: int,
) -> None:
    """Touches in any order, twice and sent anew; corrections, leave and outages in any order."""
    dice, records = Random(seed), punched(days)
    away = tuple(out(*each) for each in spans)
    plain = month(Records(records.clockings, tuple(corrections), leaves), outages=away)
    mixed = [*records.clockings, *dice.choices(records.clockings or (touch(1, "03:00"),), k=3)]
    if not records.clockings:
        mixed = []
    again = [replace(each, punch=RequestId(f"{each.punch}~")) for each in mixed[:3]]  # sent anew
    mixed += again
    dice.shuffle(mixed)
    turned = tuple(dice.sample(away, len(away)))
    late = Records(tuple(mixed), *(_turned(dice, each) for each in (corrections, leaves)))
    assert digest([month(late, outages=turned)]) == digest([plain])


def _turned(dice: Random, each: Sequence[T]) -> tuple[T, ...]:
    return tuple(dice.sample(each, len(each)))


@given(days, outages)
def test_an_outage_never_makes_anything_worse(
    days: dict[int, tuple[str, ...]], spans: list[tuple[int, int, int]]
) -> None:
    records = punched(days)
    by, away = rules("zhenlai", section=None), tuple(out(*each) for each in spans)
    free, excused = month(records, by), month(records, by, outages=away)
    assert excused.score.deducted <= free.score.deducted
    changed = {
        one.mark
        for shift, before in zip(excused.shifts, free.shifts, strict=True)
        for one, was in ((shift.came, before.came), (shift.went, before.went))
        if one != was
    }
    assert changed <= {Mark.EXCUSED}


@given(days)
def test_every_touch_counts_once_or_is_told_to_be_unused(days: dict[int, tuple[str, ...]]) -> None:
    records = punched(days)
    result = month(records)
    used = [by for each in result.shifts for by in (each.came_by, each.went_by) if by is not None]
    assert len(used) == len(set(map(id, used)))
    moments = {each.at for each in records.clockings}
    assert {each.at for each in (*used, *result.unused)} == moments
    assert len(used) + len(result.unused) == len(moments)


def test_whoever_has_other_hours_has_them_beside_others_too() -> None:
    """Plans are kept for whoever has the same timetables, and for nobody else."""
    by = rules("university")
    reckoning = Reckoning(NOVEMBER, by, lambda _: None, ZONE, MUCH_LATER)
    records = punched({2: ("07:50", "12:01", "13:50", "17:31", "21:50"), 3: ("06:02",)})
    for staff in ("101", "900", "102"):
        alone = month(records, by, staff=staff, calendar=lambda _: None)
        assert reckoning.person(StaffId(staff), records) == alone


def test_a_touch_just_after_midnight_is_of_the_halls_own_day() -> None:
    early = punched({1: ("00:30",)})
    assert month(early).unused == early.clockings


def test_what_a_closed_month_is_held_to() -> None:
    """Its text is written out here: a digest in a ledger must be the same for ever."""
    nothing = Score(Decimal(100), Decimal(2), Decimal(0), vetoed=False)
    result = MonthResult(StaffId("1"), (), (), nothing, ())
    text = (
        '[{"lines":[],"score":{"bonus":"0","deducted":"2","points":"100","vetoed":false},'
        '"shifts":[],"staff":"1","unused":[]}]'
    )
    assert digest([result]) == hashlib.sha256(text.encode()).hexdigest()


def test_everybody_is_reckoned_in_the_order_asked_for() -> None:
    sheet = Sheet({StaffId("2"): punched({2: WHOLE})})
    reckoning = Reckoning(NOVEMBER, ZHENLAI, lambda _: None, ZONE, MUCH_LATER)
    found = reckon(reckoning, sheet, [StaffId("2"), StaffId("1")])
    assert [each.staff for each in found] == ["2", "1"]
    assert marks(found[0], 2) == fine()
    assert marks(found[1], 2)[0].startswith("absent")
