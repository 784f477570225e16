"""Rules of the opinion box. Pure.

What a citizen left is never refused for its time or its number: they were thanked for it. How often
one may be left is a matter of the kiosk, where the finger is.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from broker.domain.base import Request
from broker.domain.hall import SETTLERS, Hall
from broker.domain.ids import StaffId
from broker.domain.opinions.facts import OpinionFact, OpinionLeft, OpinionSettled
from broker.domain.opinions.projection import KEPT, OpinionFloor
from broker.domain.opinions.requests import LeaveOpinion, SettleOpinion
from broker.domain.refusals import No, Refusal


def leave(floor: OpinionFloor, request: LeaveOpinion, now: datetime) -> list[OpinionFact]:
    """It is there. A kiosk's clock is believed within a year before now; a window that the hall has
    not, any more, is none."""
    if request.source not in {each.id for each in floor.hall.kiosks}:
        raise Refusal(No.UNKNOWN_DEVICE, device=request.source)
    return [
        OpinionLeft(
            opinion=request.id,
            kind=request.kind,
            about=request.about,
            device=request.source,
            left_at=min(max(request.left_at, now - KEPT), now),
            window=request.window if floor.hall.window(request.window) else 0,
            written=request.written,
            lost=request.lost,
        )
    ]


def settle(floor: OpinionFloor, request: SettleOpinion, _now: datetime) -> list[OpinionFact]:
    """By whom it concerns, with what came of it; once more it is no news."""
    check_may_settle(floor.hall, request.by)
    if not request.reason.strip():
        raise Refusal(No.REASON_MISSING)
    if request.opinion in floor.settled_opinions:
        return []
    if request.opinion not in floor.opinions:
        raise Refusal(No.UNKNOWN_OPINION, opinion=request.opinion)
    return [OpinionSettled(opinion=request.opinion, outcome=request.reason, by=request.by)]


def check_may_settle(hall: Hall, staff: StaffId) -> None:
    """Whoever settles opinions may read what was written with them, and nobody else."""
    member = hall.member(staff)
    if member is None:
        raise Refusal(No.UNKNOWN_STAFF, staff=staff)
    if member.role not in SETTLERS:
        raise Refusal(No.ROLE, staff=staff)


RULES: Mapping[type[Request], Callable[[OpinionFloor, Any, datetime], list[OpinionFact]]] = {
    LeaveOpinion: leave,
    SettleOpinion: settle,
}
