"""A ledger in a few lines, written from the domain's rules and not from the kiosk: for the flow's
tests. It counts what a kiosk must never do."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta

from broker.domain.appointments import AppointmentRules
from broker.domain.cases import CaseRules
from broker.domain.catalogue import Item
from broker.domain.guides import Guide, Material
from broker.domain.kiosks import KioskRules
from broker.domain.opinions.requests import LeaveOpinion
from broker.domain.requests import Answer, Granted, Refused, Standing
from broker.domain.tickets.facts import TicketReserved
from broker.domain.tickets.life import TicketState
from broker.domain.tickets.requests import (
    ActivateTicket,
    RecordReprint,
    ReserveTicket,
    VoidTicket,
)
from kiosk.issuing import events as issuing
from kiosk.issuing.events import Effect, Moment
from tests.stages.halls import MORNING, small_hall

Asked = ReserveTicket | ActivateTicket | VoidTicket | RecordReprint
HALL = small_hall(
    kiosk=KioskRules(spare_numbers=0),  # with them: test_spare_numbers.py
    appointments=AppointmentRules(file="appointments.csv"),
    cases=CaseRules(file="cases.csv"),
)
GUIDE = Guide(materials=(Material(name="申请表", originals=1, sample="form.png"),))
ITEMS = (
    Item(1, "dept", "甲类许可", "qa", guide=GUIDE),
    Item(2, "dept", "乙类登记", "qb"),
    *(Item(number, "dept", f"丙类事项{number}", "qa") for number in range(3, 20)),
)


def moment(seconds: float) -> Moment:
    """Monotonic second and hall time that belong together."""
    return Moment(seconds, MORNING + timedelta(seconds=seconds))


@dataclass
class FakeLedger:
    """Answers by id, once decided for ever. `settled` counts how often each ticket's fate was
    decided by requests with different ids."""

    answers: dict[str, Answer] = field(default_factory=dict)
    numbers: int = 0
    states: dict[str, str] = field(default_factory=dict)
    settled: Counter[str] = field(default_factory=Counter)
    quota: int = 10**6
    persons: dict[str, list[TicketReserved]] = field(default_factory=dict)
    reprints: list[RecordReprint] = field(default_factory=list)

    def take(self, request: Asked) -> Answer:
        if request.id not in self.answers:
            self.answers[request.id] = self._decide(request)
        return self.answers[request.id]

    def _decide(self, request: Asked) -> Answer:
        at = datetime(2026, 11, 23, 1, 0, tzinfo=UTC)
        if isinstance(request, ReserveTicket):
            first = self.waits(request)
            if first is not None:
                return Refused(
                    request=request.id, at=at, code="has-number", zh="有号", en="Has", ticket=first
                )
            if self.numbers >= self.quota:
                return Refused(
                    request=request.id, at=at, code="limit", zh="没有号了", en="None left"
                )
            return Granted(request=request.id, at=at, facts=(self._reserve(request),))
        if isinstance(request, RecordReprint):
            self.reprints.append(request)
            return Granted(request=request.id, at=at)
        self.settled[request.ticket] += 1
        self.states[request.ticket] = "waiting" if isinstance(request, ActivateTicket) else "void"
        return Granted(request=request.id, at=at)

    def waits(self, request: ReserveTicket) -> Standing | None:
        """With what this person waits in this queue already."""
        for given in self.persons.get(request.person, ()):
            if given.queue == request.queue and self.states.get(given.ticket) == "waiting":
                return Standing(
                    ticket=given.ticket,
                    number=given.number,
                    queue=given.queue,
                    group=given.group,
                    state=TicketState.WAITING,
                    ahead=3,
                )
        return None

    def _reserve(self, request: ReserveTicket) -> TicketReserved:
        self.numbers += 1
        ticket = f"t{self.numbers}"
        self.states[ticket] = "reserved"
        given = TicketReserved(
            ticket=ticket,
            day=date(2026, 11, 23),
            queue=request.queue or "qa",
            number=f"A{self.numbers:03}",
            group=request.group,
            ahead=3,
            windows=(1, 2),
            person=request.person,
            code=request.code,
        )
        if given.person:
            self.persons.setdefault(given.person, []).append(given)
        return given


@dataclass
class Desk:
    """What the conductor would have done: asked, printed, noted and settled.

    Notes wait for `write`. What is asked for or printed must be in the journal by then.
    """

    asked: list[ReserveTicket] = field(default_factory=list)
    ids: set[str] = field(default_factory=set)  # of all that was ever to be asked
    jobs: list[str] = field(default_factory=list)
    journal: tuple[issuing.Open, ...] = ()
    noting: list[issuing.Note] = field(default_factory=list)
    unwritten: list[issuing.Note] = field(default_factory=list)  # refused, the newest of them
    alarms: dict[str, str] = field(default_factory=dict)
    outbox: list[ActivateTicket | VoidTicket | RecordReprint] = field(default_factory=list)
    opinions: list[LeaveOpinion] = field(default_factory=list)  # on their way to the disk
    left: list[LeaveOpinion] = field(default_factory=list)  # on it

    def perform(self, effects: list[Effect]) -> None:
        for effect in effects:
            match effect:
                case issuing.Ask(request):
                    assert request.id in self.kept(), "asked before it was noted"
                    self.asked.append(request)
                case issuing.Settle(request):
                    if request.id not in {each.id for each in self.outbox}:
                        self.outbox.append(request)
                case issuing.HandIn(request):
                    self.opinions.append(request)
                case issuing.Print(job=job, again=again):
                    assert again or self.kept()[job] is not None, "printed before it was noted"
                    self.jobs.append(job)
                case issuing.Note(_, job):
                    self.noting.append(effect)
                    self.ids |= {job} - {""}
                case issuing.Alarm(code, reason):
                    self.alarms[code] = reason

    def take_opinions(self, taken: bool = True) -> list[issuing.Noted | issuing.NotNoted]:
        """The disk has taken, or refused, what was handed in; what is told of it."""
        handed, self.opinions = self.opinions, []
        self.left += handed if taken else []
        return [(issuing.Noted if taken else issuing.NotNoted)(each.id) for each in handed]

    def kept(self) -> dict[str, TicketReserved | None]:
        """What the journal says of each open transaction."""
        return {each.request.id: each.given for each in self.journal}

    def write(self, taken: bool = True) -> list[issuing.Noted | issuing.NotNoted]:
        """The disk has taken, or refused, all notes that waited for it; what is told of them. What
        it refused is written with the next that it takes, as `Keeping` tries it again."""
        notes, self.noting = self.noting, []
        self.unwritten = notes[-1:] or self.unwritten
        if taken and self.unwritten:
            self.journal, self.unwritten = self.unwritten[0].open, []
        said = issuing.Noted if taken else issuing.NotNoted
        return [said(each.job) for each in notes if each.job]
