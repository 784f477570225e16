"""What the ledger looks at now and then, and tells staff of until it is well again."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from math import inf

from broker.domain.alerts import AlertCode, Sentences
from broker.service.life import Service
from broker.service.reports import Alerts
from broker.wire.topics import Kind

LOOK = 5.0  # seconds between two looks

Troubles = Mapping[AlertCode, Sentences | None]  # what staff are to be told; None where all is well


class Lookout:
    """A part of the ledger's loop: asks `find` every so many seconds, and tells what it found.

    `codes` are all that it may find: what a process before this one left of them is taken back.
    """

    def __init__(
        self,
        service: Service,
        codes: Collection[AlertCode],
        find: Callable[[], Troubles],
        every: float = LOOK,
    ) -> None:
        self._alerts = Alerts(service, Kind.SERVICE, service.name, codes)
        self._find = find
        self._every = every
        self._look_at = service.runner.clock()
        service.runner.add(self)

    def soon(self) -> None:
        """Something has changed: look at the next turn."""
        self._look_at = -inf

    def next_wakeup(self) -> float:
        return self._look_at

    def tick(self, now: float) -> None:
        if now < self._look_at:
            return
        self._look_at = now + self._every
        for code, said in self._find().items():
            self._alerts.tell(code, said)
