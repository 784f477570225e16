"""Who looks after one reader on its wire, and what its findings lead to."""

from __future__ import annotations

import logging
from collections import deque
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import partial
from typing import Any, assert_never

from broker.domain.alerts import AlertCode, Sentences
from broker.domain.errors import LinkError, StoreKnown
from broker.domain.ids import StaffId
from broker.domain.inventory import ALONE
from broker.service.device_line import DeviceLine, End
from broker.service.life import Service
from broker.service.ports import DevicePort
from broker.service.reports import DeviceReports
from broker.service.session import Session
from broker.wire.messages import Liveness, ReaderPhase
from fingerprint import reading, sentences
from fingerprint.comparer import Lack, Means
from fingerprint.driver import ReaderDriver
from fingerprint.enroller import Enroller
from fingerprint.enrolment import (
    Enrolled,
    EnrolmentEvent,
    EnrolmentGuidance,
    Erased,
    LibraryRead,
    Undone,
)
from fingerprint.feedback import Feedback
from fingerprint.library import Library, shortened
from fingerprint.open_slots import OpenSlots
from fingerprint.pictured import PicturedReader, TouchListener
from fingerprint.places import Places
from fingerprint.punches import Punch, Punches
from fingerprint.reading import Reading
from fingerprint.templates import CAPACITY

log = logging.getLogger(__name__)

ALERTS = (
    AlertCode.READER_AWAY,
    AlertCode.CANNOT_STORE,
    AlertCode.PUNCH_REFUSED,
    AlertCode.FINGERS,
    AlertCode.NOBODYS_FINGER,
    AlertCode.ERASED_UNASKED,
    AlertCode.FINGERS_GONE,
)
_LACKS: dict[Lack | None, Sentences] = {
    None: sentences.NO_COMPARING,
    Lack.PROGRAM: sentences.NO_COMPARING,
    Lack.KEY: sentences.KEY_LOST,
    Lack.RIGHT_KEY: sentences.KEY_WRONG,
}
_PHASE = {reading.Unclear.UNKNOWN: ReaderPhase.UNKNOWN, reading.Unclear.POOR: ReaderPhase.UNCLEAR}


@dataclass(slots=True, eq=False)
class _Touch:
    """A finger on the glass, and how to show what came of it, once that is known."""

    show: Callable[[], None] | None = None


class ReaderKeeper:
    """Looks after one reader. On the loop only.

    Every opening of the port begins a new session: half an identification from before a cut
    never meets an answer from after it. What came of a touch is shown in the order of touches: one
    that waits for the disk holds back what is said of those behind it, and nothing else.
    """

    def __init__(
        self,
        service: Service,
        punches: Punches,
        reports: DeviceReports,
        port: DevicePort[ReaderDriver],
        reader: str,
        slots: OpenSlots,
    ) -> None:
        self._reader = reader
        self._punches = punches
        self._reports = reports
        self._feedback = Feedback(service, reader)
        self._unasked: set[int] = set()  # slots that nobody ordered to be erased
        self._touches: deque[_Touch] = deque()  # of which nothing is shown yet
        hall = service.settings.hall
        self._by_pin = any(each.reader == reader for each in hall.clock_ins)
        self.places = Places(hall)
        session = partial(port.driver.session, (ALONE,))
        self.wire: DeviceLine[Session[Any, Any]] = DeviceLine(service.runner, port, session, self)
        self.pictures = self._with_pictures(service) if port.driver.pictures else None
        submit = self.pictures.enrolment.submit if self.pictures else self.wire.submit
        only_ours = port.driver.pictures  # no maker's program keeps fingers for such a one
        library = Library(service, reports, reader, self.places, slots, only_ours=only_ours)
        self.enroller = Enroller(
            service, punches.outbox, reader, self.places, slots, library, submit
        )

    def _with_pictures(self, service: Service) -> PicturedReader:
        """The reader knows nobody: the hall compares for it."""
        return PicturedReader(
            service, self._reader, self.places, self._feedback, self._enrolling, self._prepared
        )

    def line_up(self, _now: float) -> None:
        self.wire.submit(reading.Watch())

    def line_down(self, error: LinkError, _now: float) -> None:
        self._away(str(error), self._meanwhile(sentences.PORT_LOST))

    def ended(self, end: End, now: float) -> None:
        """A watch does not end; nothing else is asked."""

    def reported(self, event: Reading | EnrolmentEvent, _now: float) -> None:
        match event:
            case EnrolmentGuidance() | Enrolled() | Erased() | LibraryRead() | Undone():
                self.enroller.reported(event)
            case reading.Ready(capacity):
                self._ready(capacity)
            case reading.Recognised(slot):
                self._recognised(slot)
            case reading.NotRecognised() if self.pictures and self.pictures.enrolment.takes:
                self.pictures.enrolment.unclear()
            case reading.NotRecognised(why):
                self._show(self._touch(), partial(self._feedback.puzzled, _PHASE[why]))
            case reading.Pictured(capture):
                self._pictured(capture)
            case reading.Lifted():
                self._lifted()
            case reading.Away(trouble):
                self._away(trouble.value, self._meanwhile(sentences.AWAY[trouble]))
            case reading.Stuck():
                self._reopen()
            case _:
                assert_never(event)

    def _ready(self, capacity: int) -> None:
        if self.pictures is not None:
            self.pictures.ready()
        else:
            self._works(ReaderPhase.IDLE)
            self.enroller.ready(capacity)

    def _meanwhile(self, trouble: Sentences) -> Sentences:
        return sentences.meanwhile(trouble, by_pin=self._by_pin)

    def _away(self, reason: str, alert: Sentences) -> None:
        """The reader is not there. `reason` is for staff."""
        self._out_of_use(reason, alert)
        if self.pictures is not None:
            self.pictures.away()
        self.enroller.away()

    def _out_of_use(self, reason: str, alert: Sentences) -> None:
        """Nobody can punch here."""
        self._reports.state(Liveness.LOST, reason)
        self._reports.alert(AlertCode.READER_AWAY, alert)
        self._feedback.rest(ReaderPhase.AWAY)

    def _works(self, rest: ReaderPhase) -> None:
        """Somebody can punch here."""
        self._reports.state(Liveness.READY)
        self._reports.over(AlertCode.READER_AWAY)
        self._feedback.rest(rest)

    def _prepared(self, means: Means | None) -> None:
        """What there is to compare fingers with. Without it nobody can be recognised, but whoever
        is to be forgotten is."""
        if means is None:
            self._out_of_use("the folder of templates cannot be used", sentences.NO_STORE)
            self.enroller.away()
            return
        if means.matcher is None:
            self._out_of_use(means.problem, _LACKS[means.lack])
            self.enroller.away()
        else:
            self._works(ReaderPhase.NUMBER)
        if means.unreadable:
            slots = ", ".join(map(str, means.unreadable))
            self._reports.alert(AlertCode.FINGERS, sentences.UNREADABLE.filled(slots=slots))
        else:
            self._reports.over(AlertCode.FINGERS)
        self.enroller.ready(CAPACITY)

    def _enrolling(self, event: EnrolmentEvent) -> None:
        self.enroller.reported(event)

    def _recognised(self, slot: int) -> None:
        staff, touch = self.places.owner(slot), self._touch()
        if staff is None:
            log.warning("%s: slot %d belongs to nobody the hall knows", self._reader, slot)
            self._show(touch, partial(self._feedback.puzzled, ReaderPhase.UNKNOWN))
            return
        self._punch(touch, staff)

    def _punch(self, touch: _Touch, staff: StaffId) -> None:
        self._punches.make(staff, self._reader, partial(self._told, touch))

    def _pictured(self, capture: reading.Captured) -> None:
        """A picture alone tells of nobody."""
        if self.pictures is None:
            self._show(self._touch(), partial(self._feedback.puzzled, ReaderPhase.UNKNOWN))
        elif self.pictures.enrolment.takes:
            self.pictures.enrolment.pictured(capture)
        else:
            self.pictures.enrolment.lies()
            touch = self._touch()

            def puzzled(phase: ReaderPhase) -> None:
                self._show(touch, partial(self._feedback.puzzled, phase))

            self.pictures.pictured(capture, TouchListener(partial(self._punch, touch), puzzled))

    def _lifted(self) -> None:
        if self.pictures is not None:
            self.pictures.enrolment.lifted()

    def _told(self, touch: _Touch, said: Punch | StoreKnown) -> None:
        """The disk has taken a punch, or not."""
        if isinstance(said, StoreKnown):
            log.warning("%s: a punch could not be kept: %s", self._reader, said)
            self._reports.alert(AlertCode.CANNOT_STORE, sentences.CANNOT_STORE)
            self._show(touch, partial(self._feedback.puzzled, ReaderPhase.AWAY))
            return
        if said.written:  # who was recorded before proves nothing of the disk
            self._reports.over(AlertCode.CANNOT_STORE)
        self._show(touch, partial(self._say, said))

    def _say(self, punch: Punch) -> None:
        self._feedback.recognised(self._punches.as_known(punch))

    def _touch(self) -> _Touch:
        touch = _Touch()
        self._touches.append(touch)
        return touch

    def _show(self, touch: _Touch, show: Callable[[], None]) -> None:
        """Show it, as soon as all before it is shown."""
        touch.show = show
        while self._touches and (first := self._touches[0].show) is not None:
            self._touches.popleft()
            first()

    def answered(self) -> None:
        """The ledger has answered a punch, of whichever reader; what is said here stays true."""
        self._feedback.known_anew(self._punches.as_known)

    def refused(self) -> None:
        """The ledger would not have a punch that a person was told of."""
        self._reports.alert(AlertCode.PUNCH_REFUSED, sentences.PUNCH_REFUSED)

    def erased_unasked(self, slots: Iterable[int]) -> None:
        """The ledger says that it never ordered what was erased: somebody else has."""
        self._unasked.update(slots)
        said = sentences.ERASED_UNASKED.filled(
            reader=self._reader, slots=shortened(sorted(self._unasked))
        )
        self._reports.alert(AlertCode.ERASED_UNASKED, said)

    def _reopen(self) -> None:
        """A hung adapter sometimes comes back with its port; nothing else is left to try."""
        self.wire.stop()
        self.wire.start()
