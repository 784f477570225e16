"""One reader on its wire: port, session, and what its findings lead to."""

from __future__ import annotations

import logging
from collections.abc import Callable
from typing import Any, assert_never

from broker.domain.alerts import AlertCode
from broker.domain.errors import LinkError, StoreKnown
from broker.link.base import Link
from broker.registry import Driver
from broker.service.life import Service
from broker.service.line import Line
from broker.service.session import Action, Report, Session, Write
from broker.wire.messages import ReaderPhase
from fingerprint import prompts
from fingerprint.notices import Notices
from fingerprint.punches import Punches
from fingerprint.reading import (
    Away,
    NotRecognised,
    Reading,
    Ready,
    Recognised,
    Stuck,
    Unclear,
    Watch,
)

log = logging.getLogger(__name__)

_PHASE = {Unclear.UNKNOWN: ReaderPhase.UNKNOWN, Unclear.POOR: ReaderPhase.UNCLEAR}


class ReaderPost:
    """Owns one reader. On the loop only.

    Every opening of the port begins a new session: half an identification from before a cut
    never meets an answer from after it.
    """

    def __init__(
        self,
        service: Service,
        punches: Punches,
        notices: Notices,
        driver: Driver,
        reader: str,
        opener: Callable[[], Link],
    ) -> None:
        self._reader = reader
        self._clock = service.runner.clock
        self._punches = punches
        self._notices = notices
        self._driver = driver
        self._session: Session[Any, Any] | None = None
        self._staff = {each.slot: each.id for each in service.settings.hall.staff}
        self._line: Line[Any] = Line(service.runner, opener, lambda: driver.decoder(False), self)
        service.runner.add(self)

    def start(self) -> None:
        """Open the port on the loop's next turn."""
        self._line.start()

    def stop(self) -> None:
        """Close the port."""
        self._line.stop()

    def line_up(self, now: float) -> None:
        self._session = self._driver.session()
        self._perform(self._session.submit(Watch(), now))

    def line_down(self, error: LinkError, now: float) -> None:  # noqa: ARG002  # the shape of LineUser
        self._session = None
        self._notices.away(str(error))
        self._notices.alert(AlertCode.READER_AWAY, prompts.PORT_LOST)

    def line_heard(self, heard: Any, now: float) -> None:
        if self._session is not None:
            self._perform(self._session.receive(heard, now))

    def next_wakeup(self) -> float | None:
        return self._session.next_wakeup() if self._session is not None else None

    def tick(self, now: float) -> None:
        if self._session is not None:
            self._perform(self._session.tick(now))

    def _perform(self, actions: list[Action]) -> None:
        for action in actions:
            if isinstance(action, Write):
                self._line.write(action.data)
            elif isinstance(action, Report):
                self._hear(action.event)

    def _hear(self, event: Reading) -> None:
        match event:
            case Ready():
                self._notices.works()
                self._notices.over(AlertCode.READER_AWAY)
            case Recognised(slot):
                self._recognised(slot)
            case NotRecognised(why):
                self._notices.puzzled(_PHASE[why])
            case Away(trouble):
                self._notices.away(trouble.value)
                self._notices.alert(AlertCode.READER_AWAY, prompts.AWAY[trouble])
            case Stuck():
                self._reopen()
            case _:
                assert_never(event)

    def _recognised(self, slot: int) -> None:
        staff = self._staff.get(slot)
        if staff is None:
            log.warning("%s: slot %d belongs to nobody in hall.toml", self._reader, slot)
            self._notices.puzzled(ReaderPhase.UNKNOWN)
            return
        try:
            punch = self._punches.make(staff, self._reader, self._refused)
        except StoreKnown as error:
            log.warning("%s: a punch could not be kept: %s", self._reader, error)
            self._notices.alert(AlertCode.CANNOT_STORE, prompts.CANNOT_STORE)
            self._notices.puzzled(ReaderPhase.AWAY)
            return
        self._notices.over(AlertCode.CANNOT_STORE)
        self._notices.recognised(punch)

    def _refused(self) -> None:
        self._notices.alert(AlertCode.PUNCH_REFUSED, prompts.PUNCH_REFUSED)

    def _reopen(self) -> None:
        """A hung adapter sometimes comes back with its port; nothing else is left to try."""
        self._session = None
        self._line.stop()
        self._line.start()
