"""What the installer learns of a line and a device with one press of a key: `hall probe`. Pure.

A picture and a beep go out, and whether they come back tells whether the line echoes. Then somebody
presses a key of the evaluator once. Nobody acknowledges it, and how often and in which rhythm the
device says it is its habit, which belongs into hall.toml (`repeats`).
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from statistics import median

from broker.domain.errors import DeviceNoAnswer
from broker.domain.machinery import RepeatHabit
from broker.service.session import Action, Done, Failed
from evaluator.models.ff68 import spec
from evaluator.models.ff68.airtime import Airtime, says_a_host
from evaluator.models.ff68.codec import Choice, Heard, encode
from evaluator.models.ff68.commands import Beep, Command, ShowNumbers
from evaluator.models.ff68.echoes import OwnEchoes
from evaluator.rhythm import SLOWEST

ASKS = (
    "听到一声提示音后，请按一次评价器的任意一个键，之后不要再按（最长约一分钟）。\n"
    "After the beep, press one key of the evaluator once, and none after it (a minute at most)."
)
_PRESS_WITHIN = 30.0
_AT_MOST = 50.0  # seconds for all of it
_BOUNCE = 0.02  # seconds between two that are one, doubled on the wire


@dataclass(frozen=True, slots=True)
class Observe:
    """Find out how the device at `address` and its line behave."""

    address: int


@dataclass(frozen=True, slots=True)
class Observed:
    """What was found. `echoes` None: nobody can tell."""

    address: int
    echoes: bool | None
    habit: RepeatHabit

    @property
    def entry(self) -> str:
        """What to write into hall.toml, at this device's `[[evaluators]]`."""
        return f"repeats = {{ times = {self.habit.times}, every = {self.habit.every:g} }}"


class ObservingSession:
    """A conversation of one command."""

    def __init__(self, policy: spec.BusPolicy | None = None) -> None:
        policy = policy or spec.BusPolicy()
        self._echoes = OwnEchoes(policy)
        self._airtime = Airtime(policy, self._echoes)
        self._command: Observe | None = None
        self._begun = 0.0
        self._heard: list[float] = []

    def submit(self, command: Observe, now: float) -> list[Action]:
        """Begin."""
        self._command, self._begun, self._heard = command, now, []
        self._airtime.urgent(Beep(command.address))
        self._airtime.later(ShowNumbers(command.address, None, None))
        return self._airtime.advance(now)

    def receive(self, reply: Heard | Command, now: float) -> list[Action]:
        """Note when the device says its key."""
        ours = self._echoes.takes(encode(reply), now, telling=says_a_host(reply))
        pressed = isinstance(reply, Choice) and self._asks(reply.address)
        if pressed and not ours and (not self._heard or now - self._heard[-1] > _BOUNCE):
            self._heard.append(now)
        return self.tick(now)

    def tick(self, now: float) -> list[Action]:
        """Go on, or end it."""
        self._echoes.tick(now)
        if self._echoes.wants_picture(now):
            self._airtime.again()
        actions = self._airtime.advance(now)
        if self._command is None or now < self._over():
            return actions
        command, self._command = self._command, None
        return [*actions, self._end(command)]

    def next_wakeup(self) -> float | None:
        """The next frame's turn, or the end."""
        times = [self._airtime.next_wakeup(), self._echoes.next_wakeup()]
        times.append(self._over() if self._command is not None else None)
        return min((at for at in times if at is not None), default=None)

    def _asks(self, address: int) -> bool:
        return self._command is not None and self._command.address == address

    def _over(self) -> float:
        if not self._heard:
            return self._begun + _PRESS_WITHIN
        return min(self._heard[-1] + SLOWEST, self._begun + _AT_MOST)

    def _end(self, command: Observe) -> Action:
        if not self._heard:
            return Failed(command, DeviceNoAnswer("no key of the evaluator was heard"))
        said_on = self._heard[-1] + SLOWEST > self._begun + _AT_MOST and len(self._heard) > 1
        gaps = [after - before for before, after in pairwise(self._heard)]
        habit = RepeatHabit(
            times=0 if said_on else len(self._heard),
            every=max(0.05, round(median(gaps), 2)) if gaps else 1.0,
        )
        return Done(command, Observed(command.address, self._echoes.known, habit))
