"""Whether a number can be had here and now. Pure."""

from __future__ import annotations

from datetime import tzinfo

from broker.domain.hall import Hall
from kiosk.issuing.events import Moment
from kiosk.issuing.series import Series
from kiosk.ticket.hours import ClosedNow, standing
from kiosk.ticket.screens import Cannot, WhyCannot


def no_number_now(
    queue: str, hall: Hall, zone: tzinfo, connected: bool, series: Series, now: Moment
) -> Cannot | None:
    """Why none of `queue` can be had; None where one can."""
    local = now.at.astimezone(zone)
    if isinstance(standing(hall.hours, local), ClosedNow):
        return Cannot(WhyCannot.CLOSED, queue)
    if connected or series.gives(queue, now.at):
        return None
    return Cannot(WhyCannot.AWAY, queue)
