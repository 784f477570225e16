"""What a kiosk asks for, so that it can go on without the ledger; and what it tells afterwards."""

from __future__ import annotations

from datetime import date
from typing import Annotated

from msgspec import Meta

from broker.domain.base import Moment, Request, Word
from broker.domain.hall import PriorityClass
from broker.domain.ids import NO_ITEM, ItemId
from broker.domain.tickets.facts import HeldAs

MOST_QUEUES = 40  # of one request, so that its answer fits into a message


class GrantSeries(Request, frozen=True):
    """Give this kiosk spare numbers of a day, a series for each of these queues; how many each,
    hall.toml says."""

    day: date
    queues: Annotated[tuple[Word, ...], Meta(min_length=1, max_length=MOST_QUEUES)]


class MergeTicket(Request, frozen=True):
    """A spare number was given without the ledger, at `taken` by the kiosk's clock. `held` None:
    it was given, and nobody took it."""

    queue: Word
    day: date
    number: Word
    taken: Moment
    held: HeldAs | None = None
    group: PriorityClass = PriorityClass.ORDINARY
    item: ItemId = NO_ITEM
    slot: Moment | None = None
    person: Word = ""


SeriesRequest = GrantSeries | MergeTicket
