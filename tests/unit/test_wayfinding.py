"""The way through the hall: short, straight, round the zones; worked by hand on squared paper."""

from __future__ import annotations

import math
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from broker.domain.plan import Plan, Spot, ZoneArea
from broker.domain.wayfinding import (
    APART,
    beyond,
    free,
    inside,
    length,
    overlap,
    way_to,
)

PLAN = Plan(width=40, height=20)
NORTH = ZoneArea(x=10, y=2, width=10, height=4)
WALL = ZoneArea(x=18, y=8, width=2, height=12)


def spot(x: float, y: float) -> Spot:
    return Spot(x=x, y=y)


def test_a_free_way_is_one_straight_line_to_the_nearest_side() -> None:
    """Below the zone, off its middle: to the middle of its lower edge, upright at the end."""
    way = way_to(PLAN, (NORTH,), spot(15, 16), NORTH)
    assert way == (spot(15, 16), spot(15, 6 + APART), spot(15, 6))
    assert length(way) == 10


def test_the_nearest_side_is_taken() -> None:
    left = way_to(PLAN, (NORTH,), spot(1, 4), NORTH)
    right = way_to(PLAN, (NORTH,), spot(39, 4), NORTH)
    above = way_to(PLAN, (NORTH,), spot(15, 0), NORTH)
    assert (left[-1], right[-1], above[-1]) == (spot(10, 4), spot(20, 4), spot(15, 2))


def test_it_goes_round_a_zone_in_between_by_its_nearer_corner() -> None:
    target = ZoneArea(x=24, y=12, width=6, height=4)
    way = way_to(PLAN, (WALL, target), spot(12, 12), target)
    assert way[0] == spot(12, 12)
    assert way[-1] in (spot(24, 14), spot(27, 12))
    assert spot(18 - APART, 8 - APART) in way  # the wall reaches down to the edge of the plan
    assert all(free(one, other, (WALL, target)) for one, other in pairwise(way))


def test_where_nobody_can_walk_no_way_is_drawn() -> None:
    across = ZoneArea(x=0, y=8, width=40, height=2)
    assert way_to(PLAN, (across, NORTH), spot(15, 16), NORTH) == ()
    assert way_to(PLAN, (NORTH,), spot(12, 4), NORTH) == ()  # it stands within


def test_a_side_at_the_edge_of_the_plan_cannot_be_reached_from_outside() -> None:
    corner = ZoneArea(x=0, y=0, width=10, height=20)
    assert way_to(PLAN, (corner,), spot(20, 10), corner)[-1] == spot(10, 10)


@pytest.mark.parametrize(
    ("one", "other", "meets"),
    [
        (spot(0, 4), spot(40, 4), True),
        (spot(15, 0), spot(15, 20), True),
        (spot(0, 0), spot(30, 18), False),  # touches its lower left corner, at (10, 6)
        (spot(0, 0), spot(30, 12), True),
        (spot(0, 2), spot(40, 2), False),  # along an edge
        (spot(10, 0), spot(10, 20), False),
        (spot(0, 4), spot(9, 4), False),  # ends before it
        (spot(21, 4), spot(40, 4), False),
        (spot(12, 4), spot(14, 4), True),  # wholly within
    ],
)
def test_a_line_meets_what_it_crosses(one: Spot, other: Spot, meets: bool) -> None:
    assert free(one, other, (NORTH,)) is not meets
    assert free(other, one, (NORTH,)) is not meets


def test_edges_are_no_inside_and_neighbours_share_no_ground() -> None:
    assert inside(NORTH, spot(10.1, 2.1))
    for x, y in ((10, 4), (20, 4), (15, 2), (15, 6), (9, 4), (15, 7)):
        assert not inside(NORTH, spot(x, y))
    beside = ZoneArea(x=20, y=2, width=5, height=4)
    below = ZoneArea(x=10, y=6, width=5, height=4)
    assert not overlap(NORTH, beside)
    assert not overlap(below, NORTH)
    assert overlap(NORTH, ZoneArea(x=19.9, y=5.9, width=5, height=5))


@pytest.mark.parametrize(
    ("x", "y", "out"), [(30, 16, False), (30.1, 16, True), (30, 16.1, True), (0, 0, False)]
)
def test_an_area_reaches_to_the_edge_and_not_beyond(x: float, y: float, out: bool) -> None:
    assert beyond(PLAN, ZoneArea(x=x, y=y, width=10, height=4)) is out


def test_a_way_may_begin_on_the_very_edge_and_goes_round_on_whichever_side_is_open() -> None:
    wall = ZoneArea(x=18, y=1, width=4, height=18)
    goal = ZoneArea(x=30, y=8, width=4, height=4)
    for start in (spot(0, 0), spot(0, 20), spot(0, 10)):
        way = way_to(PLAN, (wall, goal), start, goal)
        assert way[0] == start
        assert len(way) > 2  # round a corner of the wall
    for edge in (spot(40, 10), spot(20, 0), spot(20, 20)):
        assert way_to(PLAN, (goal,), edge, goal)[0] == edge


areas = st.builds(
    ZoneArea,
    x=st.integers(0, 34),
    y=st.integers(0, 16),
    width=st.integers(1, 6),
    height=st.integers(1, 4),
)
spots = st.builds(Spot, x=st.integers(0, 40), y=st.integers(0, 20))


@given(st.lists(areas, min_size=1, max_size=4), spots)
def test_no_way_leads_through_a_zone_or_off_the_plan(zones: list[ZoneArea], start: Spot) -> None:
    target = zones[0]
    way = way_to(PLAN, tuple(zones), start, target)
    for one, other in pairwise(way[:-1]):
        assert free(one, other, zones)
    for each in way[:-1]:
        assert 0 <= each.x <= PLAN.width
        assert 0 <= each.y <= PLAN.height
    if way:
        assert way[0] == start
        straight = math.hypot(way[-1].x - start.x, way[-1].y - start.y)
        assert length(way) >= straight - 1e-6
        assert not inside(target, way[-1])
