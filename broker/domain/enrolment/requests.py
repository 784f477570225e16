"""What the duty leader's desk and the readers' service ask for."""

from __future__ import annotations

from typing import Annotated

from msgspec import Meta

from broker.domain.base import Count, Moment, Request, Word
from broker.domain.enrolment.facts import Why
from broker.domain.ids import NO_STAFF, StaffId

Slot = Annotated[int, Meta(ge=0, le=9999)]


class GiveConsent(Request, frozen=True):
    """`staff` has signed the text `text_version` before `by`."""

    staff: StaffId
    text_version: Annotated[Word, Meta(min_length=1)]
    by: StaffId


class WithdrawConsent(Request, frozen=True):
    """`staff` withdraws, or leaves the hall; who withdraws may say so alone."""

    staff: StaffId
    why: Why
    by: StaffId


class KeepFinger(Request, frozen=True):
    """A finger was taken, and the reader's index has it."""

    staff: StaffId
    reader: Word
    slot: Slot
    by: StaffId


class ProveErased(Request, frozen=True):
    """The slots were erased, and the reader's index does not have them. NO_STAFF: they were slots
    of nobody."""

    staff: StaffId
    reader: Word
    slots: Annotated[tuple[Slot, ...], Meta(max_length=64)]
    read_at: Moment
    remaining: Count
    by: StaffId = NO_STAFF


class EraseSlots(Request, frozen=True):
    """A reader holds templates in slots of which the hall knows nobody: erase them, says `by`."""

    reader: Word
    slots: Annotated[tuple[Slot, ...], Meta(min_length=1, max_length=64)]
    by: StaffId


EnrolmentRequest = GiveConsent | WithdrawConsent | KeepFinger | ProveErased | EraseSlots
