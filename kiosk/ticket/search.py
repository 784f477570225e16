"""Finding an item as one types: by its name, by what people call it, by English words, or by its
number. Pure and deterministic.

How this works, and why a key costs the same in a long catalogue: all characters of all names stand
in one row (`kiosk.words.name_row`). For each piece of what was typed (`s`, `sh`, `shi`) there is
the set of places whose character can stand for it; what was typed is read from its end, and each
step is the places of a piece that are followed by places where the rest matches (a shift by one).
So the cost is that of a few dozen operations on numbers of some ten thousand bytes.
`kiosk.words.spelling.mark` finds the same in one name, letter by letter; a test holds the two
together.

An item's block in the row is what people call it, then its name: of several that match, the one
that people say is shown. Common items stand before all others.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from itertools import chain, islice
from string import ascii_lowercase, digits
from typing import overload

from msgspec import Struct

from broker.domain.catalogue import Item
from broker.domain.common_words import CommonWord, ItemKey
from kiosk.ticket.english_words import EnglishWords
from kiosk.words.fuzzy import fuzzed
from kiosk.words.name_row import NameRow, members
from kiosk.words.spelling import Mark, Spelling, mark, typed

_FEW = 2000  # so many hits are put in order at once
_LONGEST_NUMBER = 5  # digits
_FULL = 24  # so many exact hits fill two pages, and nobody looks behind them for alike ones
_BEGUN = 2  # characters of a word, from which on it is meant
_FUZZY = 4  # letters from which on sounds are compared: of fewer, initials are meant


class Hit(Struct, frozen=True):
    """An item, the one of its names that matches, and where: `called` is empty when the item's
    number matches."""

    item: Item
    called: str = ""
    mark: Mark = (0, 0)


class Hits(Sequence[Hit]):
    """Items that match: a common word that was typed whole first; then earlier in the name, common
    items, the catalogue's order; then those whose number was typed. A hit is made when it is looked
    at."""

    def __init__(self, count: int, hits: Callable[[], Iterator[Hit]]) -> None:
        self._count = count
        self._hits = hits

    def __len__(self) -> int:
        return self._count

    def __iter__(self) -> Iterator[Hit]:
        return self._hits()

    @overload
    def __getitem__(self, nth: int) -> Hit: ...
    @overload
    def __getitem__(self, nth: slice) -> tuple[Hit, ...]: ...
    def __getitem__(self, nth: int | slice) -> Hit | tuple[Hit, ...]:
        if isinstance(nth, int):
            return self[nth : nth + 1][0]
        first, end, _ = nth.indices(self._count)
        return tuple(islice(self._hits(), first, end))


NONE_FOUND = Hits(0, lambda: iter(()))


def all_names(items: Iterable[Item], common: Iterable[CommonWord] = ()) -> tuple[str, ...]:
    """Every name that an index over these has to know the spelling of."""
    names = [name for item in items for name in (item.name, *item.synonyms)]
    return tuple(dict.fromkeys((*names, *(each.word for each in common))))


class ItemSearch:
    """The index over all items. `spellings` says how each of `all_names` may be typed; to learn it
    loads pypinyin's dictionary, so a worker does it, and it is kept."""

    def __init__(
        self,
        items: Sequence[Item],
        spellings: Mapping[str, Spelling],
        common: Sequence[CommonWord] = (),
    ) -> None:
        words = _words_of(common)
        ranks = {key: rank for rank, key in enumerate(words)}
        self._items = sorted(items, key=lambda each: ranks.get(_key(each), len(ranks)))
        called = [_called(each, words.get(_key(each), ())) for each in self._items]
        self._names = [name for names in called for name in names]
        self._spellings = spellings
        self._row = NameRow([[spellings[name] for name in names] for names in called])
        self._english = EnglishWords([each.name_en for each in self._items])
        self._common = tuple(common)
        self._place_of = {_key(each): place for place, each in enumerate(self._items)}
        self._numbers: dict[int, list[int]] = defaultdict(list)
        for place, item in enumerate(self._items):
            self._numbers[item.number].append(place)
        for letter in ascii_lowercase + digits:  # what the first keys ask for
            self._row.begun(letter)
            self._row.whole(letter)
        for nth in range(3):
            self._row.nth(nth)
        self.find = lru_cache(maxsize=64)(self._find)
        self.find_english = lru_cache(maxsize=64)(self._find_english)

    def meant(self, text: str) -> tuple[CommonWord, ...]:
        """The common words that `text` spells whole."""
        wanted = typed(text)
        return tuple(each for each in self._common if self._spells(each.word, wanted))

    def begun(self, text: str) -> tuple[CommonWord, ...]:
        """The common words whose first two characters or more `text` spells, one of them written:
        letters alone may be the beginning of much."""
        wanted = typed(text)
        if wanted.isascii():
            return ()
        marks = ((each, mark(self._spellings[each.word], wanted)) for each in self._common)
        return tuple(each for each, at in marks if at and at[0] == 0 and at[1] >= _BEGUN)

    def _spells(self, word: str, wanted: str) -> bool:
        spelt = self._spellings[word]
        return len(wanted) >= len(spelt.options) and mark(spelt, wanted) == (0, len(word))

    def _find_english(self, text: str) -> Hits:
        """Items with an English word that begins so; where there is none, whatever matches."""
        wanted = typed(text)
        found = self._english.find(wanted)

        def hits() -> Iterator[Hit]:
            for nth in found:
                item = self._items[nth]
                yield Hit(item, item.name_en, self._english.mark(nth, wanted))

        return Hits(len(found), hits) if found else self.find(text)

    def _find(self, text: str) -> Hits:
        """Items matching `text`."""
        wanted = typed(text)
        if not wanted:
            return NONE_FOUND
        firsts = self._row.firsts(self._row.starts(wanted))
        count = firsts.bit_count()
        behind = self._behind(wanted, firsts) if count < _FULL else 0
        ahead = self._ahead(text, firsts)
        rest = firsts & ~sum(1 << each for each in ahead)
        numbered = self._numbered(wanted, firsts)

        def hits() -> Iterator[Hit]:
            for place in chain(ahead, self._in_order(rest)):
                called = self._names[self._row.name_at(place)]
                where = mark(self._spellings[called], wanted) or (0, 0)
                yield Hit(self._items[self._row.block_at(place)], called, where)
            for place in members(behind):
                called = self._names[self._row.name_at(place)]
                where = mark(fuzzed(self._spellings[called]), wanted) or (0, 0)
                yield Hit(self._items[self._row.block_at(place)], called, where)
            for item in numbered:
                yield Hit(self._items[item])

        return Hits(count + behind.bit_count() + len(numbered), hits)

    def _behind(self, wanted: str, firsts: int) -> int:
        """Where names match that only sound so, of items that are not among the others."""
        if not (wanted.isascii() and wanted.isalpha() and len(wanted) >= _FUZZY):
            return 0
        alike = self._row.firsts(self._row.starts(wanted, fuzzy=True))
        for place in members(firsts):
            alike &= ~self._row.block(self._row.block_at(place))
        return alike

    def _ahead(self, text: str, firsts: int) -> list[int]:
        """Where the items of a common word that was typed whole match, the likeliest first."""
        keys = dict.fromkeys(key for word in self.meant(text) for key in word.items)
        known = [self._place_of[key] for key in keys if key in self._place_of]
        found = (firsts & self._row.block(item) for item in known)
        return [place for each in found for place in members(each)]

    def _in_order(self, firsts: int) -> Iterator[int]:
        row = self._row
        if firsts.bit_count() <= _FEW:
            places = list(members(firsts))
            yield from sorted(places, key=lambda each: each - row.begins[row.name_at(each)])
            return
        nth = 0
        while firsts:
            here = firsts & row.nth(nth)
            firsts ^= here
            yield from members(here)
            nth += 1

    def _numbered(self, wanted: str, firsts: int) -> list[int]:
        """Items with this number no name of which matches."""
        if not (wanted.isascii() and wanted.isdigit() and len(wanted) <= _LONGEST_NUMBER):
            return []
        found = self._numbers.get(int(wanted), ())
        return [each for each in found if not firsts & self._row.block(each)]


def _key(item: Item) -> ItemKey:
    return item.department, item.number


def _words_of(common: Iterable[CommonWord]) -> dict[ItemKey, list[str]]:
    """The common words of each item, the commonest item first."""
    words: dict[ItemKey, list[str]] = defaultdict(list)
    for each in common:
        for key in each.items:
            words[key].append(each.word)
    return words


def _called(item: Item, words: Iterable[str]) -> tuple[str, ...]:
    """What people call it, then its name. A name that holds such a word says it already."""
    others = dict.fromkeys((*words, *item.synonyms))
    return (*(each for each in others if each not in item.name), item.name)
