"""The small map on a slip: where the kiosk is, where to go, and the way between. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from broker.domain.bitmaps import Bitmap
from broker.domain.plan import Plan, Spot, ZoneArea
from broker.domain.wayfinding import way_to
from kiosk.printing.canvas import Canvas

_WALL, _EDGE = 2, 1  # dots thick: of the hall, of a zone
_DOOR = 3.0  # squares of wall that are open before a door
_HERE = 6.0  # dots: radius of the ring around who reads it
_WAY, _HEAD = 2.0, 12.0
_MOST = 0.7  # of the width: how high a map may be


@dataclass(frozen=True, slots=True)
class HallMap:
    """What is drawn: the hall's plan, the ground of all zones, where the slip is printed and the
    zone to go to, which is one of them."""

    plan: Plan
    zones: tuple[ZoneArea, ...]
    here: Spot
    target: ZoneArea


@lru_cache(maxsize=64)
def drawn(shown: HallMap, width: int) -> Bitmap:
    """The map, `width` dots wide: the zone is black, a dashed way leads there from a ring."""
    return _Sheet(shown, width).draw()


class _Sheet:
    """Squares of the plan become dots."""

    def __init__(self, shown: HallMap, width: int) -> None:
        plan = shown.plan
        self._shown = shown
        self._scale = min(
            (width - 2 * _WALL) / plan.width, (_MOST * width - 2 * _WALL) / plan.height
        )
        self._left = (width - plan.width * self._scale) / 2
        self._canvas = Canvas(width, round(plan.height * self._scale) + 2 * _WALL)

    def draw(self) -> Bitmap:
        self._walls()
        for zone in self._shown.zones:
            self._zone(zone)
        self._way()
        return self._canvas.finished()

    def _at(self, spot: Spot) -> tuple[float, float]:
        return self._left + spot.x * self._scale, _WALL + spot.y * self._scale

    def _walls(self) -> None:
        plan = self._shown.plan
        right, bottom = self._at(Spot(x=plan.width, y=plan.height))
        self._canvas.frame(self._left - _WALL, 0, right + _WALL, bottom + _WALL, _WALL)
        for door in plan.doors:
            x, y = self._at(door)
            half = _DOOR * self._scale / 2
            beside = door.x in (0, plan.width)
            across, down = (_WALL + 1, half) if beside else (half, _WALL + 1)
            self._canvas.fill(x - across, y - down, x + across, y + down, dark=False)

    def _zone(self, zone: ZoneArea) -> None:
        left, top = map(round, self._at(Spot(x=zone.x, y=zone.y)))
        corner = Spot(x=zone.x + zone.width, y=zone.y + zone.height)
        right, bottom = map(round, self._at(corner))
        if zone == self._shown.target:
            self._canvas.fill(left, top, right, bottom, dark=True)
        else:
            self._canvas.frame(left, top, right, bottom, _EDGE)

    def _way(self) -> None:
        shown = self._shown
        way = [self._at(each) for each in way_to(shown.plan, shown.zones, shown.here, shown.target)]
        if way:
            self._canvas.dashes(way, _WAY)
            self._canvas.head(way[-2], way[-1], _HEAD)
        x, y = self._at(shown.here)
        for radius, dark in ((_HERE + 2, False), (_HERE, True), (_HERE - 2, False), (2.0, True)):
            self._canvas.disc(x, y, radius, dark=dark)
