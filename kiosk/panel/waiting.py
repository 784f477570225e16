"""Who waits for a window: the next few, and how many in each of its queues. Pure."""

from __future__ import annotations

from datetime import datetime

from msgspec import Struct

from broker.wire.messages import Waiter
from kiosk.panel.flow import PanelFlow
from kiosk.words import Wording, group_name, queue_name, say
from kiosk.words.calendar import minutes
from kiosk.words.values import CountBar

NEXT = 3
BARS = 3


class Coming(Struct, frozen=True):
    """One of the next few."""

    number: str
    queue: Wording
    group: Wording
    waited: Wording


def coming(flow: PanelFlow, at: datetime) -> tuple[Coming, ...]:
    """The next few over all queues of the window, in the ledger's order of priority."""
    waiters = [
        (queue, waiter)
        for queue in flow.window.queues
        if queue in flow.known.queues
        for waiter in flow.known.queues[queue].next
    ]
    rate = flow.hall.calling.rate

    def priority(entry: tuple[str, Waiter]) -> tuple[float, datetime]:
        waiter = entry[1]
        return -rate(waiter.group) * (at - waiter.joined).total_seconds(), waiter.joined

    return tuple(
        Coming(
            number=waiter.number,
            queue=queue_name(flow.hall, queue),
            group=group_name(waiter.group),
            waited=say("panel.waited", minutes=minutes(waiter.joined, at)),
        )
        for queue, waiter in sorted(waiters, key=priority)[:NEXT]
    )


def bars(flow: PanelFlow) -> tuple[CountBar, ...]:
    """Waiting by queue; where there are too many for the room, the fullest and the rest."""
    every = [
        CountBar(queue_name(flow.hall, queue), _waiting(flow, queue))
        for queue in flow.window.queues
    ]
    if len(every) <= BARS:
        return tuple(every)
    fullest = sorted(every, key=lambda bar: -bar.count)
    rest = fullest[BARS - 1 :]
    others = CountBar(say("panel.others", queues=len(rest)), sum(bar.count for bar in rest))
    return (*fullest[: BARS - 1], others)


def _waiting(flow: PanelFlow, queue: str) -> int:
    state = flow.known.queues.get(queue)
    return state.waiting if state else 0
