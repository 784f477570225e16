"""Requests that must not be lost, on the disk; the loop knows them by heart and never waits.

How this works, and why it cannot lose. The file is read once, when it is opened; from then on it is
only written, on a thread of its own (`committer`). `put` hands a request over; all that was put
while the disk was at work shares the next commit, with `synchronous=FULL`. Only when that has
returned does `kept` hear None, each in the order in which they were put, and only then may the
caller acknowledge, or the ledger be asked. So a cut at any point before leaves somebody who was
told nothing; a cut behind it leaves the entry.

What is let go is passed over from that moment, and leaves the disk with the next commit; or never,
on a full disk. What cannot be read (written by a newer version) is passed over too and stays for
whoever can read it. The file itself is checked when it is opened: a damaged one is never forgotten
in silence. While the disk refuses, nothing is taken; every few seconds it is tried, with more than
one entry needs. While it says neither yes nor no, staff hear of that, and whoever put something
waits. `close` has written what was put, or says that it could not.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable
from functools import partial
from pathlib import Path
from typing import NamedTuple

from broker.domain.errors import DiskRefuses, StoreKnown, WireError
from broker.domain.fitting import fitted
from broker.domain.ids import RequestId
from broker.domain.opinions.requests import LeaveOpinion
from broker.domain.requests import AnyRequest
from broker.service.committer import STANDS_STILL, Committer, DiskSilent, Writing
from broker.service.outbox_file import OutboxFile, Row
from broker.service.runner import Runner
from broker.wire import codec

log = logging.getLogger(__name__)

_MOST = 10_000  # requests that wait for a disk that stands still
_TRY = 2.0  # seconds between two tries of a disk that refuses

Kept = Callable[[StoreKnown | None], None]
Disk = Callable[[StoreKnown | None], None]


class _Given(NamedTuple):
    """A request that was put, as it is written, and who hears what became of it."""

    request: AnyRequest
    body: bytes
    kept: Kept


class KeptRequests:
    """The requests in one file, a part of the loop and used there only.

    `disk` hears what refuses the file, or does not answer, and None once it is taken again;
    `damaged` puts a damaged one aside, or raises. `changed` is called when there may be another
    that waits.
    """

    def __init__(
        self,
        file: Path,
        runner: Runner,
        committer: Committer,
        disk: Disk,
        damaged: Callable[[StoreKnown], None],
        changed: Callable[[], None],
        aside: Callable[[], None],
    ) -> None:
        self._file = OutboxFile(file, damaged)
        self._disk = disk
        self._changed, self._tell_aside = changed, aside
        self._aside: set[RequestId] = set()  # of those that go: what is not to be lost
        self._given: list[_Given] = []  # put, and not handed over yet
        self._waiting: dict[RequestId, AnyRequest] = {}  # on the disk, the oldest first
        self._gone: set[RequestId] = set()  # let go, and the disk has them still
        self._lets_go = self._silent = False  # something is to go; told that no answer comes
        self._unreadable = 0  # on the disk for a version that can read them
        self._left: set[RequestId] = set()  # by an earlier life
        self._try_at: float | None = None
        self._refusal: StoreKnown = DiskRefuses(f"{file}: not opened yet")
        self._clock, self._post = runner.clock, runner.post
        self._writing = Writing(file, committer, runner.clock, self._stands_still)
        try:
            self._take_up(self._file.open())  # before the loop begins: nobody else waits for it
        except DiskRefuses as error:
            self._refused(error)
        runner.add(self)
        runner.add(self._writing)

    def put(self, request: AnyRequest, kept: Kept) -> None:
        """Keep `request`. `kept` hears on the loop, later and in the order of putting: None once it
        is on disk, or why the disk does not take it; then nothing may be acknowledged. While the
        disk stands still, more than ten thousand are refused."""
        if len(self._given) >= _MOST:
            self._post(kept, DiskSilent(self._file.file, STANDS_STILL))
            return
        self._given.append(_Given(request, codec.encode_request(request), kept))
        if len(self._given) == 1:  # behind all that waits now: those share the commit
            self._post(self._flush, None)

    def let_go(self, identity: RequestId) -> None:
        """Have one taken off the disk. A full disk may refuse even that: then it is passed over
        in this life, and found again in the next."""
        self._gone.add(identity)
        self._left.discard(identity)
        self._lets_go = True
        self._post(self._flush, None)

    def put_aside(self, identity: RequestId) -> None:
        """The same of one that nobody there can read: it leaves for the file beside (`put_aside`),
        and `aside` hears when it lies there."""
        self._aside.add(identity)
        self.let_go(identity)

    def oldest(self) -> AnyRequest | None:
        """The first that is on disk and was not let go."""
        waiting = (each for key, each in self._waiting.items() if key not in self._gone)
        return next(waiting, None)

    def left(self) -> list[AnyRequest]:
        """What an earlier life left and was not let go, the oldest first, as far as it can be
        read. Nothing while the file cannot be opened."""
        return [each for each in self._waiting.values() if each.id in self._left]

    def __len__(self) -> int:
        """How many are on the disk."""
        return len(self._waiting) + self._unreadable

    def close(self) -> None:
        """Have written what was put, and release the file."""
        self._try_at = None
        given, self._given = self._given, []
        self._writing.close(partial(self._end, given))

    def next_wakeup(self) -> float | None:
        """When to try a disk that refused."""
        return self._try_at

    def tick(self, now: float) -> None:
        """Try it."""
        if self._try_at is not None and now >= self._try_at:
            self._try_at = None
            self._try()

    def _take_up(self, rows: Iterable[Row]) -> None:
        """Learn what an earlier life left."""
        for identity, body in rows:
            try:
                self._waiting[identity] = fitted(codec.decode_request(body))
            except WireError as error:
                words = "%s: entry %s cannot be read and stays there: %s"
                log.warning(words, self._file.file, identity, error)
                self._unreadable += 1
        self._left = set(self._waiting)

    def _flush(self, _event: object) -> None:
        """Have all that waits written. While the disk is at work it waits."""
        if self._writing.busy or not (self._given or self._lets_go):
            return
        given, self._given = self._given, []
        self._lets_go = False
        if not self._file.is_open:
            self._say(given, self._refusal)
            return
        rows, gone = [(each.request.id, each.body) for each in given], set(self._gone)
        work = partial(self._write, rows, gone, self._bodies_aside(), self._wiped(gone))
        self._writing.run(work, partial(self._written, given, gone))

    def _written(self, given: list[_Given], gone: set[RequestId], error: Exception | None) -> None:
        """The commit is over, one way or the other."""
        refusal = None if error is None else self._refused(error)
        if refusal is None:
            self._waiting.update((each.request.id, each.request) for each in given)
            for identity in gone:
                self._waiting.pop(identity, None)
            self._gone -= gone
            self._answers()
            if self._aside & gone:
                self._aside -= gone
                self._tell_aside()
        self._say(given, refusal)
        self._changed()
        self._flush(None)

    def _write(
        self, rows: list[Row], gone: set[RequestId], aside: list[bytes], wiped: bool
    ) -> None:
        """On the disk's thread. What goes aside lies there before it leaves."""
        if aside:
            self._file.put_aside(aside)
        self._file.write(rows, gone)
        if wiped:
            self._file.wipe()

    def _wiped(self, gone: set[RequestId]) -> bool:
        """Whether there is something that somebody wrote among those that go."""
        going = (self._waiting.get(each) for each in gone)
        return any(isinstance(each, LeaveOpinion) and each.words for each in going)

    def _bodies_aside(self) -> list[bytes]:
        kept = (self._waiting.get(each) for each in sorted(self._aside))
        return [codec.encode_request(each) for each in kept if each is not None]

    def _say(self, given: list[_Given], refusal: StoreKnown | None) -> None:
        """Each by itself, so that one who fails keeps no other from hearing."""
        for each in given:
            self._post(each.kept, refusal)

    def _stands_still(self, silent: DiskSilent) -> None:
        self._silent = True
        self._disk(silent)

    def _answers(self) -> None:
        """The disk has taken something after all. One that refused before is tried with more."""
        if self._silent and self._try_at is None:
            self._disk(None)
        self._silent = False

    def _refused(self, error: Exception) -> StoreKnown:
        """Remember and tell that the disk refuses, and try it soon; the sentence."""
        ours = DiskRefuses(f"{self._file.file}: cannot be written ({error}); free the disk")
        self._refusal = error if isinstance(error, StoreKnown) else ours
        self._silent = False
        self._try_at = self._clock() + _TRY
        self._disk(self._refusal)
        return self._refusal

    def _try(self) -> None:
        """See whether the disk takes something again."""
        if self._writing.busy:
            self._try_at = self._clock() + _TRY
        elif self._file.is_open:
            self._writing.run(self._file.find_room, self._tried)
        else:
            rows: list[Row] = []
            self._writing.run(lambda: rows.extend(self._file.open()), partial(self._opened, rows))

    def _opened(self, rows: list[Row], error: Exception | None) -> None:
        if error is not None:
            self._tried(error)
            return
        self._take_up(rows)
        self._try()

    def _tried(self, error: Exception | None) -> None:
        if error is not None:
            self._refused(error)
        else:
            self._silent, self._lets_go = False, bool(self._gone)
            self._disk(None)
        self._changed()
        self._flush(None)

    def _end(self, given: list[_Given]) -> None:
        """The last that is written, on the thread that waits for it. Nobody hears of it."""
        rows = [(each.request.id, each.body) for each in given]
        try:
            if self._file.is_open and (rows or self._gone):
                wiped = self._wiped(self._gone)
                self._write(rows, self._gone, self._bodies_aside(), wiped)
        except StoreKnown as error:
            log.error("%d given last were not kept: %s", len(rows), error)  # noqa: TRY400  # known; a trace says no more
        finally:
            self._file.close()
