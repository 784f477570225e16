"""What ledger and printer say of a number, brought to its transaction. Pure."""

from __future__ import annotations

from typing import assert_never

from kiosk.issuing import events as issuing
from kiosk.issuing.events import Effect, Moment
from kiosk.issuing.transaction import TicketTransaction

OfNumber = issuing.Answered | issuing.Silent | issuing.SlipTaken | issuing.SlipLost


def hear(transaction: TicketTransaction, told: OfNumber, now: Moment) -> list[Effect]:
    """One of them spoke."""
    match told:
        case issuing.Answered(answer):
            return transaction.answered(answer, now)
        case issuing.Silent(request):
            return transaction.unanswered(request.id, now)
        case issuing.SlipTaken(job):
            return transaction.slip_out(job, now)
        case issuing.SlipLost():
            return transaction.slip_lost(told, now)
        case _:
            assert_never(told)
