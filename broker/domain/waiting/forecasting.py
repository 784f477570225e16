"""How long somebody will wait, as the floor stands now. Pure: it looks, and changes nothing."""

from __future__ import annotations

import heapq
from collections.abc import Mapping
from datetime import datetime
from itertools import islice
from typing import TypeVar

from msgspec import Struct
from msgspec.structs import replace

from broker.domain.calling.priority import priority
from broker.domain.hall import PriorityClass, Window
from broker.domain.ids import TicketId
from broker.domain.tickets.facts import TicketReserved, WaitBasis
from broker.domain.tickets.projection import Ticket
from broker.domain.waiting import facts
from broker.domain.waiting.facts import QueuePace
from broker.domain.waiting.lattice import PLAYS
from broker.domain.waiting.pace import VisitPace, VisitsSeen, believed, outweighs
from broker.domain.waiting.playing import MOST_AHEAD, Before, OpenPost, WaitScene, played
from broker.domain.waiting.projection import LATELY, WaitingFloor
from broker.domain.waiting.ranging import Minutes, ranged

_FIRST = 8  # of a line, who are always reckoned one by one
_Given = TypeVar("_Given")


class Forecast(Struct, frozen=True):
    """A range, and what it rests on."""

    minutes: Minutes
    basis: WaitBasis


def forecast(
    floor: WaitingFloor,
    queue: str,
    now: datetime,
    group: PriorityClass = PriorityClass.ORDINARY,
    paces: Mapping[str, VisitPace] | None = None,
) -> Forecast | None:
    """The wait of somebody who comes now. None where nobody can know: no window calls this queue
    now, or nobody knows its pace.

    `paces`: how long visits really last, where whoever asks knows it better (a rehearsal does).
    """
    found = _scene(floor, queue, now, group, paces)
    if found is None:
        return None
    minutes = ranged(played(found[0]).mine, floor.level)
    return Forecast(minutes, _basis(floor, queue))


def outlook(
    floor: WaitingFloor, queue: str, now: datetime
) -> tuple[Forecast | None, dict[TicketId, Minutes]]:
    """The wait of somebody ordinary who comes now, and of each who waits already, at least of the
    first few."""
    found = _scene(floor, queue, now, PriorityClass.ORDINARY, None)
    if found is None:
        return None, {}
    scene, tickets = found
    waits = played(scene)
    theirs = {
        ticket.id: ranged(each, floor.level)
        for ticket, each in zip(tickets[:_FIRST], waits.before, strict=False)
        if ticket.queue == queue and len(each) > PLAYS // 2
    }
    return Forecast(ranged(waits.mine, floor.level), _basis(floor, queue)), theirs


def remaining(floor: WaitingFloor, ticket: Ticket, now: datetime) -> Forecast | None:
    """How much longer somebody waits who waits already. None where nobody can know, and for a
    later time."""
    if ticket.slot is not None:
        return None
    found = _scene(floor, ticket.queue, now, ticket.group, None, ticket)
    if found is None:
        return None
    return Forecast(ranged(played(found[0]).mine, floor.level), _basis(floor, ticket.queue))


def promised(floor: WaitingFloor, fact: _Given, now: datetime) -> _Given | TicketReserved:
    """A number that is given, with the range that is promised with it. All else as it is, and
    a number for a later time too: how long its holder waits is their own affair until then. Who
    brings the code of an appointment comes when it is time, and waits from now on."""
    if not isinstance(fact, TicketReserved) or fact.day != floor.day:
        return fact
    if fact.slot is not None and not fact.code:
        return fact
    found = forecast(floor, fact.queue, now, fact.group)
    if found is None:
        opened = _open(floor, list(floor.hall.windows_of(fact.queue)))
        return fact if opened else replace(fact, wait_basis=WaitBasis.NO_WINDOW)
    low, high = found.minutes.low, found.minutes.high
    return replace(fact, wait_low=low, wait_high=high, wait_basis=found.basis)


def pace(floor: WaitingFloor, queue: str) -> VisitPace | None:
    """How long a visit of the queue lasts, as it is believed now."""
    return believed(floor.morning_pace(queue), floor.seen.get(queue, VisitsSeen()))


def _basis(floor: WaitingFloor, queue: str) -> WaitBasis:
    if outweighs(floor.morning_pace(queue), floor.seen.get(queue, VisitsSeen())):
        return WaitBasis.TODAY
    known = floor.measured.paces if floor.measured else ()
    lately = any(each.queue == queue for each in known)
    return WaitBasis.LAST_DAY if lately else WaitBasis.HALL


def _scene(
    floor: WaitingFloor,
    queue: str,
    now: datetime,
    group: PriorityClass,
    paces: Mapping[str, VisitPace] | None,
    whose: Ticket | None = None,
) -> tuple[WaitScene, list[Ticket]] | None:
    """What there is to play, and who is before, in the same order; all others, where it is played
    for somebody who waits already."""
    windows = _open(floor, _together(floor, queue))
    calling = [each for each in windows if queue in each.queues]
    if all(floor.counters[each.number].paused for each in calling):
        return None
    queues = sorted({key for each in windows for key in each.queues})
    better = paces or {}
    known = {key: found for key in queues if (found := better.get(key) or pace(floor, key))}
    if queue not in known:
        return None
    rate = floor.hall.calling.rate(group)
    tickets, every = _line(floor, known, now, whose)
    scene = WaitScene(
        queue=queue,
        posts=tuple(_post(floor, each, now, known) for each in windows),
        before=tuple(
            _before(floor, each, now, 1 if place < _FIRST else every)
            for place, each in enumerate(tickets)
        ),
        paces=known,
        rate=rate,
        waited=_waited(whose, now) if whose else 0.0,
        overtaking=_overtaking(floor, calling, now, rate, known),
        habits=floor.habits_seen.habits,
    )
    return scene, tickets


def _line(
    floor: WaitingFloor, known: Mapping[str, VisitPace], now: datetime, but: Ticket | None
) -> tuple[list[Ticket], int]:
    """Who waits there, in the order of priority. Of a long line the first few, and then one for
    every so many."""
    rules = floor.hall.calling
    there = (each for key in known for each in floor.waiting[key].values())
    everybody = [each for each in there if each is not but]

    def rank(ticket: Ticket) -> tuple[float, int]:
        return -priority(ticket, rules, now), ticket.order

    if len(everybody) <= MOST_AHEAD:
        return sorted(everybody, key=rank), 1
    first = heapq.nsmallest(_FIRST, everybody, key=rank)
    named = {each.id for each in first}
    every = -(-len(everybody) // (MOST_AHEAD - _FIRST))
    rest = (each for each in everybody if each.id not in named)
    return first + sorted(islice(rest, 0, None, every), key=rank), every


def _before(floor: WaitingFloor, ticket: Ticket, now: datetime, people: int) -> Before:
    rate = floor.hall.calling.rate(ticket.group)
    return Before(ticket.queue, _waited(ticket, now), rate, people)


def _waited(ticket: Ticket, now: datetime) -> float:
    return (now - (ticket.joined or now)).total_seconds()


def _together(floor: WaitingFloor, queue: str) -> list[Window]:
    """The windows whose calls matter to the queue: those that serve it, and all that share a queue
    with one that matters."""
    queues, found = {queue}, list[Window]()
    more = True
    while more:
        new = [
            each
            for each in floor.hall.windows
            if each not in found and not queues.isdisjoint(each.queues)
        ]
        found += new
        queues.update(*(each.queues for each in new))
        more = bool(new)
    return found


def _open(floor: WaitingFloor, windows: list[Window]) -> list[Window]:
    return [each for each in windows if floor.counters[each.number].clerk]


def _post(
    floor: WaitingFloor, window: Window, now: datetime, known: Mapping[str, VisitPace]
) -> OpenPost:
    counter = floor.counters[window.number]
    ticket = floor.tickets.get(counter.ticket)
    lasted = 0.0
    if ticket is not None and ticket.called_at is not None:
        lasted = max(0.0, (now - ticket.called_at).total_seconds())
    queue = ticket.queue if ticket is not None and ticket.queue in known else ""
    return OpenPost(frozenset(window.queues), queue, lasted, counter.paused is not None)


def _overtaking(
    floor: WaitingFloor,
    calling: list[Window],
    now: datetime,
    rate: float,
    known: Mapping[str, VisitPace],
) -> float:
    """The share of these windows' time that whoever came lately with a higher class takes."""
    queues = {key for each in calling for key in each.queues}
    seconds = sum(
        known[queue].seconds
        for at, queue, group in floor.arrivals
        if queue in queues
        and queue in known
        and floor.hall.calling.rate(group) > rate
        and now - at <= LATELY
    )
    return seconds / (LATELY.total_seconds() * len(calling))


def at_day_end(floor: WaitingFloor) -> list[facts.WaitingFact]:
    """What the day taught; nothing where nothing was ever learned. A day without calls tells again
    what the day before it told."""
    paces = tuple(
        QueuePace(
            queue=queue.id,
            middle=round(found.middle, 4),
            doubt=round(found.doubt, 4),
            spread=round(found.spread, 4),
        )
        for queue in floor.hall.queues
        if (found := _learned(floor, queue.id)) is not None
    )
    if floor.day is None or not (paces or floor.judged):
        return []
    level = round(floor.level, 4)
    if floor.measured is not None and not floor.judged:
        return [replace(floor.measured, level=level, paces=paces)]
    hits = sum(floor.judged.values())
    judged = len(floor.judged)
    return [facts.WaitsMeasured(day=floor.day, judged=judged, hits=hits, level=level, paces=paces)]


def _learned(floor: WaitingFloor, queue: str) -> VisitPace | None:
    known = floor.measured.paces if floor.measured else ()
    if queue not in floor.seen and all(each.queue != queue for each in known):
        return None
    return pace(floor, queue)
