"""Whose turn it is on a wire that several devices share. Pure.

How this works, and why the living need not wait for the dead. Waiting for an answer and keeping the
wire are two things: whoever was asked has a short *turn* in which nobody else speaks, and after
that the wire is free. Who goes next: devices that speak before those that owe an answer, these
before those that are away; among equals the make says which (`rank`), for it knows a call from a
question. What a device has been seen to need is learnt from its answers: the turn and the waits
before a repetition grow with it, within what the make allows, so that a slow one is neither
interrupted nor asked twice for nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from enum import IntEnum
from typing import Any, Protocol, TypeVar

from broker.service.owed import Sent

Q = TypeVar("Q")

_ROOM = 1.5  # a device is given so many times what it has needed


class Silence(IntEnum):
    """How long a device has said nothing. Those that speak go first."""

    NONE = 0
    OWING = 1  # its turn passed without a word
    AWAY = 2  # given up


class Conduct:
    """How one device has answered of late. `takes`: seconds from a frame to its answer, the most
    of late; a quick answer halves what a slow one said."""

    def __init__(self) -> None:
        self.away = False
        self.takes = 0.0
        self._unheard = 0  # frames since it said something
        self._unheard_since = 0.0  # when the first of these had left

    @property
    def silence(self) -> Silence:
        """Whether it is worth the others' time. Asked while nobody has the turn."""
        if self.away:
            return Silence.AWAY
        return Silence.OWING if self._unheard else Silence.NONE

    def asked(self, left_at: float) -> None:
        """A frame for it leaves, its last byte at `left_at`."""
        if not self._unheard:
            self._unheard_since = left_at
        self._unheard += 1

    def heard(self, frame: Sent[Any] | None, at: float) -> None:
        """It said something, for `frame` perhaps."""
        self.away, self._unheard = False, 0
        if frame is not None and frame.job is not None:
            self.takes = max(at - frame.left_at, self.takes / 2)

    def overdue(self, now: float, attempts: int, patience: float) -> bool:
        """Nothing was heard for as long and as often as one question would have been waited for.

        Where questions replace each other sooner than that, none of them is waited for to its end.
        """
        return self._unheard >= attempts and now >= self._unheard_since + patience


def turn(takes: float, usual: float, longest: float) -> float:
    """Seconds for which the wire is kept for a device that was seen to take so long."""
    return min(max(usual, _ROOM * takes), longest)


def again_after(takes: float, first: float, tries: int, longest: float) -> float:
    """Seconds from the try of this number until a device that was seen to take so long is asked
    once more: twice as long each time."""
    return min(max(first, _ROOM * takes) * (1 << tries - 1), longest)


class Speaker(Protocol):
    """Whoever could be asked."""

    @property
    def silence(self) -> Silence:
        """How long it has said nothing."""


S = TypeVar("S", bound=Speaker)


def whose(able: Iterable[tuple[S, Q]], rank: Callable[[S, Q], Any]) -> tuple[S, Q] | None:
    """Who goes next, with what, of those that could; the lowest rank among equals. None: nobody."""
    return min(able, key=lambda each: (each[0].silence, rank(*each)), default=None)
