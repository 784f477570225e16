"""From a recognised finger to a punch that cannot be lost."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from broker.domain.attendance.facts import PunchWay
from broker.domain.attendance.requests import RecordPunch
from broker.domain.ids import StaffId
from broker.service.life import Service, new_id
from broker.service.outbox import Outbox


@dataclass(frozen=True, slots=True)
class Punch:
    """What a person may be told. `again`: it had been recorded at `at` before."""

    staff: StaffId
    at: datetime
    again: bool


class Punches:
    """The punches of all readers of this process: one person, one punch, whichever glass."""

    def __init__(self, service: Service, outbox: Outbox) -> None:
        self._service = service
        self._outbox = outbox
        self._same = timedelta(seconds=service.settings.hall.attendance.same_punch_seconds)
        self._last: dict[StaffId, datetime] = {}

    def make(self, staff: StaffId, device: str) -> Punch:
        """Record a punch of `staff`, on disk when this returns.

        Raises `StoreKnown` when the disk does not take it: then the person must not be told that
        it was recorded.
        """
        now = self._service.now()
        last = self._last.get(staff)
        if last is not None and abs(now - last) < self._same:
            return Punch(staff, last, again=True)
        request = RecordPunch(
            id=new_id(),
            at=now,
            source=device,
            staff=staff,
            device=device,
            punched_at=now,
            way=PunchWay.FINGER,
        )
        self._outbox.put(request)
        self._last[staff] = now
        return Punch(staff, now, again=False)
