"""From a recognised finger to a punch that cannot be lost, and to what it means."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from functools import partial

from broker.domain.attendance.day_book import DayBook, Telling
from broker.domain.attendance.facts import PunchWay
from broker.domain.attendance.requests import RecordPunch
from broker.domain.attendance.turns import Meaning
from broker.domain.errors import StoreKnown
from broker.domain.ground import OUTLIVED
from broker.domain.ids import RequestId, StaffId
from broker.domain.requests import Answer, Granted, Refused
from broker.service.clock_watch import ClockWatch
from broker.service.life import Service, new_id
from broker.service.outbox import Outbox
from broker.wire.messages import DutyState, Recorded


@dataclass(frozen=True, slots=True)
class Punch:
    """What a person may be told: what is recorded of `at`. Without a meaning it is kept apart until
    the duty leader has judged it. `unsure` as in `Telling`. `written`: the disk took it just now;
    else it was there before."""

    staff: StaffId
    at: datetime
    meaning: Meaning | None
    unsure: bool = False
    written: bool = field(default=False, compare=False)


_LOOK = 1.0  # seconds between looks at the clock

Told = Callable[[Punch | StoreKnown], None]


@dataclass(slots=True, eq=False)
class _Made:
    """A touch at `at` that waits for the disk; `waiting` hear what became of it."""

    at: datetime
    waiting: list[Told]


class Punches:
    """The punches of all readers of this process: one person, one punch, whichever glass.

    What a touch means is reckoned here too, as the ledger will: the person is told at once, with
    the network down as well. What was before this process began stands in its outbox, or the
    ledger's list of who is on duty tells it, as far as it matters. A punch that is made while the
    clock is in doubt says so; the ledger keeps it apart until somebody has judged it.
    """

    def __init__(self, service: Service, outbox: Outbox, watch: ClockWatch | None = None) -> None:
        self._service = service
        self.outbox = outbox
        self._watch = watch or ClockWatch(service.clock.real_seconds)
        self._ledger_at: datetime | None = None  # the latest time that the ledger said
        self._look_at = service.runner.clock()
        service.runner.add(self)
        hall = service.settings.hall
        self._same = timedelta(seconds=hall.attendance.same_punch_seconds)
        self._book = DayBook(hall)
        self._making: dict[StaffId, list[_Made]] = {}  # the oldest first
        self._waiting: dict[RequestId, StaffId] = {}  # for the ledger's answer
        self._missed = True  # facts may have passed unheard
        for each in outbox.kept():
            if isinstance(each, RecordPunch):
                self._note(each)

    def connected(self) -> None:
        """The bus came up or went down: nobody knows what was said meanwhile."""
        self._missed = True

    def hear(self, duty: DutyState) -> None:
        """Who is on duty, as the ledger has it. The first time after a connection it tells what
        nobody told us."""
        missed, self._missed = self._missed, False
        if duty.at < OUTLIVED:
            self._ledger_at = max(duty.at, self._ledger_at or duty.at)
        waiting = {*self._waiting.values(), *self._making}
        self._book.duty(duty.on_duty, duty.at, missed=missed, waiting=waiting)

    def hear_facts(self, facts: Sequence[Recorded]) -> None:
        """What the ledger wrote: punches made elsewhere, and what the duty leader says, count
        here too."""
        for each in facts:
            self._book.read(each.fact)

    def answered(self, request: RecordPunch, answer: Answer) -> None:
        """The ledger has answered it."""
        self._waiting.pop(request.id, None)
        match answer:
            case Refused():
                self._book.strike(request.staff, request.punched_at)
            case Granted(facts=facts):
                for each in facts:
                    self._book.read(each)

    def as_known(self, punch: Punch) -> Punch:
        """What may be told of it now: the ledger may have kept it apart meanwhile."""
        apart = self._book.is_apart(punch.staff, punch.at)
        return replace(punch, meaning=None) if apart else punch

    def make(self, staff: StaffId, device: str, told: Told) -> None:
        """Record a punch of `staff`. `told` hears of it once it is on disk, or why the disk does
        not take it: then the person must not be told that it was recorded. Who comes again while
        the disk is at work hears the same as at first."""
        now = self._service.now()
        making = self._making.get(staff, [])
        if making and abs(now - making[-1].at) < self._same:
            making[-1].waiting.append(told)
            return
        same = self._book.same(staff, now)
        if same is not None and not making:
            told(_punch(staff, same))
            return
        request = _request(staff, device, now, doubted=self._clock_doubted())
        made = _Made(now, [told])
        self._making[staff] = [*making, made]
        self.outbox.put(request, partial(self._kept, request, made))

    def next_wakeup(self) -> float:
        """When to look at the clock again: a played one changes its pace between two looks."""
        return self._look_at

    def tick(self, now: float) -> None:
        """Look at the clock."""
        self._look_at = now + _LOOK
        self._clock_doubted()

    def _clock_doubted(self) -> bool:
        """Whether nobody can say what time it is. A clock behind the ledger's is wrong, or that
        one was; one that moved otherwise than the loop's own has been set."""
        now, loop = self._service.now(), self._service.runner.clock()
        found = self._watch.look(now, self._ledger_at, loop)
        return found is not None and found.doubts

    def _kept(self, request: RecordPunch, made: _Made, refusal: StoreKnown | None) -> None:
        """The disk has spoken. What it did not take has not been: the next touch is the first."""
        staff = request.staff
        self._making[staff].remove(made)
        if not self._making[staff]:
            del self._making[staff]
        if refusal is not None:
            for told in made.waiting:
                told(refusal)
            return
        self._note(request)
        first = self._book.told(staff, made.at)
        again = self._book.same(staff, made.at) or first
        for place, told in enumerate(made.waiting):
            told(replace(_punch(staff, again if place else first), written=True))

    def _note(self, request: RecordPunch) -> None:
        """It is on its way to the ledger, which keeps apart what was made in doubt."""
        self._waiting[request.id] = request.staff
        if request.doubted:
            self._book.keep_apart(request.staff, request.punched_at, request.id)
        else:
            self._book.write(request.staff, request.punched_at)


def _punch(staff: StaffId, telling: Telling) -> Punch:
    return Punch(staff, telling.at, telling.meaning, telling.unsure)


def _request(staff: StaffId, device: str, now: datetime, *, doubted: bool) -> RecordPunch:
    return RecordPunch(
        id=new_id(),
        at=now,
        source=device,
        staff=staff,
        device=device,
        punched_at=now,
        way=PunchWay.FINGER,
        doubted=doubted,
    )
