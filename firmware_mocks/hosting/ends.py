"""Where a simulated device's wire ends: a pty with a lasting name, a TCP port, a memory cable.

One thread reads, another writes; `wake` ends a blocked read, `close` follows when the reader
has left.
"""

from __future__ import annotations

import contextlib
from collections.abc import Callable
from pathlib import Path
from typing import Protocol

from broker.domain.errors import LinkClosed
from broker.link.base import ByteLink
from firmware_mocks.hosting.pty_end import PtyEnd
from firmware_mocks.hosting.tcp_end import TcpEnd


class End(Protocol):
    """The device's end of a wire."""

    @property
    def place(self) -> str:
        """What the host opens: a path, or `HOST:PORT`."""

    def read(self) -> bytes:
        """Wait for bytes from the host. `LinkClosed` after `wake`."""

    def write(self, data: bytes) -> None:
        """Send to the host; lost where nobody listens, as on a real port."""

    def wake(self) -> None:
        """End a blocked `read`."""

    def close(self) -> None:
        """Give everything back."""


class LinkEnd:
    """Any open byte stream, the device end of `PairLink.pair()` above all: not replugged."""

    def __init__(self, link: ByteLink) -> None:
        self._link = link

    @property
    def place(self) -> str:
        return self._link.name

    def read(self) -> bytes:
        return self._link.read(None)

    def write(self, data: bytes) -> None:
        with contextlib.suppress(LinkClosed):
            self._link.write(data)

    def wake(self) -> None:
        self._link.close()

    def close(self) -> None:
        self._link.close()


def at_pty(link: Path) -> Callable[[], End]:
    """Host the line on a pty with a symbolic link at `link`."""
    return lambda: PtyEnd(link)


def at_tcp(host: str, port: int) -> Callable[[], End]:
    """Host the line on a TCP port; 0 takes a free one at first and keeps it when replugged."""
    taken = port

    def make() -> End:
        nonlocal taken
        end = TcpEnd(host, taken)
        taken = int(end.place.rpartition(":")[2])
        return end

    return make
