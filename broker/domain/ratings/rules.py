"""Rules of ratings: once for a visit, inside the armed time; silence is no level."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from typing import Any

from broker.domain.base import Request
from broker.domain.calling.projection import Visit
from broker.domain.ids import VisitId
from broker.domain.ratings.facts import (
    FollowUpOpened,
    RatingFact,
    RatingGiven,
    StrayPressed,
    UnratedReason,
    VisitUnrated,
)
from broker.domain.ratings.projection import RatingFloor
from broker.domain.ratings.requests import CountStray, GiveRating, LeaveUnrated
from broker.domain.ratings.suspicion import BAD, in_time, suspicions
from broker.domain.refusals import No, Refusal


def give_rating(floor: RatingFloor, request: GiveRating, now: datetime) -> list[RatingFact]:
    """An armed evaluator was pressed: once for a visit, inside the armed time."""
    visit = _finished(floor, request.visit)
    rules = floor.hall.ratings
    if visit.id in floor.levels:
        raise Refusal(No.ALREADY_RATED)
    if not in_time(request.armed_at, request.pressed_at, rules):
        raise Refusal(No.NOT_ARMED)
    earlier = tuple(floor.presses.get(visit.window, ()))
    rating = RatingGiven(
        visit=visit.id,
        window=visit.window,
        clerk=visit.clerk,
        level=request.level,
        device=request.device,
        armed_at=request.armed_at,
        pressed_at=request.pressed_at,
        suspicions=suspicions(visit, request.armed_at, request.pressed_at, earlier, rules),
    )
    if request.level not in BAD:
        return [rating]
    due = now + timedelta(days=rules.follow_up_days)
    return [rating, FollowUpOpened(visit=visit.id, level=request.level, due=due)]


def leave_unrated(floor: RatingFloor, request: LeaveUnrated, _now: datetime) -> list[RatingFact]:
    """Silence. Never a level, and never in the way of a rating that is already there."""
    visit = _finished(floor, request.visit)
    if floor.is_answered(visit.id):
        return []
    return [VisitUnrated(visit=visit.id, window=visit.window, reason=request.reason)]


def count_stray(floor: RatingFloor, request: CountStray, _now: datetime) -> list[RatingFact]:
    """A press while nothing was asked."""
    if request.window not in floor.counters:
        raise Refusal(No.UNKNOWN_WINDOW, window=request.window)
    return [StrayPressed(window=request.window, device=request.device, key=request.key)]


def _finished(floor: RatingFloor, key: VisitId) -> Visit:
    visit = floor.visits.get(key)
    if visit is None:
        raise Refusal(No.UNKNOWN_VISIT, visit=key)
    if visit.finished_at is None:
        raise Refusal(No.NOT_FINISHED)
    return visit


def at_day_end(floor: RatingFloor) -> list[RatingFact]:
    """Finished visits that nobody rated."""
    return [
        VisitUnrated(visit=visit.id, window=visit.window, reason=UnratedReason.DAY_ENDED)
        for visit in floor.visits.values()
        if visit.finished_at is not None and not floor.is_answered(visit.id)
    ]


RULES: Mapping[type[Request], Callable[[RatingFloor, Any, datetime], list[RatingFact]]] = {
    GiveRating: give_rating,
    LeaveUnrated: leave_unrated,
    CountStray: count_stray,
}
