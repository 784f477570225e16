"""Rules of punches that cannot be believed: they are kept apart, and somebody judges them. Pure.

A punch at a reader or a screen was told its person as recorded, so it is never refused. What the
ledger cannot believe (a time that cannot be, a clock in doubt, a number nobody has) is a fact of
its own that counts for nothing, neither for duty nor for the month, until a duty leader lets it in,
at the time it claims or at another, or sets it aside (ADR 50).
"""

from __future__ import annotations

from datetime import datetime

from msgspec.structs import replace

from broker.domain.attendance.approval import (
    LEADERS,
    check_open,
    check_other,
    check_reason,
    check_role,
)
from broker.domain.attendance.facts import (
    AttendanceFact,
    Doubt,
    PunchLetIn,
    PunchQuarantined,
    PunchRecorded,
    PunchSetAside,
    PunchWay,
)
from broker.domain.attendance.projection import AttendanceFloor
from broker.domain.attendance.requests import LetPunchIn, RecordPunch, SetPunchAside
from broker.domain.attendance.spans import YEAR
from broker.domain.claims import APART
from broker.domain.ground import WRITTEN
from broker.domain.hall import Hall
from broker.domain.ids import RequestId
from broker.domain.refusals import No, Refusal

TOLD = frozenset({PunchWay.FINGER, PunchWay.PIN})  # the person has gone on, and believes it


def in_doubt(request: RecordPunch) -> RecordPunch:
    """The same punch, taken while nobody knew what time it is; what a leader says is no matter of
    a clock."""
    return replace(request, doubted=True) if request.way in TOLD else request


def doubt_of(floor: AttendanceFloor, request: RecordPunch, now: datetime) -> Doubt | None:
    """Why this punch of a reader or a screen is not believed; None where it is."""
    if floor.hall.member(request.staff) is None:
        return Doubt.UNKNOWN_STAFF
    if not _has(floor.hall, request.device):
        return Doubt.UNKNOWN_DEVICE
    if request.punched_at < now - YEAR - APART:
        return Doubt.TOO_OLD
    if request.punched_at > now + APART:
        return Doubt.TO_COME
    return Doubt.CLOCK if request.doubted else None


def _has(hall: Hall, device: str) -> bool:
    """Whether a punch can come from there. A hall that names neither readers nor screens for it is
    one that is tried out, and is not asked."""
    named = {each.id for each in hall.readers} | {each.id for each in hall.clock_ins}
    return not named or device in named


def kept_apart(
    floor: AttendanceFloor, request: RecordPunch, doubt: Doubt, now: datetime
) -> PunchQuarantined:
    """The punch as it came, which no calendar need be able to reckon with."""
    return PunchQuarantined(
        punch=request.id,
        staff=request.staff,
        day=floor.day_of(now),
        at=request.punched_at,
        came=now,
        device=request.device,
        way=request.way,
        doubt=doubt,
    )


def let_in(floor: AttendanceFloor, request: LetPunchIn, now: datetime) -> list[AttendanceFact]:
    """It counts from now on as any punch of its time."""
    kept = _waiting(floor, request.punch)
    check_other(floor, kept.staff, request.by, request.reason)
    check_role(floor, request.by, LEADERS)
    at = kept.at if request.counted_at is None else request.counted_at
    if not WRITTEN <= at <= now + APART:
        no = No.NAME_TIME if request.counted_at is None else No.NO_SUCH_TIME
        raise Refusal(no, moment=at.isoformat())
    day = floor.day_of(at)
    check_open(floor, day, day)
    return [
        PunchLetIn(
            punch=kept.punch,
            staff=kept.staff,
            day=kept.day,
            reason=request.reason,
            by=request.by,
        ),
        PunchRecorded(
            punch=kept.punch,
            staff=kept.staff,
            day=day,
            at=at,
            device=kept.device,
            way=kept.way,
            reason=request.reason,
            by=request.by,
        ),
    ]


def set_aside(
    floor: AttendanceFloor, request: SetPunchAside, _now: datetime
) -> list[AttendanceFact]:
    """It never counts; whose number it bears may be nobody's."""
    kept = _waiting(floor, request.punch)
    if request.by == kept.staff:
        raise Refusal(No.OWN_APPROVAL)
    check_reason(request.reason)
    check_role(floor, request.by, LEADERS)
    return [
        PunchSetAside(
            punch=kept.punch,
            staff=kept.staff,
            day=kept.day,
            reason=request.reason,
            by=request.by,
        )
    ]


def _waiting(floor: AttendanceFloor, punch: RequestId) -> PunchQuarantined:
    kept = floor.quarantined.get(punch)
    if kept is None:
        raise Refusal(No.NOT_KEPT_APART, punch=punch)
    return kept
