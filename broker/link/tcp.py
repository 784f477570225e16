"""Devices behind a network socket: network printers, serial-to-Ethernet boxes."""

from __future__ import annotations

import contextlib
import select
import socket

from broker.domain.errors import LinkClosed, LinkMissing

_CONNECT_SECONDS = 3.0
_CHUNK = 65536


class TcpLink:
    """A TCP client connection with Nagle switched off."""

    def __init__(self, host: str, port: int) -> None:
        self._name = f"tcp:{host}:{port}"
        try:
            self._socket = socket.create_connection((host, port), _CONNECT_SECONDS)
        except OSError as error:
            raise LinkMissing(f"{self._name}: nobody answers there ({error})") from error
        self._socket.settimeout(_CONNECT_SECONDS)
        self._socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self._closed = False

    @property
    def name(self) -> str:
        return self._name

    def read(self, timeout: float | None) -> bytes:
        try:
            if not self._waited(timeout):
                return b""
            data = self._socket.recv(_CHUNK)
        except (OSError, ValueError) as error:  # ValueError: closed under our select, fd is -1
            raise LinkClosed(f"{self._name}: {error}") from error
        if not data:
            raise LinkClosed(f"{self._name}: the far end closed the connection")
        return data

    def _waited(self, timeout: float | None) -> bool:
        poll = select.poll()  # unlike select, it takes descriptors above 1023
        poll.register(self._socket, select.POLLIN)
        return bool(poll.poll(None if timeout is None else timeout * 1000))

    def write(self, data: bytes) -> None:
        try:
            self._socket.sendall(data)
        except OSError as error:
            raise LinkClosed(f"{self._name}: {error}") from error

    def close(self) -> None:
        if self._closed:
            return
        self._closed = True
        with contextlib.suppress(OSError):
            self._socket.shutdown(socket.SHUT_RDWR)
        self._socket.close()
