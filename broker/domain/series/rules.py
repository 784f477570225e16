"""Spare numbers: granted to a kiosk beforehand, and merged when it can be heard again. Pure.

How it works, and why no number is given twice. The ledger stays the only giver: it counts the spare
numbers of each letter and day, from 9001, apart from the ordinary ones, which end at 8999. What it
grants is that one kiosk's for ever. A kiosk that has lost its disk is granted the next numbers,
never old ones; of the old ones those that came out come back by themselves, or not at all.

What a kiosk gave is in somebody's hand. So a number that comes back is never refused: it waits
since the moment of its touch, as if the ledger had been there, or it is a fact of its own
(`SpareUnmerged`) of which staff are told. The kiosk's time is believed between what came before in
its series and now: a clock that is wrong puts nobody before those whom the same kiosk served first,
and nobody into the future. Where the ledger has no such grant, because its file was restored from
an older copy, the number is taken for granted, unless another holds it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import datetime
from typing import Any

from broker.domain.base import Request
from broker.domain.ground import LONGEST_CLOSED, OUTLIVED, WRITTEN, day_begins
from broker.domain.hall import Queue
from broker.domain.ids import LAST_NUMBER, is_spare, number_parts, ticket_id
from broker.domain.refusals import No, Refusal
from broker.domain.series.facts import SeriesFact, SeriesGranted, SpareUnmerged, WhyUnmerged
from broker.domain.series.projection import SeriesFloor
from broker.domain.series.requests import GrantSeries, MergeTicket
from broker.domain.tickets.facts import (
    TicketActivated,
    TicketFact,
    TicketReserved,
    TicketVoided,
    VoidReason,
)
from broker.domain.tickets.rules import joined_at

AHEAD = LONGEST_CLOSED  # a series of a later day is granted: the ledger looks back as far


def grant(floor: SeriesFloor, request: GrantSeries, now: datetime) -> list[SeriesFact]:
    """The next spare numbers of each queue, as far as there are any."""
    if request.source not in {each.id for each in floor.hall.kiosks}:
        raise Refusal(No.UNKNOWN_DEVICE, device=request.source)
    today = floor.day_of(now)
    if not today <= request.day <= today + AHEAD:
        raise Refusal(No.NO_SUCH_TIME, moment=request.day)
    queues = [floor.hall.queue(key) for key in dict.fromkeys(request.queues)]
    known = [each for each in queues if each is not None]
    if not known:
        raise Refusal(No.UNKNOWN_QUEUE, queue=request.queues[0])
    granted = list(_series(floor, request, known))
    if not granted:
        raise Refusal(No.LIMIT)
    return [*granted]


def _series(
    floor: SeriesFloor, request: GrantSeries, queues: list[Queue]
) -> Iterator[SeriesGranted]:
    """One for each queue; two queues of one letter count on from each other."""
    taken: dict[str, int] = {}
    for queue in queues:
        first = taken.get(queue.prefix) or floor.next_spare(request.day, queue.prefix)
        last = min(LAST_NUMBER, first + floor.hall.kiosk.spare_numbers - 1)
        taken[queue.prefix] = last + 1
        if first <= last:
            yield SeriesGranted(
                kiosk=request.source,
                queue=queue.id,
                day=request.day,
                prefix=queue.prefix,
                first=first,
                last=last,
            )


def merge(floor: SeriesFloor, request: MergeTicket, now: datetime) -> list[SeriesFact | TicketFact]:
    """What a kiosk gave without us waits since it was given."""
    why = _hindrance(floor, request, now)
    if why is not None:
        return [_unmerged(request, why)]
    joined, slot = _given_at(floor, request, now), _slot(request)
    key = ticket_id(request.day, request.number)
    given = TicketReserved(
        ticket=key,
        day=request.day,
        queue=request.queue,
        number=request.number,
        group=request.group,
        item=request.item,
        slot=slot,
        ahead=_before(floor, request.queue, joined),
        windows=tuple(window.number for window in floor.hall.windows_of(request.queue)),
        person=request.person,
    )
    if request.held is None:
        held: TicketFact = TicketVoided(ticket=key, reason=VoidReason.NOBODY_NOTED)
    else:
        since = joined_at(request.group, slot, joined, floor.hall.calling)
        held = TicketActivated(ticket=key, joined=since, paper=request.held)
    return [*_forgotten(floor, request), given, held]


def _hindrance(floor: SeriesFloor, request: MergeTicket, now: datetime) -> WhyUnmerged | None:
    """Why nobody can be called by this number."""
    if request.day < floor.day_of(now):
        return WhyUnmerged.DAY_OVER
    if request.day > floor.day_of(now):  # there will be another of this name
        return WhyUnmerged.DAY_TO_COME
    series = floor.series_with(request.day, request.number)
    if not is_spare(request.number):
        return WhyUnmerged.NOT_GRANTED
    known = {each.id for each in floor.hall.kiosks}
    if series is None and request.source not in known:
        return WhyUnmerged.NOT_GRANTED
    if series and (series.granted.kiosk, series.granted.queue) != (request.source, request.queue):
        return WhyUnmerged.NOT_GRANTED
    if ticket_id(request.day, request.number) in floor.tickets:
        return WhyUnmerged.GIVEN_TWICE
    return None


def _given_at(floor: SeriesFloor, request: MergeTicket, now: datetime) -> datetime:
    """When the number was given, as far as the kiosk can be believed."""
    begins = day_begins(floor.day_of(now), floor.zone, floor.hall.hall.day_cutoff)
    series = floor.series_with(request.day, request.number)
    earliest = begins if series is None else max(begins, series.latest)
    return min(now, max(earliest, request.taken))


def _slot(request: MergeTicket) -> datetime | None:
    """The booked time, where it is one that can be reckoned with."""
    slot = request.slot
    return slot if slot is not None and WRITTEN <= slot < OUTLIVED else None


def _before(floor: SeriesFloor, queue: str, joined: datetime) -> int:
    waiting = floor.waiting.get(queue, {}).values()
    return sum(each.joined is not None and each.joined <= joined for each in waiting)


def _forgotten(floor: SeriesFloor, request: MergeTicket) -> list[SeriesFact]:
    """The grant of this number, where a ledger of before made it and this one does not know."""
    if floor.series_with(request.day, request.number) is not None:
        return []
    prefix, count = number_parts(request.number)
    return [
        SeriesGranted(
            kiosk=request.source,
            queue=request.queue,
            day=request.day,
            prefix=prefix,
            first=count,
            last=count,
        )
    ]


def _unmerged(request: MergeTicket, why: WhyUnmerged) -> SpareUnmerged:
    return SpareUnmerged(
        kiosk=request.source,
        queue=request.queue,
        day=request.day,
        number=request.number,
        taken=request.taken,
        why=why,
        held=request.held is not None,
    )


RULES: Mapping[
    type[Request], Callable[[SeriesFloor, Any, datetime], list[SeriesFact] | list[Any]]
] = {
    GrantSeries: grant,
    MergeTicket: merge,
}
