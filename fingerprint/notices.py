"""What the hall is told about one reader: liveness, what its screen should say, alerts."""

from __future__ import annotations

from datetime import datetime

from broker.domain.alerts import AlertCode, Sentences
from broker.domain.ids import NO_STAFF
from broker.service.life import Service, new_id
from broker.wire.messages import Alert, Liveness, ReaderPhase, ReaderState
from broker.wire.topics import Kind
from fingerprint.punches import Punch

FEEDBACK_SECONDS = 4.0  # how long a result stays, unless the next finger comes first


class Notices:
    """Keeps the retained messages of one reader true. On the loop only."""

    def __init__(self, service: Service, reader: str, driver: str, port: str) -> None:
        self._service = service
        self._reader = reader
        self._driver = driver
        self._port = port
        self._rest = ReaderPhase.AWAY  # what to say while nobody touches it
        self._rest_at: float | None = None
        self._since: dict[AlertCode, datetime] = {}
        self._said: tuple[Liveness, str] | None = None
        self.liveness(Liveness.INIT)
        self._publish(self._rest)
        service.runner.add(self)

    def works(self) -> None:
        """The reader answers: fingers are welcome."""
        self.liveness(Liveness.READY)
        self._settle(ReaderPhase.IDLE)

    def away(self, reason: str) -> None:
        """Nobody can punch here. `reason` is for staff."""
        self.liveness(Liveness.LOST, reason)
        self._settle(ReaderPhase.AWAY)

    def recognised(self, punch: Punch) -> None:
        """The punch is on disk: the person may be told."""
        self._show(ReaderPhase.RECOGNISED, punch)

    def puzzled(self, phase: ReaderPhase) -> None:
        """A touch that came to nothing; it is said for a moment."""
        self._show(phase)

    def next_wakeup(self) -> float | None:
        return self._rest_at

    def tick(self, now: float) -> None:  # noqa: ARG002  # the shape of a part of the loop
        self._rest_at = None
        self._publish(self._rest)

    def liveness(self, liveness: Liveness, reason: str = "") -> None:
        """Retained `$state`; said once however often it is found again."""
        if self._said == (liveness, reason):
            return
        self._said = (liveness, reason)
        state = self._service.state(liveness, driver=self._driver, port=self._port, reason=reason)
        topic = self._service.topics.liveness(Kind.READER, self._reader)
        self._service.bus.publish(topic, state, retain=True)

    def alert(self, code: AlertCode, sentences: Sentences) -> None:
        """Something staff should look at; a new sentence replaces the old one."""
        zh, en = sentences
        now = self._service.now()
        since = self._since.setdefault(code, now)
        alert = Alert(id=new_id(), at=now, code=code, zh=zh, en=en, since=since)
        topic = self._service.topics.alert(Kind.READER, self._reader, code)
        self._service.bus.publish(topic, alert, retain=True)

    def over(self, code: AlertCode) -> None:
        """The trouble has passed."""
        if self._since.pop(code, None) is not None:
            self._service.bus.clear(self._service.topics.alert(Kind.READER, self._reader, code))

    def _settle(self, rest: ReaderPhase) -> None:
        changed, self._rest = rest is not self._rest, rest
        if changed and self._rest_at is None:
            self._publish(rest)

    def _show(self, phase: ReaderPhase, punch: Punch | None = None) -> None:
        self._rest_at = self._service.runner.clock() + FEEDBACK_SECONDS
        self._publish(phase, punch)

    def _publish(self, phase: ReaderPhase, punch: Punch | None = None) -> None:
        state = ReaderState(
            id=new_id(),
            at=self._service.now(),
            reader=self._reader,
            phase=phase,
            staff=punch.staff if punch else NO_STAFF,
            punched_at=punch.at if punch else None,
            again=punch.again if punch else False,
        )
        topic = self._service.topics.reader(self._reader)
        self._service.bus.publish(topic, state, retain=True)
