"""Who is called next: accumulated priority (Kleinrock's time-dependent priority queue).

How it works, and why nobody is lost. A ticket earns priority for every second it waits, faster in
a class with a higher rate: priority = rate(class) × (now − joined). The highest is called, ties go
by the order of issue. Nothing is stored but the time of joining, so the order is the same whoever
computes it, after a restart too, and a transfer or a missed call that keeps the time of arrival
keeps the priority.

Everybody's priority grows without bound, so nobody starves, whoever else comes: somebody with rate
r who has waited w seconds has the priority r·w, which somebody with rate R only exceeds who has
waited more than r·w/R, that is, who joined less than w·(1 − r/R) seconds later. Whoever comes
after that span never overtakes, and within a class nobody does: for equal rates the span is empty.
So the number of people who can be put before anybody is bounded by how many of higher classes came
in that span.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from broker.domain.calling.facts import Compared
from broker.domain.hall import Calling
from broker.domain.tickets.projection import Ticket

_TOLD = 5  # candidates kept with a call


def priority(ticket: Ticket, rules: Calling, now: datetime) -> float:
    """The accumulated priority of a waiting ticket; negative before an appointment's time."""
    return rules.rate(ticket.group) * _waited(ticket, now)


def ranked(waiting: Iterable[Ticket], rules: Calling, now: datetime) -> list[Ticket]:
    """The order of calling now: highest priority first, then the order of issue."""
    return sorted(waiting, key=lambda ticket: (-priority(ticket, rules, now), ticket.order))


def compared(order: Iterable[Ticket], rules: Calling, now: datetime) -> tuple[Compared, ...]:
    """The reason for a call, for whoever asks later: the first few as they stood."""
    return tuple(
        Compared(
            number=ticket.number,
            group=ticket.group,
            waited=round(_waited(ticket, now), 1),
            priority=round(priority(ticket, rules, now), 1),
        )
        for ticket in list(order)[:_TOLD]
    )


def _waited(ticket: Ticket, now: datetime) -> float:
    assert ticket.joined is not None  # noqa: S101  # a waiting ticket has joined
    return (now - ticket.joined).total_seconds()
