"""Whether calls stood on the glass of a window: asked of the ledger until it has answered."""

from __future__ import annotations

import logging
from typing import NamedTuple

from broker.bus.base import Unanswered
from broker.domain.calling.facts import UndeliveredReason
from broker.domain.calling.requests import ReportDelivery
from broker.domain.ids import CallId, of_call
from broker.domain.reasons import LONGEST
from broker.domain.requests import Answer, Refused
from broker.service.life import Service

log = logging.getLogger(__name__)


class Undelivered(NamedTuple):
    """Why a call did not stand on the glass; `detail` in the words of the device or its port."""

    reason: UndeliveredReason
    detail: str = ""


class Deliveries:
    """Reports the deliveries of one window's calls. On the loop only; nothing waits."""

    def __init__(self, service: Service, window: int) -> None:
        self._service = service
        self._window = window
        self._unheard: ReportDelivery | None = None

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
        self._service.bus.ask(request, self._answered)

    def repeat(self) -> None:
        """The bus is back: ask again what nobody answered."""
        waiting, self._unheard = self._unheard, None
        if waiting is not None:
            self._service.bus.ask(waiting, self._answered)

    def _answered(self, answer: Answer | Unanswered) -> None:
        if isinstance(answer, Unanswered):
            if isinstance(answer.request, ReportDelivery):
                self._unheard = answer.request  # older calls are over
        elif isinstance(answer, Refused):
            log.info("window %d: delivery not recorded: %s", self._window, answer.en)
