"""A guide desk without glass, and the rules as its ledger: for the tests of its flow and pages."""

from __future__ import annotations

import itertools
from collections import Counter
from dataclasses import dataclass, field
from datetime import timedelta
from zoneinfo import ZoneInfo

from msgspec.structs import replace

from broker.domain.calling.requests import CallNext, MissTicket
from broker.domain.desks.requests import OpenDesk, SignIn
from broker.domain.floor import Floor
from broker.domain.ids import RequestId
from broker.domain.kiosks import GuideDesk
from broker.domain.opinions.requests import ListOpinions, ReadWords, WordsOf
from broker.domain.projection import apply
from broker.domain.queries import found, listed, standing
from broker.domain.refusals import No, Refusal
from broker.domain.requests import (
    Answer,
    AnyRequest,
    DatedFact,
    Found,
    Granted,
    Refused,
    SignedIn,
)
from broker.domain.rules import decide
from broker.domain.tickets.facts import HeldAs
from broker.domain.tickets.life import TicketState
from broker.domain.tickets.requests import (
    ActivateTicket,
    FindTicket,
    ListMissed,
    ListWaiting,
    ReserveTicket,
    VoidTicket,
)
from broker.domain.windows.requests import OpenWindow
from broker.ledger.answers import refused
from kiosk.guide_desk.events import Effect, Enquire
from kiosk.guide_desk.flow import GuideDeskFlow
from kiosk.guide_desk.screens import (
    Dossier,
    Key,
)
from kiosk.issuing import events as issuing
from kiosk.issuing.events import Moment
from kiosk.staff.rest import REST_SECONDS
from tests.stages.halls import MORNING, small_hall

DESK = GuideDesk(id="guide-1", line="paper", name="门口", sign_out_seconds=300.0)
HALL = small_hall(guide_desks=(DESK,))
ZONE = ZoneInfo("Asia/Shanghai")


@dataclass
class PureLedger:
    """The rules on a floor, without a file; a change asked again gets its first answer."""

    floor: Floor = field(default_factory=lambda: Floor(HALL))
    answers: dict[str, Answer] = field(default_factory=dict)
    history: list[DatedFact] = field(default_factory=list)
    words: str = "写的话"
    fates: Counter[str] = field(default_factory=Counter)  # of each ticket that was settled

    def take(self, request: AnyRequest, now: Moment) -> Answer:
        if isinstance(request, SignIn):
            return self._signed_in(request, now)
        if isinstance(request, FindTicket | ListWaiting | ListMissed | ListOpinions | ReadWords):
            return self._look_up(request, now)
        if request.id not in self.answers:
            self.answers[request.id] = self._decide(request, now)
        return self.answers[request.id]

    def _signed_in(self, request: SignIn, now: Moment) -> Answer:
        """As the ledger's entrance does; everybody's PIN is 0000."""
        if request.pin != "0000":
            return refused(request.id, now.at, Refusal(No.PIN_WRONG))
        opening = OpenDesk(id=request.id, at=now.at, source=request.source, staff=request.staff)
        answer = self._decide(opening, now)
        who = SignedIn(staff=request.staff, session=f"of {request.id}")
        return replace(answer, signed_in=who) if isinstance(answer, Granted) else answer

    def _decide(self, request: AnyRequest, now: Moment) -> Answer:
        try:
            facts = tuple(decide(self.floor, request, now.at))  # type: ignore[arg-type]  # no query
        except Refusal as no:
            return Refused(request=request.id, at=now.at, code=no.code, zh=no.zh, en=no.en)
        for fact in facts:
            apply(self.floor, fact, now.at)
            self.history.append(DatedFact(at=now.at, source=request.source, fact=fact))
        if isinstance(request, ActivateTicket | VoidTicket) and facts:
            self.fates[request.ticket] += 1
        return Granted(request=request.id, at=now.at, facts=facts)

    def _look_up(
        self, query: FindTicket | ListWaiting | ListMissed | ListOpinions | ReadWords, now: Moment
    ) -> Answer:
        try:
            if not isinstance(query, FindTicket):
                told = listed(self.floor, query, now.at)
                words = (WordsOf(each.opinion, self.words) for each in told.opinions)
                read = isinstance(query, ReadWords)
                return replace(told, words=tuple(words)) if read else told
            ticket = found(self.floor, query)
        except Refusal as no:
            return Refused(request=query.id, at=now.at, code=no.code, zh=no.zh, en=no.en)
        mine = tuple(each for each in self.history if getattr(each.fact, "ticket", "") == ticket.id)
        held = standing(self.floor, ticket, now.at)
        return Found(request=query.id, at=now.at, ticket=held, history=mine)


class Stage:
    """A desk, what it has asked and printed, and a ledger that answers when it is told to."""

    def __init__(self, desk: GuideDesk = DESK) -> None:
        self._desk = desk
        self._ids = itertools.count(1)
        self.slow = False  # the disk
        self.seconds = 1000.0
        self.ledger = PureLedger()
        self.journal: tuple[issuing.Open, ...] = ()
        self.outbox: dict[str, ActivateTicket | VoidTicket] = {}
        self.jobs: list[RequestId] = []
        self.alarms: list[tuple[str, str]] = []
        self.reserving: list[ReserveTicket] = []
        self.asked: list[AnyRequest] = []
        self.boot()

    def boot(self) -> None:
        """The program starts: it knows what its journal kept, and nothing else."""
        self.reserving, self.asked, self.jobs = [], [], []
        self.noting: list[issuing.Note] = []
        self.flow = GuideDeskFlow(HALL, self._desk, ZONE, self.mint, self.journal)
        self.do(self.flow.start(self.now))
        self.do(self.flow.hear_connection(True, self.now))

    def mint(self) -> str:
        """The same ids in every run, so that a failure can be repeated."""
        return f"request-{next(self._ids):06d}"

    @property
    def now(self) -> Moment:
        return Moment(self.seconds, MORNING + timedelta(seconds=self.seconds - 1000.0))

    def do(self, effects: list[Effect]) -> None:
        for effect in effects:
            match effect:
                case Enquire(request):
                    self.asked.append(request)
                case issuing.Ask(request):
                    assert request.id in {each.request.id for each in self.journal}
                    self.reserving.append(request)
                case issuing.Settle(request):
                    self.outbox.setdefault(request.id, request)
                case issuing.Print(job=job, again=again):
                    shown = {each.request.id for each in self.journal if each.given}
                    assert again or job in shown
                    self.jobs.append(job)
                case issuing.Note():
                    self.noting.append(effect)
                case issuing.Alarm(code, reason):
                    self.alarms.append((code, reason))
        if not self.slow:
            self.disk()

    def disk(self, taken: bool = True) -> None:
        """The disk has taken what waited for it, or refused."""
        notes, self.noting = self.noting, []
        if notes and taken:
            self.journal = notes[-1].open
        said = issuing.Noted if taken else issuing.NotNoted
        for note in notes:
            if note.job:
                self.do(self.flow.hear(said(note.job), self.now))

    def sign_in(self, number: str = "900", pin: str = "0000") -> None:
        """Number and PIN, and what the ledger says to them."""
        self.do(self.flow.sign_in(number, pin, self.now))
        self.answer()

    def press(self, key: Key, value: str = "") -> None:
        """A key, when all have rested since the last."""
        self.seconds += REST_SECONDS
        self.hit(key, value)

    def hit(self, key: Key, value: str = "") -> None:
        """A key, at this very moment."""
        self.do(self.flow.press(key, value, self.now))

    def answer(self) -> None:
        """Everything that was asked is answered, the oldest first."""
        while self.asked or self.reserving:
            if self.reserving:
                answer = self.ledger.take(self.reserving.pop(0), self.now)
                self.do(self.flow.hear(issuing.Answered(answer), self.now))
            else:
                answer = self.ledger.take(self.asked.pop(0), self.now)
                self.do(self.flow.hear_answer(answer, self.now))

    def deliver(self) -> None:
        """The outbox reaches the ledger."""
        for request in self.outbox.values():
            self.ledger.take(request, self.now)
        self.outbox.clear()

    def wait(self, seconds: float) -> None:
        self.seconds += seconds
        self.do(self.flow.tick(self.now))

    def ask(self, kind: type, **fields: object) -> Answer:
        """Somebody else, whom the ledger answers at once."""
        words = {"id": self.mint(), "at": self.now.at, "source": "panel-1", **fields}
        answer = self.ledger.take(kind(**words), self.now)
        assert isinstance(answer, Granted), answer
        return answer

    def ticket(self, queue: str = "qa") -> str:
        """Somebody waits; the number."""
        given = self.ask(ReserveTicket, queue=queue).facts[0]  # type: ignore[union-attr]  # granted
        self.ask(ActivateTicket, ticket=given.ticket, paper=HeldAs.PRINTED)  # type: ignore[union-attr]  # a reservation
        return str(given.number)  # type: ignore[union-attr]  # the same

    def missed(self) -> None:
        """The next one is called and does not come."""
        if not self.ledger.floor.counters[1].clerk:
            self.ask(OpenWindow, window=1, clerk="101")
        self.ask(CallNext, window=1, clerk="101")
        self.ask(MissTicket, window=1, clerk="101")

    def state(self, number: str) -> TicketState:
        tickets = self.ledger.floor.tickets.values()
        return next(each.state for each in tickets if each.number == number)

    def open(self, number: str) -> None:
        """Look a number up, and see it."""
        self.press(Key.FIND)
        self.press(Key.OPEN, number)
        self.answer()
        assert isinstance(self.flow.known.screen, Dossier)

    @property
    def sentence(self) -> str:
        return self.flow.known.sentence.zh
