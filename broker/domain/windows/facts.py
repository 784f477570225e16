"""Who sat down at a window, paused and left."""

from __future__ import annotations

from broker.domain.base import Fact
from broker.domain.ids import StaffId


class WindowOpened(Fact, frozen=True):
    """A clerk signed in."""

    window: int
    clerk: StaffId


class WindowPaused(Fact, frozen=True):
    """暂停服务, with the reason shown to the public."""

    window: int
    reason: str


class WindowResumed(Fact, frozen=True):
    """The pause is over."""

    window: int


class WindowClosed(Fact, frozen=True):
    """The clerk signed out."""

    window: int
    clerk: StaffId


WindowFact = WindowOpened | WindowPaused | WindowResumed | WindowClosed
