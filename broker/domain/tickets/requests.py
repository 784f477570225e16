"""What kiosks and the guide desk ask for."""

from __future__ import annotations

from broker.domain.base import Moment, Request, Sentence, Word
from broker.domain.hall import PriorityClass
from broker.domain.ids import NO_ITEM, ItemId, TicketId
from broker.domain.tickets.facts import Paper


class ReserveTicket(Request, frozen=True):
    """Give a number of `queue`. `slot` is the booked time of an appointment."""

    queue: Word
    group: PriorityClass = PriorityClass.ORDINARY
    item: ItemId = NO_ITEM
    slot: Moment | None = None


class ActivateTicket(Request, frozen=True):
    """The citizen holds the number: let it wait."""

    ticket: TicketId
    paper: Paper


class VoidTicket(Request, frozen=True):
    """The paper did not come out and nobody took the number."""

    ticket: TicketId
    reason: Sentence


class CancelTicket(Request, frozen=True):
    """A waiting citizen gives the number back."""

    ticket: TicketId
    reason: Sentence = ""


class RequeueTicket(Request, frozen=True):
    """A citizen who missed the call came after all."""

    ticket: TicketId


TicketRequest = ReserveTicket | ActivateTicket | VoidTicket | CancelTicket | RequeueTicket
