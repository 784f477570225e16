"""Home of the coming days, before anybody has touched the glass: what `kept_home` keeps. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, time, timedelta
from itertools import pairwise
from typing import NamedTuple

from msgspec import to_builtins
from msgspec.structs import replace

from broker.domain.notices import hanging
from kiosk.ticket.home_pages import Hour
from kiosk.ticket.look import TicketLook, look
from kiosk.ticket.pages.scene import Scene
from kiosk.words import NOTHING
from kiosk.words.calendar import short_date

DAYS = 8  # a hall that rests for longer starts as slowly as a new one


class ComingHome(NamedTuple):
    """The pages, each once and without day and time, and at which hours they stand there."""

    looks: tuple[TicketLook, ...]
    hours: tuple[Hour, ...]


def coming_home(scene: Scene, days: int = DAYS) -> ComingHome:
    """Home as it will be from the day of `scene` on: that is home, untouched, with all notices
    that there are, of whichever day, and a catalogue of its own, which is turned to each day."""
    looks: list[TicketLook] = []
    hours = []
    for begins, ends in _spans(scene, days):
        shown = _shown(scene, begins)
        if shown not in looks:
            looks.append(shown)
        hours.append(_hour(begins, ends, looks.index(shown)))
    return ComingHome(tuple(looks), tuple(hours))


def _hour(begins: datetime, ends: datetime, place: int) -> Hour:
    east = begins.utcoffset() or timedelta(0)
    date = to_builtins(short_date(begins))
    return Hour(begins.timestamp(), ends.timestamp(), int(east.total_seconds()), place, date)


def _spans(scene: Scene, days: int) -> Iterator[tuple[datetime, datetime]]:
    """From each moment at which home may change to the next."""
    sessions = scene.hall.hours.sessions
    clocks = sorted({time(0), *(time.fromisoformat(each) for pair in sessions for each in pair)})
    first = scene.local.date()
    edges = [
        datetime.combine(first + timedelta(days=day), each, tzinfo=scene.local.tzinfo)
        for day in range(days)
        for each in clocks
    ]
    return pairwise(edges)


def _shown(scene: Scene, local: datetime) -> TicketLook:
    day = local.date()
    scene.catalogue.turn_to(day)
    there = replace(scene, local=local, notices=hanging(scene.notices, day))
    return replace(look(there)[0], date=NOTHING, time="")
