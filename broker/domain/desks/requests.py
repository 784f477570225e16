"""What is asked for at a screen of staff about who sits there."""

from __future__ import annotations

from typing import Annotated

from msgspec import Meta

from broker.domain.base import Request, Word
from broker.domain.ids import LONGEST, NO_STAFF, StaffId

Pin = Annotated[str, Meta(max_length=LONGEST, examples=["000000"])]


class SignIn(Request, frozen=True):
    """Staff number and PIN, as they were typed. It is neither kept nor told further: what comes of
    it is asked by the ledger of itself. At a clock-in screen what is
    given holds for the punch under this id."""

    staff: StaffId
    pin: Pin

    def __repr__(self) -> str:
        """Without the PIN: requests are named in logs."""
        return f"SignIn(id={self.id!r}, source={self.source!r})"


class SignOut(Request, frozen=True):
    """Whoever sits at the screen leaves it. A window is closed instead."""


class OpenDesk(Request, frozen=True):
    """The ledger's own: the PIN of `staff` was right at the screen `source`."""

    staff: StaffId


class NoteWrongPin(Request, frozen=True):
    """The ledger's own: a PIN was wrong at the screen `source`, for `staff` or for nobody."""

    staff: StaffId = NO_STAFF


class EndSession(Request, frozen=True):
    """The leader `by` ends the session at `desk`: whoever sits there must sign in anew."""

    desk: Word
    by: StaffId


class UnlockPin(Request, frozen=True):
    """The leader `by` lets `staff` sign in again."""

    staff: StaffId
    by: StaffId


DeskRequest = SignOut | OpenDesk | NoteWrongPin | EndSession | UnlockPin
