"""The question to the applicants of one window: asked, answered once, kept before it is thanked."""

from __future__ import annotations

import logging
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from broker.domain.errors import StoreKnown
from broker.domain.hall import EvaluatorPost
from broker.domain.ids import NO_VISIT, VisitId, of_visit
from broker.domain.ratings.facts import UnratedReason
from broker.domain.ratings.requests import CountStray, GiveRating, LeaveUnrated
from broker.service.life import Service, new_id
from broker.service.outbox import Outbox
from broker.wire.messages import EvaluatorPhase, WindowState
from evaluator.counter_line import CounterLine
from evaluator.dialogue import Rated, Stray
from evaluator.notices import Notices

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class _Question:
    """The visit being asked about, in hall time. `asked`: the line was up at some moment of it."""

    visit: VisitId
    since: datetime
    until: datetime
    asked: bool


class Questions:
    """Asks about finished visits and sees to their end. On the loop only."""

    def __init__(
        self,
        service: Service,
        outbox: Outbox,
        line: CounterLine,
        post: EvaluatorPost,
        notices: Notices,
    ) -> None:
        self._service = service
        self._outbox = outbox
        self._line = line
        self._post = post
        self._notices = notices
        self._device = f"evaluator-{post.window}"
        self._open: _Question | None = None
        self._settled = NO_VISIT

    def line_up(self) -> None:
        """From now on, an open question is really asked."""
        if self._open is not None:
            self._open = replace(self._open, asked=True)

    def consider(self, window: WindowState) -> None:
        """Ask about the visit that ended, for what is left of its time."""
        visit, finished = window.finished_visit, window.finished_at
        if not visit or finished is None:
            return
        if window.rated:
            self._settled_elsewhere(visit)
            return
        if visit == self._settled or (self._open and self._open.visit == visit):
            return
        now = self._service.now()
        until = finished + timedelta(seconds=self._service.settings.hall.ratings.armed_seconds)
        if now >= until:
            self._leave(visit, UnratedReason.TOO_LATE)
            return
        since = max(now, finished)
        self._arm(_Question(visit, since, until, self._line.up), (until - since).total_seconds())

    def rated(self, event: Rated) -> None:
        """On disk first; only then may the device thank the applicant."""
        question = self._open
        if question is None or question.visit != event.visit:
            return
        now = self._service.now()
        request = GiveRating(
            id=of_visit("rating", event.visit),
            at=now,
            source=self._device,
            visit=event.visit,
            level=event.level,
            device=self._device,
            armed_at=question.since,
            pressed_at=max(question.since, min(now, question.until)),
        )
        if not self._keep(request):
            self._line.release(self._post.address, event.visit)
            return
        self._open, self._settled = None, event.visit
        self._line.accept(self._post.address, event.visit)
        self._notices.phase(EvaluatorPhase.THANKED, event.visit)

    def unrated(self, visit: VisitId) -> None:
        """The armed time ended in silence."""
        question = self._open
        if question is not None and question.visit == visit:
            self._open = None
            self._leave(visit, _why(question))
            self._notices.phase(EvaluatorPhase.IDLE)

    def stray(self, event: Stray) -> None:
        """Count a press while nothing was asked."""
        self._notices.stray()
        self._keep(
            CountStray(
                id=new_id(),
                at=self._service.now(),
                source=self._device,
                window=self._post.window,
                device=self._device,
                key=event.key,
            )
        )

    def _arm(self, question: _Question, hall_seconds: float) -> None:
        former, self._open = self._open, question
        if former is not None:  # its silence is about to be reported, and must find its reason
            self._leave(former.visit, _why(former))
        seconds = self._service.clock.real_seconds(hall_seconds)
        self._line.arm(self._post.address, question.visit, seconds)

    def _settled_elsewhere(self, visit: VisitId) -> None:
        if self._open is not None and self._open.visit == visit:
            self._open = None
            self._settled = visit
            self._line.disarm(self._post.address, visit)
            self._notices.phase(EvaluatorPhase.IDLE)

    def _leave(self, visit: VisitId, reason: UnratedReason) -> None:
        request = LeaveUnrated(
            id=of_visit("unrated", visit),
            at=self._service.now(),
            source=self._device,
            visit=visit,
            reason=reason,
        )
        if self._keep(request):
            self._settled = visit

    def _keep(self, request: GiveRating | LeaveUnrated | CountStray) -> bool:
        try:
            self._outbox.put(request)
        except StoreKnown as error:
            log.error("%s: %s", type(request).__name__, error)  # noqa: TRY400  # the sentence says it all
            self._notices.store_failed()
            return False
        self._notices.store_works()
        return True


def _why(question: _Question) -> UnratedReason:
    return UnratedReason.SILENCE if question.asked else UnratedReason.NOT_ASKED
