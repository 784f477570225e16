"""A second slip (补打) on its way, until it is out or lost. Pure.

Its number is held already, so nothing hangs on the paper: one that is lost is asked for again by a
press, and a screen that dies over it leaves nothing open. That it came out is told to the ledger
through any failure, under an id made from its job's; that it may have, too.
"""

from __future__ import annotations

from msgspec import Struct

from broker.domain.ids import NO_STAFF, RequestId, StaffId, TicketId, following
from broker.domain.requests import Standing
from broker.domain.tickets.requests import RecordReprint
from kiosk.issuing.events import Moment, Settle, SlipLost, SlipTaken
from kiosk.issuing.transaction import SLIP_SECONDS


class Reprint(Struct, frozen=True):
    """A second slip that is being printed; at `until` (monotonic seconds) it has taken too long.
    `by`: the guide who pressed, if any."""

    job: RequestId
    ticket: TicketId
    number: str
    until: float
    by: StaffId = NO_STAFF


def begun(job: RequestId, ticket: Standing, now: Moment, by: StaffId = NO_STAFF) -> Reprint:
    """It was asked for now."""
    return Reprint(job, ticket.ticket, ticket.number, now.seconds + SLIP_SECONDS, by)


def ended(
    reprint: Reprint | None, told: SlipTaken | SlipLost, source: str, now: Moment
) -> list[Settle] | None:
    """What the ledger is told when the printer has spoken; None where it spoke of another job."""
    if reprint is None or told.job != reprint.job:
        return None
    maybe = isinstance(told, SlipLost)
    if isinstance(told, SlipLost) and not told.maybe:
        return []
    return [
        Settle(
            RecordReprint(
                id=following(reprint.job, "reprint"),
                at=now.at,
                source=source,
                ticket=reprint.ticket,
                maybe=maybe,
                by=reprint.by,
            )
        )
    ]
