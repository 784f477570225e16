"""A reader that takes pictures, made into one that recognises people: with a staff number typed
beside it, and what the hall keeps of fingers.

A number comes over the bus from the clock-in screen. The next touch is compared with that person's
fingers alone, while the ledger says whose they are. What is compared and kept stays in this process
and its store; the bus hears whether it was the person's finger, and nothing of it.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from functools import partial
from typing import NamedTuple, assert_never

from broker.domain.ids import NO_STAFF, StaffId
from broker.service.life import Service
from broker.wire.messages import ReaderPhase
from fingerprint.comparer import Errands, FingerCompared, Likeness, Means, compare, prepare
from fingerprint.enrolment import EnrolmentEvent
from fingerprint.expecting import ExpectedFinger
from fingerprint.feedback import Feedback
from fingerprint.picturing import PictureEnrolment
from fingerprint.places import Places
from fingerprint.reading import Captured

log = logging.getLogger(__name__)

AGAIN = 30.0  # seconds until a store that could not be used is looked at anew


class TouchListener(NamedTuple):
    """Who hears what came of one touch: that it was `staff`, or what the screen should say."""

    recognised: Callable[[StaffId], None]
    puzzled: Callable[[ReaderPhase], None]


class PicturedReader:
    """One reader's. On the loop only. `report` hears of enrolments; `prepared` hears, each time the
    reader works again, what there is to work with, or None where the disk fails."""

    def __init__(
        self,
        service: Service,
        reader: str,
        places: Places,
        feedback: Feedback,
        report: Callable[[EnrolmentEvent], None],
        prepared: Callable[[Means | None], None],
    ) -> None:
        self._service = service
        self._reader = reader
        self._places = places
        self._feedback = feedback
        self._prepared = prepared
        self._errands = Errands(service.runner, f"fingers ({reader})")
        self._means: Means | None = None
        self._up = self._works = False
        self._look_at: float | None = None
        self._unusable: str | None = None  # why the store could not be used; it was said
        self._expected = ExpectedFinger()
        self.enrolment = PictureEnrolment(service.runner, self._errands, report)
        service.runner.add(self)

    def ready(self) -> None:
        """The reader works (again)."""
        self._up = True
        self._unusable = None
        self._prepare()

    def _prepare(self) -> None:
        self._look_at = None
        self._errands.do(partial(prepare, self._service.settings.run, self._reader), self._begin)

    def away(self) -> None:
        """It does not; what was typed is not waited for."""
        self._up = False
        self._look_at = None
        self._stop()

    def _stop(self) -> None:
        self._works = False
        self._expected.typed(NO_STAFF, self._now)
        self.enrolment.away()

    def typed(self, staff: StaffId) -> None:
        """A staff number was typed at the screen beside it; NO_STAFF: never mind."""
        if not self._works:
            return
        if not self._expected.typed(staff, self._now):
            self._rest()
            self._feedback.puzzled(ReaderPhase.GIVEN_UP)
        elif staff and not self._slots(staff):
            self._expected.forget(staff)
            self._rest()
            self._feedback.puzzled(ReaderPhase.NO_FINGER)
        else:
            self._feedback.rest(
                ReaderPhase.FINGER if staff else ReaderPhase.NUMBER, staff, at_once=bool(staff)
            )

    def pictured(self, capture: Captured, listener: TouchListener) -> None:
        """A touch that is no enrolment's."""
        staff, means = self._expected.whose(self._now), self._means
        if means is None or not staff:
            listener.puzzled(ReaderPhase.NUMBER_FIRST)
            return
        work = partial(compare, means, capture, staff, self._slots(staff))
        self._errands.do(work, partial(self._compared, staff, listener))

    def next_wakeup(self) -> float | None:
        waits = (self._look_at, self._expected.until())
        return min((each for each in waits if each is not None), default=None)

    def tick(self, now: float) -> None:
        if self._look_at is not None and now >= self._look_at:
            self._prepare()
        if self._expected.over(now):
            self._rest()

    @property
    def _now(self) -> float:
        return self._service.runner.clock()

    def _begin(self, means: Means | None) -> None:
        self._means = means
        if means is not None:
            self.enrolment.work_with(means)
        if not self._up:
            return
        if means is not None and means.matcher is not None:
            self._works, self._unusable = True, None
            self._prepared(means)
            return
        self._look_at = self._now + AGAIN
        why = means.problem if means is not None else ""
        if (
            why != self._unusable
        ):  # what is as it was is not said again: an erasure may be under way
            self._unusable = why
            self._stop()
            self._prepared(means)

    def _slots(self, staff: StaffId) -> tuple[int, ...]:
        """Where fingers of somebody are who has not withdrawn."""
        return tuple(
            each for each in self._places.slots_of(staff) if self._places.owner(each) == staff
        )

    def _compared(
        self, staff: StaffId, listener: TouchListener, came: FingerCompared | None
    ) -> None:
        verdict, slot = came or FingerCompared(Likeness.NOTHING)
        match verdict:
            case Likeness.SAME if slot is not None and slot in self._slots(staff):
                self._expected.came(staff)
                self._rest()
                listener.recognised(staff)
            case Likeness.UNCLEAR:
                listener.puzzled(ReaderPhase.UNCLEAR)
            case Likeness.OTHER if self._expected.missed(staff, self._now):
                listener.puzzled(ReaderPhase.MISMATCH)
            case Likeness.OTHER:
                self._rest()
                listener.puzzled(ReaderPhase.GIVEN_UP)
            case Likeness.NOTHING | Likeness.SAME:  # withdrawn while it was compared
                self._expected.forget(staff)
                self._rest()
                listener.puzzled(ReaderPhase.NO_FINGER)
            case _:
                assert_never(verdict)

    def _rest(self) -> None:
        """Nobody is expected: what the screen says while nobody does anything."""
        if self._works and not self._expected.until():
            self._feedback.rest(ReaderPhase.NUMBER)
