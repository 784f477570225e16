"""The chain of hashes that lets an inspector see whether a fact was changed or removed.

Each fact is hashed together with the hash before it, so the last hash speaks for the whole ledger:
to change, remove, insert or exchange a fact unseen, every later hash would have to be made anew.
Who has noted one hash of yesterday (`hall audit` prints the last) can tell even that.

Format 2, which everything new is written in, hashes each field with its length before it, so that
nothing can be moved from one column to its neighbour. The body is not hashed itself but as
SHA-256(salt + body), the salt 16 random bytes beside it. So the body of one fact can be withheld
from a copy, or erased where the law demands it, and the chain still holds: the salt's place then
holds that digest, and nobody can guess the body from it. A fact that answers a request carries the
digest of what was asked (`content`); what was granted is told again from the facts themselves, so
the chain covers every granted answer.

Format 1 hashed the fields one after another with line ends between them. Its facts keep their
hashes. The first fact of format 2 after them is chained to a *seam*: a hash over the last of the
old hashes, the place, and all old facts hashed once more with their lengths. So since the seam
nothing can be moved between the columns of an old fact either.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from broker.domain.ids import RequestId

START = bytes(32)  # what the first fact is chained to
SALT, DIGEST = 16, 32  # bytes: the seal of a fact that can be read, and of one that is withheld
WITHHELD = b""  # the body of such a one
_FACT, _SEAM = b"hall ledger 2 fact", b"hall ledger 2 begins"


@dataclass(frozen=True, slots=True)
class Row:
    """A fact as it lies on disk. `at` is microseconds since 1970 UTC; `body` its JSON.

    `content` is the digest of the request that brought it, or empty; `seal` the salt of the body,
    or its digest where the body is withheld. A fact of format 1 has neither.
    """

    seq: int
    at: int
    source: str
    request: RequestId
    body: bytes
    hash: bytes
    content: bytes | None = None
    seal: bytes | None = None

    @property
    def withheld(self) -> bool:
        """Whether the body was taken out; what it said is then unknown, and that it was is not."""
        return self.body == WITHHELD and self.seal is not None and len(self.seal) == DIGEST


def link(before: bytes, row: Row) -> bytes:
    """The hash of a fact after the one that has the hash `before`, by the rule of its format."""
    if row.seal is None:
        head = f"{row.seq}\n{row.at}\n{row.source}\n{row.request}\n".encode()
        return hashlib.sha256(before + head + row.body).digest()
    fields = (*_told(row), row.content or b"", sealed(row.seal, row.body))
    return hashlib.sha256(_packed(_FACT, before, *fields)).digest()


def sealed(seal: bytes, body: bytes) -> bytes:
    """What stands for a body in the hash; nothing, which fits no hash, for a seal that is none."""
    if len(seal) == SALT:
        return hashlib.sha256(seal + body).digest()
    return seal if len(seal) == DIGEST and body == WITHHELD else b""


class Seam:
    """Gathers the facts of format 1, for what the first fact of format 2 is chained to."""

    def __init__(self) -> None:
        self._old = hashlib.sha256()
        self.head = START

    def add(self, row: Row) -> None:
        """One more old fact, in order."""
        self._old.update(_packed(*_told(row), row.body))
        self.head = row.hash

    def hash(self, first: int) -> bytes:
        """What fact `first`, the first of format 2, is chained to."""
        return hashlib.sha256(
            _packed(_SEAM, self.head, _number(first), self._old.digest())
        ).digest()


def breaks(
    rows: Iterable[Row], before: bytes = START, expected: int = 1, seam: bytes | None = None
) -> Iterator[str]:
    """A sentence for every place where the chain does not hold, in order.

    Rows that do not begin with the first fact need the hash before them, and where format 2 begins
    among them, the `seam` as it was noted; from the first fact on it is reckoned anew.
    """
    old, older = Seam(), True
    for row in rows:
        if row.seq != expected:
            yield f"fact {expected} is missing; the next one there is {row.seq}"
        if row.seal is None:
            if not older:
                yield f"fact {row.seq} is in an older format than the fact before it"
            old.add(row)
        elif older:
            older = False
            if seam is not None or old.head != START:
                before = seam or old.hash(row.seq)
        if link(before, row) != row.hash:
            yield f"fact {row.seq} or one before it was changed: its hash does not fit"
        before, expected = row.hash, row.seq + 1


def _told(row: Row) -> tuple[bytes, ...]:
    return _number(row.seq), _number(row.at), row.source.encode(), row.request.encode()


def _number(value: int) -> bytes:
    return value.to_bytes(8, "big", signed=True)


def _packed(*fields: bytes) -> bytes:
    """Fields in a row that can be told apart again: the length of each stands before it."""
    return b"".join(len(each).to_bytes(4, "big") + each for each in fields)
