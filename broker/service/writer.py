"""What is sent on one link, in its order, without the loop ever waiting for the wire.

How this works, and why nothing is lost or overtaken. Most of what is sent fits into the kernel's
buffer: a `PromptLink` takes it on the loop, in the same breath. What it does not take at once, and
all that is sent on a link that cannot tell, goes into a queue that a thread of its own empties;
that thread begins with the first of it. `_handed` is counted by the loop alone and `_sent` by the
thread alone, after each `write`; only while both are equal, when nothing waits and nothing is being
written, does the loop send by itself. So an older piece is never overtaken by a newer one, and no
two threads write at once. A link of ours gives up by itself when nothing is taken any more; for
one of somebody else's that never returns, `stuck` tells how long it has been at it.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from queue import SimpleQueue
from typing import Any

from broker.domain.errors import LinkError
from broker.link.base import Link, PromptLink
from broker.link.edge import failed

PATIENCE = 10.0  # seconds for one piece; longer than our own links need to give up


class Writer:
    """Sends on `link`. `post_sent` and `post_failed` are called on whatever thread finds out, and
    hand over to the loop; all else is called on the loop."""

    def __init__(
        self,
        link: Link[Any],
        clock: Callable[[], float],
        post_sent: Callable[[], None],
        post_failed: Callable[[LinkError], None],
    ) -> None:
        self._link = link
        self._write_now = link.write_now if isinstance(link, PromptLink) else None
        self._clock = clock
        self._post_sent = post_sent
        self._post_failed = post_failed
        self._waiting: SimpleQueue[tuple[Any] | None] = SimpleQueue()
        self._handed = self._sent = 0
        self._handed_size = self._sent_size = 0  # likewise, in bytes or events
        self._moved_at = 0.0  # when the piece that is being sent had its turn
        self.thread: threading.Thread | None = None

    @property
    def owes(self) -> bool:
        """Whether something that was handed over is not out yet."""
        return self._handed != self._sent

    @property
    def unsent(self) -> int:
        """How much of it is not out yet; a piece that is being sent counts whole."""
        return self._handed_size - self._sent_size

    def send(self, data: Any) -> None:
        """Send `data` after all that was sent before. Raises what the link does at once."""
        if not self.owes:
            self._moved_at = self._clock()
            data = self._write_now(data) if self._write_now is not None else data
            if not data:
                return
        self._handed += 1
        self._handed_size += len(data)
        self._waiting.put((data,))
        if self.thread is None:
            self.thread = threading.Thread(
                target=self._work, name=f"writer {self._link.name}", daemon=True
            )
            self.thread.start()

    def stuck_at(self) -> float | None:
        """When whatever is being sent will have taken too long; None while nothing is."""
        return self._moved_at + PATIENCE if self.owes else None

    def end(self) -> None:
        """Send no more; what still waits is forgotten with its link."""
        self._waiting.put(None)

    def _work(self) -> None:
        while (piece := self._waiting.get()) is not None:
            try:
                self._link.write(*piece)
            except BaseException as error:  # noqa: BLE001  # a writer that dies unseen is a dead port that looks alive
                self._post_failed(failed(error, self._link.name))
                return
            self._moved_at = self._clock()
            self._sent_size += len(piece[0])
            self._sent += 1
            self._post_sent()
