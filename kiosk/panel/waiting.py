"""Who waits for a window: the next few, and how many in each of its queues. Pure."""

from __future__ import annotations

from datetime import datetime

from msgspec import Struct

from broker.domain.hall import PriorityClass
from broker.wire.messages import Waiter
from kiosk.panel.flow import PanelFlow
from kiosk.words import NOTHING, Wording, named, say
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
            queue=queue_name(flow, queue),
            group=group_words(waiter.group),
            waited=say("panel.waited", minutes=minutes(waiter.joined, at)),
        )
        for queue, waiter in sorted(waiters, key=priority)[:NEXT]
    )


def bars(flow: PanelFlow) -> tuple[CountBar, ...]:
    """Waiting by queue; where there are too many for the room, the fullest and the rest."""
    every = [
        CountBar(queue_name(flow, queue), _waiting(flow, queue)) for queue in flow.window.queues
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


def queue_name(flow: PanelFlow, key: str) -> Wording:
    """The name of a queue; its key where hall.toml has no such queue any more."""
    queue = flow.hall.queue(key)
    return named(queue) if queue else Wording(key, key)


def group_words(group: PriorityClass) -> Wording:
    """A priority group; nothing for the ordinary one."""
    return NOTHING if group is PriorityClass.ORDINARY else say(f"group.{group}")


def minutes(since: datetime | None, until: datetime) -> int:
    """Whole minutes from `since` to `until`; 0 where nobody knows since when."""
    return max(0, int((until - since).total_seconds() // 60)) if since else 0
