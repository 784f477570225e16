"""From a recognised finger to a punch that cannot be lost, and to what it means."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from broker.domain.attendance.facts import PunchWay, Turn
from broker.domain.attendance.requests import RecordPunch
from broker.domain.attendance.turns import Meaning, Touch, meanings, on_duty
from broker.domain.ground import business_day
from broker.domain.ids import RequestId, StaffId
from broker.service.life import Service, new_id
from broker.service.outbox import Outbox
from broker.wire.messages import DutyState


@dataclass(frozen=True, slots=True)
class Punch:
    """What a person may be told: what is recorded of `at`."""

    staff: StaffId
    at: datetime
    meaning: Meaning


@dataclass(frozen=True, slots=True)
class _Known:
    """What this process knows of a person's day."""

    day: date
    touches: tuple[Touch, ...]


class Punches:
    """The punches of all readers of this process: one person, one punch, whichever glass.

    What a touch means is reckoned here too, as the ledger will: the person is told at once, with
    the network down as well. What was before this process began, the ledger's list of who is on
    duty tells, as far as it matters.
    """

    def __init__(self, service: Service, outbox: Outbox) -> None:
        self._service = service
        self._outbox = outbox
        self._hall = service.settings.hall
        self._same = timedelta(seconds=self._hall.attendance.same_punch_seconds)
        self._zone = ZoneInfo(self._hall.hall.timezone)
        self._known: dict[StaffId, _Known] = {}
        self._duty: DutyState | None = None
        self._unanswered: set[RequestId] = set()

    def hear(self, duty: DutyState) -> None:
        """Who is on duty, as the ledger has it: a correction of the duty leader counts here too."""
        self._duty = duty
        if self._unanswered:
            return  # it does not know yet what a person was told
        day = self._day(duty.at)
        for staff, known in self._known.items():
            here = staff in duty.on_duty
            if known.day == day and on_duty(known.touches, self._hall) is not here:
                said = Touch(duty.at, Turn.IN if here else Turn.OUT)
                self._known[staff] = _Known(day, (*known.touches, said))

    def answered(self, request: RecordPunch) -> None:
        """The ledger has answered it."""
        self._unanswered.discard(request.id)

    def make(self, staff: StaffId, device: str) -> Punch:
        """Record a punch of `staff`, on disk when this returns.

        Raises `StoreKnown` when the disk does not take it: then the person must not be told that
        it was recorded.
        """
        now = self._service.now()
        touches = self._touches(staff, now)
        if touches and not touches[-1].said and abs(now - touches[-1].at) < self._same:
            return self._told(staff, (*touches, touches[-1]))
        request = _request(staff, device, now)
        self._outbox.put(request)
        self._unanswered.add(request.id)
        self._known[staff] = _Known(self._day(now), (*touches, Touch(now)))
        return self._told(staff, self._known[staff].touches)

    def _told(self, staff: StaffId, touches: tuple[Touch, ...]) -> Punch:
        """A coming counts from the first touch, a going from the last."""
        found = meanings(touches, self._hall)
        first = len(found) - 1
        while found[first].again and found[first].turn is Turn.IN and not touches[first - 1].said:
            first -= 1
        return Punch(staff, touches[first].at, found[-1])

    def _touches(self, staff: StaffId, now: datetime) -> tuple[Touch, ...]:
        day = self._day(now)
        known = self._known.get(staff)
        if known is not None and known.day == day:
            return known.touches
        duty = self._duty
        if duty is not None and self._day(duty.at) == day and staff in duty.on_duty:
            return (Touch(duty.at, Turn.IN),)
        return ()

    def _day(self, moment: datetime) -> date:
        return business_day(moment, self._zone, self._hall.hall.day_cutoff)


def _request(staff: StaffId, device: str, now: datetime) -> RecordPunch:
    return RecordPunch(
        id=new_id(),
        at=now,
        source=device,
        staff=staff,
        device=device,
        punched_at=now,
        way=PunchWay.FINGER,
    )
