"""All characters of all names of a catalogue in one row, and sets of their places. Pure.

A set of places is one whole number, a bit for each. Behind each name stands an empty place, so that
no match runs on into the next one. The names of one item stand together: a block.
`kiosk.ticket.search` says what this is good for.
"""

from __future__ import annotations

import re
from array import array
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from functools import cache, lru_cache, reduce
from operator import or_

from kiosk.words.fuzzy import sounds
from kiosk.words.spelling import LEFT_OUT, LONGEST_READING, Options, Spelling

_SOME = re.compile(rb"[^\0]")
_BITS = [tuple(bit for bit in range(8) if byte >> bit & 1) for byte in range(256)]
_KEPT_BYTES = 16_000_000  # of sets that were asked for
_KEPT_AT_MOST = 256  # sets of one kind


class NameRow:
    """`blocks` are the spellings of the names of each item."""

    def __init__(self, blocks: Sequence[Sequence[Spelling]]) -> None:
        self.begins = array("L")  # of each name
        self._blocks = array("L")  # of each block
        self._places: dict[Options, array[int]] = defaultdict(lambda: array("L"))
        at = 0
        for names in blocks:
            self._blocks.append(at)
            for name in names:
                at = self._put(name, at)
        self._length = at
        self._read: dict[str, list[Options]] = defaultdict(list)
        for options in self._places:
            for reading in options:
                self._read[reading].append(options)
        self._readings = sorted(self._read)
        self._firsts = self._set_of(self._blocks)
        self._ends = self._set_of(end - 1 for _, end in self._bounds(self._blocks))
        self._left_out = self._of(options for options in self._places if options[0] == LEFT_OUT)
        kept = max(16, min(_KEPT_AT_MOST, _KEPT_BYTES * 8 // (2 * at + 1)))
        self.whole = lru_cache(maxsize=kept)(self._whole)
        self.begun = lru_cache(maxsize=kept)(self._begun)
        self.alike = lru_cache(maxsize=kept)(self._alike)
        self.alike_begun = lru_cache(maxsize=kept)(self._alike_begun)
        self.nth = cache(self._nth)

    def _put(self, name: Spelling, at: int) -> int:
        """Where the next name begins."""
        self.begins.append(at)
        for options in name.options:
            self._places[options].append(at)
            at += 1
        return at + 1  # the empty place

    def starts(self, wanted: str, fuzzy: bool = False) -> int:
        """Where a match of all of `wanted` begins; with `fuzzy`, of what sounds alike as well.
        `rests[n]` are the places where a match of what follows its first n letters may go on."""
        whole, begun = (self.alike, self.alike_begun) if fuzzy else (self.whole, self.begun)
        end = len(wanted)
        rests = [0] * end
        starts = 0
        for begin in reversed(range(end)):
            starts = begun(wanted[begin:])
            for stop in range(begin + 1, min(begin + LONGEST_READING, end - 1) + 1):
                if rests[stop]:
                    starts |= whole(wanted[begin:stop]) & (rests[stop] >> 1)
            rests[begin] = starts | (self._left_out & (starts >> 1))
        return starts

    def forget(self) -> None:
        """Let go of everything that was asked for."""
        for kept in (self.whole, self.begun, self.alike, self.alike_begun):
            kept.cache_clear()

    def firsts(self, starts: int) -> int:
        """Of each block only the first start. The places of a block, its last empty one among
        them, are the figures of one number: taking 1 away from it changes all of them up to the
        lowest start, and the empty place, filled, keeps a block without any from borrowing of the
        next."""
        return starts & ~((starts | self._ends) - self._firsts)

    def block_at(self, place: int) -> int:
        """The block of a place."""
        return bisect_right(self._blocks, place) - 1

    def name_at(self, place: int) -> int:
        """The name of a place, counted over all blocks."""
        return bisect_right(self.begins, place) - 1

    def block(self, nth: int) -> int:
        """The places of one block."""
        begin = self._blocks[nth]
        end = self._blocks[nth + 1] if nth + 1 < len(self._blocks) else self._length
        return (1 << end) - (1 << begin)

    def _set_of(self, places: Iterable[int]) -> int:
        """A set of places: a figure 1 for each, the first place last."""
        figures = bytearray(b"0") * self._length
        for each in places:
            figures[-1 - each] = 49  # "1"
        return int(figures, 2) if self._length else 0

    def _of(self, kinds: Iterable[Options]) -> int:
        found = set(kinds)
        return self._set_of(place for each in found for place in self._places[each]) if found else 0

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

    def _alike(self, piece: str) -> int:
        """The places that can stand for what sounds like `piece`."""
        return reduce(or_, map(self.whole, sounds(piece)))

    def _alike_begun(self, piece: str) -> int:
        """The places with a reading that begins with what sounds like `piece`."""
        return reduce(or_, map(self.begun, sounds(piece)))

    def _from(self, piece: str) -> list[str]:
        first = bisect_left(self._readings, piece)
        return self._readings[first : bisect_right(self._readings, piece + "\U0010ffff")]

    def _nth(self, nth: int) -> int:
        """The places of the `nth` character of every name that has one."""
        bounds = self._bounds(self.begins)
        return self._set_of(begin + nth for begin, end in bounds if begin + nth < end - 1)

    def _bounds(self, begins: array[int]) -> Iterator[tuple[int, int]]:
        """Where each begins, and the next one."""
        return zip(begins, (*begins[1:], self._length)[: len(begins)], strict=True)


def members(places: int) -> Iterator[int]:
    """The places of a set, in their order. Most bytes of it are empty, and are passed over."""
    row = places.to_bytes(places.bit_length() // 8 + 1, "little")
    for found in _SOME.finditer(row):
        at = found.start()
        for bit in _BITS[row[at]]:
            yield 8 * at + bit
