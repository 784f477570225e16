"""The office of a hall, in its `hall up`: settings and papers for machines that joined.

What a machine has to know stands retained on the bus, packed anew when one of the files of the hall
changes; hall.toml itself counts as it was when the hall began, for the ledger goes by that until it
is started anew. A certificate is renewed for whoever has one, in time and not sooner: a client that
asks again and again gets one in months. Disk and openssl are errands; the loop goes on meanwhile.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

from broker.bus.base import Bus, Delivery
from broker.bus.papers import KEYS, LIFE
from broker.certificates.authority import Authority
from broker.certificates.register import Signed, in_force
from broker.domain.alerts import Sentences
from broker.domain.errors import CertificateError, ConfigError
from broker.joining.machines import Machine, elsewhere, machines
from broker.joining.parts import cut, digest
from broker.joining.pem import REQUEST, in_lines, one_line
from broker.service.clock import machine_time
from broker.service.life import new_id
from broker.service.runner import Runner
from broker.settings import Settings
from broker.settings.files import Stamp, stamp
from broker.settings.parcel import packed, sources
from broker.wire.machine_messages import PapersAsked, PapersRenewed, SettingsPart, SettingsState
from broker.wire.topics import Topics, subject

log = logging.getLogger(__name__)

_LOOK = 10.0  # seconds between two looks at files
_EARLY = timedelta(days=14)  # clocks of two machines, and what a machine rounds
_SOON = timedelta(days=30)
_ENDING = Sentences(
    "{who} 的证书还有 {days} 天到期而没有续期：请检查那台机器是否开机、联网，或重新邀请它加入",
    "the certificate of {who} ends in {days} days and was not renewed: see whether that machine is"
    " on and has its network, or invite it anew",
)

Told = tuple[str, tuple[str, ...]]  # a digest, and parts


def is_due(held: Signed | None, now: datetime) -> bool:
    """Whether a certificate is so old that its holder may have another."""
    return held is not None and held.until - now <= LIFE / 3 + _EARLY


class Office:
    """Serves the machines that joined. `tick` a few times a second."""

    def __init__(self, settings: Settings, bus: Bus, runner: Runner) -> None:
        self._settings = settings
        self._bus = bus
        self._runner = runner
        self._topics = Topics(settings.hall.hall.id)
        self._keys = settings.run / KEYS
        self._authority = Authority(self._keys, settings.hall.hall.id)
        self._look_at = 0.0
        self._busy = False
        self._seen: object = None
        self._told: dict[str, tuple[str, int]] = {}  # by spokesman: digest, parts
        self._as_begun = stamp(settings.file)
        self._asking: set[str] = set()
        self.troubles: dict[str, Sentences] = {}
        bus.subscribe(self._topics.papers_asked("+"), PapersAsked, self._asked)

    def tick(self, now: float) -> None:
        """Look whether a machine came, or a file changed."""
        if now >= self._look_at and not self._busy:
            self._look_at, self._busy = now + _LOOK, True
            self._runner.aside(self._packed, self._tell, "office")

    def _packed(self) -> dict[str, Told] | None:
        """An errand: what each machine is to know. None where nothing is new, or cannot be told."""
        there = machines(self._keys)
        try:
            self.troubles = self._ending(there)
            return self._new(there)
        except (CertificateError, ConfigError, OSError) as error:
            log.warning("machines that joined cannot be looked after: %s", error)
            return None

    def _new(self, there: tuple[Machine, ...]) -> dict[str, Told] | None:
        if stamp(self._settings.file) != self._as_begun:
            return None
        seen = there, tuple(self._stamps(there))
        if seen == self._seen:
            return None
        table = self._settings.hall.broker
        place = table.addresses[0] if table.addresses else "127.0.0.1", table.port
        parcels = {each[0]: packed(self._settings, each, place) for each in there}
        self._seen = seen
        return {name: (digest(each), tuple(cut(each))) for name, each in parcels.items()}

    def _stamps(self, there: tuple[Machine, ...]) -> Iterator[tuple[Path, Stamp | None]]:
        """Of the files that are packed, and of no other: a hall.toml may lie anywhere."""
        for machine in there:
            for file in sources(self._settings, machine):
                yield file, stamp(file)

    def _tell(self, found: dict[str, Told] | None) -> None:
        self._busy = False
        for name, (of, parts) in (found or {}).items():
            if (before := self._told.get(name)) is None or before[0] != of:
                self._publish(name, of, parts)
                for number in range(len(parts), before[1] if before else 0):
                    self._bus.clear(self._topics.settings_part(name, number))
                self._told[name] = of, len(parts)

    def _publish(self, name: str, of: str, parts: tuple[str, ...]) -> None:
        now = machine_time()
        for number, data in enumerate(parts):
            part = SettingsPart(id=new_id(), at=now, digest=of, number=number, data=data)
            self._bus.publish(self._topics.settings_part(name, number), part, retain=True)
        state = SettingsState(id=new_id(), at=now, digest=of, parts=len(parts))
        self._bus.publish(self._topics.settings(name), state, retain=True)

    def _asked(self, delivery: Delivery) -> None:
        _, client = subject(delivery.topic)
        asked = delivery.message
        if not isinstance(asked, PapersAsked) or delivery.retained:
            return
        if client not in self._asking:  # one at a time: who asks a thousand times is one errand
            self._asking.add(client)
            self._runner.aside(
                lambda: self._signed(client, in_lines(asked.request, REQUEST)),
                lambda certificate: self._renewed(client, certificate),
                "papers",
            )

    def _signed(self, client: str, request: str) -> str:
        """An errand. Nothing for whom none is due, or who is of no machine that joined."""
        now = machine_time()
        try:
            held = in_force(self._authority.signed(), now).get(client)
            entitled = elsewhere(self._keys) - self._authority.shut_out
            if client not in entitled or not is_due(held, now):
                log.warning("%s asked for papers, and none are due", client)
                return ""
            return self._authority.sign(client, request, now)
        except (CertificateError, OSError) as error:
            log.warning("papers of %s cannot be renewed: %s", client, error)
            return ""

    def _renewed(self, client: str, certificate: str) -> None:
        self._asking.discard(client)
        if certificate:
            line = one_line(certificate)
            message = PapersRenewed(id=new_id(), at=machine_time(), certificate=line)
            self._bus.publish(self._topics.papers_renewed(client), message)

    def _ending(self, there: tuple[Machine, ...]) -> dict[str, Sentences]:
        if not there:
            return {}
        now = machine_time()
        held = in_force(self._authority.signed(), now)
        names = [name for each in there for name in each]
        left = {name: held[name].until - now if name in held else timedelta(0) for name in names}
        return {
            name: _ENDING.filled(who=name, days=each.days)
            for name, each in left.items()
            if each < _SOON
        }
