"""What a card's answers tell of the command they are for. The counting itself is every make's
(`broker/service/owed.py`).

An acknowledgement names no command; it is counted, for orders first, and for a question only where
nothing else is owed: a few cards only acknowledge those. An answer that carries data names its
command, and is a barrier.
"""

from __future__ import annotations

from typing import TypeVar

from broker.service.owed import OwedAnswers, Settled
from queue_display.models.onbon import spec
from queue_display.models.onbon.orders import Ack, Nack, Number, Other, Reply, Status

J = TypeVar("J")

_QUESTIONS = frozenset({spec.Op.QUERY_STATUS, spec.Op.READ_NUMBER})


def receipts(owed: OwedAnswers[J]) -> int:
    """How many acknowledgements may still come."""
    return sum(each.kind not in _QUESTIONS for each in owed.frames)


def answered(owed: OwedAnswers[J], reply: Reply) -> Settled[J]:
    """Settle the frame that `reply` is for."""
    op = named(reply)
    if op is not None:
        return owed.settle(lambda each: each.kind == op, barrier=True)
    if isinstance(reply, Ack):
        settled = owed.settle(lambda each: each.kind not in _QUESTIONS)
        if settled.frame is not None:
            return settled
    return owed.settle(lambda _: True)


def named(reply: Reply) -> int | None:
    """The command that a reply names; None for a plain acknowledgement or refusal."""
    match reply:
        case Ack() | Nack():
            return None
        case Number():
            return spec.Op.READ_NUMBER
        case Status():
            return spec.Op.QUERY_STATUS
        case Other(_, op):
            return op
