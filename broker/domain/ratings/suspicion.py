"""What makes a rating valid, conspicuous, or in need of an answer."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from broker.domain.calling.projection import Visit
from broker.domain.hall import RatingRules
from broker.domain.ratings.facts import Level, Suspicion

BAD = frozenset({Level.DISSATISFIED, Level.VERY_DISSATISFIED})


def in_time(
    since: datetime, pressed_at: datetime, rules: RatingRules, apart: timedelta = timedelta(0)
) -> bool:
    """Whether a press lies inside the time for it, `apart` at most beside it."""
    return -apart <= pressed_at - since <= timedelta(seconds=rules.armed_seconds) + apart


def suspicions(
    visit: Visit,
    armed_at: datetime,
    pressed_at: datetime,
    earlier: Sequence[datetime],
    rules: RatingRules,
) -> tuple[Suspicion, ...]:
    """Why a rating is conspicuous; `earlier` are the window's presses before it.

    A flag only: the rating counts until somebody has looked (HappyOrNot's misuse flag).
    """
    found: list[Suspicion] = []
    if pressed_at - armed_at < timedelta(seconds=rules.too_soon_seconds):
        found.append(Suspicion.TOO_SOON)
    if visit.seconds < rules.short_visit_seconds:
        found.append(Suspicion.SHORT_VISIT)
    since = pressed_at - timedelta(seconds=rules.burst_seconds)
    if sum(since <= press <= pressed_at for press in earlier) + 1 >= rules.burst_ratings:
        found.append(Suspicion.BURST)
    return tuple(found)
