"""What waits in the row of a reader: taking a finger, or erasing."""

from __future__ import annotations

from dataclasses import dataclass, field

from broker.domain.enrolment.stages import EnrolmentStage
from broker.domain.ids import StaffId
from broker.wire.enrolment_messages import EnrolFinger
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
    def consent(self) -> Consent:
        """To which text, and before whom."""
        wish = self.wish
        return Consent(wish.staff, wish.text_version, wish.consented_at, wish.witness)


@dataclass(slots=True, eq=False)
class Erasing:
    """Slots that are to be empty; of `staff` it is to be proved, of NO_STAFF it is a cleaning."""

    staff: StaffId
    slots: tuple[int, ...]
    left: list[int] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.left = list(self.slots)


Work = FingerWanted | Erasing
