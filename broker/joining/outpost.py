"""The outpost of a hall, in `hall up` of a machine that joined: it hears new settings, and asks for
new papers in time.

It comes to the bus as a guest of the client that the machine is, with that one's rights. Settings
are kept as files: tables are put in the place of the old ones, as a person would beside a hall's
own hall.toml, and programs take them when nobody stands there; a new hall.json lies in a folder of
its own, and the programs of this machine begin anew with it.
"""

from __future__ import annotations

import logging
import math
import os
from collections.abc import Callable
from pathlib import Path

from broker.bus.base import Connection, Delivery
from broker.bus.papers import KEYS, papers_in
from broker.bus.pumps import LoopPump
from broker.certificates.asking import asked, take
from broker.domain.errors import CertificateError, ConfigError
from broker.joining.membership import Membership, become, membership
from broker.joining.parts import Assembly
from broker.joining.pem import CERTIFICATE, in_lines, one_line
from broker.service.clock import Clock, machine_time
from broker.service.life import connect, new_id
from broker.service.runner import Runner
from broker.settings import Settings, load
from broker.settings.parcel import Parcel
from broker.wire.machine_messages import PapersAsked, PapersRenewed, SettingsPart, SettingsState
from broker.wire.topics import Topics

log = logging.getLogger(__name__)

_LOOK = 3600.0  # seconds between two looks at papers
_AGAIN = 600.0  # and between two requests for new ones


class Outpost:
    """One client's. The spokesman of the machine hears its settings, and tells `anew` when its
    programs are to begin anew."""

    def __init__(
        self,
        settings: Settings,
        client: str,
        runner: Runner,
        clock: Clock,
        anew: Callable[[], None],
    ) -> None:
        self._settings = settings
        self._client = client
        self._runner = runner
        self._anew = anew
        self._topics = Topics(settings.hall.hall.id)
        self._assembly = Assembly()
        self._look_at = math.inf  # until there is somebody to ask
        self._hears_parts = False
        ours, pump = f"up-{os.getpid()}", LoopPump(runner, runner.clock)
        self.bus = connect(settings, ours, runner.post, clock, pump, guest_of=client)
        self.bus.subscribe(self._topics.papers_renewed(client), PapersRenewed, self._renewed)
        self.bus.on_connection(self._connected)

    def listen(self) -> None:
        """Hear the settings of this machine."""
        bus, topics = self.bus, self._topics
        bus.subscribe(topics.settings(self._client), SettingsState, self._told)

    def next_wakeup(self) -> float | None:
        """When it looks at its papers."""
        return self._look_at

    def tick(self, now: float) -> None:
        """See whether they grow old."""
        if now < self._look_at:
            return
        lasting = papers_in(self._settings.run / KEYS, self._client).last(machine_time())
        self._look_at = now + (_LOOK if lasting else _AGAIN)
        if not lasting:
            self._runner.aside(self._request, self._ask, "papers")

    def _connected(self, connection: Connection) -> None:
        self._look_at = 0.0 if connection.up else math.inf

    def _request(self) -> str:
        try:
            return asked(self._settings.run / KEYS, self._client)
        except CertificateError as error:
            log.warning("no new papers can be asked for: %s", error)
            return ""

    def _ask(self, request: str) -> None:
        if request:
            message = PapersAsked(id=new_id(), at=machine_time(), request=one_line(request))
            self.bus.publish(self._topics.papers_asked(self._client), message)

    def _renewed(self, delivery: Delivery) -> None:
        renewed = delivery.message
        if isinstance(renewed, PapersRenewed) and not delivery.retained:
            self._runner.aside(
                lambda: self._take(in_lines(renewed.certificate, CERTIFICATE)),
                lambda _: None,
                "papers",
            )

    def _take(self, certificate: str) -> None:
        keys = self._settings.run / KEYS
        try:
            take(keys, self._client, certificate, (keys / "ca.crt").read_text("ascii"))
            log.info("the papers of %s are new", self._client)
        except (CertificateError, OSError) as error:
            log.warning("new papers cannot be kept: %s", error)

    def _told(self, delivery: Delivery) -> None:
        told = delivery.message
        if not isinstance(told, SettingsState) or told.digest == _digest(self._settings.run):
            return
        parts = self._topics.settings_part(self._client, "+")
        if not self._hears_parts:
            self._hears_parts = True
            self.bus.subscribe(parts, SettingsPart, self._part)
        self._keep(self._assembly.want(told.digest, told.parts))

    def _part(self, delivery: Delivery) -> None:
        part = delivery.message
        if isinstance(part, SettingsPart):
            self._keep(self._assembly.take(part.digest, part.number, part.data))

    def _keep(self, parcel: Parcel | None) -> None:
        if parcel is not None:
            self._runner.aside(lambda: self._become(parcel), self._begin, "settings")

    def _become(self, parcel: Parcel) -> bool:
        """An errand: keep them; whether programs have to begin anew."""
        run = self._settings.run
        before = membership(run)
        try:
            file = become(run, self._settings.hall.hall.id, (), parcel, check=_readable(run))
        except (ConfigError, OSError, ValueError) as error:
            log.warning("new settings of the hall cannot be used, the former stay: %s", error)
            return False
        log.info("the settings of the hall are new")
        return before is None or file != before.settings(run)

    def _begin(self, anew: bool) -> None:
        if anew:
            self._anew()


def _readable(run: Path) -> Callable[[Path], None]:
    def check(file: Path) -> None:
        load(file, run)

    return check


def _digest(run: Path) -> str:
    found: Membership | None = membership(run)
    return found.digest if found else ""
