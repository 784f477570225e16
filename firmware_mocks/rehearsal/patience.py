"""How long a play waits for what must happen: as long as something happens."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass

QUIET = 60.0  # seconds in which nothing moves before a play no longer waits
GLANCE = 0.02  # seconds between two looks
TOLD = 10.0  # seconds after which whoever looks on hears what is waited for
_LATE = 10 * GLANCE  # what a look costs at most, however late it came

Clock = Callable[[], float]


class Endurance:
    """How long nothing has moved, in the looks of whoever waits. Time is handed in.

    A look that comes late costs little: on a machine that is too busy to look, nothing else could
    happen either, so patience lasts longer there by itself. It runs out where somebody looks all
    the time and finds nothing new.
    """

    def __init__(self, now: float, quiet: float = QUIET) -> None:
        self._quiet = quiet
        self._left = quiet
        self._looked_at = now
        self._seen: object = None

    def lasts(self, now: float, seen: object) -> bool:
        """Whether to go on waiting; `seen` is anything that is another thing when a step was made.

        It must tell only of steps that come to an end, or a play might wait for ever.
        """
        passed, self._looked_at = now - self._looked_at, now
        if seen != self._seen:
            self._seen, self._left = seen, self._quiet
        else:
            self._left -= min(passed, _LATE)
        return self._left > 0


def waited(
    true: Callable[[], bool],
    seen: Callable[[], object] = lambda: None,
    tell: Callable[[], object] = lambda: None,
    *,
    clock: Clock = time.monotonic,
    pause: Callable[[float], object] = time.sleep,
) -> bool:
    """Wait until something holds. False where it does not and nothing moves any more.

    `tell` is called now and then, so that nobody takes waiting for standing still.
    """
    told = clock()
    patience = Endurance(told)
    while not true():
        now = clock()
        if not patience.lasts(now, seen()):
            return False
        if now - told >= TOLD:
            told = now
            tell()
        pause(GLANCE)
    return True


@dataclass(frozen=True)
class Must:
    """What must happen before a play goes on: `steps` tells how far it has come."""

    what: str
    holds: Callable[[], bool]
    steps: Callable[[], object] = lambda: None

    def happened(self, say: Callable[[str], object]) -> bool:
        """Wait for it, and say so. False where nothing moves any more."""
        return waited(self.holds, self.steps, lambda: say(f"waiting until {self.what}"))
