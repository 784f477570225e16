"""A second slip (补打) of a ticket that somebody holds. Pure."""

from __future__ import annotations

from broker.domain.alerts import Sentences
from broker.domain.hall import Hall, PriorityClass
from broker.domain.ids import RequestId
from broker.domain.requests import Standing
from kiosk.issuing.events import Moment, Print
from kiosk.issuing.first_slip import spare_mark
from kiosk.issuing.waits import left_with_basis


def second_slip(job: RequestId, ticket: Standing, hall: Hall, now: Moment) -> Print:
    """What stands on it: as on the first, with who is before it now and how long it may take."""
    wait = left_with_basis(ticket)
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
        reservation=ticket.reservation,
        wait=Sentences(wait.zh, wait.en),
        mark=spare_mark(ticket.number),
    )
