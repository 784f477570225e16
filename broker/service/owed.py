"""The answers that one device still owes, in the order of what it was asked. Pure.

How this works, and why nothing is called done that is not. Many acknowledgements do not say what
they answer, so it is known by counting alone. A device works through its frames one after another,
and every frame that was sent is kept here until it is answered or too old to be. An answer is
counted for the *oldest* frame that it can be for. Where that frame was lost on the wire, a later
one keeps waiting though it was answered: it is sent once more, which does no harm. The opposite
mistake, an old answer taken for a new one, cannot be made.

An answer that can be for one frame alone is a barrier: whatever was sent before that frame is over
then, answered or lost, and the counting begins anew behind it.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable
from dataclasses import dataclass
from typing import Generic, TypeVar

J = TypeVar("J")


@dataclass(frozen=True, slots=True, eq=False)
class Sent(Generic[J]):
    """One frame: for which job, of what kind, when it had left, until when an answer may come.

    `job` None: nothing was sent, but this line says its answers twice, and one may still come.
    """

    job: J | None
    kind: Hashable
    left_at: float
    until: float


@dataclass(frozen=True, slots=True)
class Settled(Generic[J]):
    """What an answer settled: a frame (None: nobody asked), and those before it that were lost."""

    frame: Sent[J] | None
    lost: tuple[Sent[J], ...] = ()


class OwedAnswers(Generic[J]):
    """The frames of one device that may still be answered, the oldest first."""

    def __init__(self) -> None:
        self.frames: list[Sent[J]] = []

    def add(self, frame: Sent[J]) -> None:
        """A frame leaves."""
        self.frames.append(frame)

    def twice(self, frame: Sent[J]) -> None:
        """The answer to this frame may come once more."""
        self.frames.insert(0, Sent(None, frame.kind, frame.left_at, frame.until))

    def pass_by(self, now: float) -> None:
        """Forget what is too old to be answered."""
        self.frames = [each for each in self.frames if each.until > now]

    def of(self, job: J) -> int:
        """How many frames of a job may still be answered."""
        return sum(each.job is job for each in self.frames)

    def settle(self, fits: Callable[[Sent[J]], bool], *, barrier: bool = False) -> Settled[J]:
        """Settle the oldest frame that fits; behind a `barrier` what went before it is over."""
        place = next((n for n, each in enumerate(self.frames) if fits(each)), None)
        if place is None:
            return Settled(None)
        frame = self.frames.pop(place)
        if not barrier:
            return Settled(frame)
        lost, self.frames = tuple(self.frames[:place]), self.frames[place:]
        return Settled(frame, lost)
