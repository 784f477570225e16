"""What a clerk asks for about the window."""

from __future__ import annotations

from broker.domain.base import Request
from broker.domain.ids import StaffId
from broker.domain.windows.facts import PauseReason


class OpenWindow(Request, frozen=True):
    """Sign in at a window."""

    window: int
    clerk: StaffId


class CloseWindow(Request, frozen=True):
    """Sign out."""

    window: int
    clerk: StaffId


class PauseWindow(Request, frozen=True):
    """Stop calling for a while, with a reason for the public."""

    window: int
    clerk: StaffId
    reason: PauseReason


class ResumeWindow(Request, frozen=True):
    """Call again."""

    window: int
    clerk: StaffId


WindowRequest = OpenWindow | CloseWindow | PauseWindow | ResumeWindow
