"""From consents and fingers to who is known at which reader. No new day forgets it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, datetime
from typing import Any

from broker.domain.enrolment.facts import (
    ConsentGiven,
    ConsentWithdrawn,
    EnrolmentFact,
    ErasureOrdered,
    FingerKept,
    FingersErased,
)
from broker.domain.ground import Ground
from broker.domain.ids import NO_STAFF, StaffId


class EnrolmentFloor(Ground):
    """Consents that hold, by staff number; and whose finger is where, by reader and slot."""

    def begin(self, day: date | None) -> None:
        super().begin(day)
        if day is None:
            self.consents: dict[StaffId, ConsentGiven] = {}
            self.once_consented: set[StaffId] = set()  # a finger may have been taken of them
            self.fingers: dict[tuple[str, int], StaffId] = {}
            self.gone: set[StaffId] = set()  # whose slots of hall.toml are to be erased, too
            self.erased: set[tuple[str, StaffId]] = set()  # where that is proved
            self.condemned: set[tuple[str, int]] = set()  # slots of nobody that are to be erased
        self.touched.fingers = True

    def knows(self, staff: StaffId) -> bool:
        """Whether anybody of this number is here, or has consented or had a finger kept."""
        here = self.hall.member(staff) is not None
        return here or staff in self.once_consented or staff in self.fingers.values()

    def fingers_of(self, staff: StaffId) -> list[tuple[str, int]]:
        """Reader and slot of each finger that is kept of somebody."""
        return sorted(place for place, whose in self.fingers.items() if whose == staff)

    def configured(self, slot: int) -> StaffId | None:
        """Whose finger is in `slot` of every reader, as hall.toml says."""
        return next((each.id for each in self.hall.staff if each.slot == slot), None)

    def slots_of(self, staff: StaffId, reader: str) -> set[int]:
        """Where fingers of somebody are at a reader, or may be."""
        kept = {slot for where, slot in self.fingers_of(staff) if where == reader}
        member = self.hall.member(staff)
        slot = None if member is None else member.slot
        if slot is not None and self.fingers.get((reader, slot), staff) == staff:
            kept.add(slot)
        return kept


def _given(floor: EnrolmentFloor, fact: ConsentGiven, _at: datetime) -> None:
    floor.consents[fact.staff] = fact
    floor.once_consented.add(fact.staff)
    floor.gone.discard(fact.staff)
    floor.erased = {each for each in floor.erased if each[1] != fact.staff}
    floor.touched.fingers = True


def _withdrawn(floor: EnrolmentFloor, fact: ConsentWithdrawn, _at: datetime) -> None:
    floor.consents.pop(fact.staff, None)
    floor.gone.add(fact.staff)
    floor.touched.fingers = True


def _kept(floor: EnrolmentFloor, fact: FingerKept, _at: datetime) -> None:
    floor.fingers[fact.reader, fact.slot] = fact.staff
    floor.touched.fingers = True


def _erased(floor: EnrolmentFloor, fact: FingersErased, _at: datetime) -> None:
    for slot in fact.slots:
        if floor.fingers.get((fact.reader, slot)) == fact.staff:
            del floor.fingers[fact.reader, slot]
    floor.condemned -= {(fact.reader, slot) for slot in fact.slots}
    if fact.staff != NO_STAFF:
        floor.erased.add((fact.reader, fact.staff))
    floor.touched.fingers = True


def _ordered(floor: EnrolmentFloor, fact: ErasureOrdered, _at: datetime) -> None:
    floor.condemned |= {(fact.reader, slot) for slot in fact.slots}
    floor.touched.fingers = True


APPLY: Mapping[type[EnrolmentFact], Callable[[EnrolmentFloor, Any, datetime], None]] = {
    ConsentGiven: _given,
    ConsentWithdrawn: _withdrawn,
    FingerKept: _kept,
    FingersErased: _erased,
    ErasureOrdered: _ordered,
}
