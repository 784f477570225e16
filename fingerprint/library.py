"""What is in a reader, beside what should be: a template of nobody, and one that is not there, is
told to staff.

The reader's whole index is read whenever it comes back, and whatever is done there reads it again.
A slot that holds something, and that neither hall.toml nor the ledger nor an enrolment under way
knows, is nobody's: it came with another module, or was forgotten by somebody else's program. It is
never erased without a word, for it may be somebody's whom hall.toml should name. A slot that holds
nothing, though somebody's finger should be there, was emptied, or is in the module that was
exchanged: whoever it is would only ever read that the finger is not known.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from broker.domain.alerts import AlertCode, Sentences
from broker.domain.ids import StaffId
from broker.service.life import Service, new_id
from broker.service.reports import DeviceReports
from broker.wire.enrolment_messages import LibraryState, SlotOf
from fingerprint import sentences
from fingerprint.enrolment import Enrolled, EnrolmentEvent, LibraryRead
from fingerprint.open_slots import OpenSlots
from fingerprint.places import Places


class _Found(NamedTuple):
    nobodys: tuple[int, ...]
    opened: tuple[SlotOf, ...]
    missing: tuple[SlotOf, ...]


class Library:
    """The slots of one reader as its index has them. On the loop only."""

    def __init__(
        self,
        service: Service,
        reports: DeviceReports,
        reader: str,
        places: Places,
        slots: OpenSlots,
        *,
        only_ours: bool = False,
    ) -> None:
        self.unread = True  # since it came (back)
        self._service = service
        self._reports = reports
        self._reader = reader
        self._places = places
        self._slots = slots
        self._only_ours = only_ours  # nobody but the hall puts fingers there
        self._held: frozenset[int] = frozenset()
        self._told: _Found | None = None
        service.bus.own(service.topics.library(reader))

    def away(self) -> None:
        """Another module may hang there by the time it is back."""
        self.unread = True

    def heard(self, event: EnrolmentEvent) -> None:
        """The whole index, or a finger that was put there since."""
        match event:
            case LibraryRead(held):
                self.unread = False
                self._held = held
                self.compare()
            case Enrolled(_, slot):
                self._held |= {slot}
            case _:
                pass  # what was erased is looked for in the index next

    def lost_by(self, staff: StaffId) -> list[int]:
        """Slots that should hold fingers of somebody, and hold nothing."""
        return sorted(slot for slot, whose in self._missing().items() if whose == staff)

    def compare(self) -> None:
        """With what is known now. Nothing is said before the index was read, and the ledger
        heard."""
        if self.unread or not self._places.heard:
            return
        opened = self._slots.of(self._reader)
        found = _Found(
            tuple(sorted(self._places.strange(self._held) - opened.keys())),
            _slots_of(opened),
            _slots_of(self._missing()),
        )
        if found != self._told:
            self._told = found
            self._tell(found)

    def _missing(self) -> dict[int, StaffId]:
        return self._places.missing(self._held, only_ours=self._only_ours)

    def _tell(self, found: _Found) -> None:
        state = LibraryState(
            id=new_id(),
            at=self._service.now(),
            reader=self._reader,
            nobodys=found.nobodys,
            opened=found.opened,
            missing=found.missing,
        )
        topic = self._service.topics.library(self._reader)
        self._service.bus.publish(topic, state, retain=True)
        strange = shortened(found.nobodys)
        self._alert(AlertCode.NOBODYS_FINGER, sentences.NOBODYS, slots=strange)
        gone = shortened(f"{each.staff}/{each.slot}" for each in found.missing)
        self._alert(AlertCode.FINGERS_GONE, sentences.GONE, who=gone)

    def _alert(self, code: AlertCode, said: Sentences, **which: str) -> None:
        """Of what there is; without any it is over."""
        if any(which.values()):
            self._reports.alert(code, said.filled(reader=self._reader, **which))
        else:
            self._reports.over(code)


def _slots_of(places: Mapping[int, StaffId]) -> tuple[SlotOf, ...]:
    return tuple(SlotOf(slot, staff) for slot, staff in sorted(places.items()))


_SHOWN = 8


def shortened(found: Iterable[object]) -> str:
    """The first of them, for a sentence."""
    words = [str(each) for each in found]
    shown = " ".join(words[:_SHOWN])
    return f"{shown} …" if len(words) > _SHOWN else shown
