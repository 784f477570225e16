"""Does what the enrolment desk's flow asks for, and tells it what came of it. On its loop."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import assert_never
from zoneinfo import ZoneInfo

from broker.bus.base import Connection, Delivery, Unanswered
from broker.domain.hall import Reader
from broker.domain.requests import Answer, AnyRequest
from broker.service.life import Service, new_id
from broker.wire.enrolment_messages import EnrolmentTold, FingersState
from broker.wire.messages import FactsRecorded
from kiosk.clock_in.conducting import TouchedConductor
from kiosk.clock_in.enrolment.events import AskLedger, Effect, StopFinger, WantFinger
from kiosk.clock_in.enrolment.flow import EnrolFlow


class EnrolConductor(TouchedConductor[EnrolFlow]):
    """One desk's."""

    def __init__(
        self,
        service: Service,
        reader: Reader,
        seconds: Callable[[], float],
        changed: Callable[[], None],
    ) -> None:
        super().__init__(service, seconds, changed)
        self._reader = reader
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

    def _answered(self, request: AnyRequest, answer: Answer | Unanswered) -> None:
        self._perform(self.flow.answered(request, answer, self._moment()))

    def _do(self, effect: Effect) -> None:
        match effect:
            case AskLedger(request):
                self._service.bus.ask(request, partial(self._answered, request))
            case WantFinger(finger):
                topic = self._service.topics.enrol(self._reader.id)
                self._service.bus.publish(topic, finger)
            case StopFinger(stop):
                topic = self._service.topics.enrol_stop(self._reader.id)
                self._service.bus.publish(topic, stop)
            case _:
                assert_never(effect)
