"""One question at a time on a wire: ask, wait, ask again, give up.

The common heart of every ask-and-answer device. Pure: it returns what to do.

How this works, and why no command is lost or ended twice. A command is in one of three places:
in `_waiting`, in `_out`, or over. It enters `_waiting` by `submit`, moves to `_out` only when
`_out` is free and the bus has rested (`gap`), and leaves `_out` in one of two ways: a reply that
is judged to be for it, or the deadline of its last try. Each way yields one `Done` or `Failed` and
starts the next command in the same breath, so the queue cannot stand still while something waits:
`next_wakeup` always names the deadline or the end of the rest. What ends without a word is only a
waiting command that a newer one about the same thing replaced: whoever submits with keys knows
that the newer one speaks for both.

A reply while nothing is out belongs to a try that was given up; it is dropped, for it may be the
answer to anything. A late answer to an *earlier* command can still be taken for the one that is
out where the protocol does not say what it answers; `judge` must know its protocol well enough to
tell, or say in its sheet that nobody can. Between the first try and the last nothing else is sent,
so the order on the wire is the order of the queue.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable
from dataclasses import dataclass
from typing import Generic, TypeVar

from broker.domain.errors import DeviceError, DeviceNoAnswer
from broker.service.session import Action, Done, Failed, Write

C = TypeVar("C")
R = TypeVar("R")


@dataclass(frozen=True, slots=True)
class RetryPolicy:
    """How patiently a command is repeated.

    `timeout` is seconds of silence before the next try; `attempts` counts the first one.
    """

    timeout: float
    attempts: int = 3


@dataclass(frozen=True, slots=True)
class ExchangeRules(Generic[C, R]):
    """What an exchange must know of a protocol.

    - `encode` makes the bytes of a command.
    - `policy` says how to repeat it; None means nobody will answer (a broadcast): it is done
      as soon as it is written.
    - `judge` says of a reply: False "not for this command", True "it is done", a `DeviceError`
      "the device refused".
    - `key` names what a command is about: a newer waiting command with the same key replaces
      the older one, so a sign shows the newest state and never a backlog. None: never replaced.
    - `gap` is the silence in seconds a bus needs before the next frame.
    """

    encode: Callable[[C], bytes]
    policy: Callable[[C], RetryPolicy | None]
    judge: Callable[[C, R], bool | DeviceError]
    key: Callable[[C], Hashable | None] = lambda _command: None
    gap: float = 0.0


class Exchange(Generic[C, R]):
    """The queue of commands of one wire, and the one that is out."""

    def __init__(self, rules: ExchangeRules[C, R]) -> None:
        self._rules = rules
        self._waiting: list[C] = []
        self._out: C | None = None
        self._tries = 0
        self._deadline = 0.0
        self._free_at = 0.0

    @property
    def idle(self) -> bool:
        """True while nothing is out and nothing waits."""
        return self._out is None and not self._waiting

    def submit(self, command: C, now: float) -> list[Action]:
        """Queue `command`, in the place of a waiting one about the same thing."""
        key = self._rules.key(command)
        same = [
            place
            for place, other in enumerate(self._waiting)
            if key is not None and self._rules.key(other) == key
        ]
        if same:
            self._waiting[same[0]] = command
        else:
            self._waiting.append(command)
        return self._advance(now)

    def receive(self, reply: R, now: float) -> list[Action]:
        """Match `reply` with the command that is out; anything else is none of ours."""
        if self._out is None:
            return []
        verdict = self._rules.judge(self._out, reply)
        if verdict is False:
            return []
        command, self._out = self._out, None
        self._free_at = now + self._rules.gap
        if isinstance(verdict, DeviceError):
            return [Failed(command, verdict), *self._advance(now)]
        return [Done(command, reply), *self._advance(now)]

    def tick(self, now: float) -> list[Action]:
        """Repeat or give up what stayed unanswered; start what waited for the gap."""
        if self._out is None:
            return self._advance(now)
        if now < self._deadline:
            return []
        policy = self._rules.policy(self._out)
        if policy is not None and self._tries < policy.attempts:
            return [self._write(self._out, policy, now)]
        command, self._out = self._out, None
        silence = DeviceNoAnswer(f"no answer after {self._tries} tries")
        return [Failed(command, silence), *self._advance(now)]

    def next_wakeup(self) -> float | None:
        """The deadline of what is out, or the end of the gap something waits for."""
        if self._out is not None:
            return self._deadline
        return self._free_at if self._waiting else None

    def restart(self, now: float) -> list[Action]:
        """The wire was cut and is back: ask again what was out, with all its tries."""
        if self._out is not None:
            self._waiting.insert(0, self._out)
            self._out = None
        self._free_at = now
        return self._advance(now)

    def _advance(self, now: float) -> list[Action]:
        actions: list[Action] = []
        while self._out is None and self._waiting and now >= self._free_at:
            command = self._waiting.pop(0)
            policy = self._rules.policy(command)
            self._tries = 0
            if policy is None:
                actions += [Write(self._rules.encode(command)), Done(command, None)]
                self._free_at = now + self._rules.gap
            else:
                self._out = command
                actions.append(self._write(command, policy, now))
        return actions

    def _write(self, command: C, policy: RetryPolicy, now: float) -> Write[bytes]:
        self._tries += 1
        self._deadline = now + policy.timeout
        return Write(self._rules.encode(command))
