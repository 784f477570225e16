"""What the duty leader's desk, the ledger and the readers tell each other of fingers.

Staff numbers, slots and words: nothing that was taken from a finger is ever on the bus.
"""

from __future__ import annotations

from msgspec import Struct

from broker.domain.base import Count, Moment, Word
from broker.domain.enrolment.stages import EnrolmentStage
from broker.domain.ids import NO_STAFF, StaffId
from broker.wire.messages import Message


class SlotOf(Struct, frozen=True, array_like=True):
    """Whose template a slot holds."""

    slot: Count
    staff: StaffId


class FingersState(Message, frozen=True):
    """Whose finger is in which slot of a reader, as the ledger has it, and whose must be erased
    there and be proved to be. `consented` are all whose consent holds; `nobodys` are slots of
    nobody that are to be erased, which is to be proved, too; `forgotten` are people of whom that is
    proved here, though hall.toml names a slot of theirs."""

    reader: Word
    fingers: tuple[SlotOf, ...] = ()
    erase: tuple[StaffId, ...] = ()
    consented: tuple[StaffId, ...] = ()
    forgotten: tuple[StaffId, ...] = ()
    nobodys: tuple[Count, ...] = ()


class LibraryState(Message, frozen=True):
    """What the index of a reader has beside what is known: `nobodys` hold templates of nobody the
    hall knows; `opened` may hold some that the ledger has not kept; `missing` hold nothing,
    though the ledger or hall.toml says whose finger is there."""

    reader: Word
    nobodys: tuple[Count, ...] = ()
    opened: tuple[SlotOf, ...] = ()
    missing: tuple[SlotOf, ...] = ()


class EnrolFinger(Message, frozen=True):
    """The duty leader's desk asks a reader to take a finger of `staff`. The ledger said at
    `consented_at` that the consent to the text `text_version` holds."""

    staff: StaffId
    text_version: Word
    consented_at: Moment
    witness: StaffId
    by: StaffId


class StopEnrolment(Message, frozen=True):
    """The desk does not want the finger any more that it asked for: `enrolment` is the id of that
    `EnrolFinger`. A finger that is on its way to the ledger is kept all the same."""

    enrolment: Word


class NumberTyped(Message, frozen=True):
    """Somebody has typed a staff number beside a reader that knows nobody: the next finger there is
    compared with that person's. NO_STAFF takes back what was typed."""

    staff: StaffId = NO_STAFF


class EnrolmentTold(Message, frozen=True):
    """What became of an `EnrolFinger`: `enrolment` is its id. `staff` is whose finger it is, where
    it is somebody's already."""

    enrolment: Word
    reader: Word
    stage: EnrolmentStage
    staff: StaffId = NO_STAFF
