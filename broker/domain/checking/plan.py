"""The hall's plan: zones lie on it, beside each other, and what stands in the hall is no wall."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations

from broker.domain.checking.problem import KeyPath, Problem
from broker.domain.hall import Hall
from broker.domain.plan import Spot, ZoneArea
from broker.domain.wayfinding import beyond, inside, overlap


def ground(hall: Hall) -> Iterator[Problem]:
    """Where zones or kiosks have a place, there is a plan to have it on."""
    if hall.plan is not None:
        return
    placed: list[KeyPath] = [
        *(("zones", nth, "area") for nth, each in enumerate(hall.zones) if each.area),
        *(("kiosks", nth, "spot") for nth, each in enumerate(hall.kiosks) if each.spot),
    ]
    for path in placed[:1]:
        yield Problem(
            path,
            "there is no plan that it could lie on: no map is drawn",
            "add [plan] with the width and height of the hall, or remove it",
            warning=True,
        )


def zones(hall: Hall) -> Iterator[Problem]:
    """Areas lie within the plan, and none on another."""
    if hall.plan is None:
        return
    areas = _areas(hall)
    for nth, area in areas:
        if beyond(hall.plan, area):
            yield Problem(
                ("zones", nth, "area"),
                f"it reaches out of the plan of {hall.plan.width:g} by {hall.plan.height:g}",
                "make the area smaller, or the plan larger",
            )
    for (nth, one), (other, area) in combinations(areas, 2):
        if overlap(one, area):
            yield Problem(
                ("zones", other, "area"),
                f"it lies on the area of zones[{nth}]",
                "give every zone ground of its own",
            )


def spots(hall: Hall) -> Iterator[Problem]:
    """Doors, the guide desk and kiosks stand on the plan, and in no zone's area."""
    if hall.plan is None:
        return
    for path, spot in _spots(hall):
        if spot.x > hall.plan.width or spot.y > hall.plan.height:
            yield Problem(
                path,
                f"it lies outside of the plan of {hall.plan.width:g} by {hall.plan.height:g}",
                "write a spot on the plan, or make the plan larger",
            )
        for nth, area in _areas(hall):
            if inside(area, spot):
                yield Problem(
                    path,
                    f"it lies within the area of zones[{nth}]: no way could be drawn from it",
                    "write a spot beside the zone",
                )


def kiosks(hall: Hall) -> Iterator[Problem]:
    """On a plan, a kiosk says where it stands, or its map has no "you are here"."""
    if hall.plan is None:
        return
    for nth, kiosk in enumerate(hall.kiosks):
        if kiosk.spot is None:
            yield Problem(
                ("kiosks", nth),
                f"nothing says where {kiosk.id!r} stands: its map shows no way",
                "write its `spot`, from the upper left of the plan",
                warning=True,
            )


def _areas(hall: Hall) -> list[tuple[int, ZoneArea]]:
    return [(nth, each.area) for nth, each in enumerate(hall.zones) if each.area is not None]


def _spots(hall: Hall) -> Iterator[tuple[KeyPath, Spot]]:
    if hall.plan is not None:
        yield from ((("plan", "doors", nth), each) for nth, each in enumerate(hall.plan.doors))
        if hall.plan.guide_desk is not None:
            yield ("plan", "guide_desk"), hall.plan.guide_desk
    for nth, kiosk in enumerate(hall.kiosks):
        if kiosk.spot is not None:
            yield ("kiosks", nth, "spot"), kiosk.spot
