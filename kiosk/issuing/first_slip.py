"""What is printed of a number that was just given. Pure."""

from __future__ import annotations

from broker.domain.alerts import Sentences
from broker.domain.hall import PriorityClass
from broker.domain.ids import NO_REQUEST, RequestId, is_spare
from broker.domain.tickets.facts import TicketReserved
from kiosk.issuing.events import Moment, Print
from kiosk.issuing.waits import with_basis

_SPARE = Sentences("备用号", "Spare number")  # given while the server was away
_NO_MARK = Sentences("", "")


def first_slip(job: RequestId, reserved: TicketReserved, now: Moment) -> Print:
    """What stands on the slip. Of a spare number nobody knows who is before it, and there is no
    link: the ledger has not heard of it."""
    spare, wait = is_spare(reserved.number), with_basis(reserved)
    return Print(
        job=job,
        ticket=reserved.ticket,
        number=reserved.number,
        queue=reserved.queue,
        ahead=None if spare else reserved.ahead,
        windows=reserved.windows,
        item=reserved.item,
        priority=reserved.group is not PriorityClass.ORDINARY,
        at=now.at,
        reservation=NO_REQUEST if spare else job,
        wait=Sentences(wait.zh, wait.en),
        mark=spare_mark(reserved.number),
    )


def spare_mark(number: str) -> Sentences:
    """What tells a spare number's slip from others."""
    return _SPARE if is_spare(number) else _NO_MARK
