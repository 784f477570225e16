"""Whether a department gives numbers now; if not, the words for its card and where a touch leads.
Pure."""

from __future__ import annotations

from datetime import datetime

from msgspec import Struct

from broker.domain.hall import Queue
from broker.domain.opening import Opening
from kiosk.ticket.hours import ClosedNow, next_opening, reason, standing
from kiosk.ticket.screens import Cannot, WhyCannot
from kiosk.ticket.worldview import World
from kiosk.words import Wording, say
from kiosk.words.calendar import coming_time


class Shut(Struct, frozen=True):
    """`words` for the card; `screen` says it whole."""

    words: Wording
    screen: Cannot


def shut(queues: tuple[Queue, ...], world: World, hours: Opening, now: datetime) -> Shut | None:
    """Why none of these queues gives a number: the hall is closed, or all of today's are given;
    None where one does."""
    closed = standing(hours, now)
    if isinstance(closed, ClosedNow):
        return Shut(_opens(closed, now), Cannot(WhyCannot.CLOSED))
    if all(map(world.full, queues)):
        return Shut(_full(hours, now), Cannot(WhyCannot.FULL))
    return None


def _opens(closed: ClosedNow, now: datetime) -> Wording:
    if closed.opens is None:
        return reason(closed.why)
    return say("ticket.opens", when=coming_time(closed.opens, now))


def _full(hours: Opening, now: datetime) -> Wording:
    again = next_opening(hours, now)
    if again is None:
        return say("ticket.limit")
    return say("ticket.limit.again", when=coming_time(again, now))
