"""The role `evaluators`: all counters of a hall, each line in one pair of hands."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from broker.domain.errors import ConfigError
from broker.domain.hall import Wire
from broker.link.base import Link
from broker.link.opening import open_link
from broker.registry import Group, driver, names
from broker.service.life import Service, serve
from broker.service.outbox import Outbox
from broker.settings import Settings
from evaluator.counter import Counter
from evaluator.counter_line import CounterLine

ROLE = "evaluators"
OUTBOX = "outbox-evaluators.db"

Opener = Callable[[Wire], Link]


class Evaluators:
    """Every post of `hall.evaluators`. `opener` opens a line; tests hand in a cable."""

    def __init__(self, service: Service, opener: Opener | None = None) -> None:
        self._service = service
        self._opener = opener or self._open
        self._outbox = Outbox(service.settings.run / OUTBOX, service.bus, service.runner)
        self.lines: dict[str, CounterLine] = {}
        service.at_end.callback(self._outbox.close)
        for post in service.settings.hall.evaluators:
            wire = self._wire(post.line, post.window)
            line = self.lines.get(wire.id) or self._line(wire)
            Counter(service, self._outbox, line, post, wire.driver)
        for line in self.lines.values():
            line.start()

    def _line(self, wire: Wire) -> CounterLine:
        line = CounterLine(self._service.runner, partial(self._opener, wire), driver(wire.driver))
        self._service.at_end.callback(line.stop)
        self.lines[wire.id] = line
        return line

    def _wire(self, key: str, window: int) -> Wire:
        wire = self._service.settings.hall.wire(key)
        file, place = str(self._service.settings.file), f"evaluators (window {window})"
        if wire is None:
            raise ConfigError(file, place, f"there is no line {key!r}", "add it to [[lines]]")
        known = names(Group.EVALUATOR)
        if wire.driver not in known:
            problem = f"{wire.driver!r} is no evaluator driver"
            raise ConfigError(file, place, problem, f"use one of: {', '.join(known)}")
        return wire

    def _open(self, wire: Wire) -> Link:
        return open_link(self._service.settings.port(wire), wire.baud)


def run(settings: Settings, key: str) -> None:  # noqa: ARG001  # every role has this shape
    """Serve all evaluators and keypads until SIGTERM."""
    serve(settings, ROLE, Evaluators)
