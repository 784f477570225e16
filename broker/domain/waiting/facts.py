"""What a day taught of waiting: the pace of each queue, and how often the ranges held."""

from __future__ import annotations

from datetime import date

from msgspec import Struct

from broker.domain.base import Fact


class QueuePace(Struct, frozen=True, kw_only=True):
    """What is believed of a queue when its day ends. A visit there lasts, from the call to the end,
    as a log-normal does: `middle` is the mean of the logarithm of its seconds, known to within
    `doubt`, and `spread` the deviation of that logarithm."""

    queue: str
    middle: float
    doubt: float
    spread: float


class WaitsMeasured(Fact, frozen=True):
    """The day `day` is over. Of `judged` ranges given, the true wait fell into `hits`; `level` is
    the share of waits that a range tries to hold. Written again for a day without visits, so that
    what was learned is there on a Monday."""

    day: date
    judged: int
    hits: int
    level: float
    paces: tuple[QueuePace, ...] = ()


WaitingFact = WaitsMeasured
