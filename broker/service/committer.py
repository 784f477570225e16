"""A thread that waits for the disk, so that the loop need not.

How it works, and why it cannot lose. Whoever owns a file (the ledger, an outbox, a journal) decides
on the loop what is written and hands the write over; the loop goes on reading what people do, and
puts aside what is to be written next. One write of a file is under way at a time, and until its
outcome is back on the loop nobody but this thread touches the file. So the order is what it was:
decide, write, tell; only the waiting is done elsewhere. A write that failed comes back as its
error. What was put aside meanwhile shares the next write, and so one wait for the disk.

A disk may also say neither yes nor no. Whoever waits then goes on waiting, for nothing may be told
before it is kept; after some seconds the owner hears of it, so that staff do.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from functools import partial
from pathlib import Path
from queue import SimpleQueue
from typing import Protocol

from broker.domain.errors import DiskRefuses

log = logging.getLogger(__name__)

Work = Callable[[], None]
Done = Callable[[Exception | None], None]
Post = Callable[[Done, Exception | None], None]


class DiskSilent(DiskRefuses):
    """The disk has said neither yes nor no for some seconds; what is written may still be kept."""

    def __init__(self, file: object, seconds: float) -> None:
        super().__init__(f"{file}: no answer from the disk for {seconds:.0f} s; check the disk")
        self.seconds = seconds


class Committer(Protocol):
    """Does work that waits for the disk."""

    def run(self, work: Work, done: Done) -> None:
        """Do the work; then `done` is called on the loop with what it raised, or None."""

    def close(self, seconds: float) -> bool:
        """Take no more work, and wait so long at most for what was handed over: whether it is
        done."""


class InLine:
    """Work is done at once, on the loop: for rehearsals in memory, and for tests of order."""

    def run(self, work: Work, done: Done) -> None:
        """Do it and say so before returning."""
        done(outcome(work))

    def close(self, seconds: float) -> bool:  # noqa: ARG002  # the shape of a committer
        """Nothing is ever under way."""
        return True


class Threaded:
    """Work is done on a thread of its own, from the first of it until `close`."""

    def __init__(self, post: Post) -> None:
        self._post = post
        self._work: SimpleQueue[tuple[Work, Done] | None] = SimpleQueue()
        self._thread: threading.Thread | None = None

    def run(self, work: Work, done: Done) -> None:
        """Hand it over."""
        if self._thread is None:
            self._thread = self._made()
            self._thread.start()
        self._work.put((work, done))

    def close(self, seconds: float) -> bool:
        """What was handed over is finished first, unless the disk stands still."""
        if self._thread is None:
            return True
        self._work.put(None)
        self._thread.join(seconds)
        return not self._thread.is_alive()

    def _made(self) -> threading.Thread:
        return threading.Thread(target=self._serve, name="committer", daemon=True)

    def _serve(self) -> None:
        while (job := self._work.get()) is not None:
            work, done = job
            self._post(done, outcome(work))


STANDS_STILL = 5.0  # seconds after which a disk that has not answered is told of
GOODBYE = 1.0  # seconds that an end waits for it


class Writing:
    """What the owner of `file` has written, a piece of work at a time. A part of the loop.

    `still` hears, once for each piece of work, that the disk has not answered for long.
    """

    def __init__(
        self,
        file: Path | str,
        committer: Committer,
        clock: Callable[[], float],
        still: Callable[[DiskSilent], None],
    ) -> None:
        self.busy = False
        self._file = file
        self._committer = committer
        self._clock = clock
        self._still = still
        self._told_at: float | None = None

    def run(self, work: Work, done: Done) -> None:
        """Have it done; `done` is called on the loop with what came of it. One at a time."""
        if self.busy:
            raise ValueError("one piece of work at a time")
        self.busy, self._told_at = True, self._clock() + STANDS_STILL
        self._committer.run(work, partial(self._done, done))

    def close(self, last: Work | None = None) -> bool:
        """Have what is under way finished, and then `last`. False where the disk stands still; that
        is logged: what was given last may not be kept, and nobody was told that it was."""
        self._told_at = None
        if last is not None:
            self._committer.run(last, lambda _error: None)
        done = self._committer.close(GOODBYE)
        if not done:
            log.error("%s; what was given last may not be kept", DiskSilent(self._file, GOODBYE))
        return done

    def next_wakeup(self) -> float | None:
        """When what is under way has taken too long."""
        return self._told_at

    def tick(self, now: float) -> None:  # noqa: ARG002  # the shape of a part of the loop
        """It has."""
        self._told_at = None
        silent = DiskSilent(self._file, STANDS_STILL)
        log.error("%s", silent)
        self._still(silent)

    def _done(self, done: Done, error: Exception | None) -> None:
        self.busy, self._told_at = False, None
        done(error)


def outcome(work: Work) -> Exception | None:
    """What came of it: its exception, or None when it was done."""
    try:
        work()
    except Exception as error:  # noqa: BLE001  # handed to whoever asked for the work
        return error
    return None
