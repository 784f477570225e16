"""Learnt an item by English words of its name: from the beginning of any of them on, blanks left
out, as on a keypad without any. Pure."""

from __future__ import annotations

import re
from array import array
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Sequence

from kiosk.words.spelling import Mark

_WORD = re.compile(r"[A-Za-z0-9]+(?:'[a-z]+)?")
_LONGEST = 20  # letters of a word and what follows; nobody types more
_MOST = 40  # letters of words that stand apart
_SHORTEST = 2  # letters of a word that another one follows
_STEM = 4
_ENDS = ("ing", "ers", "ed", "es", "er", "e", "s")
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
        forms: dict[str, dict[int, None]] = defaultdict(dict)
        for nth, name in enumerate(names):
            for word in _plain(name):
                for form in _forms(word):
                    forms[form][nth] = None
        # Most stand for a name or two, and a set of those is four times a tuple.
        self._forms = {form: tuple(found) for form, found in forms.items()}
        self._sorted = sorted(self._forms)

    def find(self, wanted: str) -> tuple[int, ...]:
        """The names with a word that begins so: those that begin with it first."""
        if not (wanted.isascii() and wanted.isalnum()):
            return ()
        wanted = wanted.lower()
        return self._in_a_row(wanted[:_LONGEST]) or tuple(sorted(self._apart(wanted[:_MOST])))

    def _in_a_row(self, wanted: str) -> tuple[int, ...]:
        first = bisect_left(self._begun, wanted)
        last = bisect_left(self._begun, wanted + "~", first)
        many = len(self._names)
        ranks = sorted(set(self._ranks[first:last]))
        return tuple(dict.fromkeys(each % many for each in ranks))

    def _apart(self, wanted: str) -> set[int]:
        """The names that hold all its words in some order and form; the last may be begun. A word
        is cut off where a form of one ends: `drivinglicence` is driving and licence."""
        rests = [set[int]()] * len(wanted)  # rests[n]: whose words hold all from letter n on
        for begin in reversed(range(len(wanted))):
            found = self._last(wanted[begin:])
            for end in range(begin + 1, len(wanted)):
                word = wanted[begin:end]
                if word in _SMALL:
                    found |= rests[end]
                elif rests[end] and end - begin >= _SHORTEST:
                    found |= rests[end].intersection(self._forms.get(word, ()))
            rests[begin] = found
        return rests[0] if rests else set()

    def _last(self, begun: str) -> set[int]:
        """The names with a word a form of which begins so."""
        first = bisect_left(self._sorted, begun)
        last = bisect_left(self._sorted, begun + "~", first)
        return set().union(*(self._forms[each] for each in self._sorted[first:last]))

    def mark(self, nth: int, wanted: str) -> Mark:
        """Where in a name that was found the match is; (0, 0) where its words stand apart."""
        name, wanted = self._names[nth], wanted.lower()[:_LONGEST]
        places = (place for begun, place, _ in _rows(nth, name) if begun.startswith(wanted))
        begins = next(places, None)
        if begins is None:
            return 0, 0
        ends, letters = begins, len(wanted)
        while letters:
            letters -= name[ends].isalnum()
            ends += 1
        return begins, ends


def _plain(name: str) -> list[str]:
    """The words of a name that mean something."""
    words = ("".join(filter(str.isalnum, each)).lower() for each in _WORD.findall(name))
    return [each for each in words if each not in _SMALL]


def _forms(word: str) -> tuple[str, ...]:
    """How a word may be said: drive, drives, driving, driver."""
    ends = (each for each in _ENDS if word.endswith(each) and len(word) - len(each) >= _STEM)
    stem = word.removesuffix(next(ends, ""))
    if len(stem) < _STEM:
        return (word,)
    return tuple(dict.fromkeys((word, stem, *(stem + each for each in _ENDS))))


def _rows(nth: int, name: str) -> list[tuple[str, int, int]]:
    """The name from each of its words on, where that is, and whose it is."""
    words = list(_WORD.finditer(name))
    plain = ["".join(filter(str.isalnum, each[0])).lower() for each in words]
    return [
        ("".join(plain[at:])[:_LONGEST], each.start(), nth)
        for at, each in enumerate(words)
        if plain[at] not in _SMALL
    ]
