"""A screen whose loop is stuck ends, and is started anew: on its glass nothing would tell.

How it works. The network thread of a screen answers the broker whatever the loop does, so a screen
that is stuck would count as there for ever. So the loop sets an alarm of the interpreter's own and
puts it off whenever it turns. An alarm that is not put off writes where each thread stands, for
the developers, and ends the process at once; the broker tells the hall, and `hall up` starts the
screen again. Nothing is lost that a power cut would not have taken: what counts is on disk first.
"""

from __future__ import annotations

import faulthandler

PATIENCE = 60.0  # seconds; no loop that lives is half as long at one thing
_TURN = 0.25  # of the patience, between two turns
_ERRORS = 2  # where the log goes, whatever a test has put in the place of `sys.stderr`


class StuckLoop:
    """A `Part` of the loop that is watched, from its making to `close`."""

    def __init__(self, patience: float = PATIENCE) -> None:
        self._patience = patience
        self._next = 0.0
        self._put_off()

    def close(self) -> None:
        """Watch no more."""
        faulthandler.cancel_dump_traceback_later()

    def next_wakeup(self) -> float:
        """The next turn."""
        return self._next

    def tick(self, now: float) -> None:
        """The loop turns."""
        self._next = now + self._patience * _TURN
        self._put_off()

    def _put_off(self) -> None:
        faulthandler.dump_traceback_later(self._patience, exit=True, file=_ERRORS)
