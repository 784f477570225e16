"""Does what the clock-in screen's flow asks for, and tells it what came of it. On its loop."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable
from functools import partial
from typing import assert_never
from zoneinfo import ZoneInfo

from broker.bus.base import Connection, Delivery
from broker.domain.alerts import AlertCode, Sentences
from broker.domain.attendance.requests import RecordPunch
from broker.domain.clock_ins import ClockInPost
from broker.domain.errors import StoreKnown
from broker.domain.requests import Answer, AnyRequest
from broker.service.damaged_outbox import open_outbox
from broker.service.life import Service, new_id
from broker.service.reports import Alerts
from broker.wire.messages import (
    Alert,
    DayState,
    DeviceState,
    DutyState,
    FactsRecorded,
    ReaderState,
)
from broker.wire.topics import Kind
from kiosk.clock_in.events import Effect, Keep, RefusalHeard
from kiosk.clock_in.flow import ClockInFlow
from kiosk.clock_in.screens import ClockInKey
from kiosk.issuing.events import Moment
from kiosk.words import say

log = logging.getLogger(__name__)

_BLINK = 1.0  # seconds between two looks at the clock
_LEDGER, _READERS = "ledger", "clockin"  # the programs that screens hear of


class ClockInConductor:
    """One screen's part of the loop. `seconds` is its monotonic clock; `changed` is called whenever
    the screen may look different."""

    def __init__(
        self,
        service: Service,
        post: ClockInPost,
        seconds: Callable[[], float],
        changed: Callable[[], None],
    ) -> None:
        self._service = service
        self._post = post
        self._seconds = seconds
        self._changed = changed
        self._look_at = 0.0
        outbox = open_outbox(service, service.settings.run / f"{post.id}-outbox.db", self._answered)
        service.at_end.callback(outbox.close)
        self._outbox = outbox
        self._alerts = Alerts(service, Kind.CLOCK_IN, post.id, stale=[AlertCode.PUNCH_REFUSED])
        hall = service.settings.hall
        zone = ZoneInfo(hall.hall.timezone)
        self.flow = ClockInFlow(hall, post, zone, new_id, outbox.kept())

    def start(self) -> None:
        """Listen to the hall."""
        bus, topics = self._service.bus, self._service.topics
        bus.on_connection(self._connection)
        bus.subscribe(topics.reader(self._post.reader), ReaderState, self._reader)
        bus.subscribe(topics.liveness(Kind.SERVICE, _READERS), DeviceState, self._served)
        bus.subscribe(topics.duty(), DutyState, self._duty)
        bus.subscribe(topics.facts(), FactsRecorded, self._facts)
        bus.subscribe(topics.day(), DayState, self._time)
        clock = topics.alert(Kind.SERVICE, _LEDGER, AlertCode.CLOCK)
        bus.subscribe(clock, Alert, self._clock)

    def press(self, key: ClockInKey) -> None:
        """A key of the screen."""
        self._perform(self.flow.press(key, self._moment()))

    def type(self, text: str) -> None:
        """Digits."""
        self.flow.type(text, self._moment())
        self._changed()

    def next_wakeup(self) -> float:
        """The flow's next time-out, and the next look at the clock."""
        due = self.flow.next_wakeup()
        return self._look_at if due is None else min(due, self._look_at)

    def tick(self, now: float) -> None:
        """Time-outs, and what the clock shows."""
        self._look_at = now + _BLINK
        self.flow.tick(self._moment())
        self._changed()

    def _moment(self) -> Moment:
        return Moment(self._seconds(), self._service.now())

    def _perform(self, effects: Iterable[Effect]) -> None:
        for effect in effects:
            match effect:
                case Keep(request):
                    self._outbox.put(request, partial(self._kept, request))
                case RefusalHeard():
                    words = say("clock-in.alarm.refused", name=self._post.name or self._post.id)
                    self._alerts.alert(AlertCode.PUNCH_REFUSED, Sentences(words.zh, words.en))
                case _:
                    assert_never(effect)
        self._changed()

    def _kept(self, request: RecordPunch, refusal: StoreKnown | None) -> None:
        if refusal is not None:
            log.warning("a punch could not be kept: %s", refusal)
        self.flow.kept(request, on_disk=refusal is None, now=self._moment())
        self._changed()

    def _answered(self, request: AnyRequest, answer: Answer) -> None:
        self._perform(self.flow.answered(request, answer, self._moment()))

    def _connection(self, connection: Connection) -> None:
        self.flow.hear_connection(connection.up)
        self._changed()

    def _reader(self, delivery: Delivery) -> None:
        self.flow.hear_reader(delivery.message, self._moment(), retained=delivery.retained)
        self._changed()

    def _served(self, delivery: Delivery) -> None:
        state = delivery.message
        self.flow.hear_served(state.state if state else None)
        self._changed()

    def _duty(self, delivery: Delivery) -> None:
        if delivery.message is not None:
            self.flow.hear_duty(delivery.message)

    def _facts(self, delivery: Delivery) -> None:
        if delivery.message is not None:
            self.flow.hear_facts(delivery.message.facts)

    def _time(self, delivery: Delivery) -> None:
        """A state that the ledger published just now tells its time."""
        if delivery.message is not None and not delivery.retained:
            self.flow.hear_time(self._service.now(), delivery.message.at)
            self._changed()

    def _clock(self, delivery: Delivery) -> None:
        self.flow.hear_clock(doubted=delivery.message is not None)
        self._changed()
