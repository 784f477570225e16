"""The chain of hashes that lets an inspector see whether a fact was changed or removed.

Each fact is hashed together with the hash before it, so the last hash speaks for the whole ledger:
to change, remove, insert or exchange a fact unseen, every later hash would have to be made anew.
Who has noted one hash of yesterday (`hall audit` prints the last) can tell even that.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from broker.domain.ids import RequestId

START = bytes(32)  # what the first fact is chained to


@dataclass(frozen=True, slots=True)
class Row:
    """A fact as it lies on disk. `at` is microseconds since 1970 UTC; `body` its JSON."""

    seq: int
    at: int
    source: str
    request: RequestId
    body: bytes
    hash: bytes


def link(before: bytes, seq: int, at: int, source: str, request: RequestId, body: bytes) -> bytes:
    """SHA-256 over the hash before and everything that is said about the fact."""
    head = f"{seq}\n{at}\n{source}\n{request}\n".encode()
    return hashlib.sha256(before + head + body).digest()


def breaks(rows: Iterable[Row], before: bytes = START, expected: int = 1) -> Iterator[str]:
    """A sentence for every place where the chain does not hold, in order."""
    for row in rows:
        if row.seq != expected:
            yield f"fact {expected} is missing; the next one there is {row.seq}"
        if link(before, row.seq, row.at, row.source, row.request, row.body) != row.hash:
            yield f"fact {row.seq} or one before it was changed: its hash does not fit"
        before, expected = row.hash, row.seq + 1
