"""One port, one owner: opened, read in a thread of its own, reopened when it was lost."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from typing import Any, Generic, Protocol, TypeVar

from broker.domain.backoff import Backoff
from broker.domain.errors import LinkClosed, LinkError
from broker.link.base import Link, Noise
from broker.service.listener import Listener
from broker.service.runner import Runner
from broker.service.session import Decoder

log = logging.getLogger(__name__)

R = TypeVar("R")
R_contra = TypeVar("R_contra", contravariant=True)


class LineUser(Protocol[R_contra]):
    """Who is told what happens on a line; every call comes on the loop's thread."""

    def line_up(self, now: float) -> None:
        """The port is open (again). Say what must be said anew."""

    def line_down(self, error: LinkError, now: float) -> None:
        """The port is gone or could not be opened; a reopening is already on its way."""

    def line_heard(self, heard: R_contra | Noise, at: float) -> None:
        """The decoder made this of what came in, and was read `at` that moment; it may have waited
        for the loop since."""


class Line(Generic[R]):
    """Keeps one port open on behalf of `user`.

    `opener` opens it and may raise `LinkError`; `decoder` makes a fresh decoder for every
    opening, so that half a frame from before a cut never meets the bytes after it. What travels
    on the link, bytes or events, is between it, the decoder and whoever calls `write`.
    """

    def __init__(
        self,
        runner: Runner,
        opener: Callable[[], Link[Any]],
        decoder: Callable[[], Decoder[Any, R]],
        user: LineUser[R],
    ) -> None:
        self._runner = runner
        self._opener = opener
        self._decoder = decoder
        self._user = user
        self._backoff = Backoff()
        self._link: Link[Any] | None = None
        self._reader: threading.Thread | None = None
        self._retry_at: float | None = None
        self._said: str | None = None
        runner.add(self)

    def start(self) -> None:
        """Open the port on the loop's next turn."""
        self._retry_at = self._runner.clock()

    def stop(self) -> None:
        """Close the port and end its reader. On the loop, or after it ended."""
        self._retry_at = None
        self._drop()

    def write(self, data: Any) -> None:
        """Send `data` if the port is open; a lost port is reported through `line_down`."""
        if self._link is None:
            return
        try:
            self._link.write(data)
        except Exception as error:  # noqa: BLE001  # a driver's own link may raise what it likes
            self._lost((self._link, _failed(error, self._link.name)))

    def next_wakeup(self) -> float | None:
        return self._retry_at

    def tick(self, now: float) -> None:
        self._retry_at = None
        try:
            decoder, link = self._decoder(), self._opener()
        except Exception as error:  # noqa: BLE001  # untold, the port would never be opened again
            self._fall(_failed(error, "the port cannot be opened"), now)
            return
        self._link = link
        self._said = None
        self._backoff.clear()
        listener = Listener(link, decoder, self._decoder, self._runner.clock)
        self._reader = threading.Thread(
            target=self._read, args=(link, listener), name=f"reader {link.name}", daemon=True
        )
        self._reader.start()
        self._user.line_up(now)

    def _read(self, link: Link[Any], listener: Listener[R]) -> None:
        while True:
            try:
                came = listener.listen()
            except Exception as error:  # noqa: BLE001  # a reader that dies unseen is a dead port that looks alive
                self._runner.post(self._lost, (link, _failed(error, link.name)))
                return
            for heard in came:
                self._runner.post(self._heard, (link, heard, listener.at))

    def _heard(self, event: tuple[Link[Any], Any, float]) -> None:
        link, heard, at = event
        if link is self._link:
            self._user.line_heard(heard, at)

    def _lost(self, event: tuple[Link[Any], LinkError]) -> None:
        link, error = event
        if link is self._link:
            self._drop()
            self._fall(error, self._runner.clock())

    def _fall(self, error: LinkError, now: float) -> None:
        self._retry_at = now + self._backoff.step()
        if self._said != str(error):  # a port that is missing for days is said once
            self._said = str(error)
            log.warning("%s; trying again by itself", error)
        self._user.line_down(error, now)

    def _drop(self) -> None:
        link, self._link = self._link, None
        if link is not None:
            try:
                link.close()
            except Exception as error:  # noqa: BLE001  # closing one wire must not keep others open
                log.warning("%s", _failed(error, f"{link.name} cannot be closed"))
        if self._reader is not None:
            self._reader.join(2.0)
            self._reader = None


def _failed(error: Exception, place: str) -> LinkError:
    """What a link, a driver's own perhaps, raised, as the hall knows it: a wire that failed."""
    return error if isinstance(error, LinkError) else LinkClosed(f"{place}: {error!r}")
