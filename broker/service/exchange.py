"""Questions and answers on a wire: ask, wait, ask again, give up.

The common heart of every ask-and-answer device. Pure: it returns what to do.

How this works, and why no command is lost or ended twice. A command is in one of three places: in
its device's `waiting`, in its `out`, or over. It enters `waiting` by `submit`, moves to `out` when
`out` is free and the line has rested (`gap`), and leaves it in one of two ways: an answer that is
counted for one of its own frames, or the end of its last try. Each way yields one `Done` or
`Failed` and starts what is next in the same breath, and `next_wakeup` names the earliest time at
which something happens; so nothing stands still while something waits. What ends without a word is
only a waiting command that a newer one about the same thing replaced: whoever submits with keys
knows that the newer one speaks for both.

Why nothing is called done that is not. What an answer is for is counted (`owed.py`): each frame is
owed an answer, for `late` seconds, and an answer is for the oldest frame that `judge` lets it be
for. So a late one may cost a command a try, which is given back, and never ends it. A command that
may be sent once only waits while something older is owed: until `barrier`, a question whose answer
is for nothing else, has ended the counting, or until what is owed is too old.

Why the living need not wait for the dead stands in `turns.py`; of devices that have been silent as
long, the one goes first whose newest command is newest. What one device is asked keeps its order.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Hashable
from dataclasses import dataclass
from typing import Generic, TypeVar

from broker.domain.errors import DeviceError, DeviceNoAnswer
from broker.service.owed import Sent, Settled
from broker.service.partner import Errand, Partner
from broker.service.retry_policy import RetryPolicy
from broker.service.session import Action, Done, Failed, Write
from broker.service.turns import whose

__all__ = ["Exchange", "ExchangeRules", "RetryPolicy"]

C = TypeVar("C")
R = TypeVar("R")


@dataclass(frozen=True, slots=True)
class ExchangeRules(Generic[C, R]):
    """What an exchange must know of a protocol.

    - `encode` makes the bytes of a command.
    - `policy` says how to repeat it; None means nobody will answer (a broadcast): it is done
      as soon as it is written.
    - `judge` says of a reply: False "cannot be for this command", True "it is done", a
      `DeviceError` "the device refused".
    - `key` names what a command is about: a newer waiting command with the same key replaces
      the older one, so a sign shows the newest state and never a backlog. None: never replaced.
    - `gap` is the silence in seconds a bus needs before the next frame.
    - `device` names whom a command is for. One for all: there is one device on the line.
    - `barrier` is a harmless question to the same device, whose answer `judge` takes for no other
      command. None: there is none.
    - `misfit` says why what is out is given up when something comes that answers nothing that is
      owed; None: it waits on.
    - `late` is how many seconds after it was asked a device may still answer. `named`: every reply
      tells what it answers, so `judge` takes none for that of another command.
    - `turn`: seconds for which the line is kept for one device while others wait; what is well
      begins to answer sooner. One that is seen to need longer has a quarter of a second at most.
    """

    encode: Callable[[C], bytes]
    policy: Callable[[C], RetryPolicy | None]
    judge: Callable[[C, R], bool | DeviceError]
    key: Callable[[C], Hashable | None] = lambda _command: None
    gap: float = 0.0
    device: Callable[[C], Hashable] = lambda _command: None
    barrier: Callable[[C], C | None] = lambda _command: None
    misfit: Callable[[C, R], DeviceError | None] = lambda _command, _reply: None
    late: float = 5.0
    named: bool = False
    turn: float = 0.2


class Exchange(Generic[C, R]):
    """The commands for the devices of one wire, and what each of them was asked."""

    def __init__(self, rules: ExchangeRules[C, R]) -> None:
        self._rules = rules
        self._partners: dict[Hashable, Partner[C]] = {}
        self._places = itertools.count(1)
        self._turn: Sent[Errand[C]] | None = None  # the frame whose answer the line is kept for
        self._free_at = 0.0

    @property
    def idle(self) -> bool:
        """True while nothing is out and nothing waits."""
        return not any(each.out or each.waiting or each.barrier for each in self._each())

    def submit(self, command: C, now: float) -> list[Action]:
        """Queue `command`, in the place of a waiting one about the same thing."""
        partner = self._partner(command)
        question = Errand(command, self._rules.policy(command), next(self._places))
        key = self._rules.key(command)
        same = [
            place
            for place, other in enumerate(partner.waiting)
            if key is not None and self._rules.key(other.command) == key
        ]
        if same:
            partner.waiting[same[0]] = question
        else:
            partner.waiting.append(question)
        return self._advance(now)

    def receive(self, reply: R, now: float) -> list[Action]:
        """A device says something; what nobody owes is none of ours. It may have waited for a busy
        loop, so nothing is too old for it that was not too old at the last `tick`."""
        for partner in self._each():
            settled = self._settle(partner, reply)
            if settled.frame is not None:
                return self._answered(partner, settled, reply, now)
        return self._unasked(reply, now)

    def tick(self, now: float) -> list[Action]:
        """Repeat or give up what stayed unanswered; start what waited."""
        return self._advance(now)

    def next_wakeup(self) -> float | None:
        """When `tick` is next worth calling; None while nothing is pending."""
        times = [each.next_wakeup(self._free_at, self._outdated) for each in self._each()]
        return min((at for at in times if at is not None), default=None)

    def restart(self, now: float) -> list[Action]:
        """The wire was cut and is back: ask again what was out, with all its tries."""
        for partner in self._each():
            partner.cut()
        self._turn, self._free_at = None, now
        return self._advance(now)

    def _each(self) -> list[Partner[C]]:
        return list(self._partners.values())

    def _partner(self, command: C) -> Partner[C]:
        new: Partner[C] = Partner(named=self._rules.named)
        return self._partners.setdefault(self._rules.device(command), new)

    def _outdated(self, question: Errand[C]) -> bool:
        """A newer one about the same thing waits: this one is not worth repeating."""
        key = self._rules.key(question.command)
        waiting = self._partner(question.command).waiting
        return key is not None and any(self._rules.key(each.command) == key for each in waiting)

    def _settle(self, partner: Partner[C], reply: R) -> Settled[Errand[C]]:
        """The oldest frame that the reply can be for. A device answers in order, so those before
        it that it cannot be for are over."""

        def fits(frame: Sent[Errand[C]]) -> bool:
            command = frame.job.command if frame.job is not None else partner.last
            return command is not None and self._rules.judge(command, reply) is not False

        return partner.owed.settle(fits, barrier=True)

    def _answered(
        self, partner: Partner[C], settled: Settled[Errand[C]], reply: R, now: float
    ) -> list[Action]:
        frame = settled.frame
        partner.heard(frame, now)
        if frame is self._turn:
            self._turn, self._free_at = None, now + self._rules.gap
        partner.doubles = partner.doubles and all(each.job is not None for each in settled.lost)
        if frame is not None:
            partner.counted(frame)
        question = frame.job if frame is not None else None
        if frame is None or question is None:
            return self._advance(now)
        partner.last = question.command
        if partner.doubles and not question.own:
            partner.owed.twice(frame)
        if question is not partner.out:
            return self._advance(now)
        partner.out = None
        return [*self._end(question, reply), *self._advance(now)]

    def _end(self, question: Errand[C], reply: R) -> list[Action]:
        if question.own:
            return []
        verdict = self._rules.judge(question.command, reply)
        if isinstance(verdict, DeviceError):
            return [Failed(question.command, verdict)]
        return [Done(question.command, reply)]

    def _unasked(self, reply: R, now: float) -> list[Action]:
        """Nobody owed it: answers of that device come twice, or it is out of step."""
        for partner in self._each():
            if partner.last is not None and self._rules.judge(partner.last, reply) is not False:
                partner.doubles = not self._rules.named
                partner.heard(None, now)
        for partner in self._each():
            out = partner.out
            error = self._rules.misfit(out.command, reply) if out and not out.own else None
            if out is not None and error is not None:
                partner.out = None
                return [Failed(out.command, error), *self._advance(now)]
        return []

    def _advance(self, now: float) -> list[Action]:
        """End what was silent too long, then ask what may be asked."""
        actions: list[Action] = []
        for partner in self._each():
            partner.owed.pass_by(now)
            for question in partner.silent(now, self._outdated):
                silence = DeviceNoAnswer(f"no answer after {max(question.tries, 1)} tries")
                actions.append(Failed(question.command, silence))
            self._count(partner)
        while now >= self._free_at and (turn := self._next(now)) is not None:
            actions += self._ask(*turn, now)
        return actions

    def _count(self, partner: Partner[C]) -> None:
        """Plan the question that ends the counting, where something is owed that is over."""
        over = partner.over
        known = partner.barrier or (partner.out and partner.out.own)
        if known or not over or not (partner.waiting or not partner.silence):
            return
        about = partner.waiting[0].command if partner.waiting else partner.last
        question = self._rules.barrier(about) if about is not None else None
        if question is not None:
            policy = self._rules.policy(question)
            partner.barrier = Errand(question, policy, next(self._places), own=True)

    def _next(self, now: float) -> tuple[Partner[C], Errand[C]] | None:
        able = [
            (partner, question)
            for partner in self._each()
            if (question := partner.ready(now)) is not None
        ]
        return whose(able, lambda partner, _question: -partner.newest)

    def _ask(self, partner: Partner[C], question: Errand[C], now: float) -> list[Action]:
        data = self._rules.encode(question.command)
        policy = question.policy
        if policy is None:
            partner.waiting.remove(question)
            self._turn, self._free_at = None, now + self._rules.gap
            return [Write(data), Done(question.command, None)]
        partner.sent(question, policy, now, self._rules.turn)
        frame = Sent(question, None, now, now + self._late(policy))
        partner.owed.add(frame)
        self._turn, self._free_at = frame, question.turn_until
        return [Write(data)]

    def _late(self, policy: RetryPolicy) -> float:
        """Seconds for which an answer is owed."""
        return max(self._rules.late, policy.longest)
