"""A thread that waits for the disk, so that the loop need not.

How it works, and why it cannot lose. The loop decides what is written and hands the commit over; it
goes on reading what people ask, and puts it aside. One commit is under way at a time, and until its
outcome is back on the loop nobody but this thread touches the file. So the order is what it was:
decide, write, answer; only the waiting is done elsewhere. A commit that failed comes back as its
error. Whatever was put aside meanwhile is then decided on the floor made anew, or asked again.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from queue import SimpleQueue
from typing import Protocol

Work = Callable[[], None]
Done = Callable[[Exception | None], None]
Post = Callable[[Done, Exception | None], None]


class Committer(Protocol):
    """Does work that waits for the disk."""

    def run(self, work: Work, done: Done) -> None:
        """Do the work; then `done` is called on the loop with what it raised, or None."""

    def close(self) -> None:
        """Wait until no work is under way, and take no more."""


class InLine:
    """Work is done at once, on the loop: for rehearsals in memory, and for tests of order."""

    def run(self, work: Work, done: Done) -> None:
        """Do it and say so before returning."""
        done(outcome(work))

    def close(self) -> None:
        """Nothing is ever under way."""


class Threaded:
    """Work is done on a thread of its own, from the first of it until `close`."""

    def __init__(self, post: Post) -> None:
        self._post = post
        self._work: SimpleQueue[tuple[Work, Done] | None] = SimpleQueue()
        self._thread: threading.Thread | None = None

    def run(self, work: Work, done: Done) -> None:
        """Hand it over."""
        if self._thread is None:
            self._thread = threading.Thread(target=self._serve, name="committer", daemon=True)
            self._thread.start()
        self._work.put((work, done))

    def close(self) -> None:
        """What was handed over is finished first."""
        if self._thread is not None:
            self._work.put(None)
            self._thread.join()

    def _serve(self) -> None:
        while (job := self._work.get()) is not None:
            work, done = job
            self._post(done, outcome(work))


def outcome(work: Work) -> Exception | None:
    """What came of it: its exception, or None when it was done."""
    try:
        work()
    except Exception as error:  # noqa: BLE001  # handed to whoever asked for the work
        return error
    return None
