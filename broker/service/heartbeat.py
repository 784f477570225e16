"""Signs of life of a process's loop, for whoever started it: systemd, or `hall up`.

The form is systemd's (sd_notify(3), "Hardening" of systemd.service(5), `WatchdogSec=`): a datagram
`WATCHDOG=1` to the socket that the environment names, more often than its patience asks for. Both
ends are here, for `hall up` stands between: it is watched, and watches each program that it runs.
A loop that is stuck says nothing, whatever its other threads do.
"""

from __future__ import annotations

import contextlib
import socket
from collections.abc import Mapping
from typing import NamedTuple

SOCKET = "NOTIFY_SOCKET"
PATIENCE = "WATCHDOG_USEC"
_ALIVE = b"WATCHDOG=1"
_TURN = 1 / 3  # of the patience, between two beats
_MICRO = 1_000_000
_LONGEST = 4096  # bytes of a datagram
_AWAY = 10.0  # seconds


class Watcher(NamedTuple):
    """Where signs of life go, as the environment writes it, and within how many seconds one is
    wanted."""

    address: str
    patience: float


def watcher(environment: Mapping[str, str]) -> Watcher | None:
    """Who watches this process; None where nobody does, or it is not said in full. The process that
    systemd counts (`WATCHDOG_PID`) may be a compositor that we run below, so that is not asked."""
    address, patience = environment.get(SOCKET, ""), environment.get(PATIENCE, "")
    if address[:1] not in {"/", "@"} or not (patience.isdecimal() and patience.isascii()):
        return None
    return Watcher(address, int(patience) / _MICRO) if int(patience) else None


def unwatched(environment: Mapping[str, str]) -> dict[str, str]:
    """The same without what names our watcher: a child is not to speak for us."""
    return {name: said for name, said in environment.items() if name not in {SOCKET, PATIENCE}}


class Heartbeat:
    """A `Part` of the loop that is watched, from its making to `close`. The first beat is at once.
    A watcher that is gone, or hears slowly, is no trouble of ours."""

    def __init__(self, watched_by: Watcher) -> None:
        self._by = watched_by
        self._next = 0.0
        self._socket = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
        self._socket.setblocking(False)

    def close(self) -> None:
        """Beat no more."""
        self._socket.close()

    def next_wakeup(self) -> float:
        """When the next is due, in monotonic seconds."""
        return self._next

    def tick(self, now: float) -> None:
        """The loop turns: beat, where it is due."""
        if now >= self._next:
            self._next = now + self._by.patience * _TURN
            with contextlib.suppress(OSError):
                self._socket.sendto(_ALIVE, _place(self._by.address))


class Ear:
    """Hears one process, and says by its environment where it is heard. Raises `OSError` where the
    machine has no socket left."""

    def __init__(self, patience: float) -> None:
        self._patience = patience
        self._heard_at: float | None = None
        self._asked_at = 0.0
        self._socket = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
        self._socket.setblocking(False)
        self._socket.bind("")  # Linux finds a name that nobody has (unix(7), "Autobind feature")
        name: bytes = self._socket.getsockname()
        self.environment = {
            SOCKET: f"@{name[1:].decode('ascii')}",
            PATIENCE: str(round(patience * _MICRO)),
        }

    def stuck(self, now: float) -> bool:
        """Whether a loop that was heard once is silent for longer than the patience, told once.
        Before its first sign a program takes the time it needs; and whoever did not ask for a while
        was away himself, and does not know."""
        were_away, self._asked_at = now - self._asked_at > _AWAY, now
        if self._came() or (self._heard_at is not None and were_away):
            self._heard_at = now
        silent = self._heard_at is not None and now - self._heard_at > self._patience
        if silent:
            self._heard_at = None
        return silent

    def forget(self) -> None:
        """Another process is heard from now on."""
        self._came()
        self._heard_at = None

    def close(self) -> None:
        """Hear no more."""
        self._socket.close()

    def _came(self) -> bool:
        came = False
        with contextlib.suppress(BlockingIOError):
            while True:
                came |= _ALIVE in self._socket.recv(_LONGEST).split(b"\n")
        return came


def _place(address: str) -> str:
    return f"\0{address[1:]}" if address.startswith("@") else address
