"""A wire that is watched: every byte both ways, to record a session or to show it on the bench."""

from __future__ import annotations

from collections.abc import Callable
from enum import Enum

from broker.link.base import Link


class Way(Enum):
    """Which way bytes went, seen from our side."""

    SENT = "sent"
    RECEIVED = "received"


class TapLink:
    """Passes everything through to `inner` and tells `watcher` about it, after the fact."""

    def __init__(self, inner: Link, watcher: Callable[[Way, bytes], None]) -> None:
        self._inner = inner
        self._watcher = watcher

    @property
    def name(self) -> str:
        return self._inner.name

    def read(self, timeout: float | None) -> bytes:
        data = self._inner.read(timeout)
        if data:
            self._watcher(Way.RECEIVED, data)
        return data

    def write(self, data: bytes) -> None:
        self._inner.write(data)
        self._watcher(Way.SENT, data)

    def close(self) -> None:
        self._inner.close()
