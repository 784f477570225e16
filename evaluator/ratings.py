"""The ratings of one window: asked for, given once, kept on disk before anybody is thanked."""

from __future__ import annotations

import logging
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import partial
from typing import assert_never

from broker.bus.base import Delivery
from broker.domain.alerts import AlertCode
from broker.domain.errors import StoreKnown
from broker.domain.hall import EvaluatorPost
from broker.domain.ids import NO_VISIT, VisitId
from broker.domain.inventory import evaluator_at
from broker.domain.ratings.facts import RatingUnmatched, UnratedReason
from broker.domain.ratings.requests import CountStray, GiveRating, LeaveUnrated
from broker.domain.requests import Answer, AnyRequest, Granted, Refused
from broker.service.device_line import DeviceLine
from broker.service.kept_requests import Kept
from broker.service.life import Service, new_id
from broker.service.outbox import Outbox
from broker.service.reports import DeviceReports
from broker.wire.messages import EvaluatorPhase, WindowState
from evaluator import sentences
from evaluator.dialogue import Armed, EvaluatorSession, Rated, Stray, Unrated
from evaluator.phases import Phases

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class _Asked:
    """The visit being asked about, in hall time. `asked`: the line was up at some moment of it."""

    visit: VisitId
    since: datetime
    until: datetime
    asked: bool


class Ratings:
    """Asks about finished visits and sees to their end. On the loop only.

    How it works, and why nobody is thanked in vain: a visit is asked about once, for what is
    left of its time since it ended, whenever this process began. A key becomes a request in the
    outbox; only when that says that it is on disk may the device acknowledge it, and meanwhile the
    loop sees to all other windows. The outbox keeps it under one fresh id, so however often it is
    sent, it is one rating, and nobody can use up its id before. A press that an earlier life of
    this process left there is not kept again when the device repeats it. Where the disk does not
    take one, the question stays open and the device's next try is heard as the first. A question
    whose answer is being kept does not end in silence: neither by its time, which the session sees
    to, nor when the next visit is asked about. A visit that ends without a key is told to the
    ledger the same way, with the reason.
    """

    def __init__(
        self,
        service: Service,
        outbox: Outbox,
        wire: DeviceLine[EvaluatorSession],
        post: EvaluatorPost,
        reports: DeviceReports,
    ) -> None:
        self._service = service
        self._outbox = outbox
        self._wire = wire
        self._post = post
        self._reports = reports
        self._phases = Phases(service, post.window)
        self._device = evaluator_at(post.window)
        self._open: _Asked | None = None
        self._settled = NO_VISIT
        self._keeping = NO_VISIT  # its rating waits for the disk
        self._behind: _Asked | None = None  # the same, and the next visit is asked about already
        self._heard_at: datetime | None = None
        topic = service.topics.window(post.window)
        service.bus.subscribe(topic, WindowState, self._window_changed)

    def answered(self, request: AnyRequest, answer: Answer) -> None:
        """What the ledger said to something of this evaluator: a rating for which somebody was
        thanked must not vanish in silence."""
        if not isinstance(request, GiveRating):
            return
        alerts = sentences.EVALUATOR_ALERTS
        if isinstance(answer, Refused):
            alert = alerts[AlertCode.RATING_REFUSED].filled(why=answer.code)
            self._reports.alert(AlertCode.RATING_REFUSED, alert)
        elif isinstance(answer, Granted) and any(
            isinstance(fact, RatingUnmatched) for fact in answer.facts
        ):
            code = AlertCode.RATING_UNMATCHED
            self._reports.alert(code, alerts[code])

    def line_up(self) -> None:
        """From now on, an open question is really asked."""
        if self._open is not None:
            self._open = replace(self._open, asked=True)

    def hear(self, event: Armed | Rated | Unrated | Stray) -> None:
        """What the session made of the applicant's keys and of time."""
        match event:
            case Armed(_, visit):
                self._phases.tell(EvaluatorPhase.ARMED, visit)
            case Rated():
                self._rated(event)
            case Unrated(_, visit):
                self._unrated(visit)
            case Stray():
                self._stray(event)
            case _:
                assert_never(event)

    def _window_changed(self, delivery: Delivery) -> None:
        if delivery.message is not None:
            self._heard_at = delivery.message.at
            self._consider(delivery.message)

    def _now(self) -> datetime:
        """The ledger's time, which a clock that was set back is behind."""
        now = self._service.now()
        return now if self._heard_at is None else max(now, self._heard_at)

    def _consider(self, window: WindowState) -> None:
        """Ask about the visit that ended, for what is left of its time."""
        visit, finished = window.finished_visit, window.finished_at
        if not visit or finished is None:
            self._taken_back(window)
            return
        if window.rated:
            self._settled_elsewhere(visit)
            return
        if visit == self._settled or (self._open and self._open.visit == visit):
            return
        now = self._now()
        until = finished + timedelta(seconds=self._service.settings.hall.ratings.armed_seconds)
        if now >= until:
            self._leave(visit, UnratedReason.TOO_LATE)
            return
        since = max(now, finished)
        self._arm(_Asked(visit, since, until, self._wire.up), (until - since).total_seconds())

    def _rated(self, event: Rated) -> None:
        """On disk first; only then may the device thank the applicant."""
        question = self._open
        if question is None or question.visit != event.visit:
            return
        if self._is_kept(event.visit):
            self._thank(event)
            return
        now = self._now()
        request = GiveRating(
            id=new_id(),
            at=now,
            source=self._device,
            visit=event.visit,
            level=event.level,
            device=self._device,
            armed_at=question.since,
            pressed_at=max(question.since, min(now, question.until)),
        )
        self._keeping = event.visit
        self._keep(request, partial(self._rating_kept, event))

    def _rating_kept(self, event: Rated, refusal: StoreKnown | None) -> None:
        """The disk has spoken. Meanwhile the next visit may be asked about, or this end taken
        back: then nobody stands there to be thanked."""
        if self._keeping == event.visit:
            self._keeping = NO_VISIT
        behind, self._behind = self._behind, None
        if self._open is not None and self._open.visit == event.visit:
            if refusal is None:
                self._thank(event)
            else:
                self._wire.do(lambda session, now: session.release(event.address, event.visit, now))
        elif refusal is not None and behind is not None:
            self._keep(self._no_rating(event.visit, _why(behind)), _nobody_waits)

    def _thank(self, event: Rated) -> None:
        self._open, self._settled = None, event.visit
        self._wire.do(lambda session, now: session.accept(event.address, event.visit, now))
        self._phases.tell(EvaluatorPhase.THANKED, event.visit)

    def _is_kept(self, visit: VisitId) -> bool:
        """By an earlier life of this process, and not answered yet: a restored ledger may give a
        visit this id once more."""
        kept = (each for each in self._outbox.kept() if isinstance(each, GiveRating))
        return any(each.visit == visit for each in kept)

    def _unrated(self, visit: VisitId) -> None:
        """The armed time ended in silence."""
        question = self._open
        if question is not None and question.visit == visit:
            self._open = None
            self._leave(visit, _why(question))
            self._phases.tell(EvaluatorPhase.IDLE)

    def _stray(self, event: Stray) -> None:
        """Count a press while nothing was asked."""
        self._phases.stray()
        request = CountStray(
            id=new_id(),
            at=self._now(),
            source=self._device,
            window=self._post.window,
            device=self._device,
            key=event.key,
        )
        self._keep(request, _nobody_waits)

    def _arm(self, question: _Asked, hall_seconds: float) -> None:
        former, self._open = self._open, question
        if former is not None and former.visit == self._keeping:
            self._behind = former  # what it ends in, the disk will say
        elif former is not None:  # its silence is about to be reported, and must find its reason
            self._leave(former.visit, _why(former))
        seconds = self._service.clock.real_seconds(hall_seconds)
        address, visit = self._post.address, question.visit
        self._wire.do(lambda session, now: session.arm(address, visit, seconds, now))

    def _taken_back(self, window: WindowState) -> None:
        """The end of a visit was taken back: nobody is asked, and when it ends again, somebody
        is."""
        if window.visit and self._open is not None and self._open.visit == window.visit:
            self._settled_elsewhere(window.visit)
        if window.visit and self._settled == window.visit:
            self._settled = NO_VISIT
            self._disarm(window.visit)

    def _settled_elsewhere(self, visit: VisitId) -> None:
        if self._open is not None and self._open.visit == visit:
            self._open = None
            self._settled = visit
            self._disarm(visit)
            self._phases.tell(EvaluatorPhase.IDLE)

    def _disarm(self, visit: VisitId) -> None:
        address = self._post.address
        self._wire.do(lambda session, now: session.disarm(address, visit, now))

    def _leave(self, visit: VisitId, reason: UnratedReason) -> None:
        self._settled = visit
        self._keep(self._no_rating(visit, reason), partial(self._left, visit))

    def _no_rating(self, visit: VisitId, reason: UnratedReason) -> LeaveUnrated:
        now, source = self._now(), self._device
        return LeaveUnrated(id=new_id(), at=now, source=source, visit=visit, reason=reason)

    def _left(self, visit: VisitId, refusal: StoreKnown | None) -> None:
        """What the disk did not take is found again with the window's next state."""
        if refusal is not None and self._settled == visit:
            self._settled = NO_VISIT

    def _keep(self, request: GiveRating | LeaveUnrated | CountStray, kept: Kept) -> None:
        self._outbox.put(request, partial(self._kept, type(request).__name__, kept))

    def _kept(self, what: str, kept: Kept, refusal: StoreKnown | None) -> None:
        if refusal is not None:
            log.error("%s: %s", what, refusal)
            alert = sentences.EVALUATOR_ALERTS[AlertCode.CANNOT_STORE]
            self._reports.alert(AlertCode.CANNOT_STORE, alert)
        else:
            self._reports.over(AlertCode.CANNOT_STORE)
        kept(refusal)


def _nobody_waits(_refusal: StoreKnown | None) -> None:
    """For what is only counted."""


def _why(question: _Asked) -> UnratedReason:
    return UnratedReason.SILENCE if question.asked else UnratedReason.NOT_ASKED
