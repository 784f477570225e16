"""Rules of ratings: once for a visit, inside the armed time; silence is no level."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from typing import Any

from broker.domain.base import Request
from broker.domain.claims import APART, check_claim
from broker.domain.ids import day_of
from broker.domain.inventory import evaluator_at
from broker.domain.ratings import facts, requests
from broker.domain.ratings.facts import RatingFact
from broker.domain.ratings.projection import RatingFloor
from broker.domain.ratings.suspicion import BAD, in_time, suspicions
from broker.domain.refusals import No, Refusal

_OLDEST = timedelta(days=366)  # an outbox may come back after months


def give_rating(
    floor: RatingFloor, request: requests.GiveRating, now: datetime
) -> list[RatingFact]:
    """The window's evaluator was pressed: once for a visit, inside the armed time.

    A press about a visit that is not on the floor is kept as a fact of its own: nobody who was
    thanked is forgotten because the ledger was restored, or the day was over.
    """
    visit = floor.visits.get(request.visit)
    if visit is None or request.pressed_at < visit.called_at - APART:
        return _unmatched(floor, request, now)
    _check_device(floor, visit.window, request.device)
    if visit.id in floor.ratings:
        return _again(floor.ratings[visit.id], request)
    if visit.finished_at is None:
        raise Refusal(No.NOT_FINISHED)
    rules = floor.hall.ratings
    if not (
        in_time(request.armed_at, request.pressed_at, rules)
        and in_time(visit.finished_at, request.pressed_at, rules, APART)
    ):
        raise Refusal(No.NOT_ARMED)
    earlier = tuple(floor.presses.get(visit.window, ()))
    rating = facts.RatingGiven(
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
    return [rating, facts.FollowUpOpened(visit=visit.id, level=request.level, due=due)]


def _again(
    known: facts.RatingGiven | facts.RatingUnmatched, request: requests.GiveRating
) -> list[RatingFact]:
    """The same press once more, under another id, is no news; another one comes too late."""
    if _press(known) != _press(request):
        raise Refusal(No.ALREADY_RATED)
    return []


def _press(
    said: facts.RatingGiven | facts.RatingUnmatched | requests.GiveRating,
) -> tuple[str, facts.Level, datetime]:
    return said.device, said.level, said.pressed_at


def _unmatched(floor: RatingFloor, request: requests.GiveRating, now: datetime) -> list[RatingFact]:
    """A press about a visit of another day, or of what a restored ledger has forgotten."""
    posts = {evaluator_at(post.window) for post in floor.hall.evaluators}
    if request.device not in posts:
        raise Refusal(No.UNKNOWN_DEVICE, device=request.device)
    day = day_of(request.visit)
    if day is None or not 0 <= (floor.day_of(request.pressed_at) - day).days <= 1:
        raise Refusal(No.UNKNOWN_VISIT, visit=request.visit)
    check_claim(request.pressed_at, now - _OLDEST, now)
    if not in_time(request.armed_at, request.pressed_at, floor.hall.ratings):
        raise Refusal(No.NOT_ARMED)
    known = floor.unmatched.get(request.visit)
    if known is not None:
        return _again(known, request)
    return [
        facts.RatingUnmatched(
            visit=request.visit,
            level=request.level,
            device=request.device,
            armed_at=request.armed_at,
            pressed_at=request.pressed_at,
        )
    ]


def leave_unrated(
    floor: RatingFloor, request: requests.LeaveUnrated, _now: datetime
) -> list[RatingFact]:
    """Silence. Never a level, and never in the way of a rating that is already there."""
    visit = floor.visits.get(request.visit)
    if visit is None:
        raise Refusal(No.UNKNOWN_VISIT, visit=request.visit)
    _check_device(floor, visit.window, request.source)
    if visit.finished_at is None:
        raise Refusal(No.NOT_FINISHED)
    if floor.is_answered(visit.id):
        return []
    return [facts.VisitUnrated(visit=visit.id, window=visit.window, reason=request.reason)]


def count_stray(
    floor: RatingFloor, request: requests.CountStray, _now: datetime
) -> list[RatingFact]:
    """A press while nothing was asked."""
    if request.window not in floor.counters:
        raise Refusal(No.UNKNOWN_WINDOW, window=request.window)
    _check_device(floor, request.window, request.device)
    return [facts.StrayPressed(window=request.window, device=request.device, key=request.key)]


def _check_device(floor: RatingFloor, window: int, device: str) -> None:
    """Raise `Refusal` where it is not the evaluator that stands at the window."""
    if device != evaluator_at(window) or not floor.hall.has_evaluator(window):
        raise Refusal(No.UNKNOWN_DEVICE, device=device)


def at_day_end(floor: RatingFloor) -> list[RatingFact]:
    """Finished visits that nobody rated."""
    return [
        facts.VisitUnrated(
            visit=visit.id, window=visit.window, reason=facts.UnratedReason.DAY_ENDED
        )
        for visit in floor.visits.values()
        if visit.finished_at is not None and not floor.is_answered(visit.id)
    ]


RULES: Mapping[type[Request], Callable[[RatingFloor, Any, datetime], list[RatingFact]]] = {
    requests.GiveRating: give_rating,
    requests.LeaveUnrated: leave_unrated,
    requests.CountStray: count_stray,
}
