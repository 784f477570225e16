"""What ledger, printer and our own failures mean for a number, brought to its transaction. Pure."""

from __future__ import annotations

from typing import assert_never

from kiosk.issuing import events as issuing
from kiosk.issuing.events import Effect, Moment
from kiosk.issuing.transaction import TicketTransaction
from kiosk.ticket.navigation import Navigation
from kiosk.ticket.screens import Cannot, WhyCannot

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


def broke(transaction: TicketTransaction, navigation: Navigation, now: Moment) -> list[Effect]:
    """The screen's own program failed; whose number is being given is not disturbed."""
    if not transaction.going_on:
        navigation.start_anew(Cannot(WhyCannot.BROKEN), now)
    return []
