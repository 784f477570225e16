"""What an exchange knows of one device: what waits for it, what is out, what it owes. Pure."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Generic, TypeVar

from broker.service import turns
from broker.service.owed import OwedAnswers, Sent
from broker.service.retry_policy import RetryPolicy
from broker.service.turns import Conduct, Silence

C = TypeVar("C")

_LONGEST_TURN = 0.25  # of a device that is seen to need longer than it should


@dataclass(slots=True, eq=False)
class Errand(Generic[C]):
    """One command on its way. `place` counts the commands of a line, newest highest; `policy` None:
    nobody answers; `own`: the exchange asks this for itself, to end its counting."""

    command: C
    policy: RetryPolicy | None
    place: int
    own: bool = False
    tries: int = 0
    paid: int = 0  # tries whose answer was counted for something older
    turn_until: float = 0.0  # so long the line is kept for its answer
    due_at: float = 0.0  # asked again then
    stale_at: float = 0.0  # a newer one about the same thing waits so long
    until: float = 0.0  # given up then


class Partner(Generic[C]):
    """One device. `out` is what it was asked and has not answered: one at a time. `named`: its
    answers tell what they are for, and none is dangerous."""

    def __init__(self, *, named: bool) -> None:
        self._named = named
        self.waiting: list[Errand[C]] = []
        self.barrier: Errand[C] | None = None  # behind what need not wait for it
        self.out: Errand[C] | None = None
        self.owed: OwedAnswers[Errand[C]] = OwedAnswers()
        self.last: C | None = None  # what it answered
        self.doubles = False  # its answers come twice
        self._conduct = Conduct()

    @property
    def silence(self) -> Silence:
        """Whether it is worth the others' time. Asked while nobody has the turn."""
        return self._conduct.silence

    @property
    def newest(self) -> int:
        """The place of the newest command for it."""
        under_way = [*self.waiting, *([self.out] if self.out else [])]
        return max((each.place for each in under_way), default=0)

    @property
    def over(self) -> list[Sent[Errand[C]]]:
        """The frames that may still be answered though nobody waits for it any more. Not those of
        our own questions: their answers are for nothing else."""
        return [
            each
            for each in self.owed.frames
            if not self._named and (each.job is None or not (each.job is self.out or each.job.own))
        ]

    def held(self, question: Errand[C]) -> bool:
        """Whether it has to wait for what is owed: it may be sent once only, and the answer would
        be counted for something older."""
        return question.policy is not None and question.policy.attempts == 1 and bool(self.over)

    def ready(self, now: float) -> Errand[C] | None:
        """What could be sent now, if the line were free."""
        head = self.waiting[0] if self.waiting else None
        free = head is not None and not self.held(head)
        out = self.out
        if out is not None:
            if out.own and free and now >= out.turn_until:
                return head
            return out if self.may_repeat(out) and now >= out.due_at else None
        return head if free else self.barrier

    def may_repeat(self, question: Errand[C]) -> bool:
        """Whether it may be sent once more: not to the dead, and not where a newer one waits."""
        assert question.policy is not None  # noqa: S101  # what nobody answers is never out
        return question.tries < self._attempts(question, question.policy)

    def _attempts(self, question: Errand[C], policy: RetryPolicy) -> int:
        if question.own or self._conduct.away or policy.attempts == 1:
            return 1
        return policy.attempts + question.paid

    def sent(self, question: Errand[C], policy: RetryPolicy, now: float, turn: float) -> None:
        """It leaves now."""
        if question in self.waiting:
            self.waiting.remove(question)
        if question is self.barrier:
            self.barrier = None
        self.out = question
        self._conduct.asked(now)
        question.tries += 1
        takes = self._conduct.takes
        wait = turns.again_after(takes, policy.timeout, question.tries, policy.longest)
        kept = turns.turn(takes, turn, max(turn, _LONGEST_TURN))
        question.turn_until = now + min(kept, wait)
        question.stale_at = now + min(policy.timeout, wait)
        question.due_at = question.until = now + wait
        if not self._conduct.away and not question.own:
            question.until = now + policy.longest

    def heard(self, frame: Sent[Errand[C]] | None, now: float) -> None:
        """It said something, for `frame` perhaps."""
        self._conduct.heard(frame, now)

    def counted(self, frame: Sent[Errand[C]]) -> None:
        """An answer was counted for this frame. If it was that to what is out, that is sent once
        more."""
        if self.out is not None and frame.job is not self.out:
            self.out.paid += 1

    def silent(self, now: float, outdated: Callable[[Errand[C]], bool]) -> list[Errand[C]]:
        """What ends because nothing was heard: what is out, and what had to wait behind it."""
        out = self.out
        if out is None:
            return []
        stale = outdated(out)
        if now < (out.stale_at if stale else out.until) or (not stale and self.may_repeat(out)):
            return []
        self.out = None
        if out.own:
            return self._unanswered()
        if not stale or self._is_overdue(out, now):
            self._conduct.away = True
        return [out]

    def _is_overdue(self, question: Errand[C], now: float) -> bool:
        policy = question.policy
        assert policy is not None  # noqa: S101  # what nobody answers is never out
        return self._conduct.overdue(now, policy.attempts, policy.longest)

    def _unanswered(self) -> list[Errand[C]]:
        """Our own question was in vain: so would be what waits for its answer."""
        head = self.waiting[0] if self.waiting else None
        if head is None or self.silence is Silence.NONE or not self.held(head):
            return []
        self._conduct.away = True
        return [self.waiting.pop(0)]

    def next_wakeup(self, free_at: float, outdated: Callable[[Errand[C]], bool]) -> float | None:
        """When something happens with it, on a line that is free from then on."""
        head = self.waiting[0] if self.waiting else None
        free = head is not None and not self.held(head)
        out = self.out
        if out is None:
            if free or self.barrier is not None:
                return free_at
            return None if head is None else max([free_at, *(each.until for each in self.over)])
        if outdated(out):
            return out.stale_at
        at = max(out.due_at, free_at) if self.may_repeat(out) else out.until
        return min(at, max(out.turn_until, free_at)) if out.own and free else at

    def cut(self) -> None:
        """The wire was cut: nobody answers what was asked before."""
        if self.out is not None and not self.out.own:
            self.out.tries = self.out.paid = 0
            self.waiting.insert(0, self.out)
        self.out = self.barrier = None
        self.owed = OwedAnswers()
        self._conduct = Conduct()
