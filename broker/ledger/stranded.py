"""Tells staff who waits in a queue that hall.toml lost during the day: nobody calls them."""

from __future__ import annotations

from collections.abc import Callable

from broker.domain.alerts import AlertCode, Sentences
from broker.domain.floor import Floor
from broker.ledger.lookout import Lookout
from broker.service.life import Service

_STRANDED = Sentences(
    "队列 {queues} 已不在配置中，仍有 {numbers} 在等候：请到导办台另取号",
    "Queue {queues} is gone from hall.toml, and {numbers} still wait in it: give them new numbers"
    " at the guide desk",
)
_NAMED = 5  # numbers in one sentence


def watch_stranded(service: Service, floor: Callable[[], Floor]) -> Lookout:
    """Looks at who waits."""
    return Lookout(service, (AlertCode.STRANDED,), lambda: {AlertCode.STRANDED: stranded(floor())})


def stranded(floor: Floor) -> Sentences | None:
    """What staff are to be told; None where every queue with somebody in it has its windows."""
    known = {queue.id for queue in floor.hall.queues}
    gone = {key: tickets for key, tickets in floor.waiting.items() if tickets and key not in known}
    numbers = [ticket.number for tickets in gone.values() for ticket in tickets.values()]
    if not numbers:
        return None
    named = "、".join(numbers[:_NAMED]) + ("…" if len(numbers) > _NAMED else "")
    return _STRANDED.filled(queues="、".join(gone), numbers=named)
