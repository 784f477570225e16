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
    ErasureOrdered,
    FingerKept,
    FingersErased,
    Why,
)
from broker.domain.enrolment.projection import EnrolmentFloor
from broker.domain.enrolment.requests import (
    EraseSlots,
    GiveConsent,
    KeepFinger,
    ProveErased,
    WithdrawConsent,
)
from broker.domain.hall import ENROLLERS
from broker.domain.ids import NO_REQUEST, NO_STAFF, StaffId
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
    if not floor.knows(request.staff):
        raise Refusal(No.UNKNOWN_STAFF, staff=request.staff)
    consent = NO_REQUEST if held is None else held.consent
    return [ConsentWithdrawn(consent=consent, staff=request.staff, why=request.why, by=request.by)]


def keep_finger(floor: EnrolmentFloor, request: KeepFinger, _now: datetime) -> list[EnrolmentFact]:
    """Only while the consent holds: what is refused, the reader's service erases again."""
    held = floor.consents.get(request.staff)
    if held is None:
        raise Refusal(No.NO_CONSENT, staff=request.staff)
    _check_reader(floor, request.reader)
    _check_enroller(floor, request.by)
    place = (request.reader, request.slot)
    whose = floor.fingers.get(place)
    if whose == request.staff:
        return []
    if whose is None:
        whose = floor.configured(request.slot)
    if whose not in (None, request.staff):
        raise Refusal(No.SLOT_TAKEN, staff=whose, slot=request.slot)
    if place in floor.condemned:
        raise Refusal(No.SLOT_CONDEMNED, slot=request.slot)
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
    """What the index says is believed of whom is to be erased there, and of all slots that are
    known of them; for NO_STAFF, of slots of nobody that somebody wanted erased."""
    _check_reader(floor, request.reader)
    check_claim(request.read_at, now - _OLDEST, now)
    if request.staff == NO_STAFF:
        known = {slot for slot in request.slots if (request.reader, slot) in floor.condemned}
        if not known:
            raise Refusal(No.NOT_TO_ERASE, staff=request.staff, device=request.reader)
    elif request.staff not in floor.gone:
        raise Refusal(No.NOT_TO_ERASE, staff=request.staff, device=request.reader)
    elif (request.reader, request.staff) in floor.erased:
        return []
    else:
        known = floor.slots_of(request.staff, request.reader)
    if not known <= {*request.slots}:
        left = sorted(known - {*request.slots})
        raise Refusal(No.SLOTS_LEFT, device=request.reader, slots=", ".join(map(str, left)))
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


def erase_slots(floor: EnrolmentFloor, request: EraseSlots, _now: datetime) -> list[EnrolmentFact]:
    """Only what is nobody's: whoever is known by a finger withdraws, or leaves."""
    _check_enroller(floor, request.by)
    _check_reader(floor, request.reader)
    for slot in request.slots:
        whose = floor.fingers.get((request.reader, slot)) or floor.configured(slot)
        if whose is not None:
            raise Refusal(No.SLOT_TAKEN, staff=whose, slot=slot)
    ordered = {slot for where, slot in floor.condemned if where == request.reader}
    slots = tuple(sorted({*request.slots} - ordered))
    return [ErasureOrdered(reader=request.reader, slots=slots, by=request.by)] if slots else []


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
    EraseSlots: erase_slots,
}
