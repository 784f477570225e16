"""What `hall up` tells the hall of the processes that it looks after, and of its broker."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import datetime

from broker.bus.base import Bus
from broker.domain.alerts import AlertCode, Sentences
from broker.service.clock import Clock
from broker.service.life import new_id
from broker.wire.messages import Alert
from broker.wire.topics import Kind, Topics


class UpAlerts:
    """The alerts with one code. They stand under the name of the service itself: one that is
    started all the same, by hand perhaps, takes its own back."""

    def __init__(
        self, bus: Bus, topics: Topics, clock: Clock, code: AlertCode, services: Collection[str]
    ) -> None:
        self._bus = bus
        self._topics = topics
        self._clock = clock
        self._code = code
        self._said: dict[str, tuple[datetime, Sentences]] = {}
        for service in services:
            self._over(service)  # of a hall that was killed

    def tell(self, troubles: Mapping[str, Sentences]) -> None:
        """All there are, by service: what is new is said once, what is told no more taken back."""
        for service in self._said.keys() - troubles.keys():
            self._over(service)
        for service, why in troubles.items():
            since, before = self._said.get(service, (self._clock.now(), None))
            if why != before:
                self._alert(service, why, since)

    def _alert(self, service: str, why: Sentences, since: datetime) -> None:
        self._said[service] = since, why
        code, now = self._code, self._clock.now()
        alert = Alert(id=new_id(), at=now, code=code, zh=why.zh, en=why.en, since=since)
        self._bus.publish(self._topics.alert(Kind.SERVICE, service, code), alert, retain=True)

    def _over(self, service: str) -> None:
        self._said.pop(service, None)
        self._bus.clear(self._topics.alert(Kind.SERVICE, service, self._code))
