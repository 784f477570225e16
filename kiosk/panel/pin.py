"""The PIN at the panel: who may sign in, and how often one may be wrong."""

from __future__ import annotations

from dataclasses import dataclass
from hmac import compare_digest

from broker.domain.hall import Hall
from kiosk.words import NOTHING, Wording, say

WRONG_TRIES = 5  # wrong PINs until the panel makes one wait
LOCKED_SECONDS = 30.0


@dataclass(slots=True)
class PinGate:
    """Checks staff number and PIN against hall.toml. `now` is monotonic seconds."""

    hall: Hall
    wrong: int = 0
    locked_until: float = 0.0

    def admits(self, number: str, pin: str, now: float) -> Wording:
        """Nothing to say when they belong together, else the sentence for the person."""
        if now < self.locked_until:
            return self._locked(now)
        member = self.hall.member(number)
        right = compare_digest(pin.encode(), (member.pin if member else "").encode())
        if member is not None and right:
            self.wrong = 0
            return NOTHING
        self.wrong += 1
        if self.wrong < WRONG_TRIES:
            return say("panel.wrong")
        self.wrong = 0
        self.locked_until = now + LOCKED_SECONDS
        return self._locked(now)

    def _locked(self, now: float) -> Wording:
        return say("panel.locked", seconds=max(1, round(self.locked_until - now)))
