"""The finger that a desk wants next, until its turn comes and the ledger's consent is known."""

from __future__ import annotations

from collections.abc import Callable

from broker.domain.enrolment.stages import EnrolmentStage
from broker.wire.enrolment_messages import EnrolFinger
from fingerprint.places import Places
from fingerprint.telling import DeskVoice
from fingerprint.work import FingerWanted

_BEHIND = 3.0  # seconds that the ledger's word of a consent may be behind the desk's


class Wishes:
    """One at a time. Whose consent the ledger does not know, of them nothing is taken, whoever
    asks; it may be known a moment later, for the desk hears of it on another way."""

    def __init__(self, places: Places, desk: DeskVoice, clock: Callable[[], float]) -> None:
        self._places = places
        self._desk = desk
        self._clock = clock
        self._next: FingerWanted | None = None
        self.until: float | None = None  # when a consent that is not known is waited for no more

    @property
    def waits(self) -> bool:
        """Whether one is there."""
        return self._next is not None

    def put(self, wish: EnrolFinger) -> None:
        """It is wanted."""
        self._next, self.until = FingerWanted(wish), self._clock() + _BEHIND

    def take(self) -> FingerWanted | None:
        """The one that may be taken now."""
        taken = self._next
        if taken is None or taken.wish.staff not in self._places.consented:
            return None
        self._next = self.until = None
        return taken

    def is_next(self, wish: str) -> bool:
        """Whether it is this one."""
        return self._next is not None and self._next.wish.id == wish

    def drop(self, stage: EnrolmentStage) -> None:
        """Nothing comes of it."""
        dropped, self._next, self.until = self._next, None, None
        if dropped is not None:
            self._desk.tell(dropped.wish, stage)

    def tick(self, now: float) -> None:
        """No consent came."""
        if self.until is not None and now >= self.until:
            self.until = None
            if self._next is not None and self._next.wish.staff not in self._places.consented:
                self.drop(EnrolmentStage.NO_CONSENT)
