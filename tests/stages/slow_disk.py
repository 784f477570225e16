"""A disk that takes its time: what is written is done when the test says so, or never."""

from __future__ import annotations

from broker.service.committer import Done, Work, outcome


class SlowDisk:
    """In the place of a committer, for all files of a process."""

    def __init__(self) -> None:
        self.waiting: list[tuple[Work, Done]] = []

    def run(self, work: Work, done: Done) -> None:
        """Put it aside."""
        self.waiting.append((work, done))

    def close(self, seconds: float) -> bool:  # noqa: ARG002  # the shape of a committer
        """At an end in good order it takes all."""
        while self.waiting:
            outcome(self.waiting.pop(0)[0])
        return True

    def cut(self) -> None:
        """The power fails: what was not done by then is not done."""
        self.waiting.clear()

    def go(self, error: Exception | None = None) -> None:
        """The disk is done with the oldest, or says no."""
        work, done = self.waiting.pop(0)
        done(error or outcome(work))

    def write(self) -> None:
        """The oldest is on the disk, and nobody has heard of it."""
        work, _ = self.waiting[0]
        assert outcome(work) is None
