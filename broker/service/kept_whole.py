"""A small file that is written whole, and again until the disk takes it.

How it works, and why nothing is lost. What stands in the file follows from what its owner knows
(`content`), so it is never half of two states. One writing goes on at a time; what was changed
meanwhile shares the next. A disk that refuses is tried every two seconds, with what is known then;
whoever asked for a writing hears of each once, that it is on the disk, or why not. While it could
not be read nothing is written, for that would write over it.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path

from broker.domain.errors import DiskRefuses, StoreKnown
from broker.service.committer import Work, Writing, outcome
from broker.service.kept_files import KeptFiles
from broker.service.life import Service
from broker.service.whole_file import write_whole

TRY = 2.0  # seconds between two tries of a disk that refuses

Told = Callable[[StoreKnown | None], None]


class KeptWhole:
    """One file, on the loop only; a thread writes. `files` tells staff of its disk."""

    def __init__(
        self, service: Service, file: Path, files: KeptFiles, content: Callable[[], bytes]
    ) -> None:
        self._file = file
        self._files = files
        self._content = content
        self._clock = service.runner.clock
        self._told: list[Told] = []
        self._changed = False
        self._unread: Work | None = None
        self._try_at: float | None = None
        self._writing = Writing(file, service.disk_thread(), self._clock, partial(files.disk, file))
        service.runner.add(self)
        service.runner.add(self._writing)

    @property
    def known(self) -> bool:
        """Whether it was read, or never had to be."""
        return self._unread is None

    def read(self, load: Work) -> None:
        """Have it read by `load`, at once: before the loop begins nobody waits for it. What the
        disk refuses is tried again, beside the loop."""
        self._unread = load
        self._read(outcome(load))

    def write(self, told: Told | None = None) -> None:
        """It has changed. `told` hears None once that is on the disk, or why it is not."""
        self._told.extend(filter(None, (told,)))
        self._changed = True
        if not self._writing.busy:
            self._write()

    def end(self) -> None:
        """What is known last is written; nobody hears of it."""
        self._try_at = None
        self._writing.close(self._work() if self._changed else None)

    def next_wakeup(self) -> float | None:
        """When a disk that refused is tried anew."""
        return None if self._writing.busy else self._try_at

    def tick(self, now: float) -> None:
        """Try it."""
        if self._try_at is None or now < self._try_at or self._writing.busy:
            return
        self._try_at = None
        if self._unread is None:
            self._write()
        else:
            self._writing.run(self._unread, self._read)

    def _work(self) -> Work:
        return partial(write_whole, self._file, self._content())

    def _write(self) -> None:
        self._changed = False
        told, self._told = self._told, []
        self._writing.run(self._work(), partial(self._written, told))

    def _written(self, told: list[Told], error: Exception | None) -> None:
        refusal, meanwhile = self._tell_disk(error), self._changed
        self._changed = meanwhile or refusal is not None
        for each in told:
            each(refusal)
        if meanwhile and not self._writing.busy:
            self._write()

    def _read(self, error: Exception | None) -> None:
        if self._tell_disk(error) is None:
            self._unread = None

    def _tell_disk(self, error: Exception | None) -> StoreKnown | None:
        refusal, self._try_at = None, None
        if error is not None:
            refusal = DiskRefuses(f"{self._file}: cannot be written ({error}); free the disk")
            self._try_at = self._clock() + TRY
        self._files.disk(self._file, refusal)
        return refusal
