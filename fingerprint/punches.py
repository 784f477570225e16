"""From a recognised finger to a punch that cannot be lost, and to what it means."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import partial
from zoneinfo import ZoneInfo

from broker.domain.attendance.facts import PunchWay, Turn
from broker.domain.attendance.requests import RecordPunch
from broker.domain.attendance.turns import Meaning, Touch, meanings, on_duty
from broker.domain.errors import StoreKnown
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


Told = Callable[[Punch | StoreKnown], None]


@dataclass(slots=True, eq=False)
class _Made:
    """A touch that waits for the disk, the last of these; `waiting` hear what became of it."""

    touches: tuple[Touch, ...]
    waiting: list[Told]


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
        self._making: dict[StaffId, list[_Made]] = {}  # the oldest first

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

    def make(self, staff: StaffId, device: str, told: Told) -> None:
        """Record a punch of `staff`. `told` hears of it once it is on disk, or why the disk does
        not take it: then the person must not be told that it was recorded. Who comes again while
        the disk is at work hears the same as at first."""
        now = self._service.now()
        touches = self._touches(staff, now)
        making = self._making.get(staff, [])
        if touches and not touches[-1].said and abs(now - touches[-1].at) < self._same:
            if making:
                making[-1].waiting.append(told)
            else:
                told(self._told(staff, (*touches, touches[-1])))
            return
        request, made = _request(staff, device, now), _Made((*touches, Touch(now)), [told])
        self._unanswered.add(request.id)
        self._known[staff] = _Known(self._day(now), made.touches)
        self._making[staff] = [*making, made]
        self._outbox.put(request, partial(self._kept, request, made))

    def _kept(self, request: RecordPunch, made: _Made, refusal: StoreKnown | None) -> None:
        """The disk has spoken. What it did not take has not been: the next touch is the first."""
        staff = request.staff
        self._making[staff].remove(made)
        if not self._making[staff]:
            del self._making[staff]
        if refusal is not None:
            self._unanswered.discard(request.id)
            self._take_back(staff, made.touches[-1])
        for place, told in enumerate(made.waiting):
            touches = (*made.touches, made.touches[-1]) if place else made.touches
            told(refusal or self._told(staff, touches))

    def _take_back(self, staff: StaffId, touch: Touch) -> None:
        for later in self._making.get(staff, ()):
            later.touches = tuple(each for each in later.touches if each is not touch)
        known = self._known[staff]
        left = tuple(each for each in known.touches if each is not touch)
        self._known[staff] = _Known(known.day, left)

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
