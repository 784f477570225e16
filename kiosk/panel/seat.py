"""Who sits at the panel: signing in, the lock of a panel left alone, and being taken over. Pure.

A panel that nobody touches for a while asks for the PIN of whoever signed in. Window and ticket
stay theirs: nothing is told to the ledger, and nobody else gets in. While a citizen is served the
clerk sits there, however long it takes, so that time does not count.
"""

from __future__ import annotations

from broker.domain.hall import Hall
from broker.domain.ids import NO_STAFF, StaffId
from broker.domain.requests import SignedIn
from broker.wire.messages import WindowState, WindowStatus
from kiosk.panel.state import PanelState, Picking
from kiosk.words import Wording, say

_MINUTE = 60.0


class Seat:
    """The seat at one panel; it changes who sits there in `known`. Times are monotonic seconds."""

    def __init__(self, hall: Hall, known: PanelState) -> None:
        self._known = known
        self._lock_seconds = hall.panel.lock_minutes * _MINUTE
        self._touched_at = 0.0
        self._confirmed = False  # the ledger's state has named our clerk since the sign-in

    def who(self, number: str) -> StaffId:
        """For whom the ledger is asked when this number and a PIN were typed. At a locked panel it
        is whoever sits there."""
        return self._known.clerk if self._known.idle_locked else StaffId(number)

    def admitted(self, signed_in: SignedIn, now: float) -> None:
        """The ledger knows who it is: the window is theirs, or theirs again."""
        known = self._known
        self._confirmed = self._confirmed and known.clerk == signed_in.staff
        known.clerk, known.session = signed_in.staff, signed_in.session
        known.name = signed_in.name
        known.idle_locked = False
        self._touched_at = now
        if known.unsaid_note and known.status is not WindowStatus.CLOSED:
            known.picking = Picking.NOTE
        self.check(NO_STAFF)

    def put_out(self, said: Wording) -> None:
        """The session is over, and why: whoever comes back signs in anew."""
        self.leave()
        self._known.sentence = said

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
        known = self._known
        known.clerk, known.session, known.name = NO_STAFF, "", ""
        self._known.idle_locked = False
        self._known.pick(Picking.NOTHING)
