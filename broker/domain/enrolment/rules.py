"""Rules of consents and fingers: none without the other, and none beside oneself."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from typing import Any

from broker.domain.base import Request
from broker.domain.claims import check_claim
from broker.domain.enrolment.facts import (
    ConsentGiven,
    ConsentWithdrawn,
    EnrolmentFact,
    FingerKept,
    FingersErased,
    Why,
)
from broker.domain.enrolment.projection import EnrolmentFloor
from broker.domain.enrolment.requests import (
    GiveConsent,
    KeepFinger,
    ProveErased,
    WithdrawConsent,
)
from broker.domain.hall import ENROLLERS
from broker.domain.ids import NO_REQUEST, StaffId
from broker.domain.refusals import No, Refusal

_OLDEST = timedelta(days=366)  # a reader's outbox may come back after months


def give_consent(floor: EnrolmentFloor, request: GiveConsent, now: datetime) -> list[EnrolmentFact]:
    """Before somebody else, who may enrol. To the same text once more, it is no news."""
    _check_known(floor, request.staff)
    _check_enroller(floor, request.by)
    if request.by == request.staff:
        raise Refusal(No.OWN_WITNESS)
    held = floor.consents.get(request.staff)
    if held is not None and held.text_version == request.text_version:
        return []
    return [
        ConsentGiven(
            consent=request.id,
            staff=request.staff,
            text_version=request.text_version,
            given_at=now,
            by=request.by,
        )
    ]


def withdraw_consent(
    floor: EnrolmentFloor, request: WithdrawConsent, _now: datetime
) -> list[EnrolmentFact]:
    """By themselves, or by who may enrol. Nobody has to consent first: whose finger the installer
    enrolled, as hall.toml says, may withdraw as well; whoever has left may be in it no more."""
    if not (request.by == request.staff and request.why is Why.WITHDRAWN):
        _check_enroller(floor, request.by)
    elif floor.hall.member(request.staff) is None:
        raise Refusal(No.UNKNOWN_STAFF, staff=request.staff)
    held = floor.consents.get(request.staff)
    if held is None and request.staff in floor.gone:
        return []
    consent = NO_REQUEST if held is None else held.consent
    return [ConsentWithdrawn(consent=consent, staff=request.staff, why=request.why, by=request.by)]


def keep_finger(floor: EnrolmentFloor, request: KeepFinger, _now: datetime) -> list[EnrolmentFact]:
    """Only while the consent holds: what is refused, the reader's service erases again."""
    held = floor.consents.get(request.staff)
    if held is None:
        raise Refusal(No.NO_CONSENT, staff=request.staff)
    _check_reader(floor, request.reader)
    _check_enroller(floor, request.by)
    whose = floor.fingers.get((request.reader, request.slot))
    if whose == request.staff:
        return []
    if whose is not None:
        raise Refusal(No.SLOT_TAKEN, staff=whose, slot=request.slot)
    return [
        FingerKept(
            staff=request.staff,
            consent=held.consent,
            reader=request.reader,
            slot=request.slot,
            by=request.by,
        )
    ]


def prove_erased(floor: EnrolmentFloor, request: ProveErased, now: datetime) -> list[EnrolmentFact]:
    """What the index says is believed of whoever may be erased: consent is for keeping alone."""
    _check_reader(floor, request.reader)
    check_claim(request.read_at, now - _OLDEST, now)
    return [
        FingersErased(
            staff=request.staff,
            reader=request.reader,
            slots=request.slots,
            read_at=request.read_at,
            remaining=request.remaining,
            by=request.by,
        )
    ]


def _check_known(floor: EnrolmentFloor, staff: StaffId) -> None:
    if floor.hall.member(staff) is None:
        raise Refusal(No.UNKNOWN_STAFF, staff=staff)


def _check_enroller(floor: EnrolmentFloor, by: StaffId) -> None:
    member = floor.hall.member(by)
    if member is None:
        raise Refusal(No.UNKNOWN_STAFF, staff=by)
    if member.role not in ENROLLERS:
        raise Refusal(No.ROLE, staff=by)


def _check_reader(floor: EnrolmentFloor, reader: str) -> None:
    if all(each.id != reader for each in floor.hall.readers):
        raise Refusal(No.UNKNOWN_DEVICE, device=reader)


RULES: Mapping[
    type[Request],
    Callable[[EnrolmentFloor, Any, datetime], list[EnrolmentFact]],
] = {
    GiveConsent: give_consent,
    WithdrawConsent: withdraw_consent,
    KeepFinger: keep_finger,
    ProveErased: prove_erased,
}
