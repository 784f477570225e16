"""Rules of signing in: who may work at a screen, and what wrong PINs cost."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from broker.domain.base import Request
from broker.domain.client_names import enrolment_at
from broker.domain.desks import facts, requests
from broker.domain.desks.facts import DeskFact
from broker.domain.desks.projection import DeskFloor
from broker.domain.desks.tries import LOCKED_AT
from broker.domain.hall import AT_GUIDE_DESK, AT_STAFF_CORNER, ENROLLERS, Member, Role
from broker.domain.ids import StaffId
from broker.domain.refusals import No, Refusal


def open_desk(floor: DeskFloor, request: requests.OpenDesk, _now: datetime) -> list[DeskFact]:
    """Sign in at a screen that is no window. Who sat there has left."""
    member = member_of(floor, request.staff)
    roles = _roles_at(floor, request.source)
    if roles and member.role not in roles:
        raise Refusal(No.ROLE, staff=member.id)
    desk = request.source
    if desk in {each.id for each in floor.hall.clock_ins} and not _tried(floor, desk, member.id):
        return []  # nobody stays there
    return reopened(floor, desk, member.id, request)


def reopened(floor: DeskFloor, desk: str, staff: StaffId, request: Request) -> list[DeskFact]:
    """A session of `staff` at `desk`; the one there is goes on, unless PINs were wrong since."""
    sitting = floor.desks.get(desk)
    if sitting is not None and sitting.staff == staff and not _tried(floor, desk, staff):
        return []
    return [facts.DeskOpened(desk=desk, staff=staff, session=request.id)]


def _tried(floor: DeskFloor, desk: str, staff: StaffId) -> bool:
    return desk in floor.wrong_at or staff in floor.wrong_for


def sign_out(floor: DeskFloor, request: requests.SignOut, _now: datetime) -> list[DeskFact]:
    """Leave a screen; nobody is there already: no news."""
    sitting = floor.desks.get(request.source)
    if sitting is None:
        return []
    return [facts.DeskClosed(desk=request.source, staff=sitting.staff)]


def note_wrong_pin(
    floor: DeskFloor, request: requests.NoteWrongPin, _now: datetime
) -> list[DeskFact]:
    """One more; the last that a number has locks it."""
    staff = request.staff
    wrong = facts.PinWrong(desk=request.source, staff=staff)
    tries = floor.wrong_for.get(staff)
    if not staff or (tries.count if tries else 0) + 1 < LOCKED_AT or staff in floor.locked:
        return [wrong]
    return [wrong, facts.PinLocked(staff=staff)]


def end_session(floor: DeskFloor, request: requests.EndSession, _now: datetime) -> list[DeskFact]:
    """A leader sends whoever works at a screen back to its sign-in page. A window stays theirs."""
    _check_leader(floor, request.by)
    sitting = floor.desks.get(request.desk)
    if sitting is None:
        raise Refusal(No.NOBODY_THERE, desk=request.desk)
    return [facts.DeskClosed(desk=request.desk, staff=sitting.staff, by=request.by)]


def unlock_pin(floor: DeskFloor, request: requests.UnlockPin, _now: datetime) -> list[DeskFact]:
    """A leader lets a number sign in again; one that nobody tried is no news."""
    _check_leader(floor, request.by)
    staff = member_of(floor, request.staff).id
    if staff not in floor.locked and staff not in floor.wrong_for:
        return []
    return [facts.PinUnlocked(staff=staff, by=request.by)]


def member_of(floor: DeskFloor, staff: StaffId) -> Member:
    """The person with this number. Raises `Refusal`."""
    member = floor.hall.member(staff)
    if member is None:
        raise Refusal(No.UNKNOWN_STAFF, staff=staff)
    return member


def _check_leader(floor: DeskFloor, by: StaffId) -> None:
    if member_of(floor, by).role not in ENROLLERS:
        raise Refusal(No.ROLE, staff=by)


def _roles_at(floor: DeskFloor, desk: str) -> frozenset[Role]:
    """Who may work at a screen; none named: everybody."""
    if desk in {each.id for each in floor.hall.guide_desks}:
        return AT_GUIDE_DESK
    if desk in {each.id for each in floor.hall.kiosks}:
        return AT_STAFF_CORNER
    if desk in {enrolment_at(each.id) for each in floor.hall.readers}:
        return ENROLLERS
    return frozenset()


RULES: Mapping[type[Request], Callable[[DeskFloor, Any, datetime], list[DeskFact]]] = {
    requests.SignOut: sign_out,
    requests.OpenDesk: open_desk,
    requests.NoteWrongPin: note_wrong_pin,
    requests.EndSession: end_session,
    requests.UnlockPin: unlock_pin,
}
