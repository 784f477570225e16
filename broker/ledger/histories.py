"""Where the facts of each of today's tickets stand in the ledger, and its request.

Only their numbers are kept, so that a day of a busy hall costs little memory; the facts themselves
are read from the file, by number, when somebody asks for a ticket.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import date, datetime

import msgspec
from msgspec.structs import replace

from broker.domain.attendance.requests import AskName
from broker.domain.facts import AnyFact
from broker.domain.floor import Floor
from broker.domain.ids import (
    NO_CALL,
    NO_REQUEST,
    NO_TICKET,
    NO_VISIT,
    RequestId,
    TicketId,
    VisitId,
    is_spare,
    ticket_of,
    visit_of,
)
from broker.domain.queries import found, listed, named, standing
from broker.domain.ratings.facts import RatingUnmatched
from broker.domain.requests import Answer, AnyQuery, DatedFact, Found, Standing
from broker.domain.tickets.facts import TicketReserved
from broker.domain.tickets.requests import FindTicket
from broker.ledger.store import Store
from broker.wire.codec import LARGEST
from broker.wire.messages import Recorded

MOST = 60  # facts told of one ticket, the newest


class Histories:
    """The numbers of the facts of each ticket, for one business day."""

    def __init__(self) -> None:
        self._day: date | None = None
        self._places: dict[TicketId, list[int]] = defaultdict(list)
        self._reservations: dict[TicketId, RequestId] = {}

    def note(self, written: Iterable[Recorded], day: date | None) -> None:
        """Facts were written on this business day."""
        if day != self._day:
            self._day = day
            self._places.clear()
            self._reservations.clear()
        for each in written:
            ticket = subject(each.fact)
            if ticket:
                self._places[ticket].append(each.seq)
            if isinstance(each.fact, TicketReserved) and not is_spare(each.fact.number):
                self._reservations[ticket] = each.request

    def of(self, ticket: TicketId) -> tuple[int, ...]:
        """The numbers of the newest facts of a ticket, the oldest of them first."""
        return tuple(self._places.get(ticket, ())[-MOST:])

    def linked(self, told: Standing) -> Standing:
        """With the request by which the ticket was given; a spare number's slip has no link."""
        return replace(told, reservation=self._reservations.get(told.ticket, NO_REQUEST))


def look_up(
    floor: Floor, histories: Histories, store: Store, query: AnyQuery, now: datetime
) -> Answer:
    """What a query wants to know, from the floor and from disk. Raises `Refusal`, `StoreError`."""
    if isinstance(query, AskName):
        return named(floor, query, now)
    if not isinstance(query, FindTicket):
        return listed(floor, query, now)
    ticket = found(floor, query)
    facts = store.at(histories.of(ticket.id))
    history = tuple(DatedFact(at=each.at, source=each.source, fact=each.fact) for each in facts)
    held = histories.linked(standing(floor, ticket, now))
    return _fitting(Found(request=query.id, at=now, ticket=held, history=history))


def _fitting(told: Found) -> Found:
    """As much of a history as one message holds, the newest of it."""
    while len(msgspec.json.encode(told)) > LARGEST:
        told = replace(told, history=told.history[len(told.history) // 2 + 1 :])
    return told


def subject(fact: AnyFact) -> TicketId:
    """The ticket that a fact is about; `NO_TICKET` for one that is about none."""
    if isinstance(fact, RatingUnmatched):  # of a ticket that had the number in a forgotten life
        return NO_TICKET
    named: TicketId = getattr(fact, "ticket", NO_TICKET)
    if named:
        return named
    visit: VisitId = getattr(fact, "visit", NO_VISIT)
    return ticket_of(visit or visit_of(getattr(fact, "call", NO_CALL)))
