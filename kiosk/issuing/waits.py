"""How long a wait may be, in words: a range of minutes, and what it rests on. Pure.

The ledger reckons it (`broker.domain.waiting`); nothing is invented here.
"""

from __future__ import annotations

from broker.domain.ids import is_spare
from broker.domain.requests import Standing
from broker.domain.tickets.facts import TicketReserved, WaitBasis
from broker.domain.waiting.ranging import Minutes
from broker.wire.messages import QueueState, Waiter
from kiosk.words import NOTHING, Wording, say

_BASES = {
    WaitBasis.TODAY: "wait.basis.today",
    WaitBasis.LAST_DAY: "wait.basis.last-day",
    WaitBasis.HALL: "wait.basis.hall",
}


def minutes_of(told: QueueState | Waiter | Standing | None) -> Minutes | None:
    """The range that the ledger tells of a queue, or of somebody in it. None: nobody can know."""
    return Minutes(told.low, told.high) if told is not None and told.high else None


def minutes_given(given: TicketReserved) -> Minutes | None:
    """The range that was given with a number."""
    return Minutes(given.wait_low, given.wait_high) if given.wait_high else None


def basis_given(given: TicketReserved) -> WaitBasis | None:
    """What was said of the wait with a number. None: nothing, as of a spare number or of one for a
    later time."""
    later = given.slot is not None and not given.code
    said_nothing = is_spare(given.number) or later
    return None if said_nothing else given.wait_basis


def in_words(wait: Minutes | None) -> Wording:
    """A range of minutes; nothing where nobody knows."""
    if wait is None:
        return NOTHING
    if (wait.low, wait.high) == (0, 1):
        return say("ticket.range.minute")
    words = "ticket.range" if wait.low else "ticket.range.soon"
    return say(words, low=wait.low, high=wait.high)


def unknown_in_words(basis: WaitBasis | None) -> Wording:
    """Why there is no range; nothing where nothing was said."""
    if basis is None:
        return NOTHING
    closed = basis is WaitBasis.NO_WINDOW
    return say("ticket.range.closed" if closed else "ticket.range.unknown")


def basis_in_words(basis: WaitBasis) -> Wording:
    """What a range rests on; nothing where there is none."""
    key = _BASES.get(basis)
    return say(key) if key else NOTHING


def with_basis(given: TicketReserved) -> Wording:
    """What a slip says of the wait."""
    wait = minutes_given(given)
    if wait is None:
        return unknown_in_words(basis_given(given))
    return _on_slip(wait, given.wait_basis)


def more_in_words(wait: Minutes, basis: WaitBasis) -> Wording:
    """How much longer somebody waits who waits already, and what that rests on."""
    told = basis_in_words(basis)
    if told == NOTHING:
        return say("wait.more", wait=in_words(wait))
    return say("wait.more.basis", wait=in_words(wait), basis=told)


def left_with_basis(ticket: Standing) -> Wording:
    """What a second slip says of the wait: how much of it is left."""
    wait = minutes_of(ticket)
    return _on_slip(wait, ticket.basis) if wait else NOTHING


def _on_slip(wait: Minutes, basis: WaitBasis) -> Wording:
    return say("wait.slip", wait=in_words(wait), basis=basis_in_words(basis))
