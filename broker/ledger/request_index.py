"""Which request brought which facts: found again after a month, at the price of no page a commit.

How it works. The ids of requests are random, so a tree of them has to change another page with
every commit. Facts are only ever appended, and each says which request brought it. So the newest
requests are kept in memory, and are read from the facts again at a start; when there are `_FOLD`
of them, they are folded into a tree on disk all at once, in the transaction of the next commit. A
power cut in between loses nothing: `upto` in the same transaction says what is folded.

The tree holds eight bytes of the SHA-256 of each id, and the number of the first fact; the fact
says whether it is the right one. It is cut into blocks by that number, so that what is folded
together lies on few pages however large the ledger grows. Whoever looks for an id looks into each
block: ten million facts have a hundred and fifty-three.
"""

from __future__ import annotations

import hashlib
import sqlite3
from collections.abc import Iterable, Iterator

_BLOCK = 1 << 16  # facts; it is in the files, so it stays
_FOLD = 1 << 14  # requests: three megabytes of memory

_FIND = """WITH RECURSIVE blocks(block) AS
    (SELECT 0 UNION ALL SELECT block + 1 FROM blocks WHERE block < ?)
    SELECT seq FROM blocks CROSS JOIN requests USING (block) WHERE key = ?"""


class RequestIndex:
    """The requests of one open ledger. Raises `sqlite3.Error`."""

    def __init__(self, db: sqlite3.Connection) -> None:
        self._db = db
        self._upto = _upto(db)
        self._recent: dict[str, int] = {}
        newer = "SELECT seq, request FROM facts WHERE seq > ? ORDER BY seq"
        for seq, request in db.execute(newer, (self._upto,)):
            self.note(request, seq)

    def note(self, request: str, seq: int) -> None:
        """A fact was written because of this request; the first of them counts."""
        if request:
            self._recent.setdefault(request, seq)

    def first(self, request: str) -> int | None:
        """The number of the first fact that a request brought."""
        recent = self._recent.get(request)
        if recent is not None:
            return recent
        for (seq,) in self._db.execute(_FIND, (self._upto // _BLOCK, _key(request))):
            fact = self._db.execute("SELECT request FROM facts WHERE seq = ?", (seq,)).fetchone()
            if fact is not None and fact[0] == request:
                return int(seq)
        return None

    def fold_when_due(self, upto: int) -> None:
        """Inside a transaction that has written nothing yet, `upto` the newest fact on disk."""
        if len(self._recent) >= _FOLD:
            fold(self._db, ((request, seq) for request, seq in self._recent.items()), upto)
            self._upto = upto
            self._recent.clear()


def fold(db: sqlite3.Connection, firsts: Iterable[tuple[str, int]], upto: int) -> None:
    """Put requests into the tree, in its order; `upto` is the last fact that was looked at."""
    entries = sorted((seq // _BLOCK, _key(request), seq) for request, seq in firsts)
    db.executemany("INSERT INTO requests (block, key, seq) VALUES (?, ?, ?)", entries)
    db.execute("UPDATE indexed SET upto = ?", (upto,))


def unfindable(db: sqlite3.Connection) -> Iterator[str]:
    """A sentence where a request that has brought facts would not be found, and so be carried out
    once more when it returns. No hash covers the index: it follows from the facts, and is compared
    with them, a block at a time. Raises `sqlite3.Error`."""
    upto = _upto(db)  # what a ledger folds meanwhile is not looked at
    for block in range(upto // _BLOCK + 1):
        there = set(db.execute("SELECT key, seq FROM requests WHERE block = ?", (block,)))
        for seq, request in _firsts(db, block, upto):
            if (_key(request), seq) not in there:
                yield f"the request of fact {seq} is not indexed: it could be carried out again"
                return


def _firsts(db: sqlite3.Connection, block: int, upto: int) -> Iterator[tuple[int, str]]:
    """Where requests begin in a block: the facts of one stand together."""
    before = ""
    begin, end = block * _BLOCK, min((block + 1) * _BLOCK, upto + 1)
    facts = "SELECT seq, request FROM facts WHERE seq >= ? AND seq < ? ORDER BY seq"
    for seq, request in db.execute(facts, (begin - 1, end)):
        if request and request != before and seq >= begin:
            yield seq, request
        before = request


def _upto(db: sqlite3.Connection) -> int:
    """The last fact that is folded. `sqlite3.DatabaseError` where that cannot be."""
    last = db.execute("SELECT max(seq) FROM facts").fetchone()[0] or 0
    found = db.execute("SELECT upto FROM indexed").fetchone()
    if found is None or not isinstance(found[0], int) or not 0 <= found[0] <= last:
        raise sqlite3.DatabaseError("malformed: the index of requests does not fit the facts")
    return int(found[0])


def _key(request: str) -> int:
    return int.from_bytes(hashlib.sha256(request.encode()).digest()[:8], "big", signed=True)
