"""Heads: the hash of the last fact of an evening, kept elsewhere. Pure.

Whoever owns the machine can change a fact and make all later hashes anew, cut facts off the end,
or begin an empty ledger: the chain holds then, and says nothing. But he cannot make a ledger that
still has, at the same place, the hash that somebody noted before.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from broker.ledger.chain import Row

SHORTEST = 16  # hex digits: nobody makes a hash that begins with sixteen given ones
_GROUP = 8
_LINE = re.compile(r"([0-9]{4}-[0-9]{2}-[0-9]{2}) +([0-9]{1,18}) +([0-9a-f]{64})")


@dataclass(frozen=True, slots=True)
class Head:
    """The hash of a ledger's last fact on a business day, and how many facts it had then."""

    day: date
    facts: int
    hash: str

    def line(self) -> str:
        """As it stands in the file of heads."""
        return f"{self.day} {self.facts} {self.hash}"

    def slip(self, hall: str) -> tuple[str, ...]:
        """As it stands on a slip, in groups that can be read out."""
        groups = [self.hash[at : at + _GROUP] for at in range(0, len(self.hash), _GROUP)]
        pairs = [" ".join(groups[at : at + 2]) for at in range(0, len(groups), 2)]
        return (hall, f"台账 Ledger {self.day}", f"{self.facts} 条 facts", *pairs)


def parsed(text: str) -> tuple[list[Head], list[str]]:
    """The heads in a file, and a sentence for each line that is none. Lines that begin with `#` are
    remarks."""
    heads, wrong = [], []
    for number, line in enumerate(text.splitlines(), 1):
        if not line.strip() or line.startswith("#"):
            continue
        try:
            found = _LINE.fullmatch(line.strip())
            heads.append(Head(date.fromisoformat(found[1]), int(found[2]), found[3]))  # type: ignore[index]  # None raises
        except (TypeError, ValueError):
            wrong.append(f"line {number} of the heads is none")
    return heads, wrong


class Sought:
    """Looks for heads among the rows of a ledger that go by, from the first on."""

    def __init__(self, heads: Iterable[Head]) -> None:
        self._heads = sorted(heads, key=lambda head: head.facts)
        self._at: dict[int, str] = {head.facts: "" for head in self._heads}
        self._last = 0

    def watched(self, rows: Iterable[Row]) -> Iterator[Row]:
        """The rows, looked at."""
        for row in rows:
            if row.seq in self._at:
                self._at[row.seq] = row.hash.hex()
            self._last = row.seq
            yield row

    def missing(self) -> Iterator[str]:
        """A sentence for each head that the ledger no longer has, once it has gone by."""
        for head in self._heads:
            if self._at[head.facts] == head.hash:
                continue
            if head.facts > self._last:
                yield (
                    f"the ledger ends at fact {self._last}, and had {head.facts} on {head.day}:"
                    " its end was cut off, or it was begun anew"
                )
            else:
                yield (
                    f"the head of {head.day} is not there (fact {head.facts}): a fact up to then"
                    " was changed, and the chain made anew"
                )


class SoughtHash:
    """Looks for one hash, or the beginning of one, wherever it stands."""

    def __init__(self, digits: str) -> None:
        self.digits = digits
        self.found: Row | None = None

    def watched(self, rows: Iterable[Row]) -> Iterator[Row]:
        """The rows, looked at."""
        for row in rows:
            if row.hash.hex().startswith(self.digits):
                self.found = row
            yield row
