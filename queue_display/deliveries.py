"""Whether calls stood on the glass of a window: asked of the ledger until it has answered."""

from __future__ import annotations

import logging
from datetime import datetime
from typing import NamedTuple

from broker.bus.base import Unanswered
from broker.domain.calling.facts import UndeliveredReason
from broker.domain.calling.requests import ReportDelivery
from broker.domain.ids import CallId
from broker.domain.inventory import display_at
from broker.domain.requests import Answer, Refused
from broker.service.life import Service, new_id

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
        self._heard_at: datetime | None = None

    def hear(self, at: datetime) -> None:
        """The ledger's time, which a clock that was set back is behind."""
        self._heard_at = at

    def report(self, call: CallId, trouble: Undelivered | None) -> None:
        """Tell the ledger whether `call` stood on the glass: None, or why it did not.

        The request's id is fresh: one that followed from the call could be used up by anybody
        before us. Saying it again is no news to the ledger.
        """
        now = self._service.now()
        delivered = trouble is None
        request = ReportDelivery(
            id=new_id(),
            at=now if self._heard_at is None else max(now, self._heard_at),
            source=display_at(self._window),
            call=call,
            device=display_at(self._window),
            delivered=delivered,
            reason=trouble.reason if trouble else UndeliveredReason(""),
            detail=trouble.detail if trouble else "",
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
