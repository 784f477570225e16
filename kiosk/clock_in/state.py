"""What the clock-in screen knows. Read by its look, changed by its flow. Pure."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import tzinfo
from enum import StrEnum

from broker.domain.clock_ins import ClockInPost
from broker.domain.hall import Hall
from broker.domain.ids import NO_STAFF, RequestId, StaffId
from broker.wire.messages import ReaderPhase
from kiosk.clock_in.screens import Entry, ShownResult
from kiosk.words import NOTHING, Wording


class ReaderSeen(StrEnum):
    """What this screen can say of its reader while nobody touches it."""

    UNSEEN = "unseen"  # nothing was heard of it yet
    OFFLINE = "offline"  # the network is down: nobody here knows
    AWAY = "away"
    READY = "ready"
    ASKS_NUMBER = "asks-number"  # it compares a finger with those of one person


@dataclass(slots=True)
class ClockInState:
    """`phase` is what the reader said last, None while it has said nothing; `served`: the program
    that looks after it runs. `late` are the seconds by which the ledger's clock is ahead of ours.
    """

    hall: Hall
    post: ClockInPost
    zone: tzinfo
    up: bool = False
    phase: ReaderPhase | None = None
    asks_number: bool = False  # the reader wants a staff number before a finger
    awaited: StaffId = NO_STAFF  # whose finger it waits for
    served: bool = True
    shown: ShownResult | None = None
    names: dict[StaffId, str] = field(default_factory=dict)  # of whom a result is shown, at most
    entry: Entry | None = None
    keeping: RequestId | None = None
    sentence: Wording = NOTHING  # about what was typed
    clock_doubted: bool = False  # by the ledger
    late: float = 0.0

    @property
    def reader(self) -> ReaderSeen:
        """Whether a finger does."""
        if not self.up:
            return ReaderSeen.OFFLINE
        if not self.served or self.phase is ReaderPhase.AWAY:
            return ReaderSeen.AWAY
        if self.phase is None:
            return ReaderSeen.UNSEEN
        return ReaderSeen.ASKS_NUMBER if self.asks_number else ReaderSeen.READY

    @property
    def awaits_finger(self) -> bool:
        """Whether the reader waits for a finger of whose number is typed here."""
        number = self.entry.number if self.entry else ""
        return bool(number) and self.awaited == number and self.reader is ReaderSeen.ASKS_NUMBER
