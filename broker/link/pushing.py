"""Sending all of something over a descriptor that may take it piece by piece, or not at all."""

from __future__ import annotations

import select
import time
from collections.abc import Callable

from broker.domain.errors import LinkClosed

PATIENCE = 5.0  # seconds in which a far end takes not one byte until it is given up
_LOOK = 0.1  # seconds between two looks whether the link was closed meanwhile


def push(data: bytes, take: Callable[[bytes], bytes], file: Callable[[], int], name: str) -> None:
    """Send all of `data`, waiting for room as long as the far end takes some of it.

    `take` sends what goes without waiting, returns the rest, and raises when the link is closed;
    `file` is the descriptor to wait for. A long picture on a slow line is no trouble; a far end
    that takes not one byte for `PATIENCE` is: `LinkClosed`.
    """
    rest, until = take(data), time.monotonic() + PATIENCE
    while rest:
        if time.monotonic() >= until:
            raise LinkClosed(f"{name}: takes no bytes for {PATIENCE:g} s; is the far end alive?")
        _await_room(file())
        before, rest = rest, take(rest)
        if len(rest) < len(before):
            until = time.monotonic() + PATIENCE


def _await_room(file: int) -> None:
    poll = select.poll()  # unlike select, it takes descriptors above 1023
    poll.register(file, select.POLLOUT)
    poll.poll(_LOOK * 1000)
