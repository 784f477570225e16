"""Who sits at the panel: signing in, the lock of a panel left alone, and being taken over. Pure.

A panel that nobody touches for a while asks for the PIN of whoever signed in. Window and ticket
stay theirs: nothing is told to the ledger, and nobody else gets in. While a citizen is served the
clerk sits there, however long it takes, so that time does not count.
"""

from __future__ import annotations

from broker.domain.hall import Hall
from broker.domain.ids import NO_STAFF, StaffId
from broker.wire.messages import WindowState, WindowStatus
from kiosk.panel.state import PanelState, Picking
from kiosk.staff.pin import PinGate
from kiosk.words import NOTHING, Wording, say

_MINUTE = 60.0


class Seat:
    """The seat at one panel; it changes who sits there in `known`. Times are monotonic seconds."""

    def __init__(self, hall: Hall, known: PanelState) -> None:
        self._known = known
        self._gate = PinGate(hall)
        self._lock_seconds = hall.panel.lock_minutes * _MINUTE
        self._touched_at = 0.0
        self._signing_in = NO_STAFF
        self._confirmed = False  # the ledger's state has named our clerk since the sign-in

    def admits(self, number: str, pin: str, now: float) -> StaffId | None:
        """Who may sign in with these; None, and a sentence, where nobody may. At a locked panel it
        is only unlocked, by whoever sits there."""
        if self._known.idle_locked:
            self._unlock(pin, now)
            return None
        admitted = self._try(number, pin, now)
        self._signing_in = admitted or NO_STAFF
        return admitted

    def _unlock(self, pin: str, now: float) -> None:
        if self._try(self._known.clerk, pin, now) is not None:
            self._known.idle_locked = False
            self._known.sentence = NOTHING
            self._touched_at = now

    def _try(self, number: str, pin: str, now: float) -> StaffId | None:
        admitted = self._gate.admits(number, pin, now)
        self._known.locked_until = self._gate.locked_until
        if isinstance(admitted, Wording):
            self._known.sentence = admitted
            return None
        return admitted.id

    def taken(self, now: float) -> None:
        """The ledger has opened the window for whoever signed in."""
        self._known.clerk, self._confirmed = self._signing_in, False
        self._touched_at = now
        self.check(NO_STAFF)

    def touched(self, now: float) -> None:
        """Somebody pressed something."""
        self._touched_at = max(self._touched_at, now)

    def heard(self, before: WindowStatus, state: WindowState | None, now: float) -> None:
        """The window's state: a service that has ended leaves its clerk there."""
        if before is WindowStatus.SERVING and (state is None or state.status is not before):
            self.touched(now)

    @property
    def locks_at(self) -> float | None:
        """When the panel locks itself; None: not now."""
        known = self._known
        serving = known.status is WindowStatus.SERVING
        if not self._lock_seconds or not known.clerk or known.idle_locked or serving:
            return None
        return self._touched_at + self._lock_seconds

    def tick(self, now: float) -> None:
        """Time passed."""
        if self.locks_at is not None and now >= self.locks_at:
            self._known.pick(Picking.NOTHING)
            self._known.idle_locked = True

    def check(self, closing: StaffId) -> None:
        """Sign out here when the ledger says that our clerk no longer holds the window; it is no
        news where `closing`, who is signing out, is that clerk."""
        state, clerk = self._known.window, self._known.clerk
        if not clerk:
            return
        if state is not None and state.clerk == clerk:
            self._confirmed = True
        elif self._confirmed:
            self.leave()
            if closing != clerk:
                self._known.sentence = say("panel.taken-over")

    def leave(self) -> None:
        """Nobody sits here."""
        self._known.clerk = NO_STAFF
        self._known.idle_locked = False
        self._known.pick(Picking.NOTHING)
