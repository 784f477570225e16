"""The hall's plan: where zones, kiosks and doors lie, for the small maps on screens and slips.

All lengths are in squares of a grid that the hall chooses, x from the left, y from the top of the
plan; a square is about a metre.
"""

from __future__ import annotations

from typing import Annotated

from msgspec import Meta

from broker.domain.tables import HallTable

Squares = Annotated[float, Meta(ge=0, le=200)]
Side = Annotated[float, Meta(gt=0, le=200)]


class ZoneArea(HallTable, frozen=True):
    """The ground a zone takes: a rectangle whose upper left corner is at (`x`, `y`)."""

    x: Squares
    y: Squares
    width: Side
    height: Side


class Spot(HallTable, frozen=True):
    """A point: where a kiosk stands, or a door is."""

    x: Squares
    y: Squares


class Plan(HallTable, frozen=True):
    """`[plan]`: the whole ground, `width` by `height` squares, its doors and the guide desk."""

    width: Side
    height: Side
    doors: tuple[Spot, ...] = ()
    guide_desk: Spot | None = None
