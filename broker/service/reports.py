"""What the hall is told about a device or a place: whether it is there, what is wrong."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import datetime

from broker.domain.alerts import AlertCode, Sentences
from broker.service.life import Service, new_id
from broker.wire.messages import Alert, Liveness
from broker.wire.topics import Kind


class Alerts:
    """The retained alerts of one device or screen. On the loop only.

    Each is said once, however often it is found again. `since` is the moment its trouble began:
    it stays while the sentence changes, and is forgotten when the trouble is over. Alerts of
    these `stale` codes that an earlier process left are taken back at the start, for what is
    still wrong is soon found again; others stay until their trouble is over.
    """

    def __init__(
        self, service: Service, kind: Kind, key: object, stale: Collection[AlertCode] = ()
    ) -> None:
        self._service = service
        self._kind = kind
        self._key = key
        self._raised: dict[AlertCode, tuple[datetime, Sentences]] = {}
        self._clear: set[AlertCode] = set()
        for code in stale:
            self.over(code)
        service.bus.own(service.topics.alerts_of(kind, key), self._is_stale(stale))

    def alert(self, code: AlertCode, sentences: Sentences) -> None:
        """Something staff should look at; a new sentence takes the place of the old one."""
        now = self._service.now()
        since, said = self._raised.get(code, (now, None))
        if said == sentences:
            return
        self._raised[code] = (since, sentences)
        self._clear.discard(code)
        alert = Alert(id=new_id(), at=now, code=code, zh=sentences.zh, en=sentences.en, since=since)
        self._service.bus.publish(self._topic(code), alert, retain=True)

    def over(self, code: AlertCode) -> None:
        """The trouble has passed, or there is none."""
        self._raised.pop(code, None)
        if code not in self._clear:  # raised by us, or perhaps by a process before this one
            self._clear.add(code)
            self._service.bus.clear(self._topic(code))

    def tell(self, code: AlertCode, sentences: Sentences | None) -> None:
        """What staff should look at, or None where all is well."""
        if sentences is None:
            self.over(code)
        else:
            self.alert(code, sentences)

    def _is_stale(self, stale: Collection[AlertCode]) -> Callable[[str], bool]:
        """Alerts that an earlier process left stay, where nobody would find their trouble again."""
        gone = {self._topic(code) for code in AlertCode if code in stale}
        known = {self._topic(code) for code in AlertCode}
        return lambda topic: topic in gone or topic not in known

    def _topic(self, code: AlertCode) -> str:
        return self._service.topics.alert(self._kind, self._key, code)


@dataclass(frozen=True, slots=True)
class Device:
    """One device as its topics name it, with the driver and the place a person would look at."""

    kind: Kind
    key: object
    driver: str
    place: str


class DeviceReports:
    """Keeps the retained `$state` and alerts of one device true. On the loop only.

    `codes` are all its alerts: those of an earlier process are taken back at the start.
    """

    def __init__(self, service: Service, device: Device, codes: Collection[AlertCode]) -> None:
        self._service = service
        self._device = device
        self._state: tuple[Liveness, str] | None = None
        self._alerts = Alerts(service, device.kind, device.key, codes)
        service.bus.own(service.topics.liveness(device.kind, device.key))
        self.state(Liveness.INIT)

    def state(self, liveness: Liveness, reason: str = "") -> None:
        """Say whether the device is there, once; `reason` is for staff."""
        if self._state == (liveness, reason):
            return
        self._state = (liveness, reason)
        device = self._device
        message = self._service.state(
            liveness, driver=device.driver, port=device.place, reason=reason
        )
        topic = self._service.topics.liveness(device.kind, device.key)
        self._service.bus.publish(topic, message, retain=True)

    def alert(self, code: AlertCode, sentences: Sentences) -> None:
        """Something staff should look at."""
        self._alerts.alert(code, sentences)

    def over(self, code: AlertCode) -> None:
        """The trouble has passed."""
        self._alerts.over(code)
