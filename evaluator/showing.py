"""What a keypad's small display shows: how many wait, and the number at the window. Pure."""

from __future__ import annotations

from collections.abc import Iterable

from broker.wire.messages import QueueState, WindowState, WindowStatus

_MOST = 999
_SHOWING = (WindowStatus.CALLED, WindowStatus.SERVING)


def waiting(queues: Iterable[QueueState]) -> int | None:
    """People waiting for a window, as far as three digits go; None while nothing is known."""
    counts = [queue.waiting for queue in queues]
    return min(sum(counts), _MOST) if counts else None


def number(window: WindowState | None) -> int | None:
    """The last three digits of the number at the window: a keypad has no letters."""
    if window is None or window.status not in _SHOWING:
        return None
    digits = "".join(sign for sign in window.number if sign in "0123456789")
    return int(digits[-3:]) if digits else None
