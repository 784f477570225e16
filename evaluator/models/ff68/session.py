"""The conversation with all keypads and evaluators on one FF 68 wire. Pure."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import assert_never

from broker.domain.ids import NO_VISIT, VisitId
from broker.service.session import Action, Report
from evaluator.asking import Asking, Verdict
from evaluator.dialogue import Armed, PadKey, PadPressed, Rated, Stray, Unrated
from evaluator.models.ff68 import commands as c
from evaluator.models.ff68 import spec
from evaluator.models.ff68.airtime import Airtime
from evaluator.models.ff68.codec import Choice, Heard, Keys, encode
from evaluator.models.ff68.commands import Command

_MEANS = {
    spec.FunctionKey.EVALUATE: PadKey.EVALUATE,
    spec.FunctionKey.CALL: PadKey.CALL,
    spec.FunctionKey.RECALL: PadKey.RECALL,
    spec.FunctionKey.CANCEL: PadKey.CANCEL,
    spec.FunctionKey.CONFIRM: PadKey.CONFIRM,
    spec.FunctionKey.ONE_METRE: PadKey.ONE_METRE,
    spec.FunctionKey.PAUSE: PadKey.PAUSE,
    spec.FunctionKey.TRANSFER: PadKey.TRANSFER,
}
_CONFIRMED = {
    spec.HOLD: PadKey.HOLD,
    spec.CALL_BACK: PadKey.CALL_BACK,
    spec.GIVE_UP: PadKey.GIVE_UP,
}


@dataclass(slots=True)
class _Counter:
    """What the session remembers of one address."""

    asking: Asking
    keys: bytes = b""
    keys_at: float = -math.inf


class Ff68Session:
    """Addresses take part as soon as something is said to them or heard from them.

    What a key frame means is acknowledged at once: the acknowledgement says "heard". The evaluate
    key is the exception: its acknowledgement and the start of an evaluation are the same bytes,
    so it is only sent when a visit is really being asked about. A choice is acknowledged after
    `accept`, because to the applicant it says "recorded"; a stray choice therefore never is.
    """

    def __init__(self, policy: spec.BusPolicy | None = None) -> None:
        self._policy = policy or spec.BusPolicy()
        self._airtime = Airtime(self._policy)
        self._counters: dict[int, _Counter] = {}

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
        asking.arm(visit, now + seconds)
        self._airtime.urgent(c.StartEvaluation(address))
        return [*actions, Report(Armed(address, visit)), *self._airtime.advance(now)]

    def accept(self, address: int, visit: VisitId, now: float) -> list[Action]:
        """The rating is on disk: tell the device so."""
        choice = self._counter(address).asking.accept(visit, now)
        if choice is not None:
            self._airtime.urgent(c.AckChoice(address, choice))
        return self._airtime.advance(now)

    def release(self, address: int, visit: VisitId, now: float) -> list[Action]:
        """The rating could not be stored: no acknowledgement, and the question stays open."""
        asking = self._counter(address).asking
        asking.release(visit)
        return _silence(address, asking.expire(now))

    def disarm(self, address: int, visit: VisitId, now: float) -> list[Action]:
        """Stop asking about `visit`, if that is what is asked."""
        asking = self._counter(address).asking
        if asking.visit == visit:
            asking.end()
        return self._airtime.advance(now)

    def receive(self, reply: Heard | Command, now: float) -> list[Action]:
        """Take a frame; those that are our own come back are dropped."""
        actions = self.tick(now)
        if self._airtime.is_echo(encode(reply), now):
            return actions
        match reply:
            case Keys():
                actions += self._keys(reply, now)
            case Choice():
                actions += self._choice(reply, now)
            case _:
                return actions  # only a host says such things: ours, late, or another's
        return [*actions, *self._airtime.advance(now)]

    def tick(self, now: float) -> list[Action]:
        """End questions whose time is over, send what had to wait."""
        actions: list[Action] = []
        for address, counter in self._counters.items():
            actions += _silence(address, counter.asking.expire(now))
        return [*actions, *self._airtime.advance(now)]

    def next_wakeup(self) -> float | None:
        """The next frame's turn or the next end of a question."""
        times = [counter.asking.until for counter in self._counters.values()]
        times.append(self._airtime.next_wakeup())
        return min((at for at in times if at is not None), default=None)

    def opened(self, now: float) -> list[Action]:
        """The wire is back: light those evaluators again that may have missed it."""
        self._airtime.clear(now)
        for address, counter in self._counters.items():
            if counter.asking.open:
                self._airtime.urgent(c.StartEvaluation(address))
        return self._airtime.advance(now)

    def closed(self, _now: float) -> list[Action]:
        """Questions stay open, and end in time."""
        return []

    def _counter(self, address: int) -> _Counter:
        if address not in self._counters:
            asking = Asking(self._policy.repeats, self._policy.remembered)
            self._counters[address] = _Counter(asking)
        return self._counters[address]

    def _keys(self, heard: Keys, now: float) -> list[Action]:
        counter = self._counter(heard.address)
        again = heard.data == counter.keys and now - counter.keys_at < self._policy.same_key
        if not again:
            counter.keys, counter.keys_at = heard.data, now
        if heard.key not in (None, spec.FunctionKey.EVALUATE):
            self._airtime.urgent(c.AckKeys(heard.address, heard.data))
        return [] if again else [Report(_pressed(heard))]

    def _choice(self, heard: Choice, now: float) -> list[Action]:
        level = self._policy.levels.levels.get(heard.choice)
        if level is None:
            return []
        asking = self._counter(heard.address).asking
        match asking.press(heard.choice, now):
            case Verdict.FIRST:
                return [Report(Rated(heard.address, asking.visit or NO_VISIT, level))]
            case Verdict.AGAIN:
                self._airtime.urgent(c.AckChoice(heard.address, heard.choice))
                return []
            case Verdict.STRAY:
                return [Report(Stray(heard.address, str(heard.choice)))]
            case Verdict.IGNORED:
                return []


def _silence(address: int, visit: VisitId | None) -> list[Action]:
    return [] if visit is None else [Report(Unrated(address, visit))]


def _pressed(heard: Keys) -> PadPressed:
    key = _MEANS[heard.key] if heard.key is not None else None
    if key is PadKey.CONFIRM and heard.typed in _CONFIRMED:
        return PadPressed(heard.address, _CONFIRMED[heard.typed])
    return PadPressed(heard.address, key, heard.typed)
