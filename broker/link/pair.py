"""A null modem in memory: two ends, what one writes the other reads."""

from __future__ import annotations

import threading
from collections import deque
from dataclasses import dataclass, field

from broker.domain.errors import LinkClosed


@dataclass
class _Wire:
    """One direction of the cable."""

    waiting: deque[bytes] = field(default_factory=deque)
    arrived: threading.Condition = field(default_factory=threading.Condition)
    cut: bool = False

    def put(self, data: bytes, name: str) -> None:
        with self.arrived:
            if self.cut:
                raise LinkClosed(f"{name}: the cable is cut")
            self.waiting.append(data)
            self.arrived.notify()

    def take(self, timeout: float | None, name: str) -> bytes:
        with self.arrived:
            self.arrived.wait_for(lambda: self.waiting or self.cut, timeout)
            if self.waiting:
                data = b"".join(self.waiting)
                self.waiting.clear()
                return data
            if self.cut:
                raise LinkClosed(f"{name}: the cable is cut")
            return b""

    def end(self) -> None:
        with self.arrived:
            self.cut = True
            self.arrived.notify_all()


class PairLink:
    """One end of a null modem; make both with `PairLink.pair()`.

    Bytes already in the cable can still be read after the far end closed, as with a tty.
    """

    def __init__(self, name: str, inward: _Wire, outward: _Wire) -> None:
        self._name = name
        self._inward = inward
        self._outward = outward

    @classmethod
    def pair(cls, name: str = "pair") -> tuple[PairLink, PairLink]:
        """Return (host end, device end)."""
        there, back = _Wire(), _Wire()
        return cls(f"{name}:host", back, there), cls(f"{name}:device", there, back)

    @property
    def name(self) -> str:
        return self._name

    def read(self, timeout: float | None) -> bytes:
        return self._inward.take(timeout, self._name)

    def write(self, data: bytes) -> None:
        if data:
            self._outward.put(bytes(data), self._name)

    def write_now(self, data: bytes) -> bytes:
        self.write(data)  # a cable in memory takes all
        return b""

    def close(self) -> None:
        self._inward.end()
        self._outward.end()
