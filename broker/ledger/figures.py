"""The figures of a day, counted from its facts. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from statistics import quantiles

from broker.domain.attendance.facts import PunchRecorded
from broker.domain.calling.facts import (
    CallDelivered,
    CallUndelivered,
    ServiceFinished,
    TicketCalled,
    TicketMissed,
)
from broker.domain.ratings.facts import Level, RatingGiven, StrayPressed, VisitUnrated
from broker.domain.tickets.facts import TicketActivated, TicketReserved
from broker.wire.messages import Recorded


@dataclass(slots=True)
class Figures:
    """What a duty leader asks in the evening. Waiting is from joining to the first call, in s."""

    issued: int = 0
    called: int = 0
    served: int = 0
    missed: int = 0
    levels: Counter[Level] = field(default_factory=Counter)
    unrated: int = 0
    punches: int = 0
    undelivered: int = 0
    strays: int = 0
    duplicates: int = 0
    waits: list[float] = field(default_factory=list)

    def waiting(self, percent: int) -> float | None:
        """The waiting time that `percent` of those called stayed below; None without calls."""
        if len(self.waits) < 2:  # a quantile needs two
            return self.waits[0] if self.waits else None
        return quantiles(self.waits, n=100, method="inclusive")[percent - 1]


def count(facts: Iterable[Recorded]) -> Figures:
    """Count one day, or any stretch of facts that begins with a day."""
    written = list(facts)
    kinds = Counter(type(each.fact) for each in written)
    given = Counter(
        (each.fact.day, each.fact.number)
        for each in written
        if isinstance(each.fact, TicketReserved)
    )
    levels = {
        each.fact.visit: each.fact.level for each in written if isinstance(each.fact, RatingGiven)
    }
    silent = {each.fact.visit for each in written if isinstance(each.fact, VisitUnrated)}
    return Figures(
        issued=kinds[TicketReserved],
        called=kinds[TicketCalled],
        served=kinds[ServiceFinished],
        missed=kinds[TicketMissed],
        levels=Counter(levels.values()),
        unrated=len(silent - levels.keys()),
        punches=kinds[PunchRecorded],
        undelivered=_undelivered(written),
        strays=kinds[StrayPressed],
        duplicates=sum(times - 1 for times in given.values()),
        waits=_waits(written),
    )


def _waits(facts: list[Recorded]) -> list[float]:
    """Seconds from joining to the first call, for each ticket that was called."""
    joined: dict[str, datetime] = {}
    waits: list[float] = []
    for each in facts:
        if isinstance(each.fact, TicketActivated):
            joined[each.fact.ticket] = each.fact.joined
        elif isinstance(each.fact, TicketCalled) and each.fact.ticket in joined:
            waits.append((each.at - joined.pop(each.fact.ticket)).total_seconds())
    return waits


def _undelivered(facts: list[Recorded]) -> int:
    """Calls whose last word from the display is that it did not show them."""
    last: dict[str, bool] = {}
    for each in facts:
        if isinstance(each.fact, CallDelivered | CallUndelivered):
            last[each.fact.call] = isinstance(each.fact, CallDelivered)
    return sum(not shown for shown in last.values())


LEVEL_NAMES = {
    Level.VERY_SATISFIED: "非常满意",
    Level.SATISFIED: "满意",
    Level.BASICALLY_SATISFIED: "基本满意",
    Level.DISSATISFIED: "不满意",
    Level.VERY_DISSATISFIED: "非常不满意",
}


def table(figures: Figures) -> list[tuple[str, str, str]]:
    """(中文, English, value) rows in the order people read them."""
    return [
        ("取号", "tickets issued", str(figures.issued)),
        ("呼叫", "called", str(figures.called)),
        ("办结", "served", str(figures.served)),
        ("过号", "no-shows", str(figures.missed)),
        *(
            (f"评价 {LEVEL_NAMES[level]}", f"rated {level}", str(figures.levels[level]))
            for level in Level
        ),
        ("未评价", "unrated", str(figures.unrated)),
        ("打卡", "punches", str(figures.punches)),
        ("等候 p50", "waiting p50", _minutes(figures.waiting(50))),
        ("等候 p90", "waiting p90", _minutes(figures.waiting(90))),
        ("未送达的呼叫", "undelivered calls", str(figures.undelivered)),
        ("重复号码", "duplicates", str(figures.duplicates)),
    ]


def _minutes(seconds: float | None) -> str:
    return "—" if seconds is None else f"{seconds / 60:.1f} min"
