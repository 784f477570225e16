"""Who looks after one reader on its wire, and what its findings lead to."""

from __future__ import annotations

import logging
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any, assert_never

from broker.domain.alerts import AlertCode, Sentences
from broker.domain.errors import LinkError, StoreKnown
from broker.domain.inventory import ALONE
from broker.service.device_line import DeviceLine, End
from broker.service.life import Service
from broker.service.ports import DevicePort
from broker.service.reports import DeviceReports
from broker.service.session import Session
from broker.wire.messages import Liveness, ReaderPhase
from fingerprint import reading, sentences
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
from fingerprint.places import Places
from fingerprint.punches import Punch, Punches
from fingerprint.reading import Reading

log = logging.getLogger(__name__)

ALERTS = (AlertCode.READER_AWAY, AlertCode.CANNOT_STORE, AlertCode.PUNCH_REFUSED)
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
    ) -> None:
        self._reader = reader
        self._punches = punches
        self._reports = reports
        self._feedback = Feedback(service, reader)
        self._touches: deque[_Touch] = deque()  # of which nothing is shown yet
        self.places = Places(service.settings.hall)
        session = partial(port.driver.session, (ALONE,))
        self.wire: DeviceLine[Session[Any, Any]] = DeviceLine(service.runner, port, session, self)
        self.enroller = Enroller(service, punches.outbox, reader, self.places, self.wire.submit)

    def line_up(self, _now: float) -> None:
        self.wire.submit(reading.Watch())

    def line_down(self, error: LinkError, _now: float) -> None:
        self._away(str(error), sentences.PORT_LOST)

    def ended(self, end: End, now: float) -> None:
        """A watch does not end; nothing else is asked."""

    def reported(self, event: Reading | EnrolmentEvent, _now: float) -> None:
        match event:
            case EnrolmentGuidance() | Enrolled() | Erased() | LibraryRead() | Undone():
                self.enroller.reported(event)
            case reading.Ready(capacity):
                self._reports.state(Liveness.READY)
                self._reports.over(AlertCode.READER_AWAY)
                self._feedback.rest(ReaderPhase.IDLE)
                self.enroller.ready(capacity)
            case reading.Recognised(slot):
                self._recognised(slot)
            case reading.NotRecognised(why):
                self._show(self._touch(), partial(self._feedback.puzzled, _PHASE[why]))
            case reading.Pictured():
                self._nobodys()
            case reading.Away(trouble):
                self._away(trouble.value, sentences.AWAY[trouble])
            case reading.Stuck():
                self._reopen()
            case _:
                assert_never(event)

    def _away(self, reason: str, alert: Sentences) -> None:
        """Nobody can punch here. `reason` is for staff."""
        self._reports.state(Liveness.LOST, reason)
        self._reports.alert(AlertCode.READER_AWAY, alert)
        self._feedback.rest(ReaderPhase.AWAY)
        self.enroller.away()

    def _recognised(self, slot: int) -> None:
        staff, touch = self.places.owner(slot), self._touch()
        if staff is None:
            log.warning("%s: slot %d belongs to nobody the hall knows", self._reader, slot)
            self._show(touch, partial(self._feedback.puzzled, ReaderPhase.UNKNOWN))
            return
        self._punches.make(staff, self._reader, partial(self._told, touch))

    def _nobodys(self) -> None:
        """A picture alone tells of nobody: it wants a staff number to be compared with."""
        self._show(self._touch(), partial(self._feedback.puzzled, ReaderPhase.UNKNOWN))

    def _told(self, touch: _Touch, said: Punch | StoreKnown) -> None:
        """The disk has taken a punch, or not."""
        if isinstance(said, StoreKnown):
            log.warning("%s: a punch could not be kept: %s", self._reader, said)
            self._reports.alert(AlertCode.CANNOT_STORE, sentences.CANNOT_STORE)
            self._show(touch, partial(self._feedback.puzzled, ReaderPhase.AWAY))
            return
        self._reports.over(AlertCode.CANNOT_STORE)
        self._show(touch, partial(self._feedback.recognised, said))

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

    def refused(self) -> None:
        """The ledger would not have a punch that a person was told of."""
        self._reports.alert(AlertCode.PUNCH_REFUSED, sentences.PUNCH_REFUSED)

    def _reopen(self) -> None:
        """A hung adapter sometimes comes back with its port; nothing else is left to try."""
        self.wire.stop()
        self.wire.start()
