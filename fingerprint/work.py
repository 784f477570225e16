"""What is done at a reader, one after another: taking a finger, erasing, looking."""

from __future__ import annotations

from dataclasses import dataclass, field

from broker.domain.enrolment.stages import EnrolmentStage
from broker.domain.ids import StaffId
from broker.wire.enrolment_messages import EnrolFinger
from fingerprint import enrolment
from fingerprint.enrolment import Consent


@dataclass(slots=True, eq=False)
class FingerWanted:
    """A finger that the desk wants, and the slot it is to have, once that is chosen."""

    wish: EnrolFinger
    slot: int | None = None
    stopped: bool = False

    def ending(self, stage: EnrolmentStage) -> EnrolmentStage:
        """What is said at its end: whoever stopped it knows why nothing came of it."""
        return EnrolmentStage.STOPPED if self.stopped else stage

    @property
    def order(self) -> enrolment.Order:
        """What its session is asked for next."""
        if self.slot is None:
            return enrolment.LookUp()
        wish = self.wish
        consent = Consent(wish.staff, wish.text_version, wish.consented_at, wish.witness)
        return enrolment.Enrol(wish.staff, self.slot, consent)


@dataclass(slots=True, eq=False)
class Emptying:
    """Slots that are to be empty, as the index is to say. `proof`: of whom that is to be proved
    to the ledger, NO_STAFF for slots of nobody; None for a cleaning, or without slots for a mere
    look.

    The index is read first: what is not there need not be erased, and some modules refuse it.
    """

    slots: tuple[int, ...]
    proof: StaffId | None = None
    left: list[int] = field(default_factory=list)
    tried: bool = False

    @property
    def key(self) -> tuple[object, ...]:
        """Two of the same key are the same piece of work."""
        return self.proof, self.slots

    @property
    def order(self) -> enrolment.Order:
        """What its session is asked for next."""
        return enrolment.Erase(self.left[0]) if self.left else enrolment.LookUp()

    def read(self, held: frozenset[int]) -> bool | None:
        """The index came: whether it is done; None where something is to be erased first."""
        there = sorted(held & {*self.slots})
        if not there:
            return True
        if self.tried:
            return False
        self.tried, self.left = True, there
        return None


Work = FingerWanted | Emptying
