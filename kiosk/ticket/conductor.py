"""Does what the flow asks for, and tells it what came of it. Lives on the screen's loop."""

from __future__ import annotations

import logging
from collections.abc import Callable
from typing import Protocol, assert_never

from broker.bus.base import Bus, Connection, Delivery, Unanswered
from broker.domain.alerts import AlertCode
from broker.domain.requests import ActivateTicket, Answer, ReserveTicket, VoidTicket
from broker.service.clock import Clock
from broker.service.life import new_id
from broker.wire.messages import Alert, QueueState, WindowState
from broker.wire.topics import Kind, Topics
from kiosk import words
from kiosk.issuing.events import (
    Alarm,
    Answered,
    Ask,
    Broke,
    Effect,
    Moment,
    Note,
    Open,
    Print,
    PrinterSeen,
    Settle,
    Silent,
    SlipLost,
    SlipTaken,
)
from kiosk.issuing.journal import Journal
from kiosk.printing.outcome import Result, SlipFailed, SlipJob, SlipOut
from kiosk.printing.slip import Slip
from kiosk.printing.trouble import PrinterState, Trouble
from kiosk.ticket.events import BusSeen, Event, Touch
from kiosk.ticket.flow import Flow
from kiosk.ticket.worldview import World

log = logging.getLogger(__name__)

BLINK = 1.0  # seconds between two looks at the clock
PERHAPS_PRINTED = frozenset({Trouble.CUTTER, Trouble.UNKNOWN_OUTCOME})


class Printer(Protocol):
    """The printing station, as far as the conductor knows it."""

    def print(self, job: SlipJob) -> None:
        """Print once; the result comes later. `ValueError`: the slip cannot be laid out."""


class Keeper(Protocol):
    """The outbox, as far as the conductor knows it."""

    def put(self, request: ActivateTicket | VoidTicket) -> None:
        """Keep until the ledger has answered; on disk when it returns."""


class Conductor:
    """One kiosk's loop part: `changed` is called whenever the page may look different."""

    def __init__(
        self,
        flow: Flow,
        journal: Journal,
        *,
        source: str,
        bus: Bus,
        outbox: Keeper,
        printer: Printer | None,
        slip: Callable[[Print], Slip],
        topics: Topics,
        clock: Clock,
        seconds: Callable[[], float],
        changed: Callable[[], None],
    ) -> None:
        self.flow = flow
        self.world = World()
        self._journal = journal
        self._source = source
        self._bus = bus
        self._outbox = outbox
        self._printer = printer
        self._slip = slip
        self._topics = topics
        self._clock = clock
        self._seconds = seconds
        self._changed = changed
        self._look_at = 0.0
        self._alarms: dict[AlertCode, str] = {}

    def start(self) -> None:
        """Listen to the hall, and settle what the last run left open."""
        self._bus.on_connection(self._connection)
        self._bus.subscribe(self._topics.queues(), QueueState, self._queue)
        self._bus.subscribe(self._topics.windows(), WindowState, self._window)
        self._perform(self.flow.start(self.moment()))
        if self._printer is None:
            self.tell(PrinterSeen(Trouble.UNPLUGGED))
        self._changed()

    def moment(self) -> Moment:
        """Now, on both clocks."""
        return Moment(self._seconds(), self._clock.now())

    def tell(self, event: Event | Touch) -> None:
        """Something happened."""
        self._perform(self.flow.receive(event, self.moment()))
        self._changed()

    def printer_said(self, result: Result) -> None:
        """A result of the printing station."""
        match result:
            case SlipOut(job):
                self.tell(SlipTaken(job.key))
            case SlipFailed(job, trouble):
                self.tell(SlipLost(job.key, trouble, trouble in PERHAPS_PRINTED))
            case PrinterState(trouble):
                self.tell(PrinterSeen(trouble or ""))
            case _:
                assert_never(result)

    def next_wakeup(self) -> float | None:
        """The flow's next time-out, and the next look at the clock."""
        due = self.flow.next_wakeup()
        return self._look_at if due is None else min(due, self._look_at)

    def tick(self, now: float) -> None:
        """Time-outs, rings and clocks."""
        self._look_at = now + BLINK
        self._perform(self.flow.tick(self.moment()))
        self._changed()

    # effects

    def _perform(self, effects: list[Effect]) -> None:
        for effect in effects:
            match effect:
                case Ask(request):
                    self._ask(request)
                case Settle(request):
                    self._outbox.put(request)
                case Print():
                    self._print(effect)
                case Note(opens):
                    self._note(opens)
                case Alarm(code, reason):
                    self._alarm(code, reason)
                case _:
                    assert_never(effect)

    def _ask(self, request: ReserveTicket) -> None:
        def hear(answer: Answer | Unanswered) -> None:
            self.tell(Silent(request) if isinstance(answer, Unanswered) else Answered(answer))

        self._bus.ask(request, hear)

    def _print(self, wanted: Print) -> None:
        if self._printer is None:
            self.tell(SlipLost(wanted.job, Trouble.UNPLUGGED))
            return
        try:
            self._printer.print(SlipJob(wanted.job, self._slip(wanted)))
        except ValueError:
            log.exception("the slip of %s cannot be set", wanted.number)
            self.tell(SlipLost(wanted.job, Trouble.ERROR))

    def _note(self, opens: tuple[Open, ...]) -> None:
        try:
            self._journal.write(opens)
        except OSError as error:
            log.error("the journal cannot be written: %s; free the disk", error)  # noqa: TRY400  # the sentence says all
            self.tell(Broke())

    def _alarm(self, code: AlertCode, reason: str) -> None:
        if self._alarms.get(code, "") == reason:
            return
        self._alarms[code] = reason
        topic = self._topics.alert(Kind.KIOSK, self._source, code)
        if not reason:
            self._bus.clear(topic)
            return
        now = self._clock.now()
        what = words.say(f"trouble.{reason}")
        self._bus.publish(
            topic,
            Alert(
                id=new_id(),
                at=now,
                code=code,
                zh=words.say(f"alarm.{code}", kiosk=self._source, what=what.zh).zh,
                en=words.say(f"alarm.{code}", kiosk=self._source, what=what.en).en,
                since=now,
            ),
            retain=True,
        )

    # what the hall says

    def _connection(self, connection: Connection) -> None:
        self.tell(BusSeen(connection.up))

    def _queue(self, delivery: Delivery) -> None:
        if isinstance(delivery.message, QueueState):
            self.world.queues[delivery.message.queue] = delivery.message
            self._changed()

    def _window(self, delivery: Delivery) -> None:
        if isinstance(delivery.message, WindowState):
            self.world.windows[delivery.message.window] = delivery.message
            self._changed()
