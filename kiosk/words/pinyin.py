"""Characters by pinyin: what the letters at the end of a field may stand for. Pure.

Words that the hall knows come first (what its items are called and what people call them), then
single characters: those of the hall's own words first, the more often the earlier; then all others
in the order of GB 2312, whose first level is the 3,755 characters of daily use by the standard
itself. It needs no list of a stranger's, and no network. A word stands for everything that it
spells; a character for one syllable, or for one initial where there is no whole syllable.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache, lru_cache
from itertools import chain, islice

from msgspec import Struct

from kiosk.words.name_row import NameRow, members
from kiosk.words.spelling import LONGEST_READING, Spelling, typed

MOST = 60  # candidates; whoever sees so many types on
_WORDS = 24  # among them
_LEVELS = ((16, 56), (56, 88))  # rows of GB 2312: of daily use, by pinyin; others, by radical


class Candidate(Struct, frozen=True):
    """What is offered, and what stands in the field once it was touched."""

    text: str
    becomes: str


@cache
def characters() -> str:
    """The characters of GB 2312, in its order."""
    codes = (
        bytes((0xA0 + row, 0xA0 + cell))
        for level in _LEVELS
        for row in range(*level)
        for cell in range(1, 95)
    )
    return "".join(code.decode("gb2312", "ignore") for code in codes)


class PinyinInput:
    """`words` are offered in their order; `spellings` says how each of them and each of
    `characters()` may be typed. `names` tell which characters are wanted often."""

    def __init__(
        self, words: Sequence[str], spellings: Mapping[str, Spelling], names: Iterable[str]
    ) -> None:
        self._words = tuple(words)
        self._row = NameRow([[spellings[word]] for word in words])
        often = Counter(chain.from_iterable(names))
        ranked = sorted(characters(), key=lambda each: -often[each])
        self._read: dict[str, list[int]] = defaultdict(list)
        self._characters = "".join(ranked)
        for rank, each in enumerate(ranked):
            for nth, reading in enumerate(spellings[each].options[0][1:]):
                self._read[reading].append(rank if nth == 0 else rank + len(ranked))
        for ranks in self._read.values():
            ranks.sort()  # whose first reading it is, before those that are rarely read so
        self.candidates = lru_cache(maxsize=64)(self._candidates)

    def once(self, text: str) -> tuple[Candidate, ...]:
        """The same, and nothing of `text` stays here: for what somebody writes."""
        found = self._candidates(text)
        self._row.forget()
        return found

    def _candidates(self, text: str) -> tuple[Candidate, ...]:
        """What `text` may go on as; of an empty field, the words that come first."""
        found: dict[str, Candidate] = {}
        for each in chain(islice(self._whole(text), _WORDS), self._last(text)):
            found.setdefault(each.text, each)
            if len(found) == MOST:
                break
        return tuple(found.values())

    def _whole(self, text: str) -> Iterator[Candidate]:
        """Words for everything that stands there."""
        for word in self._meant(text):
            if word != text:
                yield Candidate(word, word)

    def _last(self, text: str) -> Iterator[Candidate]:
        """Words and characters for the letters at its end."""
        tail = _letters(text)
        if not tail:
            return
        before = text[: -len(tail)]
        if before:
            for word in islice(self._meant(tail), _WORDS):
                yield Candidate(word, before + word)
        for count, ranks in self._syllables(tail.lower()):
            for rank in ranks:
                character = self._characters[rank % len(self._characters)]
                yield Candidate(character, before + character + tail[count:])

    def _meant(self, text: str) -> Iterator[str]:
        """The words that begin so."""
        wanted = typed(text)
        if not wanted:
            return iter(self._words if not text else ())
        begin = self._row.starts(wanted) & self._row.nth(0)
        return (self._words[self._row.name_at(place)] for place in members(begin))

    def _syllables(self, tail: str) -> Iterator[tuple[int, list[int]]]:
        """Characters for the beginning of some letters: for the longest whole syllable, then for
        syllables that begin so. With each how many letters they stand for."""
        for count in range(min(len(tail), LONGEST_READING), 0, -1):
            if tail[:count] in self._read:
                yield count, self._read[tail[:count]]
                break
        for count in range(min(len(tail), LONGEST_READING), 0, -1):
            begun = [ranks for read, ranks in self._read.items() if read.startswith(tail[:count])]
            if begun:
                yield count, sorted(set(chain.from_iterable(begun)))
                break


def _letters(text: str) -> str:
    """The Latin letters at the end of a text."""
    begin = len(text)
    while begin and text[begin - 1].isascii() and text[begin - 1].isalpha():
        begin -= 1
    return text[begin:]
