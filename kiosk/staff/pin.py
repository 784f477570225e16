"""The PIN at a screen for staff: who may sign in, and how often one may be wrong. Pure."""

from __future__ import annotations

from hmac import compare_digest

from broker.domain.hall import Hall, Role
from kiosk.words import NOTHING, Wording, say

WRONG_TRIES = 5  # wrong PINs until the screen makes one wait
LOCKED_SECONDS = 30.0


class PinGate:
    """Checks staff number and PIN against hall.toml, and whether the role may work here (any
    role may where `roles` is empty). `now` is monotonic seconds."""

    def __init__(self, hall: Hall, roles: frozenset[Role] = frozenset()) -> None:
        self._hall = hall
        self._roles = roles
        self._wrong = 0
        self._locked_until = 0.0

    def admits(self, number: str, pin: str, now: float) -> Wording:
        """Nothing to say when they belong together, else the sentence for the person."""
        if now < self._locked_until:
            return self._locked(now)
        member = self._hall.member(number)
        right = compare_digest(pin.encode(), (member.pin if member else "").encode())
        if member is None or not right:
            return self._refused(now)
        self._wrong = 0
        if self._roles and member.role not in self._roles:
            return say("pin.role", number=number)
        return NOTHING

    def _refused(self, now: float) -> Wording:
        self._wrong += 1
        if self._wrong < WRONG_TRIES:
            return say("pin.wrong")
        self._wrong = 0
        self._locked_until = now + LOCKED_SECONDS
        return self._locked(now)

    def _locked(self, now: float) -> Wording:
        return say("pin.locked", seconds=max(1, round(self._locked_until - now)))
