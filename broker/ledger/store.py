"""The ledger's file: append-only facts in SQLite, on disk before anybody hears of them.

How it works, and why it cannot lose. WAL with synchronous=FULL: a commit that returned survives a
power cut (proved by `make torture`). Facts are chained while they are gathered: each hash covers
the one before it and everything that is said about its own fact, so the file is true from its
first fact to its last, or an inspector sees where it is not.

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
import fcntl
import logging
import os
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import IO, Any

import msgspec

from broker.domain.errors import StoreBug, StoreError, StoreKnown
from broker.domain.facts import AnyFact
from broker.domain.ids import RequestId
from broker.domain.requests import Answer
from broker.ledger.chain import START, Row, breaks, link
from broker.ledger.log_file import write_again
from broker.ledger.migrations import STEPS
from broker.wire import codec
from broker.wire.messages import Recorded

log = logging.getLogger(__name__)

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)
_facts: msgspec.json.Decoder[AnyFact] = msgspec.json.Decoder(AnyFact)
_COLUMNS = "seq, at, source, request, body, hash"
_KEEP_FACT = f"INSERT INTO facts ({_COLUMNS}) VALUES (?, ?, ?, ?, ?, ?)"  # noqa: S608  # a constant
_KEEP_ANSWER = "INSERT INTO answers (request, body) VALUES (?, ?)"
AS_WRITTEN = "seq, at, source, request, CAST(body AS BLOB), CAST(hash AS BLOB)"


class Store:
    """The open file of one hall, held exclusively while it is open. Not thread-safe."""

    def __init__(self, file: Path) -> None:
        self.file = file
        self._facts: list[tuple[int, int, str, str, bytes, bytes]] = []
        self._answers: dict[RequestId, Answer] = {}
        self._lock = _hold(file)
        try:
            write_again(file)
            self._db = sqlite3.connect(file, isolation_level=None, check_same_thread=False)
            self._prepare()
            self._seq, self._at, self._hash = self._end()
        except sqlite3.Error as error:
            self._lock.close()
            raise known(file, error) from error
        except StoreError:
            self._lock.close()
            raise

    def begin(self) -> None:
        """Open the transaction that the next facts and answers share."""
        self._facts.clear()
        self._answers.clear()
        self._run("BEGIN IMMEDIATE")

    def record(
        self, facts: Sequence[AnyFact], at: datetime, source: str, request: RequestId
    ) -> tuple[Recorded, ...]:
        """Append facts of one request to the open transaction.

        Should the machine's clock have gone back, the time of the fact before is kept: the order
        of facts is the order of their times.
        """
        moment = max((at - _EPOCH) // _MICROSECOND, self._at)
        return tuple(self._append(fact, moment, source, request) for fact in facts)

    def keep(self, answer: Answer) -> None:
        """Store the answer beside its facts, for whoever asks again."""
        self._answers[answer.request] = answer

    def answer_to(self, request: RequestId) -> Answer | None:
        """What was answered to this request id, in this or any earlier life."""
        if request in self._answers:
            return self._answers[request]
        row = self._run("SELECT body FROM answers WHERE request = ?", (request,)).fetchone()
        return codec.decode_answer(row[0]) if row else None

    def commit(self) -> None:
        """Put the transaction on disk. After an error nothing of it may be told to anybody, and
        the store is closed."""
        answers = [(key, codec.encode(answer)) for key, answer in self._answers.items()]
        try:
            self._db.executemany(_KEEP_FACT, self._facts)
            self._db.executemany(_KEEP_ANSWER, answers)
            self._db.execute("COMMIT")
        except sqlite3.Error as error:
            self.close()
            raise known(self.file, error) from error
        self._answers.clear()

    def since(self, moment: datetime) -> Iterator[Recorded]:
        """Facts from `moment` on, in order, with their part of the chain verified."""
        start = self._first_at((moment - _EPOCH) // _MICROSECOND)
        before = self._run("SELECT hash FROM facts WHERE seq = ?", (start - 1,)).fetchone()
        rows = [Row(*row) for row in self._select("WHERE seq >= ?", (start,))]
        for trouble in breaks(rows, before[0] if before else START, start):
            raise StoreKnown(f"{self.file}: {trouble}; restore the last backup")
        for row in rows:
            yield recorded(row)

    def at(self, places: Iterable[int]) -> Iterator[Recorded]:
        """The committed facts with these numbers, in this order."""
        for place in places:
            for row in self._select("WHERE seq = ?", (place,)):
                yield recorded(Row(*row))

    def _first_at(self, moment: int) -> int:
        """The first fact not before `moment`: times never fall, so it is found by halving, and
        no index of times costs a page with every commit."""
        low, high = 1, self._seq + 1
        while low < high:
            middle = (low + high) // 2
            row = self._run("SELECT at FROM facts WHERE seq = ?", (middle,)).fetchone()
            if row is None or row[0] < moment:
                low = middle + 1
            else:
                high = middle
        return low

    @property
    def last_at(self) -> datetime | None:
        """When the last fact was written; None in a new ledger."""
        return _EPOCH + self._at * _MICROSECOND if self._seq else None

    def rows(self) -> Iterator[Row]:
        """Everything, oldest first, as it lies on disk: for audits."""
        for row in self._select("", ()):
            yield Row(*row)

    def close(self) -> None:
        """Release the file."""
        with contextlib.suppress(sqlite3.Error):
            self._db.close()
        self._lock.close()

    def _append(self, fact: AnyFact, at: int, source: str, request: RequestId) -> Recorded:
        body = msgspec.json.encode(fact)
        seq = self._seq + 1
        digest = link(self._hash, seq, at, source, request, body)
        self._facts.append((seq, at, source, request, body, digest))
        self._seq, self._at, self._hash = seq, at, digest
        return Recorded(
            seq=seq,
            at=_EPOCH + at * _MICROSECOND,
            source=source,
            request=request,
            hash=digest.hex(),
            fact=fact,
        )

    def _prepare(self) -> None:
        self._db.execute("PRAGMA journal_mode=WAL")
        verdict: str = self._db.execute("PRAGMA quick_check(1)").fetchone()[0]
        if verdict != "ok":
            words = " ".join(verdict.split())
            raise StoreKnown(f"{self.file}: the file is damaged ({words}); restore a backup")
        self._db.execute("PRAGMA synchronous=FULL")
        version: int = self._db.execute("PRAGMA user_version").fetchone()[0]
        if version > len(STEPS):
            raise StoreKnown(
                f"{self.file}: written by a newer version of the hall (format {version}, this"
                f" one knows {len(STEPS)}); install that version"
            )
        for number, step in enumerate(STEPS[version:], version + 1):
            self._db.execute("BEGIN IMMEDIATE")
            for statement in step:
                self._db.execute(statement)
            self._db.execute(f"PRAGMA user_version = {number}")
            self._db.execute("COMMIT")

    def _end(self) -> tuple[int, int, bytes]:
        row = self._db.execute("SELECT seq, at, hash FROM facts ORDER BY seq DESC LIMIT 1")
        found: tuple[int, int, bytes] | None = row.fetchone()
        return found or (0, 0, START)

    def _select(self, where: str, values: tuple[object, ...]) -> Iterator[tuple[Any, ...]]:
        cursor = self._run(
            f"SELECT {AS_WRITTEN} FROM facts {where} ORDER BY seq",  # noqa: S608  # our own words only
            values,
        )
        while True:
            try:
                rows = cursor.fetchmany(1000)
            except sqlite3.Error as error:
                raise known(self.file, error) from error
            if not rows:
                return
            yield from rows

    def _run(self, statement: str, values: tuple[object, ...] = ()) -> sqlite3.Cursor:
        try:
            return self._db.execute(statement, values)
        except sqlite3.Error as error:
            raise known(self.file, error) from error


def recorded(row: Row) -> Recorded:
    """A row as a value. `StoreKnown` where its JSON is not a fact."""
    try:
        fact = _facts.decode(row.body)
    except msgspec.DecodeError as error:
        raise StoreKnown(f"fact {row.seq} cannot be read ({error}); restore a backup") from error
    return Recorded(
        seq=row.seq,
        at=_EPOCH + row.at * _MICROSECOND,
        source=row.source,
        request=row.request,
        hash=row.hash.hex(),
        fact=fact,
    )


def known(file: Path, error: sqlite3.Error) -> StoreError:
    """What a SQLite error means for the people in the hall."""
    text = str(error)
    if "full" in text:
        return StoreKnown(
            f"{file}: the disk is full; free some space, the ledger goes on by itself"
        )
    if "malformed" in text or "not a database" in text or "corrupt" in text:
        return StoreKnown(f"{file}: the file is damaged ({text}); restore the last backup")
    if isinstance(error, sqlite3.OperationalError):
        return StoreKnown(f"{file}: cannot be read or written ({text}); check the disk")
    return StoreBug(f"{file}: {text}")


def _hold(file: Path) -> IO[str]:
    """Lock the ledger for this process; the lock dies with it, however it ends."""
    lock = file.with_suffix(".lock")
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        holder = lock.open("a+", encoding="utf-8")
    except OSError as error:
        raise StoreKnown(f"{lock}: cannot be made ({error.strerror}); check the disk") from error
    try:
        fcntl.flock(holder, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as error:
        holder.seek(0)
        owner = holder.read().strip() or "?"
        holder.close()
        raise StoreKnown(
            f"{file}: another hall (process {owner}) is using this ledger; end that one first, or"
            " give this one a run directory of its own"
        ) from error
    with contextlib.suppress(OSError):  # on a full disk the lock holds all the same
        os.ftruncate(holder.fileno(), 0)
        os.write(holder.fileno(), str(os.getpid()).encode())
    return holder
