"""The ledger at work: requests in, facts on disk, answers and states out.

How group commit works, and why it cannot lose. A request that comes is only put beside the others;
the first of them posts the work behind everything that waits at that moment, so all that came
meanwhile is settled in one turn and shares one commit, which is what costs. In a turn the requests
are decided one after the other, each on the floor as the facts of those before it have made it, so
two windows that call in the same turn cannot get the same ticket. Then everything is written, facts
and answers in one transaction. Only when that is on disk are the answers sent and the states
published: whoever heard an answer will find its facts after any cut. A thread waits for the disk.

When the commit fails, nobody hears anything of the turn; the floor, which may tell of what is not
on disk, is made anew. Clients ask again with the same id: what was on disk is answered as it
was then, what was not is decided now. A request whose rule fails by a bug of ours stays unanswered.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from functools import partial

from broker.bus.base import Asked
from broker.domain.alerts import AlertCode
from broker.domain.backoff import Backoff
from broker.domain.clients import Rights
from broker.domain.errors import DiskRefuses, StoreBug, StoreError
from broker.domain.facts import AnyFact
from broker.domain.floor import Floor
from broker.domain.ids import NO_REQUEST, RequestId
from broker.domain.projection import apply, is_new_day, turn_to
from broker.domain.refusals import Refusal
from broker.domain.requests import Answer, AnyChange, AnyQuery, Granted
from broker.domain.rules import decide, turn_of_day
from broker.ledger.answers import Answers, Change, looked_up, refused, rules_failed
from broker.ledger.content import digest
from broker.ledger.disk_errors import cannot_write
from broker.ledger.doubting import DoubtedClock
from broker.ledger.entrance import Entrance
from broker.ledger.histories import Histories
from broker.ledger.loading import Loaded, load, load_into
from broker.ledger.pins import PinThread
from broker.ledger.publisher import Publisher, own_states
from broker.ledger.scrubbing import Scrubbing
from broker.ledger.store import Store
from broker.ledger.watches import watch_all
from broker.ledger.written_words import WrittenWords
from broker.service.clock_watch import ClockWatch
from broker.service.committer import Committer, DiskSilent, InLine, Threaded, Writing
from broker.service.life import Service, serve
from broker.service.reports import Alerts
from broker.settings import Settings
from broker.wire.messages import Recorded
from broker.wire.topics import Kind

log = logging.getLogger(__name__)

FILE = "ledger.db"
_MOST = 10_000  # requests that wait for a disk that stands still; more are asked again
_LOOK = 1.0  # seconds between looks at the calendar
_ALERTS = (AlertCode.STORE, AlertCode.RULES)


class Ledger:
    """The one writer of a hall. Lives on its service's loop."""

    def __init__(
        self,
        service: Service,
        opener: Callable[[], Store],
        committer: Committer | None = None,
        watch: ClockWatch | None = None,
        rights: Rights | None = None,
        checker: Committer | None = None,
    ) -> None:
        self._service, self._opener = service, opener
        self._commits = Writing(FILE, committer or InLine(), service.runner.clock, self._silent)
        self._doubted = False  # a commit failed, none has worked since
        self._floor = Floor(service.settings.hall, service.settings.items)
        self._histories = Histories()
        self._pending: list[Asked] = []
        self._backoff = Backoff(first=0.5, most=5.0)
        self._publisher = Publisher(service)
        self._look_at = service.runner.clock()
        self._clock = DoubtedClock(service, watch)
        self._alerts = Alerts(service, Kind.SERVICE, service.name, _ALERTS)
        self._store: Store | None = None
        self._words = WrittenWords(service, committer or InLine(), self._asked)
        try:
            self._take(load(opener, service.settings, service.now()))  # nobody else waits yet
        except DiskRefuses as error:  # later it may; all else ends us
            self._fail(error)
        Entrance(service, rights, checker or InLine(), lambda: self._floor, self._words.let_in)
        own_states(service)
        for part in (self, self._commits):
            service.runner.add(part)

    @property
    def floor(self) -> Floor:
        """What the facts say now. Read only."""
        return self._floor

    def close(self) -> None:
        """Release the file, once no commit is under way; one that the disk holds is asked again."""
        if self._commits.close() and self._store is not None:
            self._store.close()

    def next_wakeup(self) -> float:
        due = None if self._commits.busy else self._publisher.due
        return self._look_at if due is None else min(self._look_at, due)

    def tick(self, now: float) -> None:
        if now >= self._look_at:
            self._look_at = now + _LOOK
            self._look()
        due = None if self._commits.busy else self._publisher.due
        if due is not None and now >= due:
            self._publisher.publish(self._floor, now)

    def _asked(self, asked: Asked) -> None:
        if len(self._pending) >= _MOST:
            return
        if not self._pending:  # behind everything that waits now: those share the commit
            self._service.runner.post(self._flush, None)
        self._pending.append(asked)

    def _flush(self, _event: object) -> None:
        """Decide all that waits, and have it written. While a commit is under way they wait."""
        if self._commits.busy:
            return
        now = self._service.runner.clock()  # what was given up meanwhile is asked again, or not
        pending = [each for each in self._pending if each.until is None or now < each.until]
        self._pending.clear()
        if (store := self._store) is None:
            return
        # What is only looked up comes after the commit, so that everybody sees what is on disk.
        changes = [(each, each.request) for each in pending if isinstance(each.request, AnyChange)]
        queries = [(each, each.request) for each in pending if isinstance(each.request, AnyQuery)]
        with self._failures(store):
            answers, written = self._decide(store, changes)
            done = partial(self._committed, store, answers, queries, written)
            self._commits.run(store.commit, done)

    def _committed(
        self,
        store: Store,
        answers: Answers,
        queries: list[tuple[Asked, AnyQuery]],
        written: list[Recorded],
        error: Exception | None,
    ) -> None:
        """The commit is over: answer, if it is on disk; then those who asked meanwhile. What was
        committed is told though a look beside it could not be read."""
        with self._failures(store):
            if error is not None:
                raise error
            self._doubted = False
            self._backoff.clear()
            self._alerts.over(AlertCode.STORE)
            answers += looked_up(self._floor, self._histories, store, queries, self._now())
        if error is None:
            for asked, answer in answers:
                asked.answer(answer)
            self._publisher.tell(written, self._floor)
        if self._pending:
            self._service.runner.post(self._flush, None)

    def _silent(self, silent: DiskSilent) -> None:
        self._alerts.alert(AlertCode.STORE, cannot_write(silent))

    @contextmanager
    def _failures(self, store: Store) -> Iterator[None]:
        """Whatever fails here leaves the floor in doubt: it is made anew from disk."""
        try:
            yield
        except StoreError as error:
            self._fail(error)
        except Exception as error:
            log.exception("the ledger failed; it begins anew from what is on disk")
            self._fail(StoreBug(f"{store.file}: {error!r}"))

    def _decide(self, store: Store, changes: list[Change]) -> tuple[Answers, list[Recorded]]:
        self._clock.look(self._floor)
        store.begin(write=self._doubted)
        written = self._turn(store)
        answers: Answers = []
        for change in changes:
            if (answer := self._settle(store, change, written)) is not None:
                answers.append((change[0], answer))
        return answers, written

    def _settle(self, store: Store, change: Change, written: list[Recorded]) -> Answer | None:
        """The answer to one request, new or from before. None where our own rules failed: then
        nothing is promised, and whoever asked may ask again after an upgrade."""
        asked, request = change
        now, content = self._now(), digest(request)
        try:
            known = store.answer_to(request.id, content)
            if known is not None:
                return known
            facts = decide(self._floor, self._clock.judged(request), now)
        except Refusal as refusal:
            answer: Answer = refused(request.id, now, refusal, self._floor, self._histories)
        except StoreError:
            raise
        except Exception:
            log.exception("the rules failed on %s; it stays unanswered", type(request).__name__)
            self._alerts.alert(AlertCode.RULES, rules_failed(request))
            return None
        else:
            dated = self._clock.dated(facts, store.last_at, now)
            new = self._record(store, facts, dated, asked.client, request.id, content)
            written += new
            at = new[0].at if new else now  # as it is told again
            answer = Granted(request=request.id, at=at, facts=tuple(facts))
        store.keep(answer, content)
        return answer

    def _record(
        self,
        store: Store,
        facts: Sequence[AnyFact],
        now: datetime,
        source: str,
        request: RequestId = NO_REQUEST,
        content: bytes = b"",
    ) -> tuple[Recorded, ...]:
        written = store.record(facts, now, source, request, content)
        for each in written:
            apply(self._floor, each.fact, each.at)
            self._histories.note((each,), self._floor.day)
        return written

    def _turn(self, store: Store) -> list[Recorded]:
        now = self._now()
        dated = self._clock.sure(store.last_at, now)
        written = list(self._record(store, turn_of_day(self._floor, now), dated, "ledger"))
        turn_to(self._floor, now)
        return written

    def _now(self) -> datetime:
        """The ledger's time, which never goes back."""
        return self._floor.time_at(self._service.now())

    def _look(self) -> None:
        """See to the clock, turn the day without a request, come back after a failure."""
        self._clock.look(self._floor)
        if self._store is None:
            self._reopen()
        elif is_new_day(self._floor, self._now()):
            self._service.runner.post(self._flush, None)

    def _take(self, loaded: Loaded) -> None:
        self._store, self._floor, self._histories = loaded
        self._words.begin(self._floor)
        self._publisher.begin()

    def _fail(self, error: StoreError) -> None:
        """The outcome of the commit is unknown: forget the floor, say so, open anew."""
        log.error("%s", error)
        self._doubted = True
        self._publisher.hush()
        store, self._store = self._store, None
        if store is not None:
            self._commits.run(store.close, lambda _error: None)
        self._alerts.alert(AlertCode.STORE, cannot_write(error))
        self._look_at = self._service.runner.clock() + self._backoff.step()

    def _reopen(self) -> None:
        """Open the file anew, unless the disk is still at work: its thread waits for that, too."""
        if not self._commits.busy:
            found: list[Loaded] = []
            settings, now = self._service.settings, self._service.now()
            work = partial(load_into, found, self._opener, settings, now)
            self._commits.run(work, partial(self._reopened, found))

    def _reopened(self, found: list[Loaded], error: Exception | None) -> None:
        if isinstance(error, StoreError):
            self._fail(error)
        elif error is not None:
            raise error
        else:
            self._take(*found)
        if self._doubted or self._pending:  # what is written ends the alert
            self._service.runner.post(self._flush, None)


def build(service: Service, rights: Rights | None = None) -> Ledger:
    """The ledger of a hall in its run directory."""
    opener, post = Scrubbing(service, service.settings.run / FILE).open, service.runner.post
    ledger = Ledger(service, opener, Threaded(post), rights=rights, checker=PinThread(post))
    watch_all(service, lambda: ledger.floor)
    service.at_end.callback(ledger.close)
    return ledger


def run(settings: Settings, _key: str) -> None:
    """The role `ledger`. Raises `StoreError` where its file cannot be used at all."""
    serve(settings, "ledger", build)
