"""Finding an item as one types: by its name, or by its number. Pure and deterministic.

How this works, and why a key costs the same in a long catalogue: all characters of all names stand
in one row, with an empty place behind each name. A set of places is one whole number, a bit for
each. For each piece of what was typed (`s`, `sh`, `shi`) there is the set of places whose character
can stand for it; what was typed is read from its end, and each step is the places of a piece that
are followed by places where the rest matches (a shift by one). So the cost is that of a few dozen
operations on numbers of some ten thousand bytes. The empty places keep matches inside their names.
`kiosk.words.spelling.mark` finds the same in one name, letter by letter; a test holds the two
together.
"""

from __future__ import annotations

from array import array
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cache, lru_cache
from itertools import islice
from string import ascii_lowercase, digits
from typing import overload

from msgspec import Struct

from broker.domain.catalogue import Item
from kiosk.words.spelling import LEFT_OUT, LONGEST_READING, Mark, Options, Spelling, mark, typed

_FEW = 2000  # so many hits are put in order at once
_LONGEST_NUMBER = 5  # digits


class Hit(Struct, frozen=True):
    """An item and where its name matches: `mark` is empty when the item's number matches."""

    item: Item
    mark: Mark = (0, 0)


class _Row:
    """All characters of all names in one row, and sets of their places."""

    def __init__(self, spellings: Sequence[Spelling]) -> None:
        self.begins = array("L")
        self._places: dict[Options, array[int]] = defaultdict(lambda: array("L"))
        at = 0
        for each in spellings:
            self.begins.append(at)
            for options in each.options:
                self._places[options].append(at)
                at += 1
            at += 1  # the empty place
        self.length = at
        self._read: dict[str, list[Options]] = defaultdict(list)
        for options in self._places:
            for reading in options:
                self._read[reading].append(options)
        self._readings = sorted(self._read)
        self.firsts = self.set_of(self.begins)
        self.empty = self.set_of(end - 1 for _, end in self._bounds())
        self.left_out = self._of(options for options in self._places if options[0] == LEFT_OUT)
        self.whole = lru_cache(maxsize=256)(self._whole)
        self.begun = lru_cache(maxsize=256)(self._begun)
        self.nth = cache(self._nth)

    def set_of(self, places: Iterable[int]) -> int:
        """A set of places: a figure 1 for each, the first place last."""
        figures = bytearray(b"0") * self.length
        for each in places:
            figures[-1 - each] = 49  # "1"
        return int(figures, 2) if self.length else 0

    def _of(self, kinds: Iterable[Options]) -> int:
        found = set(kinds)
        return self.set_of(place for each in found for place in self._places[each]) if found else 0

    def _whole(self, piece: str) -> int:
        """The places that can stand for just `piece`: a reading, or its initial."""
        kinds = list(self._read.get(piece, ()))
        if len(piece) == 1 or (len(piece) == 2 and piece[1] == "h"):  # zh ch sh
            longer = (each for each in self._from(piece) if len(each) > 1)
            kinds += [options for each in longer for options in self._read[each]]
        return self._of(kinds)

    def _begun(self, piece: str) -> int:
        """The places with a reading that begins with `piece`."""
        return self._of(each for name in self._from(piece) for each in self._read[name])

    def _from(self, piece: str) -> list[str]:
        first = bisect_left(self._readings, piece)
        return self._readings[first : bisect_right(self._readings, piece + "\U0010ffff")]

    def _nth(self, nth: int) -> int:
        """The places of the `nth` character of every name that has one."""
        bounds = self._bounds()
        return self.set_of(begin + nth for begin, end in bounds if begin + nth < end - 1)

    def name(self, item: int) -> int:
        """The places of one name."""
        begin = self.begins[item]
        end = self.begins[item + 1] if item + 1 < len(self.begins) else self.length
        return (1 << end) - (1 << begin)

    def _bounds(self) -> Iterator[tuple[int, int]]:
        """Where each name begins, and the next one."""
        return zip(self.begins, (*self.begins[1:], self.length), strict=True)


class Hits(Sequence[Hit]):
    """Items that match: earlier in the name first, then in the catalogue's order, then those whose
    number was typed. A hit is made when it is looked at."""

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


class ItemSearch:
    """The index over all items. `spellings` says how each name may be typed; learning that loads
    pypinyin's dictionary, so it is done by a worker, and kept."""

    def __init__(self, items: Sequence[Item], spellings: Sequence[Spelling]) -> None:
        self._items = tuple(items)
        self._spellings = tuple(spellings)
        self._row = _Row(spellings)
        self._numbers: dict[int, list[int]] = defaultdict(list)
        for place, item in enumerate(items):
            self._numbers[item.number].append(place)
        for letter in ascii_lowercase + digits:  # what the first keys ask for
            self._row.begun(letter)
            self._row.whole(letter)
        for nth in range(3):
            self._row.nth(nth)
        self.find = lru_cache(maxsize=64)(self._find)

    def _find(self, text: str) -> Hits:
        """Items matching `text`."""
        wanted = typed(text)
        if not wanted:
            return Hits(0, lambda: iter(()))
        firsts = self._firsts(self._starts(wanted))
        count = firsts.bit_count()
        numbered = self._numbered(wanted, firsts)

        def hits() -> Iterator[Hit]:
            for place in self._in_order(firsts, count):
                item = self._item_at(place)
                yield Hit(self._items[item], mark(self._spellings[item], wanted) or (0, 0))
            for item in numbered:
                yield Hit(self._items[item])

        return Hits(count + len(numbered), hits)

    def _starts(self, wanted: str) -> int:
        """Where a match of all of `wanted` begins. `rests[n]` are the places where a match of what
        follows its first n letters may go on."""
        row, end = self._row, len(wanted)
        rests = [0] * end
        starts = 0
        for begin in reversed(range(end)):
            starts = row.begun(wanted[begin:])
            for stop in range(begin + 1, min(begin + LONGEST_READING, end - 1) + 1):
                if rests[stop]:
                    starts |= row.whole(wanted[begin:stop]) & (rests[stop] >> 1)
            rests[begin] = starts | (row.left_out & (starts >> 1))
        return starts

    def _firsts(self, starts: int) -> int:
        """Of each name only the first start. The places of a name and the empty one behind are the
        figures of one number: taking 1 away from it changes all of them up to the lowest start,
        and the empty place, filled, keeps a name without any from borrowing of the next."""
        row = self._row
        return starts & ~((starts | row.empty) - row.firsts)

    def _in_order(self, firsts: int, count: int) -> Iterator[int]:
        row = self._row
        if count <= _FEW:
            places = list(_bits(firsts))
            yield from sorted(places, key=lambda each: each - row.begins[self._item_at(each)])
            return
        nth = 0
        while firsts:
            here = firsts & row.nth(nth)
            firsts ^= here
            yield from _bits(here)
            nth += 1

    def _item_at(self, place: int) -> int:
        return bisect_right(self._row.begins, place) - 1

    def _numbered(self, wanted: str, firsts: int) -> list[int]:
        """Items with this number whose name does not match."""
        if not (wanted.isascii() and wanted.isdigit() and len(wanted) <= _LONGEST_NUMBER):
            return []
        found = self._numbers.get(int(wanted), ())
        return [each for each in found if not firsts & self._row.name(each)]


def _bits(places: int) -> Iterator[int]:
    """The places of a set, in their order."""
    row = bin(places)[:1:-1]
    place = row.find("1")
    while place >= 0:
        yield place
        place = row.find("1", place + 1)
