"""Devices behind a network socket: network printers, serial-to-Ethernet boxes.

A box that lost its power, or a switch on the way, ends no connection: nothing comes any more, and
that looks like silence. So the kernel asks the far end while nothing is said (keep-alive), and
waits for the acknowledgement of what was sent no longer than that: within `DEAD_SECONDS` the next
read says that it is gone.
"""

from __future__ import annotations

import contextlib
import fcntl
import select
import socket
import sys
import termios

from broker.domain.errors import LinkClosed, LinkMissing
from broker.link.pushing import push

DEAD_SECONDS = 40  # a far end that says nothing to anything is given up
ASK_SECONDS = DEAD_SECONDS // 4  # of silence until it is asked, and between two questions
_CONNECT_SECONDS = 3.0
_CHUNK = 65536


class TcpLink:
    """A TCP client connection with Nagle switched off."""

    def __init__(self, host: str, port: int) -> None:
        self._name = f"tcp:[{host}]:{port}" if ":" in host else f"tcp:{host}:{port}"
        try:
            self._socket = socket.create_connection((host, port), _CONNECT_SECONDS)
        except OSError as error:
            raise LinkMissing(f"{self._name}: nobody answers there ({error})") from error
        except (ValueError, OverflowError) as error:  # a name that can be none, a port of 99999
            raise LinkMissing(f"{self._name}: this is no address ({error})") from error
        self._socket.setblocking(False)
        self._socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        _watch_far_end(self._socket)
        self._closed = False

    @property
    def name(self) -> str:
        return self._name

    def read(self, timeout: float | None) -> bytes:
        try:
            if not self._waited(timeout):
                return b""
            data = self._socket.recv(_CHUNK)
        except BlockingIOError:  # somebody else's bytes, or a false alarm of the kernel
            return b""
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
        push(data, self.write_now, self._file, self._name)

    def _file(self) -> int:
        if self._closed:
            raise LinkClosed(f"{self._name}: closed")
        return self._socket.fileno()

    def write_now(self, data: bytes) -> bytes:
        try:
            return data[self._socket.send(data) :]
        except BlockingIOError:
            return data
        except OSError as error:
            raise LinkClosed(f"{self._name}: {error}") from error

    def unsent(self) -> int:
        """What the far end has not acknowledged yet."""
        try:
            told = fcntl.ioctl(self._file(), termios.TIOCOUTQ, bytes(4))  # SIOCOUTQ of a socket
        except (LinkClosed, OSError, ValueError):
            return 0
        return int.from_bytes(told, sys.byteorder)

    def close(self) -> None:
        if self._closed:
            return
        self._closed = True
        with contextlib.suppress(OSError):
            self._socket.shutdown(socket.SHUT_RDWR)
        self._socket.close()


def _watch_far_end(sock: socket.socket) -> None:
    """Have the kernel notice a far end that is there no more."""
    questions = DEAD_SECONDS // ASK_SECONDS - 1
    sock.setsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE, 1)
    sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_KEEPIDLE, ASK_SECONDS)
    sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_KEEPINTVL, ASK_SECONDS)
    sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_KEEPCNT, questions)
    sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_USER_TIMEOUT, DEAD_SECONDS * 1000)
