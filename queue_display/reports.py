"""What a sign's keeper tells the hall: whether the sign is there, and whether calls were shown."""

from __future__ import annotations

import logging
from datetime import datetime
from typing import NamedTuple

from broker.bus.base import Unanswered
from broker.domain.alerts import AlertCode
from broker.domain.calling.facts import UndeliveredReason
from broker.domain.calling.requests import ReportDelivery
from broker.domain.ids import CallId, of_call
from broker.domain.reasons import LONGEST
from broker.domain.requests import Answer, Refused
from broker.service.life import Service, new_id
from broker.wire.messages import Alert, Liveness
from broker.wire.topics import Kind

log = logging.getLogger(__name__)


class Undelivered(NamedTuple):
    """Why a call did not stand on the glass; `detail` in the words of the device or its port."""

    reason: UndeliveredReason
    detail: str = ""


class SignReports:
    """Speaks for the sign of one window. Everything is retained or asked, nothing waits."""

    def __init__(self, service: Service, window: int, driver: str, port: str) -> None:
        self._service = service
        self._window = window
        self._driver = driver
        self._port = port
        self._unheard: dict[str, ReportDelivery] = {}
        self._since: datetime | None = None

    def liveness(self, state: Liveness, reason: str = "") -> None:
        """Publish `$state`; `reason` is for staff."""
        topic = self._service.topics.liveness(Kind.DISPLAY, self._window)
        message = self._service.state(state, driver=self._driver, port=self._port, reason=reason)
        self._service.bus.publish(topic, message, retain=True)

    def alarm(self, zh: str, en: str) -> None:
        """Raise the alert of this sign."""
        now = self._service.now()
        self._since = self._since or now
        alert = Alert(
            id=new_id(), at=now, code=AlertCode.NO_ANSWER, zh=zh, en=en, since=self._since
        )
        self._service.bus.publish(self._alert(), alert, retain=True)

    def calm(self) -> None:
        """Take the alert back."""
        self._since = None
        self._service.bus.clear(self._alert())

    def report(self, call: CallId, trouble: Undelivered | None) -> None:
        """Tell the ledger whether `call` stood on the glass: None, or why it did not.

        The request's id follows from the call, so that saying it again changes nothing.
        """
        delivered = trouble is None
        request = ReportDelivery(
            id=of_call(call, "shown" if delivered else "unshown"),
            at=self._service.now(),
            source=f"display-{self._window}",
            call=call,
            device=f"display-{self._window}",
            delivered=delivered,
            reason=trouble.reason if trouble else UndeliveredReason(""),
            detail=trouble.detail[:LONGEST] if trouble else "",
        )
        self._ask(request)

    def repeat(self) -> None:
        """The bus is back: ask again what nobody answered."""
        waiting, self._unheard = list(self._unheard.values()), {}
        for request in waiting:
            self._ask(request)

    def _ask(self, request: ReportDelivery) -> None:
        self._service.bus.ask(request, self._answered)

    def _answered(self, answer: Answer | Unanswered) -> None:
        if isinstance(answer, Unanswered):
            if isinstance(answer.request, ReportDelivery):
                self._unheard = {answer.request.id: answer.request}  # older calls are over
        elif isinstance(answer, Refused):
            log.info("window %d: delivery not recorded: %s", self._window, answer.en)

    def _alert(self) -> str:
        return self._service.topics.alert(Kind.DISPLAY, self._window, AlertCode.NO_ANSWER)
