"""How long somebody will wait: ranges, plays and paces, each by itself."""

from __future__ import annotations

import math
from statistics import fmean

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from broker.domain.waiting import playing
from broker.domain.waiting.lattice import PLAYS, mixed, shares
from broker.domain.waiting.pace import VisitPace, VisitsSeen, believed, logarithm, outweighs
from broker.domain.waiting.playing import Before, OpenPost, WaitScene, WindowHabits
from broker.domain.waiting.ranging import Minutes, highest, ranged

FIVE = VisitPace(math.log(300) - 0.245, 0.1)
QA = frozenset({"qa"})
STILL = WindowHabits(between=0.0, absent=0.0, pausing=0.0)


def scene(
    people: int = 3,
    windows: int = 1,
    *,
    rate: float = 1.0,
    busy: str = "qa",
) -> WaitScene:
    post = OpenPost(QA, busy, 60.0 if busy else 0.0)
    line = tuple(Before("qa", 600.0 - each, 1.0) for each in range(people))
    return WaitScene("qa", (post,) * windows, line, {"qa": FIVE}, rate=rate, habits=STILL)


def played(scene: WaitScene) -> list[float]:
    return playing.played(scene).mine


def middle(waits: list[float]) -> float:
    return waits[len(waits) // 2]


@pytest.mark.parametrize(
    ("minutes", "narrow"),
    [
        (Minutes(0, 10), True),  # ± 5 minutes
        (Minutes(0, 11), False),
        (Minutes(12, 28), True),  # 20 ± 8: 40 % of the middle
        (Minutes(12, 29), False),
        (Minutes(60, 140), True),
    ],
)
def test_a_range_is_narrow_within_five_minutes_or_forty_percent(
    minutes: Minutes, narrow: bool
) -> None:
    assert minutes.narrow is narrow


@given(st.integers(0, 700))
def test_the_highest_end_is_narrow_and_the_next_is_not(low: int) -> None:
    assert Minutes(low, highest(low)).narrow
    assert not Minutes(low, highest(low) + 1).narrow


@given(st.lists(st.floats(0, 30_000), min_size=1, max_size=80), st.floats(0.5, 0.99))
def test_no_range_is_wider_than_is_of_use_nor_upside_down(waits: list[float], level: float) -> None:
    found = ranged(sorted(waits), level)
    assert 0 <= found.low < found.high
    assert found.narrow


def test_a_range_is_the_narrowest_that_holds_its_share() -> None:
    waits = [60.0 * each for each in (1, 2, 3, 3, 3, 4, 4, 4, 5, 9)]
    assert ranged(waits, 1.0) == Minutes(1, 9)
    assert ranged(waits, 0.9) == Minutes(1, 5)  # worked by hand: without the 9
    assert ranged(waits, 0.6) == Minutes(3, 4)


def test_where_no_narrow_range_holds_enough_it_is_the_one_that_holds_most() -> None:
    waits = [60.0, 1200.0, 1260.0, 1320.0, 1380.0, 3000.0]
    found = ranged(waits, 0.95)
    assert found.narrow
    assert [found.holds(each) for each in waits] == [False, True, True, True, True, False]


def as_asked(people: int, windows: int, minutes: float, lasted: float) -> WaitScene:
    """Visits as they are of the sample hall: far from all alike."""
    post = OpenPost(QA, "qa", lasted)
    line = tuple(Before("qa", 600.0 - each, 1.0) for each in range(people))
    return WaitScene("qa", (post,) * windows, line, {"qa": VisitPace.of_minutes(minutes)})


@pytest.mark.parametrize("lasted", [0.0, 300.0])
@pytest.mark.parametrize("minutes", range(3, 9))
@pytest.mark.parametrize("windows", [1, 2])
def test_whoever_comes_later_is_never_told_a_shorter_wait(
    windows: int, minutes: int, lasted: float
) -> None:
    before = 0.0
    for people in range(16):
        waits = played(as_asked(people, windows, minutes, lasted))
        found = ranged(waits, 0.96)
        assert found.holds(middle(waits)), (people, found)
        assert found.middle >= before, (people, found)
        before = found.middle


@given(st.lists(st.floats(0, 30_000), min_size=1, max_size=80), st.floats(0.5, 0.99))
def test_a_bounded_range_never_begins_earlier_where_every_wait_is_longer(
    waits: list[float], level: float
) -> None:
    longer = [each + 60.0 for each in sorted(waits)]
    found, later = ranged(sorted(waits), level), ranged(longer, level)
    if found.widest and later.widest:
        assert later.low >= found.low


def test_what_is_held_is_reckoned_in_seconds() -> None:
    assert Minutes(2, 4).holds(120.0)
    assert Minutes(2, 4).holds(240.0)
    assert not Minutes(2, 4).holds(119.9)
    assert not Minutes(2, 4).holds(240.1)


@given(st.integers(0, 12), st.integers(1, 4))
def test_more_people_never_wait_for_less_and_more_windows_never_for_longer(
    people: int, windows: int
) -> None:
    here = middle(played(scene(people, windows)))
    assert here >= 0
    assert middle(played(scene(people + 1, windows))) >= here
    assert fmean(played(scene(people, windows + 1))) <= fmean(played(scene(people, windows)))


@given(st.integers(0, 40), st.integers(1, 4))
def test_ranges_grow_with_the_people_before(people: int, windows: int) -> None:
    few = ranged(played(scene(people, windows)), 0.9)
    many = ranged(played(scene(people + 6 * windows, windows)), 0.9)
    assert many.high >= few.high
    assert many.low >= few.low


def test_whoever_earns_priority_faster_waits_for_less() -> None:
    assert fmean(played(scene(8, rate=3.0))) < fmean(played(scene(8)))
    # Nobody overtakes who has waited so long already.
    patient = Before("qa", 1e6, 1.0)
    calm = [
        fmean(played(WaitScene("qa", scene().posts, (patient,), {"qa": FIVE}, rate=rate)))
        for rate in (1.0, 2.0)
    ]
    assert calm[0] == calm[1]


@pytest.mark.parametrize("windows", [1, 2])
def test_a_priority_number_is_told_alike_when_it_is_given_and_by_whoever_comes_after_it(
    windows: int,
) -> None:
    joins = as_asked(7, windows, 6, 60.0)
    slip = ranged(played(replace(joins, rate=3.0)), 0.96)
    line = (*joins.before, Before("qa", 0.0, 3.0))
    comes_after = playing.played(replace(joins, before=line))
    assert ranged(comes_after.before[-1], 0.96) == slip
    assert all(len(each) == PLAYS for each in comes_after.before)
    # They are overtaken; whoever comes after all of them waits for all of them all the same.
    assert fmean(comes_after.before[6]) > fmean(comes_after.before[-1])
    assert min(comes_after.mine) >= max(each[0] for each in comes_after.before)


def test_a_window_calls_whoever_has_most_priority_by_then() -> None:
    # By hand, visits of five minutes: at 240 s the first has 400 + 240, the last 3 × 240. At
    # 540 s the second has 300 + 540 and the first 940.
    line = (Before("qa", 400.0, 1.0), Before("qa", 300.0, 1.0), Before("qa", 0.0, 3.0))
    exact = VisitPace(math.log(300), 0.0, 1e-6)
    post = OpenPost(QA, "qa", 60.0)
    found = playing.played(WaitScene("qa", (post,), line, {"qa": exact}, habits=STILL))
    assert [round(fmean(each)) for each in found.before] == [540, 840, 240]
    assert fmean(found.mine) == pytest.approx(1140, abs=1)


def test_a_window_with_nobody_is_free_at_once() -> None:
    assert played(scene(0, busy="")) == [0.0] * PLAYS


def test_a_visit_that_has_lasted_long_is_not_over_at_once() -> None:
    young, old = (
        fmean(played(WaitScene("qa", (OpenPost(QA, "qa", lasted),), (), {"qa": FIVE})))
        for lasted in (0.0, 900.0)
    )
    assert young == pytest.approx(300, rel=0.1)
    assert old > 120  # long visits are likely to go on, as of a log-normal


def test_a_paused_window_is_waited_for() -> None:
    paused = OpenPost(QA, paused=True)
    waits = played(WaitScene("qa", (paused,), (), {"qa": FIVE}))
    assert fmean(waits) == pytest.approx(600, rel=0.1)


def test_a_shared_window_serves_others_too() -> None:
    shared = OpenPost(frozenset({"qa", "qb"}), "qb", 10.0)
    alone = OpenPost(QA, "qa", 10.0)
    paces = {"qa": FIVE, "qb": FIVE}
    others = tuple(Before("qb", 500.0 - each, 1.0) for each in range(4))
    with_others = fmean(played(WaitScene("qa", (shared,), others, paces, habits=STILL)))
    assert with_others == pytest.approx(5 * 300, rel=0.15)
    # A window of their own takes nobody of theirs, and those before do not wait there.
    separate = WaitScene(
        "qa", (alone, OpenPost(frozenset({"qb"}), "qb", 10.0)), others, paces, habits=STILL
    )
    assert fmean(played(separate)) == pytest.approx(300, rel=0.15)


def test_a_long_line_in_groups_takes_as_long_as_one_by_one() -> None:
    line = tuple(Before("qa", 600.0, 1.0, 4) for _ in range(10))
    grouped = played(WaitScene("qa", scene().posts, line, {"qa": FIVE}, habits=STILL))
    assert fmean(grouped) == pytest.approx(fmean(played(scene(40))), rel=0.05)
    spread = max(grouped) - min(grouped)
    assert spread == pytest.approx(max(played(scene(40))) - min(played(scene(40))), rel=0.5)


def test_no_shows_make_it_shorter_pauses_and_overtaking_longer() -> None:
    def mean(**habits: float) -> float:
        whole = WindowHabits(**{"between": 0.0, "absent": 0.0, "pausing": 0.0, **habits})
        return fmean(
            played(WaitScene("qa", scene().posts, scene(20).before, {"qa": FIVE}, habits=whole))
        )

    assert mean(absent=0.2) == pytest.approx(mean() - 20 * 0.2 * (300 - 90), rel=0.05)
    assert mean(pausing=0.1, pause=600.0) == pytest.approx(mean() + 20 * 0.1 * 600, rel=0.05)
    assert mean(between=30.0) == pytest.approx(mean() + 21 * 30)
    overtaken = WaitScene(
        "qa", scene().posts, scene(20).before, {"qa": FIVE}, overtaking=0.2, habits=STILL
    )
    assert fmean(played(overtaken)) == pytest.approx(mean() / 0.9)


def test_each_step_holds_all_shares_once_and_steps_are_mixed_differently() -> None:
    assert sorted(mixed(5)) == list(range(PLAYS))
    assert len({mixed(step) for step in range(60)}) == 60
    assert fmean(shares()) == pytest.approx(0.5)


def test_the_halls_own_figure_is_a_mean() -> None:
    assert VisitPace.of_minutes(6).seconds == pytest.approx(360)


def test_few_visits_leave_the_mornings_pace_many_replace_it() -> None:
    morning = VisitPace.of_minutes(4).next_day()
    seen = VisitsSeen()
    assert believed(morning, seen) == morning
    assert not outweighs(morning, seen)
    for _ in range(400):
        seen.add(logarithm(600.0, morning))
    late = believed(morning, seen)
    assert late is not None
    assert late.middle == pytest.approx(math.log(600), abs=0.01)
    assert late.doubt < morning.doubt
    assert outweighs(morning, seen)


def test_a_few_slow_visits_do_not_unsettle_a_pace_that_is_well_known() -> None:
    morning = VisitPace.of_minutes(4)
    known = VisitPace(morning.middle, 0.1)
    seen = VisitsSeen()
    for _ in range(3):
        seen.add(logarithm(720.0, known))
    now = believed(known, seen)
    assert now is not None
    # Worked by hand: 3/0.49 of today against 1/0.01 of before: 6 % of ln 3 more, and of the spread.
    assert now.middle - known.middle == pytest.approx(
        0.0577 * (math.log(720) - known.middle), rel=0.01
    )


def test_one_endless_visit_moves_little() -> None:
    morning = VisitPace.of_minutes(4)
    seen = VisitsSeen()
    for _ in range(10):
        seen.add(logarithm(240.0, morning))
    before = believed(morning, seen)
    seen.add(logarithm(8 * 3600.0, morning))
    after = believed(morning, seen)
    assert before is not None
    assert after is not None
    assert after.middle - before.middle < 0.25


def test_without_any_figure_three_visits_are_needed() -> None:
    seen = VisitsSeen()
    assert believed(None, seen) is None
    for _ in range(2):
        seen.add(5.0)
    assert believed(None, seen) is None
    seen.add(5.0)
    assert believed(None, seen) is not None


def test_a_visit_that_was_not_over_is_taken_back_whole() -> None:
    seen = VisitsSeen()
    seen.add(5.5)
    seen.add(4.5)
    seen.add(4.5, times=-1)
    assert seen == VisitsSeen(1, 5.5, 5.5**2)
