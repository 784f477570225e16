"""Who sat down at a window, paused and left."""

from __future__ import annotations

from broker.domain.base import Fact
from broker.domain.ids import NO_REQUEST, RequestId, StaffId
from broker.domain.reasons import Reason


class PauseReason(Reason):
    """Why a window does not call. The public reads the sentence on the window's sign."""

    OUT_OF_SERVICE = "out-of-service", "暂停服务", "Service paused"
    BACK_SOON = "back-soon", "临时有事，请稍候", "Back in a moment"
    EQUIPMENT = "equipment-check", "设备检修", "Equipment check"


class OfWindow(Fact, frozen=True):
    """Base of what happens to a window."""

    window: int


class WindowOpened(OfWindow, frozen=True):
    """A clerk signed in; `session` tells this sign-in from all others."""

    clerk: StaffId
    session: RequestId = NO_REQUEST


class WindowPaused(OfWindow, frozen=True):
    """暂停服务, with the reason shown to the public."""

    reason: PauseReason


class WindowResumed(OfWindow, frozen=True):
    """The pause is over."""


class WindowClosed(OfWindow, frozen=True):
    """The clerk signed out."""

    clerk: StaffId


WindowFact = WindowOpened | WindowPaused | WindowResumed | WindowClosed
