"""What the enrolment desk knows. Changed by its flow alone. Pure."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, tzinfo
from enum import StrEnum

from msgspec import Struct

from broker.domain.enrolment.facts import FingersErased, Why
from broker.domain.enrolment.stages import EnrolmentStage
from broker.domain.hall import Hall, Member, Reader
from broker.domain.ids import NO_STAFF, RequestId, StaffId
from broker.wire.enrolment_messages import FingersState
from kiosk.clock_in.screens import Entry
from kiosk.words import NOTHING, Wording

FINGERS = 2  # of each person: one may be hurt
LISTED = 4  # people on a page of the list


class EnrolKey(StrEnum):
    """What can be pressed, beside digits."""

    NUMBER = "number"
    CODE = "code"
    ERASE = "erase"
    CLEAR = "clear"
    ENTER = "enter"
    BACK = "back"  # one step; at last, sign out
    ENROL = "enrol"  # the person has signed: begin
    WITHDRAW = "withdraw"
    LEFT = "left"
    SURE = "sure"  # erase, indeed
    AGAIN = "again"
    DONE = "done"
    LIST = "list"  # whose fingers are where
    PREVIOUS = "previous"
    NEXT = "next"
    STOP = "stop"  # the finger that is being taken


class Taking(Struct, frozen=True):
    """The finger that is being taken, counted from 1, and how far it is; `staff` is whose it is,
    where it is somebody's already. No stage: the reader has not answered until `until`."""

    wish: str
    finger: int
    until: float
    stage: EnrolmentStage | None = None
    step: int = 0  # of four: pressed, lifted, pressed again, kept
    staff: StaffId = NO_STAFF


@dataclass(slots=True)
class EnrolState:
    """One desk beside one reader. `fingers` are the states of all readers, `proofs` what came of an
    erasure that was asked for here."""

    hall: Hall
    reader: Reader
    zone: tzinfo
    up: bool = False
    operator: Member | None = None
    person: Member | None = None
    entry: Entry = field(default_factory=Entry)
    sentence: Wording = NOTHING
    resumed: tuple[Member, Member] | None = None  # operator and person, when the session ended
    sure: Why | None = None  # the next press erases
    asked: RequestId | None = None  # the ledger has not answered
    consented_at: datetime | None = None
    taking: Taking | None = None
    erasing: bool = False
    listing: int | None = None  # the page of the list of those whose fingers are kept
    fingers: dict[str, FingersState] = field(default_factory=dict)
    proofs: dict[str, FingersErased] = field(default_factory=dict)

    def kept_at(self, reader: str, staff: StaffId) -> int:
        """How many fingers of somebody the ledger has at a reader."""
        state = self.fingers.get(reader)
        return sum(each.staff == staff for each in state.fingers) if state else 0

    @property
    def enrolled(self) -> list[StaffId]:
        """Everybody whose finger is at some reader, by the ledger or by hall.toml, or is still to
        be erased there."""
        states = self.fingers.values()
        found = {each.staff for state in states for each in state.fingers}
        found |= {each for state in states for each in state.erase}
        found |= {each.id for each in self.hall.staff if self.is_configured(each)}
        return sorted(found)

    def is_configured(self, member: Member) -> bool:
        """Whether hall.toml names a slot of somebody, and no proof says that it is empty at every
        reader."""
        states = [self.fingers.get(each.id) for each in self.hall.readers]
        proved = [state is not None and member.id in state.forgotten for state in states]
        return member.slot is not None and not (proved and all(proved))

    @property
    def may_have_fingers(self) -> bool:
        """Whether there may be something of the person to erase; as long as a reader's fingers were
        not heard of, there may."""
        unheard = any(each.id not in self.fingers for each in self.hall.readers)
        return self.person is not None and (unheard or self.person.id in self.enrolled)

    @property
    def unproved(self) -> list[str]:
        """The readers at which the person is not erased yet."""
        person = self.person
        return sorted(
            key
            for key, state in self.fingers.items()
            if person is not None and person.id in state.erase
        )
