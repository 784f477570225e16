"""The conversation with all keypads and evaluators on one FF 68 wire. Pure."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import assert_never

from broker.domain.ids import NO_VISIT, VisitId
from broker.domain.machinery import RepeatHabit
from broker.service.session import Action, Report
from evaluator.asking import Asking, Verdict
from evaluator.dialogue import Armed, Echoing, Rated, Stray, Unrated
from evaluator.models.ff68 import commands as c
from evaluator.models.ff68 import spec
from evaluator.models.ff68.acknowledging import Acknowledging
from evaluator.models.ff68.airtime import Airtime, says_a_host
from evaluator.models.ff68.codec import Choice, Heard, Keys, encode
from evaluator.models.ff68.commands import Command
from evaluator.models.ff68.echoes import OwnEchoes
from evaluator.models.ff68.keys import meaning


@dataclass(slots=True)
class _Counter:
    """What the session remembers of one address."""

    asking: Asking
    acknowledging: Acknowledging
    keys: bytes = b""
    keys_at: float = -math.inf


class Ff68Session:
    """Addresses take part as soon as something is said to them or heard from them.

    What a key frame means is acknowledged at once: the acknowledgement says "heard". The evaluate
    key is the exception: its acknowledgement and the start of an evaluation are the same bytes,
    so it is only sent when a visit is really being asked about. A choice is acknowledged after
    `accept`, because to the applicant it says "recorded"; a stray choice therefore never is.
    Moments of keys are those in which their bytes came: a loop that was busy makes none younger.
    """

    def __init__(self, policy: spec.BusPolicy | None = None) -> None:
        self._policy = policy or spec.BusPolicy()
        self._echoes = OwnEchoes(self._policy)
        self._airtime = Airtime(self._policy, self._echoes)
        self._told_echoing = False
        self._counters: dict[int, _Counter] = {}

    def habit(self, address: int, habit: RepeatHabit) -> None:
        """The evaluator at `address` repeats like this what nobody acknowledged."""
        self._counter(address).asking.habit = habit

    def submit(self, command: Command, now: float) -> list[Action]:
        """Send a command when its turn has come. A newer picture replaces one that waits."""
        match command:
            case c.ShowNumbers() | c.ShowStars():
                self._airtime.later(command, asked=True)
            case c.Beep() | c.StartEvaluation() | c.AckKeys() | c.AckChoice():
                self._airtime.urgent(command, asked=True)
            case _:
                assert_never(command)
        return self._airtime.advance(now)

    def arm(self, address: int, visit: VisitId, seconds: float, now: float) -> list[Action]:
        """Ask about `visit`; one that is still being asked about ends in silence."""
        asking = self._counter(address).asking
        if asking.knows(visit):
            return self.tick(now)
        actions = _silence(address, asking.end())
        asking.arm(visit, now, now + seconds)
        self._airtime.urgent(c.StartEvaluation(address))
        return [*actions, Report(Armed(address, visit)), *self._airtime.advance(now)]

    def accept(self, address: int, visit: VisitId, now: float) -> list[Action]:
        """The rating is on disk: tell the device so."""
        choice = self._counter(address).asking.accept(visit)
        if choice is not None:
            self._acknowledge(c.AckChoice(address, choice), now)
        return self._airtime.advance(now)

    def release(self, address: int, visit: VisitId, now: float) -> list[Action]:
        """The rating could not be stored: no acknowledgement, and the question stays open."""
        asking = self._counter(address).asking
        asking.release(visit)
        return _silence(address, asking.expire(now))

    def disarm(self, address: int, visit: VisitId, now: float) -> list[Action]:
        """Stop asking about `visit`; should it end once more, it is asked about anew."""
        self._counter(address).asking.forget(visit)
        return self._airtime.advance(now)

    def receive(self, reply: Heard | Command, now: float) -> list[Action]:
        """Take a frame that comes now."""
        return self.heard(reply, now, now)

    def heard(self, reply: Heard | Command, at: float, now: float) -> list[Action]:
        """Take a frame that came `at` that moment; those that are our own come back are dropped."""
        if self._echoes.takes(encode(reply), at, telling=says_a_host(reply)):
            return self.tick(now)
        actions = self._silences(at)
        match reply:
            case Keys():
                actions += self._keys(reply, at, now)
            case Choice():
                actions += self._choice(reply, at, now)
            case _:
                pass  # only a host says such things: another's
        return [*actions, *self.tick(now)]

    def tick(self, now: float) -> list[Action]:
        """End questions whose time is over, send what had to wait."""
        self._echoes.tick(now)
        if self._echoes.wants_picture(now):
            self._airtime.again()
        return [*self._silences(now), *self._learnt(), *self._airtime.advance(now)]

    def next_wakeup(self) -> float | None:
        """The next frame's turn, the next end of a question, an echo that is overdue."""
        times = [counter.asking.until for counter in self._counters.values()]
        times += [self._airtime.next_wakeup(), self._echoes.next_wakeup()]
        return min((at for at in times if at is not None), default=None)

    def opened(self, now: float) -> list[Action]:
        """The wire is back: light those evaluators again that may have missed it."""
        self._airtime.clear(now)
        self._echoes.restart()
        for address, counter in self._counters.items():
            if counter.asking.open:
                self._airtime.urgent(c.StartEvaluation(address))
        return self._airtime.advance(now)

    def closed(self, _now: float) -> list[Action]:
        """Questions stay open, and end in time."""
        return []

    def _counter(self, address: int) -> _Counter:
        if address not in self._counters:
            asking = Asking(None, self._policy.remembered)
            self._counters[address] = _Counter(asking, Acknowledging(self._policy))
        return self._counters[address]

    def _silences(self, now: float) -> list[Action]:
        """The questions whose time is over."""
        return [
            action
            for address, counter in self._counters.items()
            for action in _silence(address, counter.asking.expire(now))
        ]

    def _learnt(self) -> list[Action]:
        """What is new about the line."""
        known = self._echoes.known
        if known is None or known == self._told_echoing:
            return []
        self._told_echoing = known
        return [Report(Echoing(known))]

    def _acknowledge(self, ack: c.AckKeys | c.AckChoice, now: float) -> None:
        if self._counter(ack.address).acknowledging.may(ack, now):
            self._airtime.urgent(ack)

    def _keys(self, heard: Keys, at: float, now: float) -> list[Action]:
        """One press, however long the key is held down."""
        counter = self._counter(heard.address)
        held = heard.data == counter.keys and at - counter.keys_at < self._policy.same_key
        counter.keys, counter.keys_at = heard.data, at
        if heard.key not in (None, spec.FunctionKey.EVALUATE):
            self._acknowledge(c.AckKeys(heard.address, heard.data), now)
        return [] if held else [Report(meaning(heard, at))]

    def _choice(self, heard: Choice, at: float, now: float) -> list[Action]:
        level = self._policy.levels.levels.get(heard.choice)
        if level is None:
            return []
        asking = self._counter(heard.address).asking
        match asking.press(heard.choice, at):
            case Verdict.FIRST:
                return [Report(Rated(heard.address, asking.visit or NO_VISIT, level))]
            case Verdict.AGAIN:
                self._acknowledge(c.AckChoice(heard.address, heard.choice), now)
                return []
            case Verdict.STRAY:
                return [Report(Stray(heard.address, str(heard.choice)))]
            case Verdict.IGNORED:
                return []


def _silence(address: int, visit: VisitId | None) -> list[Action]:
    return [] if visit is None else [Report(Unrated(address, visit))]
