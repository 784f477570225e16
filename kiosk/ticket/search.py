"""Finding an item as one types: pinyin initials (`gsyy`), whole or half syllables (`gongsh`),
letters and digits of the name, Chinese characters. Pure and deterministic.

Polyphonic characters are found by each reading that pypinyin gives them in their word.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache

from msgspec import Struct

from broker.domain.catalogue import Item

Mark = tuple[int, int]  # first character and the one after the last


class Hit(Struct, frozen=True):
    """An item and where its name matches: `mark` is empty when the item's number matches."""

    item: Item
    mark: Mark = (0, 0)


class _Entry(Struct, frozen=True):
    item: Item
    spellings: tuple[tuple[str, ...], ...]  # of each character


class Spelling:
    """The index over all items. Building it loads pypinyin's dictionary (half a second on a
    small machine), so that is done by a worker after the first frame."""

    def __init__(self, items: Sequence[Item]) -> None:
        self._entries = tuple(_Entry(item, _spellings(item.name)) for item in items)
        self.find = lru_cache(maxsize=64)(self._find)

    def _find(self, text: str) -> tuple[Hit, ...]:
        """Items matching `text`: earlier in the name first, then in the catalogue's order."""
        wanted = "".join(text.lower().split())
        if not wanted:
            return ()
        found = [hit for entry in self._entries if (hit := _match(entry, wanted))]
        return tuple(sorted(found, key=lambda hit: (hit.mark[1] == 0, hit.mark[0])))


def _spellings(name: str) -> tuple[tuple[str, ...], ...]:
    from pypinyin import Style, pinyin  # loads a dictionary; see Spelling

    plain = name.lower()
    readings = pinyin(
        plain,
        style=Style.NORMAL,
        heteronym=True,
        errors=list,  # type: ignore[arg-type]  # its stub forgets that a list is taken as well
    )
    return tuple(
        tuple(dict.fromkeys((character, *(each.replace("ü", "v") for each in reading))))
        for character, reading in zip(plain, readings, strict=True)
    )


def _match(entry: _Entry, wanted: str) -> Hit | None:
    for start in range(len(entry.spellings)):
        end = _longest(entry.spellings, start, wanted)
        if end is not None:
            return Hit(entry.item, (start, end))
    if wanted.isdigit() and int(wanted) == entry.item.number:
        return Hit(entry.item)
    return None


def _longest(spellings: tuple[tuple[str, ...], ...], at: int, wanted: str) -> int | None:
    """Where a match of all of `wanted` from character `at` on ends."""
    if not wanted:
        return at
    if at == len(spellings):
        return None
    for eaten in _bites(spellings[at], wanted):
        end = _longest(spellings, at + 1, wanted[eaten:])
        if end is not None:
            return end
    return None


def _bites(spelling: tuple[str, ...], wanted: str) -> Iterator[int]:
    """How much of `wanted` one character can stand for: a whole reading, the beginning of one
    if that is all there is, or its initial (`sh` as well as `s`)."""
    for reading in spelling:
        if wanted.startswith(reading):
            yield len(reading)
        elif reading.startswith(wanted):
            yield len(wanted)
    for reading in spelling:
        if len(reading) > 1 and wanted[0] == reading[0]:
            if reading[1:2] == "h" and wanted[1:2] == "h":
                yield 2
            yield 1
