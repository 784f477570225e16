"""The ledger at work: requests in, facts on disk, answers and states out.

How group commit works, and why it cannot lose. A request that comes is only put beside the others;
the first of them posts the work behind everything that waits at that moment, so all that came
meanwhile is settled in one turn and shares one commit, which is what costs. In a turn the requests
are decided one after the other, each on the floor as the facts of those before it have made it, so
two windows that call in the same turn cannot get the same ticket. Then everything is written,
facts and answers in one transaction. Only when that is on disk are the answers sent and the states
published: whoever heard an answer will find its facts after any power cut.

When the commit fails, nobody hears anything of the turn. The floor is thrown away, because it may
tell of facts that are not on disk, and made anew from the file as soon as it can be opened.
Clients ask again with the same id: what was on disk after all is answered as it was then, what was
not is decided now. Either way it has happened once. A request whose rule fails by a bug of ours
stays unanswered and takes nobody along.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from datetime import datetime
from typing import TypeVar

from broker.bus.base import Asked
from broker.domain.alerts import AlertCode, Sentences
from broker.domain.backoff import Backoff
from broker.domain.errors import StoreBug, StoreError
from broker.domain.facts import AnyFact
from broker.domain.floor import Floor
from broker.domain.ids import NO_REQUEST, RequestId
from broker.domain.projection import apply, is_new_day, turn_to
from broker.domain.refusals import No, Refusal
from broker.domain.requests import Answer, AnyChange, AnyQuery, Granted, Refused
from broker.domain.rules import decide, turn_of_day
from broker.ledger.histories import Histories, look_up
from broker.ledger.publisher import Publisher
from broker.ledger.store import Store
from broker.service.life import Service, serve
from broker.service.reports import Alerts
from broker.settings import Settings
from broker.wire.messages import Recorded
from broker.wire.topics import Kind

log = logging.getLogger(__name__)

FILE = "ledger.db"
_LOOK = 1.0  # seconds between looks at the calendar
_CANNOT_WRITE = Sentences(
    "台账不能写入，暂停发号：{why}", "The ledger cannot be written; no numbers are given: {why}"
)

Answers = list[tuple[Asked, Answer]]

T = TypeVar("T")


class Ledger:
    """The one writer of a hall. Lives on its service's loop."""

    def __init__(self, service: Service, opener: Callable[[], Store]) -> None:
        self._service = service
        self._opener = opener
        self._floor = Floor(service.settings.hall)
        self._histories = Histories()
        self._pending: list[Asked] = []
        self._backoff = Backoff(first=0.5, most=5.0)
        self._publisher = Publisher(service)
        self._look_at = service.runner.clock()
        self._alerts = Alerts(service, Kind.SERVICE, service.name, [AlertCode.STORE])
        self._store: Store | None = self._open()
        service.bus.serve(self._asked)
        service.runner.add(self)

    @property
    def floor(self) -> Floor:
        """What the facts say now. Read only."""
        return self._floor

    def close(self) -> None:
        """Release the file."""
        if self._store is not None:
            self._store.close()

    def next_wakeup(self) -> float:
        due = self._publisher.due
        return self._look_at if due is None else min(self._look_at, due)

    def tick(self, now: float) -> None:
        if now >= self._look_at:
            self._look_at = now + _LOOK
            self._look()
        if self._publisher.due is not None and now >= self._publisher.due:
            self._publisher.publish(self._floor, now)

    def _asked(self, asked: Asked) -> None:
        if asked.request is None:
            asked.answer(self._refused(NO_REQUEST, Refusal(No.UNREADABLE, why=asked.trouble)))
            return
        if not self._pending:  # behind everything that waits now: those share the commit
            self._service.runner.post(self._flush, None)
        self._pending.append(asked)

    def _flush(self, _event: object) -> None:
        """What is asked to be changed shares one commit. What is only looked up comes after it, so
        that everybody sees what is on disk; when that cannot be read, what was committed is told
        all the same."""
        pending, self._pending = self._pending, []
        changed = self._attempt(self._changed, pending)
        if changed is None:
            return
        answers, written = changed
        for asked, answer in [*answers, *(self._attempt(self._looked_up, pending) or ())]:
            asked.answer(answer)
        self._publisher.tell(written, self._floor)

    def _attempt(self, work: Callable[[Store, list[Asked]], T], pending: list[Asked]) -> T | None:
        """What comes of it; None where the file failed."""
        if self._store is None:
            return None
        try:
            return work(self._store, pending)
        except StoreError as error:
            self._fail(error)
        except Exception as error:
            log.exception("the ledger failed; it begins anew from what is on disk")
            self._fail(StoreBug(f"{self._store.file}: {error!r}"))
        return None

    def _changed(self, store: Store, pending: list[Asked]) -> tuple[Answers, list[Recorded]]:
        changes = [(each, each.request) for each in pending if isinstance(each.request, AnyChange)]
        return self._write(store, changes)

    def _looked_up(self, store: Store, pending: list[Asked]) -> Answers:
        queries = [(each, each.request) for each in pending if isinstance(each.request, AnyQuery)]
        found = ((asked, self._look_up(store, query)) for asked, query in queries)
        return [(asked, answer) for asked, answer in found if answer is not None]

    def _look_up(self, store: Store, query: AnyQuery) -> Answer | None:
        try:
            return look_up(self._floor, self._histories, store, query, self._service.now())
        except Refusal as refusal:
            return self._refused(query.id, refusal)
        except StoreError:
            raise
        except Exception:
            log.exception("%s cannot be looked up; it stays unanswered", type(query).__name__)
            return None

    def _write(
        self, store: Store, changes: list[tuple[Asked, AnyChange]]
    ) -> tuple[Answers, list[Recorded]]:
        store.begin()
        written = self._turn(store)
        answers: Answers = []
        for asked, request in changes:
            answer = self._settle(store, request, written)
            if answer is not None:
                answers.append((asked, answer))
        store.commit()
        return answers, written

    def _settle(self, store: Store, request: AnyChange, written: list[Recorded]) -> Answer | None:
        """The answer to one request, new or from before. None where our own rules failed: then
        nothing is promised, and whoever asked may ask again after an upgrade."""
        known = store.answer_to(request.id)
        if known is not None:
            return known
        now = self._service.now()
        try:
            facts = decide(self._floor, request, now)
        except Refusal as refusal:
            answer: Answer = self._refused(request.id, refusal)
        except Exception:
            log.exception("the rules failed on %s; it stays unanswered", type(request).__name__)
            return None
        else:
            written += self._record(store, facts, now, request.source, request.id)
            answer = Granted(request=request.id, at=now, facts=tuple(facts))
        store.keep(answer)
        return answer

    def _record(
        self, store: Store, facts: Sequence[AnyFact], now: datetime, source: str, request: RequestId
    ) -> tuple[Recorded, ...]:
        written = store.record(facts, now, source, request)
        for each in written:
            apply(self._floor, each.fact, each.at)
            self._histories.note((each,), self._floor.day)
        return written

    def _turn(self, store: Store) -> list[Recorded]:
        now = self._service.now()
        facts = turn_of_day(self._floor, now)
        written = list(self._record(store, facts, now, "ledger", NO_REQUEST))
        turn_to(self._floor, now)
        return written

    def _look(self) -> None:
        """Turn the day without waiting for a request; come back after a failure."""
        if self._store is None:
            self._reopen()
        elif is_new_day(self._floor, self._service.now()):
            self._service.runner.post(self._flush, None)

    def _open(self) -> Store:
        store = self._opener()
        try:
            self._load(store)
        except StoreError:
            store.close()
            raise
        return store

    def _load(self, store: Store) -> None:
        self._floor = Floor(self._service.settings.hall)
        self._histories = Histories()
        for each in store.since(self._floor.tells_from(self._service.now(), store.last_at)):
            apply(self._floor, each.fact, each.at)
            self._histories.note((each,), self._floor.day)
        self._publisher.begin()

    def _fail(self, error: StoreError) -> None:
        """The outcome of the commit is unknown: forget the floor, say so, open anew."""
        log.error("%s", error)
        self._publisher.hush()
        if self._store is not None:
            self._store.close()
            self._store = None
        self._alerts.alert(AlertCode.STORE, _CANNOT_WRITE.filled(why=error))
        self._look_at = self._service.runner.clock() + self._backoff.step()

    def _reopen(self) -> None:
        try:
            store = self._open()
        except StoreError as error:
            self._fail(error)
            return
        self._store = store
        self._backoff.clear()
        self._alerts.over(AlertCode.STORE)

    def _refused(self, request: RequestId, refusal: Refusal) -> Refused:
        return Refused(
            request=request,
            at=self._service.now(),
            code=refusal.code,
            zh=refusal.zh,
            en=refusal.en,
        )


def build(service: Service) -> Ledger:
    """The ledger of a hall in its run directory."""
    ledger = Ledger(service, lambda: Store(service.settings.run / FILE))
    service.at_end.callback(ledger.close)
    return ledger


def run(settings: Settings, _key: str) -> None:
    """The role `ledger`. Raises `StoreError` where its file cannot be used at all."""
    serve(settings, "ledger", build)
