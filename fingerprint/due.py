"""What is to be emptied at a reader: it follows from what survives a power cut, each time anew."""

from __future__ import annotations

from collections.abc import Iterator

from broker.domain.enrolment.requests import KeepFinger, ProveErased
from broker.domain.ids import NO_STAFF, StaffId
from broker.service.outbox import Outbox
from fingerprint.open_slots import OpenSlots
from fingerprint.places import Places
from fingerprint.work import Emptying

_MOST = 64  # slots in one proof


class Due:
    """Of one reader. `keeping` are the slots that the ledger is asked to keep, `proving` what was
    told to it, `failed` what is not tried for a while."""

    def __init__(self, reader: str, places: Places, slots: OpenSlots, outbox: Outbox) -> None:
        self._reader = reader
        self._places = places
        self._slots = slots
        left = (each for each in outbox.kept() if isinstance(each, KeepFinger))
        self.keeping: dict[int, StaffId] = {
            each.slot: each.staff for each in left if each.reader == reader
        }
        self.proving: set[tuple[object, ...]] = {
            (each.staff, each.slots)
            for each in outbox.kept()
            if isinstance(each, ProveErased) and each.reader == reader
        }
        self.failed: set[tuple[object, ...]] = set()

    def first(self, *, unread: bool) -> Emptying | None:
        """What is to be done next; at last a look into an index that is `unread`. Nothing before
        the ledger has spoken, for it may have kept what is open."""
        look = (Emptying(()),) if unread else ()
        due = (*self.to_clean(), *self.to_prove(), *look)
        return next((each for each in due if self._wants(each)), None)

    def without_index(self) -> Iterator[Emptying]:
        """What a reader of pictures has to prove: there is nothing to read, and none to erase."""
        for each in self.to_clean():
            self.close(each)
        yield from (each for each in self.to_prove() if self._wants(each))

    def to_clean(self) -> tuple[Emptying, ...]:
        """What is open, and nobody asks the ledger to keep."""
        if not self._ready:
            return ()
        left = list[Emptying]()
        for slot, staff in self._slots.of(self._reader).items():
            if slot in self.keeping:
                continue
            if self._places.kept(slot) == staff:
                self._slots.close(self._reader, slot)
            else:
                left.append(Emptying((slot,)))
        return tuple(left)

    def to_prove(self) -> Iterator[Emptying]:
        """Who is to be forgotten here, and of whom nothing is open; then what is nobody's."""
        if not self._ready:
            return
        opened = self._slots.of(self._reader)
        busy = {*opened.values(), *self.keeping.values()}
        for staff in self._places.erase:
            if staff not in busy:
                yield Emptying(self._places.slots_of(staff), staff)
        nobodys = self._places.strange(self._places.nobodys) - opened.keys()
        if nobodys:
            yield Emptying(tuple(sorted(nobodys)[:_MOST]), NO_STAFF)

    def close(self, emptying: Emptying) -> None:
        """These slots were read back as empty."""
        for slot in emptying.slots:
            self._slots.close(self._reader, slot)

    def changed(self) -> None:
        """The ledger has spoken: what it knows by now is proved."""
        self.proving &= {each.key for each in self.to_prove()}

    def _wants(self, emptying: Emptying) -> bool:
        return emptying.key not in self.failed | self.proving

    @property
    def _ready(self) -> bool:
        return self._places.heard and self._slots.known
