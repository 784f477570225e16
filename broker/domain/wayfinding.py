"""The way through the hall, from a spot to a zone, on the hall's plan. Pure.

How it works: a shortest way round rectangles bends only at their corners. So the corners of all
zones, a little outside of them, are joined wherever a straight line meets no zone, and the shortest
chain of such lines is taken (Dijkstra). It ends before the middle of that side of the zone which is
reached first. Where there is no way (a spot walled in), there is none.
"""

from __future__ import annotations

import heapq
import math
from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import pairwise

from broker.domain.plan import Plan, Spot, ZoneArea

APART = 0.5  # squares that the way keeps from the zones it goes round
_NEARLY = 1e-9

Way = tuple[Spot, ...]


@lru_cache(maxsize=64)
def way_to(plan: Plan, zones: tuple[ZoneArea, ...], start: Spot, target: ZoneArea) -> Way:
    """From `start` to the edge of `target`, in straight pieces round all `zones`, of which it is
    one; empty where no way leads there."""
    ends = {_outside(target, side): side for side in _sides(target)}
    within = [each for each in ends if _on(plan, each)]
    corners = [each for zone in zones for each in _corners(zone) if _on(plan, each)]
    found = _shortest(start, within, [start, *within, *corners], zones)
    return (*found, ends[found[-1]]) if found else ()


def length(way: Way) -> float:
    """How long a way is, in squares."""
    return sum(_apart(one, other) for one, other in pairwise(way))


def inside(area: ZoneArea, spot: Spot) -> bool:
    """Whether the spot lies within the area, not on its edge."""
    return area.x < spot.x < area.x + area.width and area.y < spot.y < area.y + area.height


def overlap(one: ZoneArea, other: ZoneArea) -> bool:
    """Whether two areas share ground; neighbours with a common edge do not."""
    across = min(one.x + one.width, other.x + other.width) - max(one.x, other.x)
    down = min(one.y + one.height, other.y + other.height) - max(one.y, other.y)
    return across > _NEARLY and down > _NEARLY


def beyond(plan: Plan, area: ZoneArea) -> bool:
    """Whether the area reaches out of the plan."""
    right, bottom = area.x + area.width, area.y + area.height
    return right > plan.width + _NEARLY or bottom > plan.height + _NEARLY


def _on(plan: Plan, spot: Spot) -> bool:
    return 0 <= spot.x <= plan.width and 0 <= spot.y <= plan.height


def _shortest(
    start: Spot, ends: Sequence[Spot], spots: Sequence[Spot], zones: Sequence[ZoneArea]
) -> Way:
    """Dijkstra over all lines between `spots` that meet no zone; () where no end is reached."""
    waiting: list[tuple[float, int, Way]] = [(0.0, 0, (start,))]
    reached: set[Spot] = set()
    turn = 0  # tells equally long ways apart: the one found first
    while waiting:
        gone, _, way = heapq.heappop(waiting)
        here = way[-1]
        if here in ends:
            return way
        if here in reached:
            continue
        reached.add(here)
        for spot in spots:
            if spot not in reached and free(here, spot, zones):
                turn += 1
                heapq.heappush(waiting, (gone + _apart(here, spot), turn, (*way, spot)))
    return ()


def free(one: Spot, other: Spot, zones: Sequence[ZoneArea]) -> bool:
    """Whether the straight line between two spots meets the inside of no zone."""
    return not any(_meets(one, other, zone) for zone in zones)


def _meets(one: Spot, other: Spot, zone: ZoneArea) -> bool:
    """Whether a line has a piece inside a rectangle: what is left of it between the four edges, in
    shares of its length (the slab method)."""
    first, last = 0.0, 1.0
    for start, end, low, high in (
        (one.x, other.x, zone.x, zone.x + zone.width),
        (one.y, other.y, zone.y, zone.y + zone.height),
    ):
        run = end - start
        if abs(run) < _NEARLY:
            if not low < start < high:
                return False
            continue
        enters, leaves = sorted(((low - start) / run, (high - start) / run))
        first, last = max(first, enters), min(last, leaves)
    return last - first > _NEARLY


def _apart(one: Spot, other: Spot) -> float:
    return math.hypot(one.x - other.x, one.y - other.y)


def _corners(zone: ZoneArea) -> Iterator[Spot]:
    for x in (zone.x - APART, zone.x + zone.width + APART):
        for y in (zone.y - APART, zone.y + zone.height + APART):
            yield Spot(x=x, y=y)


def _sides(zone: ZoneArea) -> tuple[Spot, ...]:
    """The middles of its sides: above, below, left, right."""
    middle, centre = zone.x + zone.width / 2, zone.y + zone.height / 2
    return (
        Spot(x=middle, y=zone.y),
        Spot(x=middle, y=zone.y + zone.height),
        Spot(x=zone.x, y=centre),
        Spot(x=zone.x + zone.width, y=centre),
    )


def _outside(zone: ZoneArea, side: Spot) -> Spot:
    """A spot before the middle of a side."""
    middle, centre = zone.x + zone.width / 2, zone.y + zone.height / 2
    x = side.x + (APART if side.x > middle else -APART if side.x < middle else 0)
    y = side.y + (APART if side.y > centre else -APART if side.y < centre else 0)
    return Spot(x=x, y=y)
