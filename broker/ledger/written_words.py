"""What citizens wrote with their opinions: put away at the ledger's door, told, and wiped.

How it works, and why nothing is lost or stays in silence. Words never go beyond the door: they are
on disk in a file of their own first, and the request goes on without them, saying how many
characters they were, or that they could not be kept. So an answer means that both are there; a kill
in between leaves words without an opinion, which is asked again by its kiosk. Whatever is answered,
all words are wiped that belong to no open opinion and to none that is on its way: those of settled
ones, and of what was refused. A start does the same. The file is written by the thread that waits
for the ledger's disk; words that cannot be written or wiped are an alert, and tried again.
"""

from __future__ import annotations

import logging
from collections import deque
from collections.abc import Callable
from dataclasses import replace
from functools import partial

from msgspec.structs import replace as with_fields

from broker.bus.base import Asked
from broker.domain.alerts import AlertCode, Sentences
from broker.domain.errors import StoreKnown
from broker.domain.floor import Floor
from broker.domain.ids import RequestId
from broker.domain.opinions.requests import LeaveOpinion, ReadWords, SettleOpinion, WordsOf
from broker.domain.requests import Answer, Listed
from broker.domain.text.judging import safe, says_something
from broker.language import filled
from broker.ledger import written_file
from broker.ledger.lookout import Lookout, Troubles
from broker.ledger.written_file import MOST, NAME
from broker.service.committer import Committer, DiskSilent, Writing
from broker.service.life import Service

log = logging.getLogger(__name__)

_NEAR = MOST * 4 // 5
_MOST = 1000  # pieces of work that wait for a disk that stands still

_CANNOT = Sentences(
    "意见箱里群众写的文字现在不能保存或删除：{why}",
    "What citizens write in the opinion box can be neither kept nor erased just now: {why}",
)
_FILLING = Sentences(
    "意见箱里有 {count} 件意见带文字，最多存 {most} 件：请用 hall opinions 办结",
    "Opinions with words in the opinion box: {count}, and {most} is the most; settle some with"
    " `hall opinions`",
)

_Job = Callable[[], None]


class WrittenWords:
    """The words of one hall. On the ledger's loop; the file is touched by the disk's thread. What
    may be decided goes `further`."""

    def __init__(
        self, service: Service, committer: Committer, further: Callable[[Asked], None]
    ) -> None:
        self._further = further
        self._file = service.settings.run / NAME
        self._floor: Floor | None = None  # not read yet
        self._open = frozenset[RequestId]()  # those that may have words, as the disk has it
        self._writing = Writing(self._file, committer, service.runner.clock, self._silent)
        self._jobs = deque[tuple[_Job, Callable[[Exception | None], None]]]()
        self._on_the_way = set[RequestId]()
        self._count = 0  # places taken
        self._trouble: StoreKnown | None = None
        service.runner.add(self._writing)
        self._lookout = Lookout(service, (AlertCode.WORDS,), self._found)

    def begin(self, floor: Floor) -> None:
        """The floor tells of what is on disk."""
        self._floor = floor
        self._look()
        self._tend()

    def let_in(self, asked: Asked) -> None:
        """Hand a request on, without what somebody wrote; add to an answer what may be read."""
        match asked.request:
            case LeaveOpinion() as left if says_something(left.words):
                if len(self._jobs) < _MOST:  # more are asked again
                    self._put(asked, left)
            case LeaveOpinion() as left:
                bare = with_fields(left, words="", written=0, lost=False)
                self._further(replace(asked, request=bare))
            case SettleOpinion():
                self._further(replace(asked, answer=partial(self._settled, asked)))
            case ReadWords():
                self._further(replace(asked, answer=partial(self._read, asked)))
            case _:
                self._further(asked)

    # the words of one

    def _put(self, asked: Asked, left: LeaveOpinion) -> None:
        words = safe(left.words).strip()
        bare = with_fields(left, words="", written=len(words), lost=False)
        self._on_the_way.add(left.id)

        def work() -> None:
            self._count = written_file.put(self._file, left.id, words)

        def done(error: Exception | None) -> None:
            self._hear(error)
            told = with_fields(bare, lost=error is not None)
            self._further(replace(asked, request=told, answer=partial(self._left, asked, left.id)))

        self._do(work, done)

    def _left(self, asked: Asked, opinion: RequestId, answer: Answer) -> None:
        self._on_the_way.discard(opinion)
        self._look()
        if opinion in self._open:
            asked.answer(answer)
        else:  # refused, or settled meanwhile
            self._tend(lambda: asked.answer(answer))

    def _settled(self, asked: Asked, answer: Answer) -> None:
        """The answer comes when the words are gone."""
        self._look()
        self._tend(lambda: asked.answer(answer))

    def _look(self) -> None:
        """See which opinions are open. As something is answered, and at a start, the floor is what
        the disk has; at other times it may tell of what is being written."""
        if self._floor is not None:
            opinions = self._floor.opinions.values()
            self._open = frozenset(each.opinion for each in opinions if each.has_words)

    def _read(self, asked: Asked, answer: Answer) -> None:
        if not isinstance(answer, Listed) or not answer.opinions:
            asked.answer(answer)
            return
        found = dict[RequestId, str]()

        def done(error: Exception | None) -> None:
            self._hear(error)
            words = tuple(
                WordsOf(each.opinion, found[each.opinion])
                for each in answer.opinions
                if each.opinion in found
            )
            asked.answer(with_fields(answer, words=words))

        self._do(lambda: found.update(written_file.read(self._file)), done)

    # the file

    def _tend(self, then: Callable[[], None] = lambda: None) -> None:
        """Wipe what belongs to no open opinion."""
        if self._floor is None or not (self._trouble or self._file.exists()):
            then()  # nothing was ever written
            return
        wanted = self._open | self._on_the_way

        def work() -> None:
            self._count = written_file.tend(self._file, wanted)

        def done(error: Exception | None) -> None:
            self._hear(error)
            then()

        self._do(work, done)

    def _do(self, work: _Job, done: Callable[[Exception | None], None]) -> None:
        """One at a time, in their order."""
        self._jobs.append((work, done))
        self._next()

    def _next(self) -> None:
        if self._writing.busy or not self._jobs:
            return
        work, done = self._jobs.popleft()

        def over(error: Exception | None) -> None:
            done(error)
            self._next()

        self._writing.run(work, over)

    def _hear(self, error: Exception | None) -> None:
        if error is not None and not isinstance(error, StoreKnown):
            raise error
        if str(error) != str(self._trouble):
            if error is not None:
                log.error("%s", error)
            self._lookout.soon()
        self._trouble = error

    def _silent(self, silent: DiskSilent) -> None:
        self._trouble = silent
        self._lookout.soon()

    def _found(self) -> Troubles:
        """What staff are told; a file that refused is tried again."""
        said = None
        if self._trouble is not None:
            said = filled(_CANNOT, why=self._trouble)
            if not (self._writing.busy or self._jobs):
                self._tend()
        elif self._count >= _NEAR:
            said = _FILLING.filled(count=self._count, most=MOST)
        return {AlertCode.WORDS: said}
