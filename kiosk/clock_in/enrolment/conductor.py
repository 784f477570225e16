"""Does what the enrolment desk's flow asks for, and tells it what came of it. On its loop."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import partial
from typing import assert_never
from zoneinfo import ZoneInfo

from broker.bus.base import Connection, Delivery, Unanswered
from broker.domain.enrolment.requests import EnrolmentRequest
from broker.domain.hall import Reader
from broker.domain.requests import Answer
from broker.service.life import Service, new_id
from broker.wire.enrolment_messages import EnrolmentTold, FingersState
from broker.wire.messages import FactsRecorded
from kiosk.clock_in.enrolment.flow import AskLedger, Effect, EnrolFlow, WantFinger
from kiosk.clock_in.enrolment.state import EnrolKey
from kiosk.issuing.events import Moment
from kiosk.qt.pulse import Pulse


class EnrolConductor:
    """One desk's part of the loop. `seconds` is its monotonic clock; `changed` is called whenever
    the screen may look different."""

    def __init__(
        self,
        service: Service,
        reader: Reader,
        seconds: Callable[[], float],
        changed: Callable[[], None],
    ) -> None:
        self._service = service
        self._reader = reader
        self._seconds = seconds
        self._changed = changed
        self._pulse = Pulse()
        hall = service.settings.hall
        self.flow = EnrolFlow(hall, reader, ZoneInfo(hall.hall.timezone), new_id)

    def start(self) -> None:
        """Listen to the hall."""
        bus, topics = self._service.bus, self._service.topics
        bus.on_connection(self._connection)
        bus.subscribe(topics.enrolment(self._reader.id), EnrolmentTold, self._told)
        bus.subscribe(topics.facts(), FactsRecorded, self._facts)
        for each in self._service.settings.hall.readers:
            bus.subscribe(topics.fingers(each.id), FingersState, self._fingers)

    def press(self, key: EnrolKey) -> None:
        """A key of the screen."""
        self._perform(self.flow.press(key, self._moment()))

    def type(self, text: str) -> None:
        """Digits."""
        self.flow.type(text, self._moment())
        self._changed()

    def next_wakeup(self) -> float:
        """The flow's next time-out, and the next look at the clock."""
        return self._pulse.wakeup(self.flow.next_wakeup())

    def tick(self, now: float) -> None:
        """Time-outs, and what the clock shows."""
        self._pulse.woken(now)
        self.flow.tick(self._moment())
        self._changed()

    def _connection(self, connection: Connection) -> None:
        self.flow.hear_connection(connection.up)
        self._changed()

    def _told(self, delivery: Delivery) -> None:
        if isinstance(delivery.message, EnrolmentTold):
            self._perform(self.flow.hear_told(delivery.message, self._moment()))

    def _facts(self, delivery: Delivery) -> None:
        if isinstance(delivery.message, FactsRecorded):
            self.flow.hear_facts(delivery.message.facts)
            self._changed()

    def _fingers(self, delivery: Delivery) -> None:
        if isinstance(delivery.message, FingersState):
            self.flow.hear_fingers(delivery.message)
            self._changed()

    def _answered(self, request: EnrolmentRequest, answer: Answer | Unanswered) -> None:
        self._perform(self.flow.answered(request, answer, self._moment()))

    def _moment(self) -> Moment:
        return Moment(self._seconds(), self._service.now())

    def _perform(self, effects: Iterable[Effect]) -> None:
        for effect in effects:
            match effect:
                case AskLedger(request):
                    self._service.bus.ask(request, partial(self._answered, request))
                case WantFinger(finger):
                    topic = self._service.topics.enrol(self._reader.id)
                    self._service.bus.publish(topic, finger)
                case _:
                    assert_never(effect)
        self._changed()
