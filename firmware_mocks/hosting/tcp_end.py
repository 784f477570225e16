"""A simulated device behind a TCP port."""

from __future__ import annotations

import contextlib
import select
import socket

from broker.domain.errors import LinkBusy, LinkClosed
from firmware_mocks.hosting.bell import Bell

_CHUNK = 65536
_STALL_SECONDS = 1.0


class TcpEnd:
    """A listening port that serves one host at a time, like a serial-to-Ethernet box."""

    def __init__(self, host: str, port: int) -> None:
        try:
            family = socket.AF_INET6 if ":" in host else socket.AF_INET
            self._listener = socket.create_server((host, port), family=family)
        except OSError as error:
            raise LinkBusy(f"{_written(host, port)}: cannot listen there ({error})") from error
        self._bell = Bell()
        self._host: socket.socket | None = None

    @property
    def place(self) -> str:
        host, port = self._listener.getsockname()[:2]
        return _written(host, port)

    def read(self) -> bytes:
        while True:
            watched: list[socket.socket | int] = [self._listener, self._bell.out]
            watched += [self._host] if self._host is not None else []
            ready, _, _ = select.select(watched, [], [])
            if self._bell.out in ready:
                raise LinkClosed(f"{self.place}: unplugged")
            if self._host in ready and (data := self._received()):
                return data
            if self._listener in ready:
                self._accept()

    def write(self, data: bytes) -> None:
        host = self._host
        if host is not None:
            with contextlib.suppress(OSError):  # the reader notices that the host is gone
                host.sendall(data)

    def wake(self) -> None:
        self._bell.ring()

    def close(self) -> None:
        self._listener.close()
        self._hang_up()
        self._bell.close()

    def _accept(self) -> None:
        caller, _ = self._listener.accept()
        if self._host is not None:
            caller.close()
            return
        caller.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        caller.settimeout(_STALL_SECONDS)
        self._host = caller

    def _received(self) -> bytes:
        host = self._host
        data = b""
        if host is not None:
            with contextlib.suppress(OSError):
                data = host.recv(_CHUNK)
        if not data:
            self._hang_up()
        return data

    def _hang_up(self) -> None:
        host, self._host = self._host, None
        if host is not None:
            host.close()


def _written(host: str, port: int) -> str:
    """As a hall.toml has it: an IPv6 address in brackets."""
    return f"[{host}]:{port}" if ":" in host else f"{host}:{port}"
