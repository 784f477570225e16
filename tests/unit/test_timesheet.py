"""What a month of punches means: every boundary of the rule books, a case each."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from broker.domain.attendance.facts import LeaveKind, Turn
from broker.domain.timesheet.judging import ShiftResult
from broker.domain.timesheet.planning import clock
from broker.domain.timesheet.records import Records
from broker.domain.timesheet.rulesets import (
    Bounds,
    Mark,
    Missing,
    Penalty,
    Shift,
    Timetable,
    bounds,
    minute_of,
    valid,
)
from tests.stages.timesheets import (
    BOOKS,
    WHOLE,
    ZHENLAI,
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

D = Decimal


def clocks(shift: ShiftResult) -> list[str]:
    """When somebody punched, as a clock shows it."""
    return [clock(each.minute) for each in (shift.came, shift.went) if each.minute is not None]


LATE = "late (late, normal)"


@pytest.mark.parametrize(
    ("first", "mark"),
    [
        ("08:19:59", "normal (normal, normal)"),
        ("08:20", "normal (normal, normal)"),  # exactly on the due minute
        ("08:20:59", "normal (normal, normal)"),  # its last second: the clock shows 08:20
        ("08:21", LATE),
    ],
)
def test_the_due_minute_is_in_time(first: str, mark: str) -> None:
    assert day(first, *WHOLE[1:])[0] == mark


@pytest.mark.parametrize(
    ("last", "mark"),
    [
        ("17:00", "normal (normal, normal)"),
        ("16:59:59", "early (normal, early)"),
        ("19:59", "normal (normal, normal)"),
    ],
)
def test_whoever_goes_before_the_last_minute_goes_early(last: str, mark: str) -> None:
    assert day(*WHOLE[:3], last)[1] == mark


@pytest.mark.parametrize(("clock", "late"), [("08:25", False), ("08:26", True)])
def test_grace_ends_with_its_minute_and_is_not_taken_off(clock: str, late: bool) -> None:
    result = month(punched({2: (clock, *WHOLE[1:])}), rules("zhenlai", grace=5))
    assert marks(result, 2)[0] == (LATE if late else fine()[0])
    assert result.shifts[0].came.minutes == (6 if late else 0)


@pytest.mark.parametrize(("clock", "early"), [("16:55", False), ("16:54", True)])
def test_grace_before_the_end(clock: str, early: bool) -> None:
    by = rules("zhenlai", early_grace=5)
    assert ("early" in day(*WHOLE[:3], clock, by=by)[1]) is early


@pytest.mark.parametrize(
    ("book", "threshold", "clock", "mark"),
    [
        ("zhenlai", 16, "08:35", LATE),  # a template: more than 15 minutes is half a day
        ("zhenlai", 16, "08:36", "absent (absent, normal)"),
        ("tengchong", 30, "08:59", LATE),  # from 30 minutes on
        ("tengchong", 30, "09:00", "absent (absent, normal)"),
    ],
)
def test_so_late_that_it_is_half_a_day(book: str, threshold: int, clock: str, mark: str) -> None:
    by = rules(book, late_absent=threshold)
    end = by.timetables[0].shifts[0].end
    assert day(clock, end, by=by)[0] == mark


@pytest.mark.parametrize(
    ("clock", "mark"), [("17:01", "early (normal, early)"), ("17:00", "absent (normal, absent)")]
)
def test_tengchong_leaving_thirty_minutes_early_is_absence(clock: str, mark: str) -> None:
    assert day("08:20", "12:01", "14:20", clock, by=rules("tengchong"))[1] == mark


@pytest.mark.parametrize(
    ("clock", "points"), [("08:00", "0"), ("08:29", "-0.5"), ("08:30", "-1.0")]
)
def test_a_university_counts_half_points_for_less_than_half_an_hour(
    clock: str, points: str
) -> None:
    result = month(punched({2: (clock, "12:00", "13:55", "17:30")}), rules("university"))
    assert sum(each.points for each in result.lines if each.day.day == 2) == D(points)


@pytest.mark.parametrize(
    ("touches", "expected"),
    [
        (("08:10", "11:31", "13:10", "17:05"), fine()),
        (("08:10", "12:30", "13:15", "17:05"), fine()),  # a late lunch
        (("08:10", "11:31", "11:50", "17:05"), fine()),  # both punches early in the gap
        (("08:10", "12:40", "13:20", "17:05"), fine()),  # both late in it
        (("08:10", "11:25", "11:32", "13:10", "17:05"), fine()),  # the last of the goings counts
        (("08:10", "10:30", "11:31", "13:10", "17:05"), fine()),  # once in the middle: no going
        # one touch in the gap is that which was due nearer: the middle is 12:25
        (("08:10", "12:25", "17:05"), [fine()[0], "missing (missing, normal)"]),
        (("08:10", "12:26", "17:05"), ["missing (normal, missing)", fine()[1]]),
        # and where it is also touched outside the overlap, neither is missing
        (("08:10", "11:10", "13:10", "17:05"), ["early (normal, early)", fine()[1]]),
        (("08:10", "12:40", "14:35", "17:05"), [fine()[0], "late (late, normal)"]),
    ],
)
def test_the_noon_gap(touches: tuple[str, ...], expected: list[str]) -> None:
    assert day(*touches) == expected
    alone = month(punched({30: touches}), calendar=lambda day: day == date(2026, 11, 30))
    assert marks(alone, 30) == expected, "and no shift comes after it"


@pytest.mark.parametrize("first", ["12:20", "12:30"])
def test_of_three_touches_in_the_gap_the_last_of_the_nearer_is_the_going(first: str) -> None:
    """The middle is 12:25; where all are nearer to the coming, the first of them is the going."""
    for before in (("08:10",), ()):
        touches = (*before, first, "12:40", "13:10", "17:05")
        morning, noon = month(punched({2: touches})).shifts[:2]
        assert morning.went_by == touch(2, first)
        assert noon.came_by == touch(2, "12:40")


def test_two_touches_within_the_double_span_are_one_in_the_gap() -> None:
    assert day("08:10", "11:31", "11:33", "17:05")[1] == "missing (missing, normal)"
    assert day("08:10", "11:31", "11:33:01", "17:05")[1] == fine()[1]


@pytest.mark.parametrize(
    ("missing", "mark"),
    [
        (Missing.CORRECTION, "missing (normal, missing)"),
        (Missing.LATE, "early (normal, early)"),
        (Missing.ABSENT, "absent (normal, absent)"),
    ],
)
def test_a_missing_fourth_punch(missing: Missing, mark: str) -> None:
    assert day(*WHOLE[:3], by=rules("zhenlai", missing=missing)) == [fine()[0], mark]


@pytest.mark.parametrize("missing", Missing)
def test_neither_punch_is_absence_whatever_one_would_be(missing: Missing) -> None:
    result = day("08:10", "11:31", by=rules("zhenlai", missing=missing))
    assert result[1].startswith("absent")


def test_a_timetable_changes_on_its_date() -> None:
    by = rules("yongzhou")
    april, may = date(2026, 4, 30), date(2026, 5, 6)  # until the 5th nobody works
    clocks = ("07:50", "12:00", "14:40", "18:00")
    before = month(Records(tuple(touch(april, each) for each in clocks)), by, begins=april)
    after = month(Records(tuple(touch(may, each) for each in clocks)), by, begins=date(2026, 5, 1))
    assert marks(before, april)[1] == LATE  # winter: 14:30
    assert marks(after, may) == fine()  # summer: 15:00


@pytest.mark.parametrize(
    ("first", "last", "within", "outside"),
    [
        ("05-01", "09-30", ((5, 1), (9, 30)), ((4, 30), (10, 1))),
        ("10-01", "04-30", ((10, 1), (4, 30), (12, 31)), ((9, 30), (5, 1))),
        ("05-01", "05-01", ((5, 1),), ((4, 30), (5, 2))),
    ],
)
def test_both_days_of_a_season_belong_to_it(
    first: str, last: str, within: tuple[tuple[int, int], ...], outside: tuple[tuple[int, int], ...]
) -> None:
    season = Timetable(name="season", shifts=(), first=first, last=last)
    assert all(season.holds(date(2026, *each), True) for each in within)
    assert not any(season.holds(date(2026, *each), True) for each in outside)


def test_a_season_holds_over_new_year() -> None:
    winter = rules("yongzhou").timetables[1]
    days = ("2026-09-30", "2026-10-01", "2026-12-31", "2027-01-01", "2027-04-30", "2027-05-01")
    held = [winter.holds(date.fromisoformat(each), said=True) for each in days]
    assert held == [False, True, True, True, True, False]


def test_a_saturday_worked_in_a_holidays_place_is_a_day_of_work() -> None:
    october = date(2026, 10, 1)
    result = month(Records(), begins=october)
    worked = {each.planned.day.day for each in result.shifts}
    assert worked.isdisjoint(range(1, 8))  # National Day
    assert 10 in worked  # Saturday, 调休
    assert worked.isdisjoint({11, 17, 18})


def test_half_a_day_of_leave_beside_punches() -> None:
    records = Records(punched({2: ("08:10", "11:31")}).clockings, (), (leave(2, 2, shift=2),))
    result = month(records)
    assert marks(result, 2) == [fine()[0], "leave (leave, leave)"]
    (line,) = (each for each in result.lines if each.day.day == 2)
    assert (line.rule, line.points, line.amount) == ("leave/personal", D("-0.50"), D("0.5"))


def test_punches_on_leave_cost_nothing_and_are_kept() -> None:
    records = Records(punched({2: ("09:10", "11:05")}).clockings, (), (leave(2, 2),))
    morning = month(records).shifts[0]
    assert morning.mark is Mark.LEAVE
    assert (morning.came_by, morning.went_by) == records.clockings
    assert clocks(morning) == ["09:10", "11:05"]


OUTAGE = (moment(2, "08:05"), moment(2, "08:40"))


@pytest.mark.parametrize(
    ("touches", "mark"),
    [
        (("11:31",), "excused (excused, normal)"),  # signed on paper
        (("08:41", "11:31"), "excused (excused, normal)"),  # touched when it was back
        (("08:55", "11:31"), "excused (excused, normal)"),
        (("08:56", "11:31"), LATE),  # that was too late by itself
        (("08:04", "11:31"), "normal (normal, normal)"),
        ((), "missing (excused, missing)"),
    ],
)
def test_an_outage_across_the_due_time(touches: tuple[str, ...], mark: str) -> None:
    assert marks(month(punched({2: touches}), outages=(OUTAGE,)), 2)[0] == mark


@pytest.mark.parametrize(
    ("last", "mark"),
    [("16:35", "excused (normal, excused)"), ("16:34", "early (normal, early)")],
)
def test_an_outage_across_the_end(last: str, mark: str) -> None:
    evening = (moment(2, "16:50"), moment(2, "17:10"))
    assert marks(month(punched({2: (*WHOLE[:3], last)}), outages=(evening,)), 2)[1] == mark


@pytest.mark.parametrize(("first", "last"), [("08:20", "08:40"), ("08:00", "08:20")])
def test_an_outage_of_the_due_minute_alone_excuses(first: str, last: str) -> None:
    away = (moment(2, first), moment(2, last))
    result = month(punched({2: ("08:25", *WHOLE[1:])}), outages=(away,))
    assert marks(result, 2)[0] == "excused (excused, normal)"


def test_how_much_too_early_is_told() -> None:
    by = rules("zhenlai", long_early=20)
    after = month(punched({2: (*WHOLE[:3], "16:40")}), by).shifts[1]
    assert (after.went.mark, after.went.minutes) == (Mark.LONG_EARLY, 20)
    assert clocks(after) == ["13:10", "16:40"]


def test_a_window_is_over_when_its_last_minute_is() -> None:
    """In the middle of the morning, at 09:55, nobody can come any more."""
    for until, mark in (("09:55", "pending"), ("09:56", "missing")):
        result = month(Records(), until=moment(2, until))
        assert marks(result, 2)[0] == f"pending ({mark}, pending)"


def test_who_is_excused_is_told_with_what_was_punched() -> None:
    touches = ("08:30", *WHOLE[1:3], "16:55")
    evening = (moment(2, "16:50"), moment(2, "17:10"))
    before, after = month(punched({2: touches}), outages=(OUTAGE, evening)).shifts[:2]
    assert (before.mark, after.mark) == (Mark.EXCUSED, Mark.EXCUSED)
    assert [*clocks(before), *clocks(after)] == [*touches]


def test_an_outage_elsewhere_in_the_day_excuses_nobody() -> None:
    over = (moment(2, "08:21"), moment(2, "09:00"))
    assert marks(month(punched({2: ("08:30", *WHOLE[1:])}), outages=(over,)), 2)[0] == LATE


def test_the_section_is_never_exceeded_and_the_month_has_a_floor_and_a_cap() -> None:
    nobody = month(Records())
    assert nobody.score.points == D("88.00")  # 42 sessions of absence cost 12, no more
    assert month(Records(), rules("zhenlai", section=None)).score.points == D("0.00")
    always = punched(dict.fromkeys(range(1, 31), WHOLE))
    assert month(always).score.points == D("102.00")
    assert month(always, rules("zhenlai", cap=D(101))).score.points == D("101.00")
    assert month(always, rules("zhenlai", bonus_cap=D(1))).score.points == D("101.00")


def test_more_than_two_days_of_leave_a_month_cost_a_point_each() -> None:
    records = Records((), (), (leave(2, 3), leave(4, 5, LeaveKind.SICK), leave(6, 6, shift=1)))
    costs = [each for each in month(records, rules("laiwu")).lines if each.rule == "leave"]
    assert [each.day.day for each in costs] == [4, 4, 5, 5, 6]
    assert sum(each.points for each in costs) == D("-2.50")


def test_a_free_quota_counts_each_kind_of_leave_as_it_says() -> None:
    by = rules("zhenlai", penalties=(Penalty(mark=Mark.LEAVE, points=D(1), leave=LeaveKind.SICK),))
    assert month(Records((), (), (leave(2, 2),)), by).lines == ()


def test_yongzhou_three_times_late_are_free_and_from_the_sixth_it_costs_double() -> None:
    clocks = ("08:05", "12:00", "14:20", "17:30")
    result = month(punched(dict.fromkeys(range(2, 11), clocks)), rules("yongzhou"))
    costs = [(each.day.day, each.points) for each in result.lines if each.rule == "late"]
    assert costs == [(5, D("-1.00")), (6, D("-1.00")), (9, D("-2.00")), (10, D("-2.00"))]


@pytest.mark.parametrize(("each", "points"), [("0.25", "-0.13"), ("0.23", "-0.12")])
def test_points_are_rounded_half_up(each: str, points: str) -> None:
    """Half a day of leave, at a quarter of a point and less."""
    cost = Penalty(mark=Mark.LEAVE, leave=LeaveKind.PERSONAL, points=D(each))
    records = Records(punched({2: ("08:10", "11:31")}).clockings, (), (leave(2, 2, shift=2),))
    (line, *_) = month(records, rules("zhenlai", penalties=(cost,))).lines
    assert line.points == D(points)


def test_decimal_thirds_do_not_drift() -> None:
    """Three shifts a day: a day of leave is a day, in thirds."""
    thirds = rules("zhenlai")
    table = thirds.timetables[0]
    shifts = tuple(
        type(table.shifts[0])(name=name, start=start, end=end, in_from=first, out_until=last)
        for name, first, start, end, last in (
            ("早", "06:00", "08:00", "10:00", "10:30"),
            ("中", "10:40", "11:00", "13:00", "13:30"),
            ("晚", "13:40", "14:00", "16:00", "17:00"),
        )
    )
    by = rules("zhenlai", timetables=(type(table)(name="三班", shifts=shifts),))
    costs = [each.points for each in month(Records((), (), (leave(2, 2),)), by).lines[:3]]
    assert costs == [D("-0.33")] * 3


def test_what_is_not_over_is_pending_and_costs_nothing() -> None:
    noon = moment(2, "12:00")
    result = month(punched({2: ("08:10", "11:31")}), until=noon)
    assert marks(result, 2) == [fine()[0], "pending (pending, pending)"]
    assert result.lines == ()
    assert result.score.bonus == 0


def test_whoever_touched_before_the_end_has_not_left_early_until_it_is_over() -> None:
    records = punched({2: (*WHOLE[:3], "16:30")})
    for before in ("16:40", "17:00"):
        afternoon = month(records, until=moment(2, before)).shifts[1]
        assert (afternoon.mark, clocks(afternoon)) == (Mark.PENDING, ["13:10", "16:30"])
    assert marks(month(records, until=moment(2, "17:01")), 2)[1] == "early (normal, early)"


def test_a_correction_counts_for_lateness_too_and_the_touch_stays() -> None:
    late = punched({2: ("08:31", *WHOLE[1:])})
    mended = Records(late.clockings, (correction(2, "08:15", Turn.IN),), ())
    assert marks(month(mended), 2) == fine()
    assert [each.at for each in mended.clockings] == [each.at for each in late.clockings]


def test_a_correction_is_of_the_punch_that_was_due_nearest() -> None:
    mended = Records(punched({2: WHOLE[:3]}).clockings, (correction(2, "17:00", Turn.OUT),), ())
    result = month(mended)
    assert marks(result, 2) == fine()
    assert result.shifts[1].went_by == mended.corrections[0]
    (noon,) = said = (correction(2, "12:00", Turn.IN),)
    assert month(Records((), said, ())).shifts[1].came_by == noon, "nearer to 13:20 than to 08:20"


def test_a_line_says_rule_version_and_evidence() -> None:
    (line, *_) = month(punched({2: ("08:31", *WHOLE[1:])})).lines
    assert (line.version, line.rule, line.due, line.at) == ("zhenlai-1", "late", "08:20", "08:31")
    assert line.evidence == ("punch-2-08:31",)


def test_each_line_shows_what_was_due_what_was_punched_and_where_that_stands() -> None:
    days = {2: ("08:40", "11:31"), 3: (*WHOLE[:3], "16:40"), 5: WHOLE[:3], 6: WHOLE[1:]}
    days[4] = WHOLE[2:]
    said = (correction(6, "08:31", Turn.IN),)
    held = Records(punched(days).clockings, said, (leave(4, 4, shift=1),))
    found = month(held, rules("zhenlai", late_absent=16)).lines
    told = [(each.day.day, each.rule, each.due, each.at, each.evidence) for each in found]
    assert told[:6] == [
        (2, "absent", "08:20–11:30", "08:40 11:31", ("punch-2-08:40", "punch-2-11:31")),
        (2, "absent", "13:20–17:00", "", ()),
        (3, "early", "17:00", "16:40", ("punch-3-16:40",)),
        (4, "leave/personal", "08:20–11:30", "", ("leave-4-personal",)),
        (5, "missing", "17:00", "", ()),
        (6, "late", "08:20", "08:31", ("correction-6-08:31",)),
    ]


def test_absence_is_a_veto() -> None:
    assert month(Records()).score.vetoed
    assert not month(punched(dict.fromkeys(range(1, 31), WHOLE))).score.vetoed


def test_every_rule_book_reads_and_is_different() -> None:
    """Nothing is wired in: the same punches come to another score by each."""
    records = punched(dict.fromkeys(range(2, 7), ("08:40", "11:40", "14:25", "17:10")))
    scores = {book: month(records, rules(book)).score.points for book in BOOKS}
    assert len(BOOKS) >= 4
    assert len(set(scores.values())) >= 4, scores


def test_the_newest_version_that_has_begun_holds() -> None:
    old, new = ZHENLAI, rules("zhenlai", version="2", first=date(2026, 12, 1))
    assert valid((new, old), date(2026, 11, 1)) == old
    assert valid((old, new), date(2026, 12, 1)) == new
    assert valid((new,), date(2026, 11, 1)) is None


def test_a_clock_of_the_next_day() -> None:
    assert [minute_of(each) for each in ("00:00", "08:20", "06:00+1")] == [0, 500, 1800]


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"first": date(2026, 11, 2)}, "the first of a month"),
        ({"base": D(-1)}, "below 0"),
        ({"rounding": D(0)}, "below 0"),
        ({}, ""),
    ],
)
def test_what_contradicts_itself_is_said(changed: dict[str, object], said: str) -> None:
    flaw = rules("zhenlai", **changed).flaw()
    assert said in flaw
    assert bool(said) == bool(flaw)


def shift(start: str, end: str, **windows: str) -> Shift:
    return Shift(name="shift", start=start, end=end, **windows)


ALL = {"in_from": "08:00", "in_until": "09:00", "out_from": "11:00", "out_until": "12:00"}
NARROW = {"in_from": "08:00", "in_until": "08:00", "out_from": "08:01", "out_until": "08:01"}


def test_windows_are_what_is_said_and_else_what_is_usual() -> None:
    assert bounds(shift("08:20", "11:30")) == Bounds(500, 690, 380, 595, 596, 870)
    assert bounds(shift("08:20", "11:30", **ALL)) == Bounds(500, 690, 480, 540, 660, 720)


@pytest.mark.parametrize(
    ("shifts", "said"),
    [
        ((shift("08:00", "08:01", **NARROW),), ""),  # as narrow as can be
        ((shift("08:20", "11:30", **{**ALL, "out_from": "09:00"}),), "in no order"),
        ((shift("08:20", "11:30", **{**ALL, "out_until": "11:29"}),), "ends before its shift"),
        ((shift("08:00", "10:00", out_until="11:00"), shift("10:00", "12:00")), ""),
        ((shift("08:00", "10:00", out_until="11:01"), shift("10:00", "12:00")), "overlap"),
        ((shift("08:00", "10:30", out_until="11:00"), shift("10:00", "12:00")), "overlap"),
        ((), "at least one shift"),
    ],
)
def test_windows_that_contradict_each_other_are_said(shifts: tuple[Shift, ...], said: str) -> None:
    flaw = rules("zhenlai", timetables=(Timetable(name="t", shifts=shifts),)).flaw()
    assert said in flaw
    assert bool(said) == bool(flaw)


def test_a_far_moment_is_judged_by_the_halls_own_clock() -> None:
    """16:00 UTC of the 1st is midnight of the 2nd in Shanghai."""
    assert moment(2, "00:00") == datetime(2026, 11, 1, 16, tzinfo=UTC)
