"""The ledger's file: append-only facts in SQLite, on disk before anybody hears of them.

How it works, and why it cannot lose. WAL with synchronous=FULL: a commit that returned survives a
power cut (proved by `make torture`). Facts are chained while they are gathered: each hash covers
the one before it and everything that is said about its own fact, so the file is true from its
first fact to its last, or an inspector sees where it is not. What was answered to a request is
told again from the facts it brought (`request_index` finds them), so an answer is one row at the
end of one table, and a commit changes one page; only answers without facts are kept beside
(`empty_answers`).

A start reads the end of the file and, found by halving, the current and the last business day:
neither the size nor the age of the file is felt. `hall audit` reads the whole of it, each night.

After a commit that failed nobody knows what is on disk: all of it, or nothing. The end of the
chain in memory may then be the end of facts that are not there, and one more fact linked to it
would break the chain for ever. So the store closes itself and takes no more; whoever opens the
file anew writes its log once more (`log_file`: a sync that failed may leave bytes that only seem
to be on disk) and reads the end of the chain from what is really there. Whatever was in doubt is
then either found, with its answer beside it in the same transaction, or was never written, and is
decided again.
"""

from __future__ import annotations

import contextlib
import logging
import os
import sqlite3
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from itertools import takewhile
from pathlib import Path
from typing import Any, TypeVar

import msgspec

from broker.domain.errors import StoreKnown
from broker.domain.facts import AnyFact
from broker.domain.ids import RequestId
from broker.domain.refusals import No, Refusal
from broker.domain.requests import Answer, Granted
from broker.ledger.bound import before
from broker.ledger.chain import SALT, START, Row, breaks, link, sealed
from broker.ledger.disk_errors import known, no_room
from broker.ledger.empty_answers import EmptyAnswers, is_remembered
from broker.ledger.halving import first_at
from broker.ledger.lock_file import hold, refuse_half_restored
from broker.ledger.log_file import write_again
from broker.ledger.migrations import STEPS, as_written, migrate, seam_of
from broker.ledger.request_index import RequestIndex
from broker.ledger.rows import microseconds, moment, recorded
from broker.service.room import find_room
from broker.wire.messages import Recorded

log = logging.getLogger(__name__)

T = TypeVar("T")

_KEEP_FACT = """INSERT INTO facts (seq, at, source, request, body, hash, content, seal)
    VALUES (?, ?, ?, ?, ?, ?, ?, ?)"""
_SCRUB_DUE = "INSERT INTO scrub_due SELECT ? WHERE NOT EXISTS (SELECT 1 FROM scrub_due)"
_DAY = timedelta(days=1)
_PAGE = 2048  # bytes: a commit writes one page; with 1024 three facts fill one, with 4096 twelve
_CHECKPOINT = 2000  # pages of the log
_ROOM = _PAGE * _CHECKPOINT  # bytes: more than any commit that may have failed
_ROWS = f"SELECT {as_written(len(STEPS))} FROM facts"  # noqa: S608  # a constant


class Store:
    """The open file of one hall, held exclusively while it is open. Not thread-safe."""

    def __init__(self, file: Path) -> None:
        self.file = file
        self._wary = False
        self._facts: list[Row] = []
        self._granted: dict[RequestId, tuple[bytes, Answer]] = {}
        self._empty: dict[tuple[RequestId, bytes], Answer] = {}
        self._lock = hold(file)
        with contextlib.ExitStack() as if_in_vain:
            if_in_vain.callback(self._lock.close)
            try:
                refuse_half_restored(file)
                write_again(file)
                self._db = sqlite3.connect(file, isolation_level=None, check_same_thread=False)
                if_in_vain.callback(self._db.close)
                self._prepare()
                self._seam = seam_of(self._db)
                self._seq, self._at, self._hash = self._end()
                self._index = RequestIndex(self._db)
                self._empty_answers = EmptyAnswers(self._db)
            except sqlite3.Error as error:
                raise known(file, error) from error
            if_in_vain.pop_all()

    def begin(self, *, write: bool = False) -> None:
        """Open the transaction that the next facts and answers share.

        With `write` its commit writes something, whether or not there is a fact, and only where
        the disk has room for far more: so it tells whether a full disk is full no longer, and not
        only that a little still fits.
        """
        self._wary = write
        self._facts.clear()
        self._granted.clear()
        self._empty.clear()
        self._run("BEGIN IMMEDIATE")
        self._guarded(lambda: self._index.fold_when_due(self._seq))
        if write:
            self._run("INSERT INTO indexed SELECT upto FROM indexed")
            self._run("DELETE FROM indexed WHERE rowid < (SELECT max(rowid) FROM indexed)")

    def record(
        self,
        facts: Sequence[AnyFact],
        at: datetime,
        source: str,
        request: RequestId,
        content: bytes = b"",
    ) -> tuple[Recorded, ...]:
        """Append facts of one request to the open transaction; `content` is its digest.

        Should the machine's clock have gone back, the time of the fact before is kept: the order
        of facts is the order of their times.
        """
        when = max(microseconds(at), self._at)
        return tuple(self._append(fact, when, source, request, content) for fact in facts)

    def keep(self, answer: Answer, content: bytes) -> None:
        """Remember the answer to a request of this content, for whoever asks again. One that tells
        of facts is on disk with them; any other is stored beside, for a while."""
        if isinstance(answer, Granted) and answer.facts:
            self._granted[answer.request] = (content, answer)
        elif is_remembered(answer):
            self._empty[answer.request, content] = answer

    def answer_to(self, request: RequestId, content: bytes) -> Answer | None:
        """What was answered to this request, in this or any earlier life; None for a new one.

        Raises `Refusal` where the id has brought facts for other content than this.
        """
        known, answer = self._granted.get(request) or self._told_again(request)
        if answer is None:
            key = (request, content)
            return self._empty.get(key) or self._guarded(lambda: self._empty_answers.get(key))
        if known not in (content, None):
            raise Refusal(No.DIFFERENT_CONTENT)
        return answer

    def commit(self) -> None:
        """Put the transaction on disk. After an error nothing of it may be told to anybody, and
        the store is closed."""
        rows = [
            (row.seq, row.at, row.source, row.request, row.body, row.hash, row.content, row.seal)
            for row in self._facts
        ]
        try:
            if self._wary:
                find_room(self.file.parent, _ROOM)
            self._db.executemany(_KEEP_FACT, rows)
            self._empty_answers.put(self._empty.items())
            self._db.execute("COMMIT")
        except sqlite3.Error as error:
            self.close()
            raise known(self.file, error) from error
        except OSError as error:
            self.close()
            raise no_room(self.file, error) from error
        self._granted.clear()
        self._empty.clear()

    def withhold(self, row: Row) -> None:
        """In the open transaction: leave of a fact's body its digest alone (`chain`), and note
        that its page keeps it until the file is written anew (`scrubbing`)."""
        seal = sealed(row.seal or b"", row.body)
        self._run("UPDATE facts SET body = x'', seal = ? WHERE seq = ?", (seal, row.seq))
        self._run(_SCRUB_DUE, (self._at,))

    def since(self, begin: datetime) -> Iterator[Recorded]:
        """Facts from `begin` on, in order, with their part of the chain verified."""
        start = self._guarded(lambda: first_at(self._db, microseconds(begin)))
        before = self._run("SELECT hash FROM facts WHERE seq = ?", (start - 1,)).fetchone()
        rows = [Row(*row) for row in self._select("WHERE seq >= ?", (start,))]
        first, seam = self._seam
        known_seam = seam if start <= first else None
        for trouble in breaks(rows, before[0] if before else START, start, known_seam):
            raise StoreKnown(f"{self.file}: {trouble}; restore the last backup")
        yield from (recorded(row) for row in rows if not row.withheld)

    def replayed(self, begin: datetime) -> Iterator[Recorded]:
        """What `before` finds of earlier times by indexes; then all facts from `begin` on."""
        end, bound = microseconds(begin), list[Row]()
        for index, kinds, start in before(begin):
            query = f"INDEXED BY {index} WHERE at >= ? AND at < ? AND {kinds}"
            bound += [Row(*each) for each in self._select(query, (microseconds(start), end))]
        yield from (recorded(row) for row in sorted(bound, key=lambda row: row.seq))
        yield from self.since(begin)

    def at(self, places: Iterable[int]) -> Iterator[Recorded]:
        """The committed facts with these numbers, in this order."""
        for place in places:
            rows = [Row(*row) for row in self._select("WHERE seq = ?", (place,))]
            yield from (recorded(row) for row in rows if not row.withheld)

    @property
    def last_at(self) -> datetime | None:
        """When the last fact was written; None in a new ledger."""
        return moment(self._at) if self._seq else None

    def rows(self) -> Iterator[Row]:
        """Everything, oldest first, as it lies on disk: for audits."""
        for row in self._select("", ()):
            yield Row(*row)

    def close(self) -> None:
        """Release the file."""
        with contextlib.suppress(sqlite3.Error):
            self._db.close()
        self._lock.close()

    def _told_again(self, request: RequestId) -> tuple[bytes | None, Answer | None]:
        """What a request was granted, from the facts it brought, and the digest of its content,
        which facts of format 1 do not have."""
        first = self._guarded(lambda: self._index.first(request))
        if first is None:
            return None, None
        rows = self._guarded(lambda: list(self._brought(request, first)))
        facts = tuple(recorded(row).fact for row in rows if not row.withheld)
        at = moment(rows[0].at)
        return rows[0].content, Granted(request=request, at=at, facts=facts)

    def _brought(self, request: RequestId, first: int) -> Iterator[Row]:
        """The facts of one request, from the first of them on: they stand together."""
        following = self._db.execute(f"{_ROWS} WHERE seq >= ? ORDER BY seq", (first,))
        return takewhile(lambda row: row.request == request, (Row(*each) for each in following))

    def _append(
        self, fact: AnyFact, at: int, source: str, request: RequestId, content: bytes
    ) -> Recorded:
        body, seq = msgspec.json.encode(fact), self._seq + 1
        bare = Row(seq, at, source, request, body, b"", content, os.urandom(SALT))
        digest = link(self._hash, bare)
        self._facts.append(replace(bare, hash=digest))
        self._index.note(request, seq)
        self._seq, self._at, self._hash = seq, at, digest
        return Recorded(
            seq=seq,
            at=moment(at),
            source=source,
            request=request,
            hash=digest.hex(),
            fact=fact,
        )

    def _prepare(self) -> None:
        self._db.execute(f"PRAGMA page_size={_PAGE}")  # of a new file
        self._db.execute("PRAGMA journal_mode=WAL")
        self._db.execute(f"PRAGMA wal_autocheckpoint={_CHECKPOINT}")
        self._db.execute("PRAGMA synchronous=FULL")
        version: int = self._db.execute("PRAGMA user_version").fetchone()[0]
        if version > len(STEPS):
            raise StoreKnown(
                f"{self.file}: written by a newer version of the hall (format {version}, this"
                f" one knows {len(STEPS)}); install that version"
            )
        migrate(self._db, version)

    def _end(self) -> tuple[int, int, bytes]:
        last = "SELECT seq, at, hash FROM facts ORDER BY seq DESC LIMIT 1"
        seq, at, before = self._db.execute(last).fetchone() or (0, 0, START)
        first, seam = self._seam
        return seq, at, seam if seam is not None and seq + 1 == first else before

    def _select(self, where: str, values: tuple[object, ...]) -> Iterator[tuple[Any, ...]]:
        cursor = self._run(f"{_ROWS} {where} ORDER BY seq", values)
        while True:
            try:
                rows = cursor.fetchmany(1000)
            except sqlite3.Error as error:
                raise known(self.file, error) from error
            if not rows:
                return
            yield from rows

    def _guarded(self, work: Callable[[], T]) -> T:
        try:
            return work()
        except sqlite3.Error as error:
            raise known(self.file, error) from error

    def _run(self, statement: str, values: tuple[object, ...] = ()) -> sqlite3.Cursor:
        return self._guarded(lambda: self._db.execute(statement, values))
