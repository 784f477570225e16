"""Garbage collected by one thread: that of the loop it is a part of.

Python looks for garbage on whichever thread happens to make the next object. Where some of it is
an object of Qt that is a deadlock: the thread ends it with a lock of Qt in its hand and waits for
the interpreter, and the screen's thread has the interpreter and waits for that lock. So in a
program with a screen the search by itself is off, and this part of its loop does it: as often and
as thoroughly as Python would, but here.
"""

from __future__ import annotations

import gc

EVERY = 1.0  # seconds


class Sweeper:
    """A `Part` of a loop that owns the garbage, from its making to `close`."""

    def __init__(self) -> None:
        self._at = 0.0
        gc.disable()

    def close(self) -> None:
        """Let Python look by itself again."""
        gc.enable()

    def next_wakeup(self) -> float:
        """The next look."""
        return self._at

    def tick(self, now: float) -> None:
        """Look, if enough has been made since the last time."""
        self._at = now + EVERY
        generation = due(gc.get_count(), gc.get_threshold())
        if generation is not None:
            gc.collect(generation)


def due(counts: tuple[int, int, int], thresholds: tuple[int, int, int]) -> int | None:
    """The oldest generation that is to be looked through with all younger ones: the rule by which
    Python itself decides (gc.set_threshold). A threshold of 0 is never reached."""
    reached = [
        generation
        for generation, (count, most) in enumerate(zip(counts, thresholds, strict=True))
        if most and count > most
    ]
    return max(reached) if 0 in reached else None
