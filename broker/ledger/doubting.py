"""What the ledger makes of a clock it doubts: staff are told, and punches are kept apart.

A fact dated by a clock that is years ahead would move the ledger's time for good, and every true
punch after it would be too old to be believed. So what is kept apart while the clock is in doubt,
and the end of a day that such a clock brought, bear the time of the last fact; what is kept apart
says itself when it came (ADR 50). What people ask for is dated by the clock they see.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from broker.domain.alerts import AlertCode
from broker.domain.attendance.facts import PunchQuarantined
from broker.domain.attendance.quarantine import in_doubt
from broker.domain.attendance.requests import RecordPunch
from broker.domain.facts import AnyFact
from broker.domain.floor import Floor
from broker.domain.requests import AnyChange
from broker.service.clock_watch import ClockWatch, sentences
from broker.service.life import Service
from broker.service.reports import Alerts
from broker.wire.topics import Kind


class DoubtedClock:
    """The machine's clock, as the ledger believes it or not. On the loop only."""

    def __init__(self, service: Service, watch: ClockWatch | None = None) -> None:
        self._service = service
        self._watch = watch or ClockWatch(service.clock.real_seconds)
        self._alerts = Alerts(service, Kind.SERVICE, service.name, (AlertCode.CLOCK,))
        self._doubts = False

    def look(self, floor: Floor) -> None:
        """See whether it jumped, or cannot be; tell it, and take it back."""
        now, loop = self._service.now(), self._service.runner.clock()
        found = self._watch.look(now, floor.latest, loop)
        self._doubts = found is not None and found.doubts
        said = None if found is None else sentences(found, floor.zone)
        self._alerts.tell(AlertCode.CLOCK, said)

    def judged(self, request: AnyChange) -> AnyChange:
        """The request as it is to be decided: a punch that comes now may be of any time."""
        return in_doubt(request) if self._doubts and isinstance(request, RecordPunch) else request

    def sure(self, last: datetime | None, now: datetime) -> datetime:
        """The time of what happens now without anybody's doing; `last` is that of the last fact."""
        return last if self._doubts and last is not None else now

    def dated(self, facts: Sequence[AnyFact], last: datetime | None, now: datetime) -> datetime:
        """The time of what somebody asked for, which is sure unless it is kept apart."""
        apart = all(isinstance(each, PunchQuarantined) for each in facts)
        return self.sure(last, now) if apart else now
