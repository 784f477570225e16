"""From a confirmed screen to a transaction, and from its stages back to screens. Pure."""

from __future__ import annotations

from broker.domain.ids import NO_ITEM
from broker.domain.requests import Standing
from broker.domain.tickets.requests import ReserveTicket
from kiosk.issuing.events import Moment
from kiosk.issuing.transaction import Held, NotGiven, OnPaper, ToNote, WhyNone
from kiosk.issuing.waits import basis_given, minutes_given
from kiosk.ticket.code_screens import CodeEntry, CodeRefused, WhyNoCode
from kiosk.ticket.screens import (
    Already,
    Cannot,
    Confirm,
    Printing,
    Remember,
    WhyCannot,
    YourTicket,
)


def reservation(confirm: Confirm, source: str, now: Moment) -> ReserveTicket:
    """What is asked of the ledger when 取号 is touched on this screen."""
    item = NO_ITEM if confirm.item is None else confirm.item.id
    return ReserveTicket(
        id=confirm.key,
        at=now.at,
        source=source,
        queue=confirm.queue,
        group=confirm.group,
        item=item,
    )


def screen_of(
    stage: OnPaper | ToNote | Held | NotGiven, wanted: Confirm | CodeEntry | None = None
) -> Printing | Remember | YourTicket | Cannot | Already | CodeRefused:
    """The screen of a stage of the transaction in which this was `wanted`."""
    match stage:
        case OnPaper(given):
            return Printing(given.queue, given.number)
        case ToNote(given, until, maybe_paper):
            return Remember(
                queue=given.queue,
                number=given.number,
                ahead=given.ahead,
                windows=given.windows,
                until=until,
                maybe_paper=maybe_paper,
                wait=minutes_given(given),
                basis=basis_given(given),
            )
        case Held(given, on_paper):
            return YourTicket(
                queue=given.queue,
                number=given.number,
                ahead=given.ahead,
                windows=given.windows,
                on_paper=on_paper,
                wait=minutes_given(given),
                basis=basis_given(given),
            )
        case NotGiven(had=Standing() as had):
            return Already(had, wanted if isinstance(wanted, Confirm) else None)
        case NotGiven(why=WhyNone.AWAY | WhyNone.REFUSED as why, zh=zh, en=en) if isinstance(
            wanted, CodeEntry
        ):
            return CodeRefused(WhyNoCode(why.value), zh, en)
        case NotGiven(why, queue, zh, en):
            return Cannot(WhyCannot(why.value), queue, zh, en)
