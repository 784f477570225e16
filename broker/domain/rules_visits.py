"""Rules of what devices report: calls shown, ratings pressed, fingers recognised."""

from __future__ import annotations

from datetime import datetime, timedelta

from broker.domain import facts as f
from broker.domain import requests as r
from broker.domain.floor import Floor
from broker.domain.hall import Role
from broker.domain.ratings import BAD, Visit, in_time, suspicions
from broker.domain.refusals import No, Refusal


def report_delivery(floor: Floor, request: r.ReportDelivery, _now: datetime) -> list[f.AnyFact]:
    """A display showed a call or could not; a repeated report of the same is no news."""
    visit, _, _ = request.call.rpartition(".")
    if visit not in floor.visits:
        raise Refusal(No.UNKNOWN_CALL, call=request.call)
    if floor.reported.get(request.call) is request.delivered:
        return []
    if request.delivered:
        return [f.CallDelivered(call=request.call, device=request.device)]
    return [f.CallUndelivered(call=request.call, device=request.device, reason=request.reason)]


def give_rating(floor: Floor, request: r.GiveRating, now: datetime) -> list[f.AnyFact]:
    """An armed evaluator was pressed: once for a visit, inside the armed time."""
    visit = _finished(floor, request.visit)
    rules = floor.hall.ratings
    if visit.level is not None:
        raise Refusal(No.ALREADY_RATED)
    if not in_time(request.armed_at, request.pressed_at, rules):
        raise Refusal(No.NOT_ARMED)
    earlier = tuple(floor.counters[visit.window].presses)
    rating = f.RatingGiven(
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
    return [rating, f.FollowUpOpened(visit=visit.id, level=request.level, due=due)]


def leave_unrated(floor: Floor, request: r.LeaveUnrated, _now: datetime) -> list[f.AnyFact]:
    """Silence. Never a level, and never in the way of a rating that is already there."""
    visit = _finished(floor, request.visit)
    if visit.level is not None or visit.unrated:
        return []
    return [f.VisitUnrated(visit=visit.id, window=visit.window, reason=request.reason)]


def count_stray(floor: Floor, request: r.CountStray, _now: datetime) -> list[f.AnyFact]:
    """A press while nothing was asked."""
    if request.window not in floor.counters:
        raise Refusal(No.UNKNOWN_WINDOW, window=request.window)
    return [f.StrayPressed(window=request.window, device=request.device, key=request.key)]


def record_punch(floor: Floor, request: r.RecordPunch, _now: datetime) -> list[f.AnyFact]:
    """A punch, as the reader saw it; one recorded afterwards needs the leader and a reason."""
    if floor.hall.member(request.staff) is None:
        raise Refusal(No.UNKNOWN_STAFF, staff=request.staff)
    if request.way is f.PunchWay.LEADER:
        leader = floor.hall.member(request.by)
        if leader is None or leader.role is not Role.DUTY_LEADER or not request.reason:
            raise Refusal(No.REASON_MISSING)
    return [
        f.PunchRecorded(
            punch=request.id,
            staff=request.staff,
            day=floor.day_of(request.punched_at),
            at=request.punched_at,
            device=request.device,
            way=request.way,
            reason=request.reason,
            by=request.by,
        )
    ]


def _finished(floor: Floor, key: str) -> Visit:
    visit = floor.visits.get(key)
    if visit is None:
        raise Refusal(No.UNKNOWN_VISIT, visit=key)
    if visit.finished_at is None:
        raise Refusal(No.NOT_FINISHED)
    return visit
