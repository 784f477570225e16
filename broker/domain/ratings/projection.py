"""From facts to what was said of the visits of the day."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Mapping
from datetime import date, datetime
from typing import Any

from broker.domain.base import Fact
from broker.domain.calling.facts import StepUndone
from broker.domain.calling.projection import CallingFloor
from broker.domain.ids import VisitId
from broker.domain.ratings import facts

_PRESSES = 50  # of a window, kept to see a burst


class RatingFloor(CallingFloor):
    """Ratings of the day, by visit, and the presses of each window."""

    def begin(self, day: date | None) -> None:
        super().begin(day)
        self.ratings: dict[VisitId, facts.RatingGiven] = {}
        self.unmatched: dict[VisitId, facts.RatingUnmatched] = {}
        self.unrated: set[VisitId] = set()
        self.presses: dict[int, deque[datetime]] = {}
        self.strays = 0

    def is_answered(self, visit: VisitId) -> bool:
        """Whether the visit has its level, or was left unrated."""
        return visit in self.ratings or visit in self.unrated


def _rated(floor: RatingFloor, fact: facts.RatingGiven, _at: datetime) -> None:
    floor.counter(fact.window)
    floor.presses.setdefault(fact.window, deque(maxlen=_PRESSES)).append(fact.pressed_at)
    if fact.visit in floor.visits:
        floor.ratings[fact.visit] = fact
        floor.unrated.discard(fact.visit)
    last = floor.last_steps.get(fact.window)
    if last is not None and last.visit == fact.visit:
        del floor.last_steps[fact.window]  # what has been rated is over


def _unmatched(floor: RatingFloor, fact: facts.RatingUnmatched, _at: datetime) -> None:
    floor.unmatched[fact.visit] = fact


def _unrated(floor: RatingFloor, fact: facts.VisitUnrated, _at: datetime) -> None:
    floor.counter(fact.window)
    if fact.visit in floor.visits:
        floor.unrated.add(fact.visit)


def _stray(floor: RatingFloor, _fact: facts.StrayPressed, _at: datetime) -> None:
    floor.strays += 1


def _follow_up(floor: RatingFloor, _fact: facts.FollowUpOpened, _at: datetime) -> None:
    """Followed up elsewhere; nothing on the floor changes."""


def _not_over(floor: RatingFloor, fact: StepUndone, _at: datetime) -> None:
    """A visit that goes on is neither rated nor left unrated yet."""
    floor.unrated.discard(fact.visit)


APPLY: Mapping[type[Fact], Callable[[RatingFloor, Any, datetime], None]] = {
    facts.RatingGiven: _rated,
    facts.RatingUnmatched: _unmatched,
    facts.VisitUnrated: _unrated,
    facts.StrayPressed: _stray,
    facts.FollowUpOpened: _follow_up,
    StepUndone: _not_over,
}
