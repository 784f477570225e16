"""What a clerk asks for about the window."""

from __future__ import annotations

from broker.domain.base import Request, Sentence, Word


class OpenWindow(Request, frozen=True):
    """Sign in at a window."""

    window: int
    clerk: Word


class CloseWindow(Request, frozen=True):
    """Sign out."""

    window: int
    clerk: Word


class PauseWindow(Request, frozen=True):
    """Stop calling for a while, with a reason for the public."""

    window: int
    clerk: Word
    reason: Sentence


class ResumeWindow(Request, frozen=True):
    """Call again."""

    window: int
    clerk: Word


WindowRequest = OpenWindow | CloseWindow | PauseWindow | ResumeWindow
