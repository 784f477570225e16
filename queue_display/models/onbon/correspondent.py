"""What a session knows of one card: what it is to do, what it owes, whether it is there. Pure."""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass
from enum import IntEnum

from broker.service.owed import OwedAnswers, Sent
from broker.service.turns import Conduct, Silence
from queue_display.models.onbon.codec import op_of
from queue_display.models.onbon.orders import Order, Power, ShowAreas
from queue_display.models.onbon.patience import Patience


class Urgency(IntEnum):
    """What a person looks at goes first."""

    PICTURE = 0
    LIGHT = 1
    REST = 2


@dataclass(slots=True, eq=False)
class Job:
    """One order on its way. `place` counts the orders of a session, newest highest; `own`: the
    session asks this for itself."""

    order: Order
    place: int
    own: bool = False
    tries: int = 0
    refusals: int = 0
    turn_until: float = 0.0  # what is more urgent waits so long
    quiet_until: float = 0.0  # what can wait, too
    stale_at: float = 0.0  # a newer one about the same thing waits so long
    due_at: float = 0.0  # not before
    until: float = 0.0  # given up then

    @property
    def urgency(self) -> Urgency:
        """How soon it goes."""
        match self.order.what:
            case ShowAreas():
                return Urgency.PICTURE
            case Power():
                return Urgency.LIGHT
            case _:
                return Urgency.REST

    @property
    def rank(self) -> tuple[bool, int]:
        """Of two things to look at the newer goes first: it is a call, the older stands already."""
        later = self.urgency is Urgency.REST
        return later, self.place if later else -self.place


def subject(order: Order) -> Hashable:
    """What an order is about: of two alike to one card only the newer matters."""
    return order.address, type(order.what)


class Correspondent:
    """One card of the line. `current` is the job it was sent and has not ended; one at a time, so
    that what it acknowledges can be told."""

    def __init__(self, address: int, patience: Patience) -> None:
        self.address = address
        self.owed: OwedAnswers[Job] = OwedAnswers()
        self.current: Job | None = None
        self.doubles = False  # its answers come twice
        self._patience = patience
        self._waiting: list[Job] = []
        self._conduct = Conduct()

    @property
    def silence(self) -> Silence:
        """Whether it is worth the others' time. Asked while nobody has the turn."""
        return self._conduct.silence

    def take(self, job: Job) -> None:
        """One more job, in the place of one that waits about the same thing."""
        about = subject(job.order)
        self._waiting = [each for each in self._waiting if subject(each.order) != about]
        self._waiting.append(job)

    def has(self, about: Hashable) -> bool:
        """Whether a job about this is under way."""
        jobs = [*self._waiting, *([self.current] if self.current else [])]
        return any(subject(job.order) == about for job in jobs)

    def again_later(self, job: Job, at: float) -> None:
        """The card is there and cannot now: ask anew at `at`, unless a newer one waits."""
        job.tries, job.due_at = 0, at
        self._waiting.append(job)

    def outdated(self, job: Job) -> bool:
        """A newer one about the same thing waits: this one is not worth repeating."""
        return any(subject(each.order) == subject(job.order) for each in self._waiting)

    def sent(self, job: Job, left_at: float) -> Sent[Job]:
        """A frame of this job leaves, its last byte at `left_at`."""
        if job in self._waiting:
            self._waiting.remove(job)
        self.current = job
        self._conduct.asked(left_at)
        job.tries += 1
        job.turn_until = left_at + self._patience.turn_of(self._conduct.takes)
        job.due_at = left_at + self._patience.again_after(self._conduct.takes, job.tries)
        job.quiet_until = job.due_at
        if job.urgency is Urgency.REST:
            job.quiet_until = left_at + self._patience.quiet_of(self._conduct.takes)
        job.stale_at = min(job.due_at, left_at + self._patience.stale)
        job.until = left_at + self._patience.answer
        if job.own or (self._conduct.away and job.urgency is not Urgency.REST):
            job.until = job.due_at  # that a dead sign is dead need not be waited for
        frame = Sent(job, op_of(job.order.what), left_at, left_at + self._patience.answer)
        self.owed.add(frame)
        return frame

    def unanswered(self, job: Job) -> None:
        """Nobody will answer this one: it is over when it is written."""
        self._waiting.remove(job)

    def heard(self, frame: Sent[Job] | None, now: float) -> None:
        """It said something, for `frame` perhaps."""
        self._conduct.heard(frame, now)

    def next_job(self, now: float) -> Job | None:
        """What it could be sent now, if the line were free."""
        ready = min((j for j in self._waiting if j.due_at <= now), key=_rank, default=None)
        current = self.current
        if current is None:
            return ready
        if ready is not None and ready.urgency < current.urgency and now >= current.turn_until:
            return ready
        return current if now >= current.due_at and self._may_repeat(current) else None

    def preempt(self) -> None:
        """Something more urgent goes first; what was out begins anew behind it."""
        job, self.current = self.current, None
        if job is not None:
            self.again_later(job, job.due_at)

    def silent(self, now: float) -> Job | None:
        """The job that ends because nothing was heard, if one does."""
        job = self.current
        if job is None:
            return None
        stale = self.outdated(job)
        if now < (job.stale_at if stale else job.until) or (not stale and self._may_repeat(job)):
            return None
        self.current = None
        if not (stale or job.own) or self._is_overdue(now):
            self._conduct.away = True
        return job

    def _is_overdue(self, now: float) -> bool:
        return self._conduct.overdue(now, self._patience.attempts, self._patience.answer)

    def next_wakeup(self, free_at: dict[Urgency, float]) -> float | None:
        """When something happens with it, where the line is free from then on for each urgency."""
        job = self.current
        if job is None:
            times = [max(each.due_at, free_at[each.urgency]) for each in self._waiting]
            return min(times, default=None)
        if self.outdated(job):
            return job.stale_at
        urgent = [each for each in self._waiting if each.urgency < job.urgency]
        times = [max(each.due_at, job.turn_until, free_at[each.urgency]) for each in urgent]
        repeated = max(job.due_at, free_at[job.urgency])
        return min([*times, repeated if self._may_repeat(job) else job.until])

    def _may_repeat(self, job: Job) -> bool:
        once = self._conduct.away or job.own
        return job.tries < (1 if once else self._patience.attempts)


def _rank(job: Job) -> tuple[bool, int]:
    return job.rank
