"""A cable to a broker that can be cut: what was on its way is lost, and nobody gets through."""

from __future__ import annotations

import contextlib
import socket
import threading
from typing import Self

_PIECE = 65536  # bytes


class Cable:
    """Listens on a port of its own, and passes on to `far` what it hears, while it is whole."""

    def __init__(self, far: tuple[str, int]) -> None:
        self._far = far
        self._whole = True
        self._ends: set[socket.socket] = set()
        self._lock = threading.Lock()
        self._threads: list[threading.Thread] = []
        self._door = socket.create_server(("127.0.0.1", 0))
        self._porter = threading.Thread(target=self._let_in, name="cable")

    @property
    def near(self) -> tuple[str, int]:
        """Where to connect to."""
        host, port = self._door.getsockname()
        return str(host), int(port)

    def __enter__(self) -> Self:
        self._porter.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.cut()
        with contextlib.suppress(OSError):
            self._door.shutdown(socket.SHUT_RDWR)
        self._door.close()
        self._porter.join()
        for each in self._threads:
            each.join()

    def cut(self) -> None:
        """From now on nothing passes."""
        with self._lock:
            self._whole = False
            ends, self._ends = self._ends, set()
        for each in ends:
            _hang_up(each)

    def mend(self) -> None:
        """Whoever connects anew gets through."""
        with self._lock:
            self._whole = True

    def passed(self, piece: bytes) -> bytes:
        """What comes out at the other end, and when."""
        return piece

    def _let_in(self) -> None:
        while True:
            try:
                near, _ = self._door.accept()
            except OSError:
                return
            self._join(near)

    def _join(self, near: socket.socket) -> None:
        try:
            far = socket.create_connection(self._far)
        except OSError:
            near.close()
            return
        with self._lock:
            if self._whole:
                self._ends |= {near, far}
        if near not in self._ends:
            near.close()
            far.close()
            return
        for one, other in ((near, far), (far, near)):
            passing = threading.Thread(target=self._pass, args=(one, other), name="cable")
            self._threads.append(passing)
            passing.start()

    def _pass(self, one: socket.socket, other: socket.socket) -> None:
        with contextlib.suppress(OSError):
            while piece := one.recv(_PIECE):
                other.sendall(self.passed(piece))
        _hang_up(one)
        _hang_up(other)


def _hang_up(end: socket.socket) -> None:
    with contextlib.suppress(OSError):
        end.shutdown(socket.SHUT_RDWR)
    end.close()
