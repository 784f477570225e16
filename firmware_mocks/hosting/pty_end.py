"""A simulated device behind a pty: a serial port for any program that opens one."""

from __future__ import annotations

import contextlib
import os
import select
import tty
from pathlib import Path

from broker.domain.errors import LinkBusy, LinkClosed
from firmware_mocks.hosting.bell import Bell

_CHUNK = 65536
_STALL_SECONDS = 1.0


class PtyEnd:
    """A pty under a symbolic link at `link`, raw, which outlives the host's closing it.

    We hold the slave ourselves: otherwise the master reads EIO and the raw mode is forgotten
    whenever the host lets go.
    """

    def __init__(self, link: Path) -> None:
        self._link = link.absolute()
        self._master, self._slave = os.openpty()
        tty.setraw(self._slave)
        os.set_blocking(self._master, False)
        self._bell = Bell()
        self._stalled = False
        self._target = os.ttyname(self._slave)
        self._point()

    @property
    def place(self) -> str:
        return str(self._link)

    def read(self) -> bytes:
        ready, _, _ = select.select([self._master, self._bell.out], [], [])
        if self._bell.out in ready:
            raise LinkClosed(f"{self.place}: unplugged")
        return os.read(self._master, _CHUNK)

    def write(self, data: bytes) -> None:
        while data:
            try:
                data = data[os.write(self._master, data) :]
                self._stalled = False
            except BlockingIOError:
                if self._stalled or not self._room():
                    self._stalled = True
                    return

    def wake(self) -> None:
        self._bell.ring()

    def close(self) -> None:
        with contextlib.suppress(OSError):
            if str(self._link.readlink()) == self._target:
                self._link.unlink()
        os.close(self._master)
        os.close(self._slave)
        self._bell.close()

    def _room(self) -> bool:
        _, ready, _ = select.select([], [self._master], [], _STALL_SECONDS)
        return bool(ready)

    def _point(self) -> None:
        self._link.parent.mkdir(parents=True, exist_ok=True)
        if self._link.exists() and not self._link.is_symlink():
            raise LinkBusy(f"{self._link}: is no symbolic link; name another place")
        fresh = self._link.with_name(f".{self._link.name}.{os.getpid()}")
        fresh.symlink_to(self._target)
        fresh.replace(self._link)
