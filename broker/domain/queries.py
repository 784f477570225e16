"""What is looked up and not decided: the floor and a query in, tickets out. Pure."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from msgspec.structs import replace

from broker.domain.attendance.requests import AskName
from broker.domain.calling.priority import ranked
from broker.domain.floor import Floor
from broker.domain.opinions.requests import ListOpinions, ReadWords
from broker.domain.opinions.rules import check_may_settle
from broker.domain.refusals import No, Refusal
from broker.domain.requests import Listed, Named, Standing
from broker.domain.tickets.life import TicketState
from broker.domain.tickets.projection import Ticket
from broker.domain.tickets.requests import FindTicket, ListMissed, ListWaiting
from broker.domain.waiting.forecasting import remaining

MOST = 200  # tickets told in one answer: keeps it well below the largest message
_NEWS = timedelta(minutes=1)  # a punch at a reader, and its way here
_LONG_AGO = datetime(1970, 1, 1, tzinfo=UTC)


def found(floor: Floor, query: FindTicket) -> Ticket:
    """Today's ticket with this number. Raises `Refusal`."""
    number = query.number.upper()
    ticket = next((each for each in floor.tickets.values() if each.number == number), None)
    if ticket is None:
        raise Refusal(No.UNKNOWN_TICKET, ticket=number)
    return ticket


ListQuery = ListWaiting | ListMissed | ListOpinions | ReadWords


def listed(floor: Floor, query: ListQuery, now: datetime) -> Listed:
    """The tickets or opinions of a list, as many as one answer holds; or those with words, which
    the ledger's door adds. Raises `Refusal` where somebody may not read them."""
    match query:
        case ListOpinions():
            opinions = sorted(floor.opinions.values(), key=lambda each: each.left_at)
            shown = tuple(opinions[:MOST])
            return Listed(request=query.id, at=now, opinions=shown, total=len(opinions))
        case ReadWords(opinions=wanted, by=by):
            check_may_settle(floor.hall, by)
            known = (floor.opinions[each] for each in wanted if each in floor.opinions)
            written = tuple(each for each in known if each.has_words)
            return Listed(request=query.id, at=now, opinions=written, total=len(written))
        case ListWaiting(queues=queues):
            tickets = _waiting(floor, queues, now)
        case ListMissed():
            tickets = _missed(floor)
    told = tuple(_standing(each) for each in tickets[:MOST])
    return Listed(request=query.id, at=now, tickets=told, total=len(tickets))


def named(floor: Floor, query: AskName, now: datetime) -> Named:
    """What somebody is called, for as long as their punch is news. Raises `Refusal` for everybody
    else: a screen in the hall's entrance is no list of staff."""
    member = floor.hall.member(query.staff)
    punched = [each.at for each in floor.touches.get(query.staff, ()) if each.said is None]
    apart = [each.came for each in floor.quarantined.values() if each.staff == query.staff]
    if member is None or not any(abs(now - at) <= _NEWS for at in (*punched, *apart)):
        raise Refusal(No.UNKNOWN_STAFF, staff=query.staff)
    return Named(request=query.id, at=now, staff=member.id, name=member.name)


def standing(floor: Floor, ticket: Ticket, now: datetime) -> Standing:
    """One ticket, with how many are before it, and how long it may wait."""
    order = _waiting(floor, (ticket.queue,), now)
    if ticket not in order:
        return _standing(ticket)
    found = _standing(ticket, order.index(ticket))
    wait = remaining(floor, ticket, now)
    if wait is None:
        return found
    low, high = wait.minutes.low, wait.minutes.high
    return replace(found, low=low, high=high, basis=wait.basis)


def _standing(ticket: Ticket, ahead: int | None = None) -> Standing:
    return Standing(
        ticket=ticket.id,
        number=ticket.number,
        queue=ticket.queue,
        group=ticket.group,
        state=ticket.state,
        item=ticket.item,
        slot=ticket.slot,
        joined=ticket.joined,
        missed_at=ticket.missed_at,
        window=ticket.window,
        ahead=ahead,
    )


def _waiting(floor: Floor, queues: tuple[str, ...], now: datetime) -> list[Ticket]:
    names = dict.fromkeys(queues or floor.waiting)  # one that is named twice is one
    tickets = [each for name in names for each in floor.waiting.get(name, {}).values()]
    return ranked(tickets, floor.hall.calling, now)


def _missed(floor: Floor) -> list[Ticket]:
    missed = [each for each in floor.tickets.values() if each.state is TicketState.NO_SHOW]
    return sorted(missed, key=lambda each: each.missed_at or _LONG_AGO, reverse=True)
