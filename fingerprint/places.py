"""Whose finger is in which slot of a reader: what hall.toml says, and what the ledger says since.

An installer may enrol without us and write the slots into hall.toml. What was enrolled at the duty
leader's desk stands in the ledger and wins. Whoever has withdrawn is known by neither, from that
moment on, though the reader may not have been there to forget him.
"""

from __future__ import annotations

from collections.abc import Collection

from broker.domain.hall import Hall
from broker.domain.ids import StaffId
from broker.wire.enrolment_messages import FingersState


class Places:
    """The slots of one reader."""

    def __init__(self, hall: Hall) -> None:
        self._configured = {each.slot: each.id for each in hall.staff if each.slot is not None}
        self._kept: dict[int, StaffId] = {}
        self.heard = False  # the ledger has spoken
        self.erase: tuple[StaffId, ...] = ()
        self.consented: frozenset[StaffId] = frozenset()
        self.nobodys: frozenset[int] = frozenset()  # somebody wants these slots erased

    def hear(self, state: FingersState) -> None:
        """What the ledger says now."""
        self._kept = {each.slot: each.staff for each in state.fingers}
        self.erase = state.erase
        self.consented = frozenset(state.consented)
        self.nobodys = frozenset(state.nobodys)
        self.heard = True

    def owner(self, slot: int) -> StaffId | None:
        """Who is recognised by the finger in `slot`; None for nobody that the hall may know."""
        staff = self._kept.get(slot, self._configured.get(slot))
        return None if staff in self.erase else staff

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

    def free(self, held: Collection[int], capacity: int) -> int | None:
        """The first slot that is not `held`, and neither anybody's here nor to be erased."""
        spoken_for = {*held, *self._configured, *self._kept, *self.nobodys}
        return next((slot for slot in range(capacity) if slot not in spoken_for), None)
