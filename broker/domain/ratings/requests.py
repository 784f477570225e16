"""What evaluators report."""

from __future__ import annotations

from broker.domain.base import Moment, Request, Word
from broker.domain.ids import VisitId
from broker.domain.ratings.facts import Level, UnratedReason


class GiveRating(Request, frozen=True):
    """An armed evaluator's key was pressed."""

    visit: VisitId
    level: Level
    device: Word
    armed_at: Moment
    pressed_at: Moment


class LeaveUnrated(Request, frozen=True):
    """The armed time ended in silence, or no evaluator could ask."""

    visit: VisitId
    reason: UnratedReason


class CountStray(Request, frozen=True):
    """A key was pressed while nothing was asked."""

    window: int
    device: Word
    key: Word


RatingRequest = GiveRating | LeaveUnrated | CountStray
