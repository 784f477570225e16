"""One port, one owner: opened, read in a thread of its own, reopened when it was lost.

How this works, and why the loop never waits for a wire. Whatever may wait is done on other threads:
a `PortOpening` opens, a reader reads, a `Writer` sends what the kernel does not take at once, and
an errand closes. Only the loop changes what a line knows, when they post. At any moment a line has
one opening under way, or one open link, or a time to try again, or nothing (it was stopped); links
that were let go are closed meanwhile (`_leaving`), and until they are the port is not opened anew,
for it would find itself there. Every way out of an opening or a link ends in `_fall`, which tells
the user why and sets the next try; so a port that failed is always told and always tried again.

A thread in somebody else's library may never come back. An opening that takes long is told as a
port that is down, and waited for; a write that takes long is a link that failed; a closing that
takes long is waited for no more. Such threads are counted, and while `_MOST_HUNG` of a line hang,
it opens nothing.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from functools import partial
from typing import Any, Generic, Protocol, TypeVar

from broker.domain.backoff import Backoff
from broker.domain.errors import LinkClosed, LinkError, LinkMissing
from broker.link.base import CountingLink, Link, Noise
from broker.link.edge import failed
from broker.service import opening
from broker.service.listener import Listener
from broker.service.opening import PortOpening
from broker.service.runner import Runner
from broker.service.session import Decoder
from broker.service.writer import Writer

log = logging.getLogger(__name__)

R = TypeVar("R")
R_contra = TypeVar("R_contra", contravariant=True)

_CLOSING = 40.0  # seconds; the kernel waits up to 30 for the last bytes of a serial port
_STEADY = 10.0  # seconds after which an open port is well, and is tried again quickly when it falls
_MOST_HUNG = 4  # threads of one line that never come back


class LineUser(Protocol[R_contra]):
    """Who is told what happens on a line; every call comes on the loop's thread."""

    def line_up(self, now: float) -> None:
        """The port is open (again). Say what must be said anew."""

    def line_down(self, error: LinkError, now: float) -> None:
        """The port is gone or could not be opened; a reopening is already on its way."""

    def line_heard(self, heard: R_contra | Noise, at: float) -> None:
        """The decoder made this of what came in, and was read `at` that moment; it may have waited
        for the loop since."""

    def line_written(self, now: float) -> None:
        """All that was written is out, which was not so before (see `Line.owes`)."""


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
        self._opening: PortOpening | None = None
        self._link: Link[Any] | None = None
        self._writer: Writer | None = None
        self._opened_at = 0.0
        self._leaving: list[Link[Any]] = []
        self._left_by = 0.0  # when they are waited for no more
        self._threads: list[threading.Thread] = []  # all that were begun, until they have ended
        self._retry_at: float | None = None
        self._said: str | None = None
        runner.add(self)

    @property
    def owes(self) -> bool:
        """Whether something that was written is not out yet; `line_written` tells when it is."""
        return self._writer is not None and self._writer.owes

    @property
    def unsent(self) -> int:
        """How much of what was written has not left this machine, as far as the link knows."""
        if self._link is None or self._writer is None:
            return 0
        try:
            counted = self._link.unsent() if isinstance(self._link, CountingLink) else 0
        except (Exception, SystemExit):  # noqa: BLE001  # of a driver's own link
            counted = 0
        return self._writer.unsent + counted

    def start(self) -> None:
        """Open the port on the loop's next turn."""
        self._retry_at = self._runner.clock()

    def stop(self) -> None:
        """Close the port and end its reader, aside. On the loop, or after it ended."""
        self._retry_at = None
        self._drop()

    def write(self, data: Any) -> None:
        """Send `data` if the port is open; a lost port is reported through `line_down`."""
        if self._link is None or self._writer is None:
            return
        try:
            self._writer.send(data)
        except (Exception, SystemExit) as error:  # noqa: BLE001  # of a driver's own link
            self._lost((self._link, failed(error, self._link.name)))

    def fail(self, error: LinkError) -> None:
        """Whoever talks on the port cannot go on: have it opened anew."""
        if self._link is not None:
            self._lost((self._link, error))

    def next_wakeup(self) -> float | None:
        if self._opening is not None:
            return self._opening.late_at
        if self._writer is not None:
            return self._writer.stuck_at()
        if self._retry_at is not None and self._leaving:
            return max(self._retry_at, self._left_by)
        return self._retry_at

    def tick(self, now: float) -> None:
        if self._opening is not None:
            self._late(self._opening, now)
        elif self._link is not None and self._writer is not None:
            self._look_at(self._link, self._writer, now)
        elif self._retry_at is not None:
            self._open(now)

    def _open(self, now: float) -> None:
        self._retry_at = None
        self._leaving.clear()
        self._threads = [each for each in self._threads if each.is_alive()]
        if len(self._threads) >= _MOST_HUNG:
            words = f"{self._threads[0].name}: it hangs, and so did others; start this role anew"
            self._fall(LinkClosed(words), now)
            return
        try:
            decoder = self._decoder()
        except Exception as error:  # noqa: BLE001  # untold, the port would never be opened again
            self._fall(failed(error, "the port cannot be read"), now)
            return
        self._opening = PortOpening(self._opener, now)
        done = partial(self._opened, decoder)
        self._threads.append(self._runner.aside(self._opening.run, done, "opening"))

    def _late(self, trying: PortOpening, now: float) -> None:
        if trying.late_at is not None and now >= trying.late_at:
            trying.late_at = None
            words = f"the port has not opened for {opening.PATIENCE:g} s; is its far end alive?"
            self._tell(LinkMissing(words), now)

    def _look_at(self, link: Link[Any], writer: Writer, now: float) -> None:
        stuck_at = writer.stuck_at()
        if stuck_at is not None and now >= stuck_at:
            self._lost((link, LinkClosed(f"{link.name}: takes nothing and does not come back")))

    def _opened(self, decoder: Decoder[Any, R], trying: PortOpening) -> None:
        if trying is not self._opening:
            return
        self._opening = None
        now = self._runner.clock()
        if trying.link is None:
            self._fall(trying.error or LinkMissing("the port cannot be opened"), now)
            return
        self._link, self._opened_at = trying.link, now
        self._begin(trying.link, decoder)
        self._user.line_up(now)

    def _begin(self, link: Link[Any], decoder: Decoder[Any, R]) -> None:
        post = self._runner.post
        self._writer = Writer(
            link,
            self._runner.clock,
            lambda: post(self._sent, link),
            lambda error: post(self._lost, (link, error)),
        )
        listener = Listener(link, decoder, self._decoder, self._runner.clock)
        reader = threading.Thread(
            target=self._read, args=(link, listener), name=f"reader {link.name}", daemon=True
        )
        self._threads.append(reader)
        reader.start()

    def _read(self, link: Link[Any], listener: Listener[R]) -> None:
        while True:
            try:
                came = listener.listen()
            except BaseException as error:  # noqa: BLE001  # a reader that dies unseen is a dead port that looks alive
                self._runner.post(self._lost, (link, failed(error, link.name)))
                return
            for heard in came:
                self._runner.post(self._heard, (link, heard, listener.at))

    def _heard(self, event: tuple[Link[Any], Any, float]) -> None:
        link, heard, at = event
        if link is self._link:
            self._user.line_heard(heard, at)

    def _sent(self, link: Link[Any]) -> None:
        if link is self._link and not self.owes:
            self._user.line_written(self._runner.clock())

    def _lost(self, event: tuple[Link[Any], LinkError]) -> None:
        link, error = event
        if link is self._link:
            now = self._runner.clock()
            if now - self._opened_at >= _STEADY:
                self._backoff.clear()
                self._said = None
            self._drop()
            self._fall(error, now)

    def _fall(self, error: LinkError, now: float) -> None:
        self._retry_at = now + self._backoff.step()
        self._tell(error, now)

    def _tell(self, error: LinkError, now: float) -> None:
        said, self._said = self._said, str(error)
        self._user.line_down(error, now)
        if said == self._said:  # a port that is missing for days is said once
            return
        if self._retry_at is not None or self._opening is not None:  # else its user gave it up
            log.warning("%s; trying again by itself", error)

    def _drop(self) -> None:
        """Let go of the link, open or being opened; nobody waits for that."""
        link, self._link = self._link, None
        if self._opening is not None:
            link, self._opening = self._opening.give_up(), None
        if self._writer is not None:
            self._writer.end()
            self._threads += [self._writer.thread] if self._writer.thread else []
            self._writer = None
        if link is not None:
            self._left_by = self._runner.clock() + _CLOSING
            self._leaving.append(link)
            closing = partial(_closed, link)
            name = f"closing {link.name}"
            self._threads.append(self._runner.aside(closing, self._left, name))

    def _left(self, link: Link[Any]) -> None:
        self._leaving = [each for each in self._leaving if each is not link]


def _closed(link: Link[Any]) -> Link[Any]:
    opening.close(link)
    return link
