"""How often the ranges of a month held, queue by queue, and two others beside them: people × mean,
and the same estimate by somebody who knows today's true means."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Self

from broker.domain.calling.facts import TicketCalled
from broker.domain.facts import AnyFact
from broker.domain.floor import Floor
from broker.domain.ids import TicketId
from broker.domain.tickets.facts import TicketReserved
from broker.domain.waiting.forecasting import forecast, pace
from broker.domain.waiting.pace import SPREAD, VisitPace
from broker.domain.waiting.ranging import HALF_MINUTES, HALF_SHARE, Minutes
from firmware_mocks.rehearsal.month import makeup


@dataclass(slots=True)
class RangeScore:
    """How often ranges held. `waited`: of those who waited for more than a minute."""

    given: int = 0
    held: int = 0
    narrow: int = 0
    halves: float = 0.0
    waited: int = 0
    waited_held: int = 0

    def add(self, minutes: Minutes, seconds: float) -> None:
        """One range, and the true wait."""
        held, waited = minutes.holds(seconds), seconds > 60
        self.given += 1
        self.held += held
        self.narrow += minutes.narrow
        self.halves += minutes.half
        self.waited += waited
        self.waited_held += held and waited

    def __iadd__(self, other: RangeScore) -> Self:
        self.given += other.given
        self.held += other.held
        self.narrow += other.narrow
        self.halves += other.halves
        self.waited += other.waited
        self.waited_held += other.waited_held
        return self

    @property
    def rate(self) -> float:
        """The share that held, in percent."""
        return _percent(self.held, self.given)

    @property
    def waited_rate(self) -> float:
        """The same of those who waited for more than a minute."""
        return _percent(self.waited_held, self.waited)

    @property
    def narrow_rate(self) -> float:
        """The share whose half width is within the bound."""
        return _percent(self.narrow, self.given)

    @property
    def half(self) -> float:
        """The mean half width, in minutes."""
        return self.halves / self.given if self.given else 0.0


@dataclass(slots=True)
class QueueScore:
    """One queue's."""

    tickets: int = 0
    ours: RangeScore = field(default_factory=RangeScore)
    naive: RangeScore = field(default_factory=RangeScore)
    knowing: RangeScore = field(default_factory=RangeScore)
    waits: list[float] = field(default_factory=list)


class RangeJudge:
    """Hears every fact of a month. `means`: today's true means, for whoever knows them."""

    def __init__(self, means: Callable[[], dict[str, float]], *, knowing: bool) -> None:
        self.queues: dict[str, QueueScore] = {}
        self._means, self._knowing = means, knowing
        self._given: dict[TicketId, tuple[str, Minutes | None, Minutes | None, Minutes | None]] = {}

    def hear(self, floor: Floor, fact: AnyFact, at: datetime) -> None:
        """One fact, after it was applied."""
        if isinstance(fact, TicketReserved):
            self._reserved(floor, fact, at)
        elif isinstance(fact, TicketCalled) and fact.ticket in self._given:
            joined = floor.tickets[fact.ticket].joined or at
            self._called(fact.ticket, (at - joined).total_seconds())

    def _reserved(self, floor: Floor, fact: TicketReserved, at: datetime) -> None:
        score = self.queues.setdefault(fact.queue, QueueScore())
        score.tickets += 1
        ours = Minutes(fact.wait_low, fact.wait_high) if fact.wait_high else None
        knowing = None
        if self._knowing and ours is not None:
            found = forecast(floor, fact.queue, at, fact.group, paces=self._true())
            knowing = found.minutes if found else None
        self._given[fact.ticket] = fact.queue, ours, _naive(floor, fact), knowing

    def _true(self) -> dict[str, VisitPace]:
        """The true paces; a visit lasts from the call, so the way to the window is in it."""
        walk = sum(makeup.WALK) / 2
        return {
            key: VisitPace(math.log(mean + walk) - SPREAD**2 / 2, 1e-6)
            for key, mean in self._means().items()
        }

    def _called(self, ticket: TicketId, seconds: float) -> None:
        queue, ours, naive, knowing = self._given.pop(ticket)
        score = self.queues[queue]
        score.waits.append(seconds)
        for each, minutes in ((score.ours, ours), (score.naive, naive), (score.knowing, knowing)):
            if minutes is not None and ours is not None:
                each.add(minutes, seconds)

    @property
    def whole(self) -> QueueScore:
        """All queues together."""
        total = QueueScore()
        for each in self.queues.values():
            total.tickets += each.tickets
            total.ours += each.ours
            total.naive += each.naive
            total.knowing += each.knowing
            total.waits += each.waits
        return total


def _naive(floor: Floor, fact: TicketReserved) -> Minutes | None:
    """People × mean / windows, as wide as a range may be."""
    serving = floor.hall.windows_of(fact.queue)
    windows = [each for each in serving if floor.counters[each.number].clerk]
    known = pace(floor, fact.queue)
    if not windows or known is None:
        return None
    middle = fact.ahead * known.seconds / len(windows) / 60
    half = max(HALF_MINUTES, HALF_SHARE * middle)
    return Minutes(max(0, round(middle - half)), max(1, round(middle + half)))


def _percent(part: int, whole: int) -> float:
    return 100 * part / whole if whole else 0.0
