"""Does what the clock-in screen's flow asks for, and tells it what came of it. On its loop."""

from __future__ import annotations

import logging
from collections.abc import Callable
from functools import partial
from typing import assert_never
from zoneinfo import ZoneInfo

from broker.bus.base import Unanswered
from broker.domain.alerts import AlertCode, Sentences
from broker.domain.attendance.requests import AskName, RecordPunch
from broker.domain.clock_ins import ClockInPost
from broker.domain.errors import StoreKnown
from broker.domain.requests import Answer, AnyRequest
from broker.service.damaged_outbox import open_outbox
from broker.service.life import Service, new_id
from broker.service.reports import Alerts
from broker.wire.enrolment_messages import NumberTyped
from broker.wire.topics import Kind
from kiosk.clock_in.conducting import TouchedConductor
from kiosk.clock_in.events import AskPin, AskWho, Effect, Keep, RefusalHeard, TellNumber
from kiosk.clock_in.flow import ClockInFlow
from kiosk.clock_in.hearing import Hearing
from kiosk.words import say

log = logging.getLogger(__name__)


class ClockInConductor(TouchedConductor[ClockInFlow]):
    """One screen's."""

    def __init__(
        self,
        service: Service,
        post: ClockInPost,
        seconds: Callable[[], float],
        changed: Callable[[], None],
    ) -> None:
        super().__init__(service, seconds, self._noticed)
        self._drawn = changed
        self._post = post
        outbox = open_outbox(service, service.settings.run / f"{post.id}-outbox.db", self._answered)
        service.at_end.callback(outbox.close)
        self._outbox = outbox
        self._alerts = Alerts(service, Kind.CLOCK_IN, post.id, stale=[AlertCode.PUNCH_REFUSED])
        hall = service.settings.hall
        zone = ZoneInfo(hall.hall.timezone)
        self.flow = ClockInFlow(hall, post, zone, new_id, outbox.kept())
        self._hearing = Hearing(service, self.flow, self._moment, self._noticed)

    def start(self) -> None:
        """Listen to the hall."""
        self._hearing.start(self._post.reader)

    def _do(self, effect: Effect) -> None:
        match effect:
            case Keep(request):
                self._outbox.put(request, partial(self._kept, request))
            case AskPin(request):
                self._service.bus.ask(request, self._admitted)
            case AskWho(staff):
                name, at = new_id(), self._service.now()
                asked = AskName(id=name, at=at, source=self._post.id, staff=staff)
                self._service.bus.ask(asked, self._named)
            case TellNumber(staff):
                typed = NumberTyped(id=new_id(), at=self._service.now(), staff=staff)
                topic = self._service.topics.number_typed(self._post.reader)
                self._service.bus.publish(topic, typed)
            case RefusalHeard():
                words = say("clock-in.alarm.refused", name=self._post.name or self._post.id)
                self._alerts.alert(AlertCode.PUNCH_REFUSED, Sentences(words.zh, words.en))
            case _:
                assert_never(effect)

    def _noticed(self) -> None:
        for effect in self.flow.naming.wonders():
            self._do(effect)
        self._drawn()

    def _kept(self, request: RecordPunch, refusal: StoreKnown | None) -> None:
        if refusal is not None:
            log.warning("a punch could not be kept: %s", refusal)
        self.flow.kept(request, on_disk=refusal is None, now=self._moment())
        self._changed()

    def _admitted(self, answer: Answer | Unanswered) -> None:
        self._perform(self.flow.admitted(answer, self._moment()))

    def _named(self, answer: Answer | Unanswered) -> None:
        self.flow.naming.named(answer)
        self._changed()

    def _answered(self, request: AnyRequest, answer: Answer) -> None:
        self._perform(self.flow.answered(request, answer, self._moment()))
