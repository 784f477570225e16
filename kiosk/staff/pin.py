"""The PIN at a screen for staff: who may sign in, and how often one may be wrong. Pure."""

from __future__ import annotations

from hmac import compare_digest
from math import ceil

from broker.domain.hall import Hall, Member, Role
from broker.domain.text.matching import normal
from kiosk.words import NOTHING, Wording, say

WRONG_TRIES = 5  # wrong PINs until the screen makes one wait
LOCKED_SECONDS = 30.0


class PinGate:
    """Checks staff number and PIN against hall.toml, and whether the role may work here (any
    role may where `roles` is empty). `now` is monotonic seconds; until `locked_until` nobody may
    sign in; it is 0 once somebody has tried again. Where anybody can reach it, each lock in a row
    is twice as long as the one before, up to `longest_lock` seconds."""

    def __init__(
        self,
        hall: Hall,
        roles: frozenset[Role] = frozenset(),
        longest_lock: float = LOCKED_SECONDS,
    ) -> None:
        self._hall = hall
        self._roles = roles
        self._wrong = 0
        self._longest = longest_lock
        self._lock = LOCKED_SECONDS
        self.locked_until = 0.0

    def admits(self, number: str, pin: str, now: float) -> Member | Wording:
        """Who it is when they belong together, else the sentence for the person.

        Full width, capitals and blanks make no difference: an input method may be on.
        """
        waits = locked(self.locked_until, now)
        if waits != NOTHING:
            return waits
        if not pin:
            return say("pin.wrong")  # nothing was tried
        self.locked_until = 0.0
        member = self._who(number)
        right = compare_digest(normal(pin).encode(), (member.pin if member else "").encode())
        if member is None or not right:
            return self._refused(now)
        self._wrong, self._lock = 0, LOCKED_SECONDS
        if self._roles and member.role not in self._roles:
            return say("pin.role", number=member.id)
        return member

    def _who(self, number: str) -> Member | None:
        typed = normal(number)
        return next((each for each in self._hall.staff if normal(each.id) == typed), None)

    def _refused(self, now: float) -> Wording:
        self._wrong += 1
        if self._wrong < WRONG_TRIES:
            return say("pin.wrong")
        self._wrong = 0
        self.locked_until = now + self._lock
        self._lock = min(2 * self._lock, self._longest)
        return locked(self.locked_until, now)


def locked(until: float, now: float) -> Wording:
    """For how many seconds nobody can sign in; nothing to say once somebody can."""
    return say("pin.locked", seconds=ceil(until - now)) if now < until else NOTHING
