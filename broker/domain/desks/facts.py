"""Who sat down at a screen and left it, and wrong PINs. A PIN is in no fact."""

from __future__ import annotations

from broker.domain.base import Fact, Word
from broker.domain.ids import NO_STAFF, RequestId, StaffId


class DeskOpened(Fact, frozen=True):
    """Somebody signed in at the screen `desk`, a client of the hall. `session` tells this sign-in
    from all others."""

    desk: Word
    staff: StaffId
    session: RequestId


class DeskClosed(Fact, frozen=True):
    """Nobody works there any more; `by` is the leader who ended it, if one did."""

    desk: Word
    staff: StaffId
    by: StaffId = NO_STAFF


class PinWrong(Fact, frozen=True):
    """A wrong PIN was tried at `desk` for `staff`; NO_STAFF: for a number that nobody has."""

    desk: Word
    staff: StaffId = NO_STAFF


class PinLocked(Fact, frozen=True):
    """So many were wrong that nobody signs in by this number until somebody unlocks it."""

    staff: StaffId


class PinUnlocked(Fact, frozen=True):
    """The leader `by` lets this number sign in again."""

    staff: StaffId
    by: StaffId


DeskFact = DeskOpened | DeskClosed | PinWrong | PinLocked | PinUnlocked
