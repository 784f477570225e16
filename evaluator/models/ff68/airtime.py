"""Who speaks when on the FF 68 bus: our frames one after another. Pure.

Nobody polls here, devices speak when they like. So the host leaves gaps, sends what a person
waits for before what a display shows, and never queues two pictures of one display.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Hashable
from dataclasses import dataclass

from broker.service.session import Action, Done, Write
from evaluator.models.ff68 import spec
from evaluator.models.ff68.codec import encode
from evaluator.models.ff68.commands import Beep, Command, ShowNumbers, ShowStars
from evaluator.models.ff68.echoes import OwnEchoes


@dataclass(frozen=True, slots=True)
class _Waiting:
    """A frame whose turn will come. `asked`: somebody wants to hear that it has left."""

    command: Command
    frame: bytes
    asked: bool


class Airtime:
    """The outgoing frames of one wire; `echoes` is told of each."""

    def __init__(self, policy: spec.BusPolicy, echoes: OwnEchoes) -> None:
        self._policy = policy
        self._echoes = echoes
        self._urgent: deque[_Waiting] = deque()
        self._later: dict[Hashable, _Waiting] = {}
        self._shown: ShowNumbers | ShowStars | None = None
        self._free_at = 0.0

    def urgent(self, command: Command, *, asked: bool = False) -> None:
        """A person waits for this: it goes next."""
        self._urgent.append(_Waiting(command, encode(command), asked))

    def later(self, command: ShowNumbers | ShowStars, *, asked: bool = False) -> None:
        """A picture: the newest of its kind for its address, when nothing is urgent."""
        about = (type(command), command.address)
        frame = encode(command)
        self._later.pop(about, None)
        self._later[about] = _Waiting(command, frame, asked)

    def again(self) -> None:
        """The picture that was shown last, once more, where none waits: for its echo."""
        if self._shown is not None and not self._later:
            self.later(self._shown)

    def advance(self, now: float) -> list[Action]:
        """What goes out now: nothing, or one frame. Nothing answers on this bus, so a command is
        done when its frame has left."""
        if now < self._free_at or not (self._urgent or self._later):
            return []
        turn = self._urgent.popleft() if self._urgent else self._later.pop(next(iter(self._later)))
        frame, command = turn.frame, turn.command
        gone = now + len(frame) * spec.BITS_A_BYTE / self._policy.baud
        self._free_at = gone + self._policy.gap
        self._echoes.sent(frame, gone, telling=says_a_host(command))
        if isinstance(command, ShowNumbers | ShowStars):
            self._shown = command
        done: list[Action] = [Done(command, None)] if turn.asked else []
        return [Write(frame), *done]

    def next_wakeup(self) -> float | None:
        """When the next frame may go."""
        return self._free_at if self._urgent or self._later else None

    def clear(self, now: float) -> None:
        """The wire was cut: what waited is out of date."""
        self._urgent.clear()
        self._later.clear()
        self._shown = None
        self._free_at = now


def says_a_host(value: object) -> bool:
    """Whether no device says such a thing, so that hearing it tells who spoke."""
    return isinstance(value, ShowNumbers | ShowStars | Beep)
