"""What a clerk asks for about the window."""

from __future__ import annotations

from broker.domain.base import Request
from broker.domain.ids import StaffId
from broker.domain.windows.facts import PauseReason


class FromWindow(Request, frozen=True):
    """Base of whatever a clerk asks for at a window."""

    window: int
    clerk: StaffId


class OpenWindow(FromWindow, frozen=True):
    """The ledger's own: the clerk's PIN was right at the panel `source` of the window."""


class CloseWindow(FromWindow, frozen=True):
    """Sign out."""


class PauseWindow(FromWindow, frozen=True):
    """Stop calling for a while, with a reason for the public."""

    reason: PauseReason


class ResumeWindow(FromWindow, frozen=True):
    """Call again."""


WindowRequest = OpenWindow | CloseWindow | PauseWindow | ResumeWindow
