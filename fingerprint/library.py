"""What is in a reader, beside what should be: a template of nobody is told to staff.

The reader's whole index is read whenever it comes back, and whatever is done there reads it again.
A slot that holds something, and that neither hall.toml nor the ledger nor an enrolment under way
knows, is nobody's: it came with another module, or was forgotten by somebody else's program. It is
never erased without a word, for it may be somebody's whom hall.toml should name.
"""

from __future__ import annotations

from collections.abc import Collection

from broker.domain.alerts import AlertCode
from broker.service.life import Service, new_id
from broker.service.reports import DeviceReports
from broker.wire.enrolment_messages import LibraryState, SlotOf
from fingerprint import sentences
from fingerprint.open_slots import OpenSlots
from fingerprint.places import Places


class Library:
    """The slots of one reader as its index has them. On the loop only."""

    def __init__(
        self,
        service: Service,
        reports: DeviceReports,
        reader: str,
        places: Places,
        slots: OpenSlots,
    ) -> None:
        self.unread = True  # since it came (back)
        self._service = service
        self._reports = reports
        self._reader = reader
        self._places = places
        self._slots = slots
        self._held: frozenset[int] = frozenset()
        self._told: tuple[tuple[int, ...], tuple[SlotOf, ...]] | None = None
        service.bus.own(service.topics.library(reader))

    def away(self) -> None:
        """Another module may hang there by the time it is back."""
        self.unread = True

    def read(self, held: frozenset[int]) -> None:
        """The whole index."""
        self.unread = False
        self._held = held
        self.compare()

    def compare(self) -> None:
        """With what is known now. Nothing is said before the index was read, and the ledger
        heard."""
        if self.unread or not self._places.heard:
            return
        opened = self._slots.of(self._reader)
        strange = tuple(sorted(self._places.strange(self._held) - opened.keys()))
        told = strange, tuple(SlotOf(slot, staff) for slot, staff in sorted(opened.items()))
        if told != self._told:
            self._told = told
            self._tell(*told)

    def _tell(self, strange: tuple[int, ...], opened: tuple[SlotOf, ...]) -> None:
        state = LibraryState(
            id=new_id(),
            at=self._service.now(),
            reader=self._reader,
            nobodys=strange,
            opened=opened,
        )
        topic = self._service.topics.library(self._reader)
        self._service.bus.publish(topic, state, retain=True)
        if strange:
            said = sentences.NOBODYS.filled(reader=self._reader, slots=shortened(strange))
            self._reports.alert(AlertCode.NOBODYS_FINGER, said)
        else:
            self._reports.over(AlertCode.NOBODYS_FINGER)


_SHOWN = 8


def shortened(slots: Collection[int]) -> str:
    """The first of them, for a sentence."""
    shown = " ".join(map(str, sorted(slots)[:_SHOWN]))
    return f"{shown} …" if len(slots) > _SHOWN else shown
