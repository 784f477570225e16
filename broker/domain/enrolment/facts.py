"""Consents, and the places of fingers, as the ledger keeps them.

A fact names a person by staff number, and a finger by the reader and the slot it is kept in. The
template itself never leaves the reader.
"""

from __future__ import annotations

from enum import StrEnum

from broker.domain.base import Fact, Moment
from broker.domain.ids import NO_STAFF, RequestId, StaffId


class Why(StrEnum):
    """Why a consent does not hold any more."""

    WITHDRAWN = "withdrawn"  # 本人撤回
    LEFT = "left"  # 离职


class ConsentGiven(Fact, frozen=True):
    """单独同意: `staff` consented to the text `text_version`, for attendance alone, before `by`."""

    consent: RequestId
    staff: StaffId
    text_version: str
    given_at: Moment
    by: StaffId


class ConsentWithdrawn(Fact, frozen=True):
    """It holds no more. All fingers of `staff` are to be erased at every reader."""

    consent: RequestId
    staff: StaffId
    why: Why
    by: StaffId


class FingerKept(Fact, frozen=True):
    """A finger of `staff` is in `slot` of a reader, whose own index says so."""

    staff: StaffId
    consent: RequestId
    reader: str
    slot: int
    by: StaffId


class ErasureOrdered(Fact, frozen=True):
    """Slots of a reader of which the hall knew nobody are to be erased."""

    reader: str
    slots: tuple[int, ...]
    by: StaffId


class FingersErased(Fact, frozen=True):
    """A reader's index was read back at `read_at`, after these slots were erased: they are empty,
    and so many templates of others, `remaining`, are still there. With NO_STAFF they were
    nobody's."""

    staff: StaffId
    reader: str
    slots: tuple[int, ...]
    read_at: Moment
    remaining: int
    by: StaffId = NO_STAFF


EnrolmentFact = ConsentGiven | ConsentWithdrawn | FingerKept | FingersErased | ErasureOrdered
