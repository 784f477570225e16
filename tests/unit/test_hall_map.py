"""The small map on a slip, dot by dot."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from broker.domain.bitmaps import Bitmap
from broker.domain.plan import Plan, Spot, ZoneArea
from kiosk.printing.canvas import Canvas
from kiosk.printing.hall_map import HallMap, drawn

PLAN = Plan(width=48, height=28, doors=(Spot(x=48, y=14), Spot(x=10, y=28)))
LEFT = ZoneArea(x=2, y=2, width=14, height=7)
RIGHT = ZoneArea(x=32, y=2, width=14, height=7)
SHOWN = HallMap(PLAN, (LEFT, RIGHT), Spot(x=24, y=20), LEFT)


def dark(bitmap: Bitmap, x: int, y: int) -> bool:
    return bool(bitmap.rows[y * bitmap.across + x // 8] & 0x80 >> x % 8)


def share(bitmap: Bitmap, area: ZoneArea) -> float:
    """How much of an area is dark, its edge left out."""
    scale = 180 / 48
    columns = range(round(2 + area.x * scale) + 3, round(2 + (area.x + area.width) * scale) - 3)
    rows = range(round(2 + area.y * scale) + 3, round(2 + (area.y + area.height) * scale) - 3)
    dots = [dark(bitmap, x, y) for y in rows for x in columns]
    return sum(dots) / len(dots)


def test_the_zone_to_go_to_is_black_and_the_other_is_not() -> None:
    found = drawn(SHOWN, 184)
    assert (share(found, LEFT), share(found, RIGHT)) == (1.0, 0.0)
    other = drawn(HallMap(PLAN, (LEFT, RIGHT), SHOWN.here, RIGHT), 184)
    assert (share(other, LEFT), share(other, RIGHT)) == (0.0, 1.0)


def test_a_ring_stands_where_the_slip_is_printed() -> None:
    found = drawn(SHOWN, 184)
    x, y = round(2 + 24 * 180 / 48), round(2 + 20 * 180 / 48)
    ring = [(x + 5, y), (x - 5, y), (x, y + 5), (x, y)]
    assert all(dark(found, *each) for each in ring)
    assert not any(dark(found, *each) for each in [(x + 3, y), (x, y + 3), (x, y + 8), (x - 8, y)])


def test_the_way_leads_from_the_ring_to_the_zone() -> None:
    found = drawn(SHOWN, 184)
    between = [(x, y) for y in range(40, 70) for x in range(30, 84) if dark(found, x, y)]
    assert len(between) > 25
    assert min(y for _, y in between) <= 42
    assert max(x for x, _ in between) >= 80


def test_walls_are_open_at_doors() -> None:
    found = drawn(SHOWN, 184)
    door = round(2 + 14 * 180 / 48)
    assert not any(dark(found, x, door) for x in range(180, 184))
    assert dark(found, 183, door - 20)
    assert not dark(found, round(2 + 10 * 180 / 48), found.down - 1)
    assert all(dark(found, x, 0) for x in range(184))


def test_a_zone_that_no_way_leads_to_is_black_all_the_same() -> None:
    walled = HallMap(PLAN, (LEFT, RIGHT), Spot(x=5, y=5), RIGHT)
    assert share(drawn(walled, 184), RIGHT) == 1.0


sides = st.floats(1, 200)


@given(sides, sides, st.sampled_from([184, 240]))
def test_whatever_the_plan_it_fits_the_paper(width: float, height: float, dots: int) -> None:
    zone = ZoneArea(x=width / 4, y=height / 4, width=width / 8, height=height / 8)
    plan = Plan(width=width, height=height, doors=(Spot(x=0, y=0),))
    found = drawn(HallMap(plan, (zone,), Spot(x=0, y=height), zone), dots)
    assert found.across * 8 == dots
    assert 1 <= found.down <= 0.7 * dots + 4


def test_what_lies_outside_is_left_out() -> None:
    canvas = Canvas(9, 2)
    for x, y in ((-1, 0), (9, 0), (0, -1), (0, 2)):
        canvas.dot(x, y)
    assert canvas.finished() == Bitmap(2, bytes(4))
    canvas.dot(8, 1)
    assert canvas.finished() == Bitmap(2, b"\0\0\0\x80")
    canvas.dot(8, 1, dark=False)
    assert canvas.finished() == Bitmap(2, bytes(4))


@pytest.mark.parametrize(
    ("tip", "inside", "outside"),
    [((20, 10), (12, 10), (12, 18)), ((10, 20), (10, 12), (18, 12)), ((2, 2), (8, 8), (2, 8))],
)
def test_an_arrow_points_where_it_goes(
    tip: tuple[int, int], inside: tuple[int, int], outside: tuple[int, int]
) -> None:
    canvas = Canvas(32, 32)
    canvas.head((10 if tip != (2, 2) else 20, 10 if tip != (2, 2) else 20), tip, 9.0)
    found = canvas.finished()
    assert dark(found, *tip)
    assert dark(found, *inside)
    assert not dark(found, *outside)
