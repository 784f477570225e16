"""Kiosks without a screen: all that gives numbers, on real files and a real bus, and people who
touch without a pause."""

from __future__ import annotations

import itertools
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Self
from zoneinfo import ZoneInfo

from broker.bus.account import Account, Place
from broker.bus.base import Connection, Delivery
from broker.bus.mqtt import MqttBus
from broker.bus.pumps import LoopPump
from broker.domain.tickets.requests import ReserveTicket
from broker.service.clock import hall_clock
from broker.service.life import Service, new_id
from broker.service.outbox import Outbox
from broker.service.runner import Runner
from broker.settings import Settings
from broker.wire.messages import DeviceState, Liveness, QueueState
from broker.wire.topics import Kind, Topics
from kiosk.issuing import events
from kiosk.issuing.events import Effect, Moment, Told
from kiosk.issuing.issuer import told
from kiosk.issuing.opening import open_issuer
from kiosk.issuing.series import Series
from kiosk.issuing.transaction import TicketTransaction
from kiosk.printing.outcome import SlipJob, SlipOut
from kiosk.printing.trouble import PrinterTrouble
from tests.stages.guarded import papers

SHANGHAI = ZoneInfo("Asia/Shanghai")
_PACE = 0.002  # seconds between two touches
_MOST = 400  # settled numbers that wait for the ledger; more, and people wait, too


@dataclass
class Paper:
    """A printer that always prints, a moment later."""

    hand: Hand
    slips: list[str] = field(default_factory=list)  # numbers, in their order

    def print(self, job: SlipJob) -> None:
        slip = job.slip
        self.slips.append(slip.number)  # type: ignore[union-attr]  # no list of materials here
        self.hand.service.runner.post(self.hand.tell, told(SlipOut(job)))

    def print_text(self, text: str, heard: Callable[[PrinterTrouble | None], None]) -> None:
        """Staff try it: never here."""


class Hand:
    """One kiosk, a part of the loop. `slips` are the numbers that are in somebody's hand."""

    def __init__(self, settings: Settings, name: str, runner: Runner, place: Place) -> None:
        topics = Topics(settings.hall.hall.id)
        pump = LoopPump(runner, runner.clock)
        account = Account(lambda: place, name, _state, papers=papers(settings.run, name))
        bus = MqttBus(account, topics, runner.post, pump=pump, away=lambda _why: None)
        runner.add(bus)
        self.service = Service(settings, name, runner, bus, topics, hall_clock())
        self.paper = Paper(self)
        self.issuer, opens = open_issuer(
            self.service, (Kind.KIOSK, name), self.paper, lambda *_: "", spares=True
        )
        blocks = self.issuer.keeping.blocks
        outbox = self.issuer.keeping._outbox
        assert isinstance(outbox, Outbox)
        self._outbox = outbox
        self.series = Series(settings.hall, name, SHANGHAI, new_id, blocks)
        self.transaction = TicketTransaction(name, 60.0, opens, self.series)
        self.up = self.resting = False
        self._queues = itertools.cycle([each.id for each in settings.hall.queues])
        self._touch_at = 0.0
        bus.on_connection(self._connection)
        bus.subscribe(topics.queues(), QueueState, self._queue)
        runner.add(self)

    @property
    def left(self) -> int:
        """How many transactions are open, and what the ledger has still to hear."""
        return len(self.transaction._open_tickets._opens) + len(self._outbox)

    def next_wakeup(self) -> float:
        return self._touch_at

    def tick(self, now: float) -> None:
        self._touch_at = now + _PACE
        moment = self._now()
        self.perform(self.series.tick(moment))
        transaction = self.transaction
        if transaction.retry_at is not None and transaction.retry_at <= now:
            self.perform(transaction.ask_orphans(moment))
        if transaction.going_on:
            if now >= transaction.deadline:
                self.perform(transaction.too_long(moment))
        elif not self.resting and len(self._outbox) < _MOST:
            self._touch(moment)

    def tell(self, said: Told) -> None:
        now = self._now()
        match said:
            case events.Answered(answer):
                self.perform(self.transaction.answered(answer, now))
            case events.Silent(request):
                self.perform(self.transaction.unanswered(request.id, now))
            case events.Noted(job):
                self.perform(self.transaction.on_disk(job, now))
            case events.NotNoted(job):
                self.perform(self.transaction.not_noted(job, now))
            case events.SlipTaken(job):
                self.perform(self.transaction.slip_out(job, now))
            case events.SeriesAnswered(answer):
                self.perform(self.series.answered(answer, now))
            case events.SeriesSilent():
                self.perform(self.series.unanswered(now))

    def perform(self, effects: Sequence[Effect]) -> None:
        self.issuer.perform(effects, self.tell)

    def _touch(self, now: Moment) -> None:
        queue = next(self._queues)
        if self.up or self.series.gives(queue, now.at):
            name = self.service.name
            request = ReserveTicket(id=new_id(), at=now.at, source=name, queue=queue)
            self.perform(self.transaction.reserve(request, True, now))

    def _now(self) -> Moment:
        return Moment(self.service.runner.clock(), self.service.now())

    def _connection(self, connection: Connection) -> None:
        self.up = connection.up
        self.perform(self.series.connection(connection.up, self._now()))
        if connection.up:
            self.perform(self.transaction.ask_orphans(self._now()))

    def _queue(self, delivery: Delivery) -> None:
        if not delivery.retained:
            self.series.is_back()


class Hands:
    """Several of them, in a thread of their own, until the `with` ends."""

    def __init__(self, settings: Settings, names: Sequence[str], place: Place) -> None:
        self._runner = Runner()
        self.all = [Hand(settings, each, self._runner, place) for each in names]
        self._thread = threading.Thread(target=self._runner.run, name="hands")

    def __enter__(self) -> Self:
        for each in self.all:
            each.service.bus.start()
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._runner.stop()
        self._thread.join()
        for each in self.all:
            each.service.at_end.close()
            each.service.bus.stop()

    @property
    def given(self) -> int:
        """How many slips there are."""
        return sum(len(each.paper.slips) for each in self.all)

    @property
    def left(self) -> int:
        """How many the ledger has still to hear of."""
        return sum(each.left for each in self.all)

    def give(self, more: int, seconds: float = 3.0) -> None:
        """Until there are so many more, or it takes long: the series may be at their end."""
        enough, end = self.given + more, time.monotonic() + seconds
        while self.given < enough and time.monotonic() < end:
            time.sleep(0.005)

    def settle(self, seconds: float) -> None:
        """Until all is clean, or so long."""
        end = time.monotonic() + seconds
        while time.monotonic() < end and self.left:
            time.sleep(0.02)

    def rest(self) -> None:
        """Nobody touches any more."""
        for each in self.all:
            each.resting = True


def _state(state: Liveness) -> DeviceState:
    return DeviceState(id="x", at=hall_clock().now(), state=state)
