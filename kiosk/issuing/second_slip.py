"""A second slip (补打) of a ticket that somebody holds. Pure."""

from __future__ import annotations

from broker.domain.hall import Hall, PriorityClass
from broker.domain.ids import RequestId
from broker.domain.requests import Standing
from kiosk.issuing.events import Moment, Print


def second_slip(job: RequestId, ticket: Standing, hall: Hall, now: Moment) -> Print:
    """What stands on it: as on the first, with who is before it now."""
    windows = tuple(window.number for window in hall.windows_of(ticket.queue))
    return Print(
        job=job,
        ticket=ticket.ticket,
        number=ticket.number,
        queue=ticket.queue,
        ahead=ticket.ahead or 0,
        windows=(ticket.window,) if ticket.window is not None else windows,
        item=ticket.item,
        priority=ticket.group is not PriorityClass.ORDINARY,
        at=now.at,
        again=True,
    )
