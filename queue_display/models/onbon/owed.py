"""The answers that one card still owes, in the order of what it was asked. Pure.

How this works, and why no picture is called shown that is not. An acknowledgement names no
command, so what it answers is known by counting alone. A card works through its frames one after
another, and every frame that was sent is kept here until it is answered or too old to be. An
acknowledgement is counted for the *oldest* of them. Where that frame was lost on the wire, a
later one keeps waiting though it was answered: it is sent once more, which does no harm. The
opposite mistake, an old answer taken for a new one, cannot be made.

An answer that carries data names its command. Whatever was sent before that command is over
then, answered or lost: such a question is a barrier behind which the counting begins anew.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Generic, TypeVar

from queue_display.models.onbon import spec
from queue_display.models.onbon.orders import Ack, Nack, Number, Other, Reply, Status

J = TypeVar("J")

_QUESTIONS = frozenset({spec.Op.QUERY_STATUS, spec.Op.READ_NUMBER})


@dataclass(frozen=True, slots=True, eq=False)
class Sent(Generic[J]):
    """One frame: for which job, when its last byte had left, until when an answer may come.

    `job` None: nothing was sent, but this line says its answers twice, and one may still come.
    """

    job: J | None
    op: int
    left_at: float
    until: float


@dataclass(frozen=True, slots=True)
class Settled(Generic[J]):
    """What an answer settled: a frame (None: nobody asked), and those before it that were lost."""

    frame: Sent[J] | None
    lost: tuple[Sent[J], ...] = ()


class OwedAnswers(Generic[J]):
    """The frames of one card that may still be answered, the oldest first."""

    def __init__(self) -> None:
        self._frames: list[Sent[J]] = []

    def add(self, frame: Sent[J]) -> None:
        """A frame leaves."""
        self._frames.append(frame)

    def twice(self, frame: Sent[J]) -> None:
        """The answer to this frame may come once more."""
        self._frames.insert(0, frame)

    def pass_by(self, now: float) -> None:
        """Forget what is too old to be answered."""
        self._frames = [each for each in self._frames if each.until > now]

    def of(self, job: J) -> int:
        """How many frames of a job may still be answered."""
        return sum(each.job is job for each in self._frames)

    @property
    def receipts(self) -> int:
        """How many acknowledgements may still come."""
        return sum(each.op not in _QUESTIONS for each in self._frames)

    def answered(self, reply: Reply) -> Settled[J]:
        """Settle the frame that `reply` is for."""
        place = self._place(reply)
        if place is None:
            return Settled(None)
        frame = self._frames.pop(place)
        if named(reply) is None:
            return Settled(frame)
        lost, self._frames = tuple(self._frames[:place]), self._frames[place:]
        return Settled(frame, lost)

    def _place(self, reply: Reply) -> int | None:
        op = named(reply)
        if op is not None:
            fitting = [n for n, each in enumerate(self._frames) if each.op == op]
        elif isinstance(reply, Ack):
            fitting = [n for n, each in enumerate(self._frames) if each.op not in _QUESTIONS]
        else:
            fitting = []
        if not fitting and op is None:  # a refusal, or a card that only acknowledges questions
            fitting = list(range(len(self._frames)))
        return fitting[0] if fitting else None


def named(reply: Reply) -> int | None:
    """The command that a reply names; None for a plain acknowledgement or refusal."""
    match reply:
        case Ack() | Nack():
            return None
        case Number():
            return spec.Op.READ_NUMBER
        case Status():
            return spec.Op.QUERY_STATUS
        case Other(_, op):
            return op
