"""Learnt an item by English words of its name: from the beginning of any of them on, blanks left
out, as on a keypad without any. Pure."""

from __future__ import annotations

import re
from array import array
from bisect import bisect_left
from collections.abc import Sequence

from kiosk.words.spelling import Mark

_WORD = re.compile(r"[A-Za-z0-9]+(?:'[a-z]+)?")
_LONGEST = 20  # letters of a word and what follows; nobody types more
_SMALL = frozenset(
    {"a", "an", "and", "at", "by", "for", "from", "in", "of", "on", "or", "the", "to"}
)


class EnglishWords:
    """`names` in the order in which equals are found; an empty one is never found."""

    def __init__(self, names: Sequence[str]) -> None:
        self._names = tuple(names)
        rows = sorted(row for nth, name in enumerate(names) for row in _rows(nth, name))
        self._begun = [begun for begun, _, _ in rows]
        # Names that begin so come first: their rank is their own number, the others' lies behind.
        many = len(self._names)
        self._ranks = array("L", (nth if place == 0 else many + nth for _, place, nth in rows))

    def find(self, wanted: str) -> tuple[int, ...]:
        """The names with a word that begins so: those that begin with it first."""
        if not (wanted.isascii() and wanted.isalnum()):
            return ()
        wanted = wanted.lower()[:_LONGEST]
        first = bisect_left(self._begun, wanted)
        last = bisect_left(self._begun, wanted + "~", first)
        many = len(self._names)
        ranks = sorted(set(self._ranks[first:last]))
        return tuple(dict.fromkeys(each % many for each in ranks))

    def mark(self, nth: int, wanted: str) -> Mark:
        """Where in a name that was found the match is."""
        name, wanted = self._names[nth], wanted.lower()[:_LONGEST]
        begins = next(place for begun, place, _ in _rows(nth, name) if begun.startswith(wanted))
        ends, letters = begins, len(wanted)
        while letters:
            letters -= name[ends].isalnum()
            ends += 1
        return begins, ends


def _rows(nth: int, name: str) -> list[tuple[str, int, int]]:
    """The name from each of its words on, where that is, and whose it is."""
    words = list(_WORD.finditer(name))
    plain = ["".join(filter(str.isalnum, each[0])).lower() for each in words]
    return [
        ("".join(plain[at:])[:_LONGEST], each.start(), nth)
        for at, each in enumerate(words)
        if plain[at] not in _SMALL
    ]
