"""What the clock-in screen hears of the hall, handed to its flow. On its loop."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from broker.bus.base import Connection, Delivery
from broker.domain.alerts import AlertCode
from broker.domain.wings import keeper_of
from broker.service.life import Service
from broker.wire.messages import (
    Alert,
    DayState,
    DeviceState,
    DutyState,
    FactsRecorded,
    ReaderState,
)
from broker.wire.topics import Kind
from kiosk.clock_in.flow import ClockInFlow
from kiosk.issuing.events import Moment

_LEDGER = "ledger"  # the program whose alert it hears


@dataclass(frozen=True, slots=True)
class Hearing:
    """The ears of one screen; `changed` is called whenever it may look different."""

    service: Service
    flow: ClockInFlow
    moment: Callable[[], Moment]
    changed: Callable[[], None]

    def start(self, reader: str) -> None:
        """Hear the hall, and this reader of it."""
        bus, topics = self.service.bus, self.service.topics
        bus.on_connection(self._connection)
        bus.subscribe(topics.reader(reader), ReaderState, self._reader)
        keeper = self._keeper(reader)
        bus.subscribe(topics.liveness(Kind.SERVICE, keeper), DeviceState, self._served)
        bus.subscribe(topics.duty(), DutyState, self._duty)
        bus.subscribe(topics.facts(), FactsRecorded, self._facts)
        bus.subscribe(topics.day(), DayState, self._time)
        clock = topics.alert(Kind.SERVICE, _LEDGER, AlertCode.CLOCK)
        bus.subscribe(clock, Alert, self._clock)

    def _connection(self, connection: Connection) -> None:
        self.flow.hear_connection(connection.up)
        self.changed()

    def _reader(self, delivery: Delivery) -> None:
        self.flow.hear_reader(delivery.message, self.moment(), retained=delivery.retained)
        self.changed()

    def _served(self, delivery: Delivery) -> None:
        state = delivery.message
        self.flow.hear_served(state.state if state else None)
        self.changed()

    def _keeper(self, reader: str) -> str:
        """Who looks after it."""
        hall = self.service.settings.hall
        return next(keeper_of(hall, each) for each in hall.readers if each.id == reader)

    def _duty(self, delivery: Delivery) -> None:
        if delivery.message is not None:
            self.flow.hear_duty(delivery.message)

    def _facts(self, delivery: Delivery) -> None:
        if delivery.message is not None:
            self.flow.hear_facts(delivery.message.facts)

    def _time(self, delivery: Delivery) -> None:
        """A state that the ledger published just now tells its time."""
        if delivery.message is not None and not delivery.retained:
            ahead = (delivery.message.at - self.service.now()).total_seconds()
            self.flow.hear_late(self.service.clock.real_seconds(ahead))
            self.changed()

    def _clock(self, delivery: Delivery) -> None:
        self.flow.hear_clock(doubted=delivery.message is not None)
        self.changed()
