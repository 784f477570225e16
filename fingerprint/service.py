"""The role `clockin`: all fingerprint readers of a hall."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from broker.domain.errors import ConfigError
from broker.domain.hall import Reader, Wire
from broker.link.base import Link
from broker.link.opening import open_link
from broker.registry import Group, driver, names
from broker.service.life import Service, serve
from broker.service.outbox import Outbox
from broker.settings import Settings
from fingerprint.notices import Notices
from fingerprint.post import ReaderPost
from fingerprint.punches import Punches

ROLE = "clockin"
OUTBOX = "outbox-clockin.db"

Opener = Callable[[Wire], Link]


class ClockIn:
    """Every reader of `hall.readers`. `opener` opens a line; tests hand in a cable."""

    def __init__(self, service: Service, opener: Opener | None = None) -> None:
        self._service = service
        self._opener = opener or self._open
        outbox = Outbox(service.settings.run / OUTBOX, service.bus, service.runner)
        service.at_end.callback(outbox.close)
        self._punches = Punches(service, outbox)
        self._taken: set[str] = set()
        for reader in service.settings.hall.readers:
            self._post(reader)

    def _post(self, reader: Reader) -> None:
        service, wire = self._service, self._wire(reader)
        port = service.settings.port(wire)
        notices = Notices(service, reader.id, wire.driver, port)
        open_wire = partial(self._opener, wire)
        made = driver(wire.driver)
        post = ReaderPost(service, self._punches, notices, made, reader.id, open_wire)
        service.at_end.callback(post.stop)
        post.start()

    def _wire(self, reader: Reader) -> Wire:
        """The line of `reader`, which it has to itself: the modules have no bus."""
        wire = self._service.settings.hall.wire(reader.line)
        if wire is None:
            raise self._wrong(reader, f"there is no line {reader.line!r}", "add it to [[lines]]")
        if wire.id in self._taken:
            raise self._wrong(reader, f"line {wire.id!r} has a reader", "give each its own line")
        known = names(Group.FINGERPRINT)
        if wire.driver not in known:
            remedy = f"use one of: {', '.join(known)}"
            raise self._wrong(reader, f"{wire.driver!r} is no fingerprint driver", remedy)
        self._taken.add(wire.id)
        return wire

    def _wrong(self, reader: Reader, problem: str, remedy: str) -> ConfigError:
        file = str(self._service.settings.file)
        return ConfigError(file, f"readers ({reader.id})", problem, remedy)

    def _open(self, wire: Wire) -> Link:
        return open_link(self._service.settings.port(wire), wire.baud)


def run(settings: Settings, key: str) -> None:  # noqa: ARG001  # every role has this shape
    """Serve all clock-in readers until SIGTERM."""
    serve(settings, ROLE, ClockIn)
