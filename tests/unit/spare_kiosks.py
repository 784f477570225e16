"""Kiosks that hold spare numbers, their disks and a ledger, by hand and as values: a disk is what a
power cut leaves."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from broker.domain.facts import AnyFact
from broker.domain.floor import Floor
from broker.domain.ids import RequestId
from broker.domain.kiosks import Kiosk, KioskRules
from broker.domain.projection import apply, turn_to
from broker.domain.refusals import Refusal
from broker.domain.requests import Answer, AnyChange, Granted, Refused
from broker.domain.rules import decide
from broker.domain.series.requests import GrantSeries
from broker.domain.tickets.requests import ReserveTicket
from kiosk.issuing import events as issuing
from kiosk.issuing.events import Effect, Moment
from kiosk.issuing.series import Series
from kiosk.issuing.transaction import TicketTransaction
from tests.stages.halls import MORNING, small_hall

ZONE = ZoneInfo("Asia/Shanghai")
KIOSKS = ("kiosk-1", "kiosk-2")
HALL = small_hall(
    kiosks=tuple(Kiosk(id=each, line="p") for each in KIOSKS), kiosk=KioskRules(spare_numbers=4)
)


class LedgerOnPaper:
    """The rules of the real one, and all facts on a disk that never fails."""

    def __init__(self, floor_type: type[Floor] = Floor) -> None:
        self.floor_type = floor_type
        self.now = MORNING
        self.facts: list[tuple[datetime, AnyFact]] = []
        self.answers: dict[RequestId, Answer] = {}
        self.restart()

    def restart(self) -> None:
        """As after a crash: the floor is made of the facts."""
        self.floor = self.floor_type(HALL)
        for at, fact in self.facts:
            apply(self.floor, fact, at)

    def take(self, request: AnyChange) -> Answer:
        """Decide, once for each id."""
        if request.id not in self.answers:
            self.answers[request.id] = self._decide(request)
        return self.answers[request.id]

    def _decide(self, request: AnyChange) -> Answer:
        turn_to(self.floor, self.now)
        try:
            facts = tuple(decide(self.floor, request, self.now))
        except Refusal as no:
            return Refused(request=request.id, at=self.now, code=no.code, zh=no.zh, en=no.en)
        for fact in facts:
            self.facts.append((self.now, fact))
            apply(self.floor, fact, self.now)
        return Granted(request=request.id, at=self.now, facts=facts)


@dataclass
class Disk:
    """What a power cut leaves."""

    blocks: tuple[issuing.SpareBlock, ...] = ()
    opens: tuple[issuing.Open, ...] = ()
    outbox: list[issuing.Settling] = field(default_factory=list)


class SpareKiosk:
    """One kiosk. `seen` are the numbers that somebody was shown or may hold, in their order."""

    def __init__(self, name: str, ledger: LedgerOnPaper) -> None:
        self.name = name
        self.ledger = ledger
        self.minted = 0
        self.behind = timedelta(0)  # its clock
        self.seconds = 0.0
        self.disk = Disk()
        self.seen: list[str] = []
        self.boot()

    def boot(self) -> None:
        """The power is back; the bus not yet."""
        self.unwritten: list[issuing.KeepSeries | issuing.Note] = []
        self.asked: list[ReserveTicket] = []
        self.series_asked: list[GrantSeries] = []
        self.printing: list[issuing.Print] = []
        self.up = False
        self.series = Series(HALL, self.name, ZONE, self.mint, self.disk.blocks)
        self.transaction = TicketTransaction(self.name, 60.0, self.disk.opens, self.series)
        self.perform(self.transaction.restart(self.now()))

    def mint(self) -> RequestId:
        self.minted += 1
        return RequestId(f"{self.name}-{self.minted:06d}")

    def now(self) -> Moment:
        return Moment(self.seconds, self.ledger.now - self.behind)

    def perform(self, effects: list[Effect]) -> None:
        """Gather what the disk is to take; the rest is done."""
        for effect in effects:
            match effect:
                case issuing.Ask(request):
                    self.asked.append(request)
                case issuing.AskSeries(request):
                    self.series_asked.append(request)
                case issuing.Settle(request):
                    if request.id not in {each.id for each in self.disk.outbox}:
                        self.disk.outbox.append(request)
                case issuing.Print(number=number):
                    self.seen.append(number)
                    self.printing.append(effect)
                case issuing.KeepSeries() | issuing.Note():
                    self.unwritten.append(effect)
                case issuing.Alarm():
                    pass

    def write(self, upto: int | None = None) -> None:
        """The disk takes what waits, or the first of it before the power fails."""
        waiting, self.unwritten = self.unwritten, []
        for each in waiting if upto is None else waiting[:upto]:
            if isinstance(each, issuing.KeepSeries):
                self.disk.blocks = each.blocks
            else:
                self.disk.opens = each.open
        if upto is not None:
            self.boot()
            return
        for each in waiting:
            if isinstance(each, issuing.Note) and each.job:
                self.perform(self.transaction.on_disk(each.job, self.now()))

    def connect(self, up: bool) -> None:
        self.up = up
        self.perform(self.series.connection(up, self.now()))
        if up:
            self.perform(self.transaction.ask_orphans(self.now()))

    def touch(self, queue: str) -> None:
        """取号."""
        if self.transaction.going_on:
            return
        request = ReserveTicket(id=self.mint(), at=self.now().at, source=self.name, queue=queue)
        if self.up or self.series.gives(queue, self.now().at):
            self.perform(self.transaction.reserve(request, True, self.now()))

    def hear_series(self, answered: bool) -> None:
        if not self.series_asked:
            return
        request = self.series_asked.pop(0)
        if answered:
            self.perform(self.series.answered(self.ledger.take(request), self.now()))
        else:
            self.perform(self.series.unanswered(self.now()))

    def hear_number(self, answered: bool, said: bool = True) -> None:
        """The ledger answers the oldest question; or heard it (`said` False: and its answer was
        lost), or did not."""
        if not self.asked:
            return
        request = self.asked.pop(0)
        if answered:
            answer = self.ledger.take(request)
            if said:
                self.perform(self.transaction.answered(answer, self.now()))
                return
        self.perform(self.transaction.unanswered(request.id, self.now()))

    def paper(self, out: bool, maybe: bool = False) -> None:
        """What the printer says of its slip."""
        if not self.printing:
            return
        job = self.printing.pop(0).job
        if out:
            self.perform(self.transaction.slip_out(job, self.now()))
        else:
            self.perform(self.transaction.slip_lost(issuing.SlipLost(job, "x", maybe), self.now()))

    def note_down(self, taken: bool) -> None:
        """我已记下, or nobody does."""
        step = self.transaction.noted if taken else self.transaction.give_up
        self.perform(step(self.now()))

    def merge(self) -> None:
        """The outbox is heard: the oldest of it."""
        if self.disk.outbox:
            self.ledger.take(self.disk.outbox.pop(0))

    def wait(self, seconds: float) -> None:
        self.seconds += seconds
        self.perform(self.series.tick(self.now()))
        again = self.transaction.retry_at
        if again is not None and again <= self.seconds:
            self.perform(self.transaction.ask_orphans(self.now()))

    def settle(self) -> None:
        """All is well again, for as long as it takes."""
        self.behind = timedelta(0)
        self.connect(True)
        for _ in range(40):
            self.hear_series(True)
            self.hear_number(True)
            self.write()
            self.paper(True)
            self.note_down(True)
            self.merge()
