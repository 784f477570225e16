"""The place where a host finds a line of simulated devices: plugged in with its reader, or not."""

from __future__ import annotations

import threading
from collections.abc import Callable
from functools import partial

from broker.domain.errors import LinkClosed
from firmware_mocks.hosting.ends import End


class Port:
    """An end and the thread that reads it, made anew each time it is plugged in.

    The reader posts what it read (`post` runs it on the line's own thread); `heard` gets it there,
    if the end it came from has not been pulled meanwhile.
    """

    def __init__(
        self,
        make_end: Callable[[], End],
        post: Callable[[Callable[[], None]], None],
        heard: Callable[[bytes], None],
    ) -> None:
        self._make_end = make_end
        self._post = post
        self._heard = heard
        self._end: End | None = None
        self._reader: threading.Thread | None = None

    @property
    def plugged(self) -> bool:
        """Whether a host can open it."""
        return self._end is not None

    def plug_in(self) -> str:
        """Open it; return what a host opens. Raises a `LinkError` where it cannot be taken."""
        end = self._end = self._make_end()
        self._reader = threading.Thread(
            target=self._read, args=(end,), name=f"wire {end.place}", daemon=True
        )
        self._reader.start()
        return end.place

    def pull(self) -> None:
        """Close it, and wait until its reader has left."""
        end, self._end = self._end, None
        if end is not None and self._reader is not None:
            end.wake()
            self._reader.join()
            end.close()

    def write(self, data: bytes) -> None:
        """Send to the host; lost where nothing is plugged in."""
        if self._end is not None:
            self._end.write(data)

    def _read(self, end: End) -> None:
        while True:
            try:
                data = end.read()
            except LinkClosed:
                return
            self._post(partial(self._came, end, data))

    def _came(self, end: End, data: bytes) -> None:
        if end is self._end:
            self._heard(data)
