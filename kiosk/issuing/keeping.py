"""What a screen keeps on disk of the numbers it gives: the journal, and the outbox.

How it works, and why nobody is left without. A transaction goes on only when `noted` says that it
is on disk: on a full disk nobody is asked for a number, and one that was given is void before
anybody has seen it. The journal is written by a thread of its own (`committer`), one write at a
time; the screen goes on. Each write takes all that is open in its moment, so one is enough for all
notes that came while the disk was at work; a note that is not in it any more has been settled or
dropped meanwhile, and its transaction does not go on. What there is of spare numbers is in a file
of its own, written before the journal: no number is in anybody's hand that the file would give
again.

What became of a number that somebody may hold is *settled* through the outbox. Its transaction
stays in the journal until the outbox says that the request is on disk, so that a restart in between
still activates it; where the outbox takes nothing, the request waits here. Every two seconds the
disk is tried, with more than one note needs.

At the end nothing more is written: a number that nobody has been told is asked for again and voided
by the next start, which a note that came too late would have it call.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Protocol

from broker.domain.errors import DiskRefuses, StoreKnown
from broker.domain.ids import NO_REQUEST, RequestId
from broker.domain.opinions.facts import OpinionLeft
from broker.domain.opinions.requests import LeaveOpinion
from broker.domain.requests import Answer, Granted
from broker.service.committer import Committer, DiskSilent, Writing
from broker.service.room import find_room
from broker.service.runner import Runner
from kiosk.issuing.events import Open, Settling, SpareBlock
from kiosk.issuing.journal import Journal
from kiosk.issuing.open_tickets import settling
from kiosk.issuing.series_file import SeriesFile

_TRY = 2.0  # seconds
_ROOM = 1 << 18  # bytes

Kept = Settling | LeaveOpinion
Disk = Callable[[Path, StoreKnown | None], None]
Noted = Callable[[bool], None]
Lost = Callable[[], None]

_NOTHING_WRITTEN: tuple[RequestId, Lost] = (NO_REQUEST, lambda: None)


class Box(Protocol):
    """The outbox, as far as a screen knows it."""

    def put(self, request: Kept, kept: Callable[[StoreKnown | None], None]) -> None:
        """Keep until the ledger has answered; `kept` hears later that it is on disk, or why not."""


class Keeping:
    """Journal and outbox of one screen, a part of its loop; of a kiosk with its spare numbers in
    `series`. `disk` hears whether the journal can be written; an outbox says so itself."""

    def __init__(
        self,
        journal: Journal,
        outbox: Box,
        disk: Disk,
        runner: Runner,
        committer: Committer,
        series: SeriesFile | None = None,
    ) -> None:
        self._journal = journal
        self._outbox = outbox
        self._disk = disk
        self._clock, self._post = runner.clock, runner.post
        self._opens = journal.read()
        self.left = self._opens
        self._series = series
        self.blocks = series.read() if series else ()  # as the last run left them
        self._unkept: tuple[SpareBlock, ...] | None = None  # blocks that are not on the disk yet
        self._refused: dict[RequestId, Settling] = {}  # by the outbox
        self._unsettled: dict[RequestId, Open] = {}  # by settling request: not in the outbox yet
        self._with_words = _NOTHING_WRITTEN  # the words of the opinion that was handed in last
        self._waiting: list[Noted] = []  # for the next write
        self._stale = self._silent = self._mending = False
        self._try_at: float | None = None
        self._writing = Writing(journal.file, committer, runner.clock, self._stands_still)
        runner.add(self)
        runner.add(self._writing)

    def note(self, opens: tuple[Open, ...], noted: Noted) -> None:
        """Write down all that is open; `noted` hears later whether it is on disk."""
        self._opens = opens
        self._waiting.append(noted)
        self._write()

    def keep_series(self, blocks: tuple[SpareBlock, ...]) -> None:
        """Write down what there is of spare numbers, before any note that comes after this."""
        self._unkept, self._stale = blocks, True
        self._write()

    def settle(self, request: Settling) -> None:
        """Tell the ledger what became of a number, through any failure."""
        ours = (each for each in self._opens if settling(each.request.id) == request.id)
        self._unsettled.update((request.id, each) for each in ours)
        self._put(request)

    def hand_in(self, opinion: LeaveOpinion, noted: Noted, lost: Lost) -> None:
        """Tell the ledger of an opinion; `noted` hears later whether it is on disk, and `lost` if
        the ledger could not keep its words. One that the disk refuses is forgotten: whoever left
        it is there, and is told."""
        if opinion.words:
            self._with_words = (opinion.id, lost)
        self._outbox.put(opinion, lambda refusal: noted(refusal is None))

    def answered(self, answer: Answer) -> None:
        """The ledger's answer to what the outbox kept."""
        opinion, lost = self._with_words
        if not isinstance(answer, Granted) or answer.request != opinion:
            return
        self._with_words = _NOTHING_WRITTEN
        if not any(isinstance(each, OpinionLeft) and each.has_words for each in answer.facts):
            lost()

    def close(self) -> None:
        """Let what is being written come to its end."""
        self._try_at = None
        self._writing.close()

    def next_wakeup(self) -> float | None:
        """When the disk is tried again."""
        return self._try_at

    def tick(self, now: float) -> None:
        """Try it."""
        if self._try_at is None or now < self._try_at:
            return
        self._try_at = None
        if self._writing.busy:
            self._try_at = now + _TRY
        else:
            work = partial(find_room, self._journal.file.parent, _ROOM)
            self._writing.run(work, self._tried)

    def _tried(self, error: Exception | None) -> None:
        if error is not None:
            self._refuses(error)
        else:
            self._stale = self._mending = True
            refused, self._refused = self._refused, {}
            for request in refused.values():
                self._put(request)
        self._write()

    def _put(self, request: Settling) -> None:
        self._outbox.put(request, partial(self._settled, request))

    def _settled(self, request: Settling, refusal: StoreKnown | None) -> None:
        if refusal is not None:
            self._refused[request.id] = request
            self._try_at = self._clock() + _TRY
            return
        self._unsettled.pop(request.id, None)
        self._stale = True
        self._write()

    def _write(self) -> None:
        """Have written all that is open now. While the disk is at work it waits."""
        if self._writing.busy or not (self._waiting or self._stale):
            return
        waiting, self._waiting = self._waiting, []
        self._stale = False
        opens = {each.request.id: each for each in (*self._unsettled.values(), *self._opens)}
        blocks, self._unkept = self._unkept, None
        work = partial(self._commit, blocks, tuple(opens.values()))
        self._writing.run(work, partial(self._written, waiting, blocks))

    def _commit(self, blocks: tuple[SpareBlock, ...] | None, opens: tuple[Open, ...]) -> None:
        """On the disk's thread. A number is of a block that is there: a cut between the two passes
        a number over that nobody has seen, and gives none again."""
        if blocks is not None and self._series is not None:
            self._series.write(blocks)
        self._journal.write(opens)

    def _written(
        self,
        waiting: list[Noted],
        blocks: tuple[SpareBlock, ...] | None,
        error: Exception | None,
    ) -> None:
        if error is not None and self._unkept is None:
            self._unkept = blocks  # with whatever is written next
        for noted in waiting:  # each by itself, so that one who fails keeps no other from hearing
            self._post(noted, error is None)
        if error is not None:
            self._refuses(error)
        else:
            self._answers()
        self._write()

    def _answers(self) -> None:
        """The disk has taken something. One that refused before is believed when it was tried."""
        if self._mending or (self._silent and self._try_at is None):
            self._disk(self._journal.file, None)
        self._mending = self._silent = False

    def _stands_still(self, silent: DiskSilent) -> None:
        self._silent = True
        self._disk(self._journal.file, silent)

    def _refuses(self, error: Exception) -> None:
        """A disk that refuses is tried again; any other failure is our own."""
        self._mending = False
        if not isinstance(error, OSError):
            raise error
        self._try_at = self._clock() + _TRY
        file = self._journal.file
        words = f"{file}: the journal cannot be written ({error.strerror}); free the disk"
        self._disk(file, DiskRefuses(words))
