"""When staff are told that the paper comes to its end, and when that is over. Pure.

Near-end sensors are a hint: many are missing, some say it always, and where the roll just passes
one it says so and takes it back from slip to slip. So it is told once, at its first word, and is
over when plenty of paper is said after somebody was at the printer (it had no paper, its cover was
open, it was off), or after the hint had stood for minutes.
"""

from __future__ import annotations

from broker.domain.alerts import AlertCode
from kiosk.issuing.events import Alarm, Effect, Moment, PrinterSeen

PAPER_LOW = "paper-low"
STEADY_SECONDS = 600.0  # a hint that stood so long is no flicker


class PaperWatch:
    """One printer's paper, as its states tell."""

    def __init__(self) -> None:
        self.low = False
        self._since = 0.0
        self._touched = False

    def seen(self, state: PrinterSeen, now: Moment) -> list[Effect]:
        """The printer told how it is; what staff are told."""
        if not self.low:
            if not state.near_end:
                return []
            self.low, self._since, self._touched = True, now.seconds, False
            return [Alarm(AlertCode.PAPER_LOW, PAPER_LOW)]
        self._touched = self._touched or bool(state.trouble)
        steady = now.seconds - self._since >= STEADY_SECONDS
        if state.near_end or state.trouble or not (self._touched or steady):
            return []
        self.low = False
        return [Alarm(AlertCode.PAPER_LOW, "")]
