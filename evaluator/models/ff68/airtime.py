"""Who speaks when on the FF 68 bus: our frames one after another, and their echo. Pure.

Nobody polls here, devices speak when they like. So the host leaves gaps, sends what a person
waits for before what a display shows, and never queues two pictures of one display.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Hashable

from broker.service.session import Write
from evaluator.models.ff68 import spec


class Airtime:
    """The outgoing frames of one wire."""

    def __init__(self, policy: spec.Policy) -> None:
        self._policy = policy
        self._urgent: deque[bytes] = deque()
        self._later: dict[Hashable, bytes] = {}
        self._free_at = 0.0
        self._echoes: deque[tuple[bytes, float]] = deque()

    def urgent(self, frame: bytes) -> None:
        """A person waits for this: it goes next."""
        self._urgent.append(frame)

    def later(self, about: Hashable, frame: bytes) -> None:
        """A picture: the newest about the same thing, when nothing is urgent."""
        self._later.pop(about, None)
        self._later[about] = frame

    def advance(self, now: float) -> list[Write]:
        """What goes out now: nothing, or one frame."""
        if now < self._free_at or not (self._urgent or self._later):
            return []
        frame = self._urgent.popleft() if self._urgent else self._later.pop(next(iter(self._later)))
        gone = now + len(frame) * spec.BITS_A_BYTE / self._policy.baud
        self._free_at = gone + self._policy.gap
        self._echoes.append((frame, gone + self._policy.echo))
        return [Write(frame)]

    def is_echo(self, frame: bytes, now: float) -> bool:
        """True, once for each frame of ours, where `frame` is ours come back."""
        while self._echoes and self._echoes[0][1] < now:
            self._echoes.popleft()
        for entry in self._echoes:
            if entry[0] == frame:
                self._echoes.remove(entry)
                return True
        return False

    def next_wakeup(self) -> float | None:
        """When the next frame may go."""
        return self._free_at if self._urgent or self._later else None

    def clear(self, now: float) -> None:
        """The wire was cut: what waited is out of date."""
        self._urgent.clear()
        self._later.clear()
        self._echoes.clear()
        self._free_at = now
