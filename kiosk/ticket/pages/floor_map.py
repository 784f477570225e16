"""The hall's map: zones, doors, where this kiosk stands, and the way to a queue's windows. Pure."""

from __future__ import annotations

from msgspec import Struct

from broker.domain.hall import Hall, Zone
from broker.domain.plan import Plan, Spot, ZoneArea
from broker.domain.wayfinding import Way, length, way_to
from kiosk.ticket.pages.scene import Scene
from kiosk.words import Wording, named, together


class MapZone(Struct, frozen=True):
    """A zone's ground. `chosen`: the way leads there."""

    x: float
    y: float
    width: float
    height: float
    label: Wording
    chosen: bool


class MapSpot(Struct, frozen=True):
    """A point of the map."""

    x: float
    y: float


class FloorMap(Struct, frozen=True):
    """All in squares from the upper left. `here` is this kiosk; `way` leads from it to `goal`."""

    width: float
    height: float
    zones: tuple[MapZone, ...]
    doors: tuple[MapSpot, ...]
    desk: MapSpot | None
    here: MapSpot | None
    way: tuple[MapSpot, ...]
    goal: Wording


def floor_map(queue: str, scene: Scene) -> FloorMap | None:
    """The way to this queue's windows; None where the hall has no plan, or no zone of them is on
    it."""
    plan, hall = scene.hall.plan, scene.hall
    wanted = {each.zone for each in hall.windows_of(queue)}
    placed = [(zone, zone.area) for zone in hall.zones if zone.area is not None]
    targets = [area for zone, area in placed if zone.id in wanted]
    if plan is None or not targets:
        return None
    return FloorMap(
        width=plan.width,
        height=plan.height,
        zones=tuple(_zone(zone, area, zone.id in wanted) for zone, area in placed),
        doors=tuple(map(_spot, plan.doors)),
        desk=_spot(plan.guide_desk) if plan.guide_desk else None,
        here=_spot(scene.spot) if scene.spot else None,
        way=tuple(map(_spot, _nearest(plan, hall, scene.spot, targets))),
        goal=together(named(zone) for zone, _ in placed if zone.id in wanted),
    )


def _nearest(plan: Plan, hall: Hall, start: Spot | None, targets: list[ZoneArea]) -> Way:
    """The way to whichever of the targets is reached first."""
    if start is None:
        return ()
    areas = tuple(zone.area for zone in hall.zones if zone.area is not None)
    ways = [way_to(plan, areas, start, each) for each in targets]
    return min((way for way in ways if way), key=length, default=())


def _zone(zone: Zone, area: ZoneArea, chosen: bool) -> MapZone:
    return MapZone(area.x, area.y, area.width, area.height, named(zone), chosen)


def _spot(spot: Spot) -> MapSpot:
    return MapSpot(spot.x, spot.y)
