"""Does what the clock-in screen's flow asks for, and tells it what came of it. On its loop."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable
from functools import partial
from typing import assert_never
from zoneinfo import ZoneInfo

from broker.domain.alerts import AlertCode, Sentences
from broker.domain.attendance.requests import RecordPunch
from broker.domain.clock_ins import ClockInPost
from broker.domain.errors import StoreKnown
from broker.domain.requests import Answer, AnyRequest
from broker.service.damaged_outbox import open_outbox
from broker.service.life import Service, new_id
from broker.service.reports import Alerts
from broker.wire.topics import Kind
from kiosk.clock_in.events import Effect, Keep, RefusalHeard
from kiosk.clock_in.flow import ClockInFlow
from kiosk.clock_in.hearing import Hearing
from kiosk.clock_in.screens import ClockInKey
from kiosk.issuing.events import Moment
from kiosk.qt.pulse import Pulse
from kiosk.words import say

log = logging.getLogger(__name__)


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
        self._pulse = Pulse()
        outbox = open_outbox(service, service.settings.run / f"{post.id}-outbox.db", self._answered)
        service.at_end.callback(outbox.close)
        self._outbox = outbox
        self._alerts = Alerts(service, Kind.CLOCK_IN, post.id, stale=[AlertCode.PUNCH_REFUSED])
        hall = service.settings.hall
        zone = ZoneInfo(hall.hall.timezone)
        self.flow = ClockInFlow(hall, post, zone, new_id, outbox.kept())
        self._hearing = Hearing(service, self.flow, self._moment, changed)

    def start(self) -> None:
        """Listen to the hall."""
        self._hearing.start(self._post.reader)

    def press(self, key: ClockInKey) -> None:
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
