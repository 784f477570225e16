"""Whose finger is in which slot of a reader: what hall.toml says, and what the ledger says since.

An installer may enrol without us and write the slots into hall.toml. What was enrolled at the duty
leader's desk stands in the ledger and wins. Whoever has withdrawn is known by neither, from that
moment on, though the reader may not have been there to forget him.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable

from broker.domain.hall import Hall
from broker.domain.ids import StaffId
from broker.wire.enrolment_messages import FingersState, SlotOf


class Places:
    """The slots of one reader."""

    def __init__(self, hall: Hall) -> None:
        self._configured = {each.slot: each.id for each in hall.staff if each.slot is not None}
        self._kept: dict[int, StaffId] = {}
        self.heard = False  # the ledger has spoken
        self.erase: tuple[StaffId, ...] = ()
        self._forgotten: frozenset[StaffId] = frozenset()
        self.consented: frozenset[StaffId] = frozenset()
        self.nobodys: frozenset[int] = frozenset()  # somebody wants these slots erased

    def recall(
        self,
        fingers: Iterable[SlotOf],
        erase: tuple[StaffId, ...],
        forgotten: Iterable[StaffId] = (),
    ) -> None:
        """What the ledger said to an earlier life: it counts until it speaks again."""
        self._kept = {each.slot: each.staff for each in fingers}
        self.erase = erase
        self._forgotten = frozenset(forgotten)

    def hear(self, state: FingersState) -> None:
        """What the ledger says now."""
        self.recall(state.fingers, state.erase, state.forgotten)
        self.consented = frozenset(state.consented)
        self.nobodys = frozenset(state.nobodys)
        self.heard = True

    def owner(self, slot: int) -> StaffId | None:
        """Who is recognised by the finger in `slot`; None for nobody that the hall may know."""
        staff = self._kept.get(slot, self._configured.get(slot))
        return None if staff in self.erase or staff in self._forgotten else staff

    def kept(self, slot: int) -> StaffId | None:
        """Whose finger in `slot` the ledger keeps."""
        return self._kept.get(slot)

    def slots_of(self, staff: StaffId) -> tuple[int, ...]:
        """Where fingers of somebody are, or may be: one who has withdrawn, too."""
        configured = {slot for slot, whose in self._configured.items() if whose == staff}
        taken = {slot for slot, whose in self._kept.items() if whose != staff}
        kept = {slot for slot, whose in self._kept.items() if whose == staff}
        return tuple(sorted(kept | (configured - taken)))

    def strange(self, slots: Collection[int]) -> frozenset[int]:
        """Those of which neither hall.toml nor the ledger knows whose they are."""
        return frozenset(slots) - self._configured.keys() - self._kept.keys()

    def missing(self, held: Collection[int], *, only_ours: bool) -> dict[int, StaffId]:
        """Slots that are not `held`, and whose fingers should be there; `only_ours` are those that
        the ledger keeps, for readers into which no installer can put any."""
        known = self._kept.keys() if only_ours else self._kept.keys() | self._configured.keys()
        owners = {slot: self.owner(slot) for slot in known - {*held}}
        return {slot: staff for slot, staff in owners.items() if staff is not None}

    def free(self, held: Collection[int], capacity: int, lost: Iterable[int] = ()) -> int | None:
        """Where a finger may go: first what that person has `lost` here, for it is taken anew; else
        the first slot that is neither `held`, nor anybody's here, nor to be erased."""
        own = (slot for slot in lost if slot not in held and slot < capacity)
        if (slot := next(own, None)) is not None:
            return slot
        spoken_for = {*held, *self._configured, *self._kept, *self.nobodys}
        return next((slot for slot in range(capacity) if slot not in spoken_for), None)
