"""Finding an item as one types: by its name, or by its number. Pure and deterministic."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from msgspec import Struct

from broker.domain.catalogue import Item
from kiosk.words.spelling import Mark, Spellings, mark, spellings, typed


class Hit(Struct, frozen=True):
    """An item and where its name matches: `mark` is empty when the item's number matches."""

    item: Item
    mark: Mark = (0, 0)


class _Entry(Struct, frozen=True):
    item: Item
    spellings: Spellings


class Spelling:
    """The index over all items. Building it loads pypinyin's dictionary (half a second on a
    small machine), so that is done by a worker after the first frame."""

    def __init__(self, items: Sequence[Item]) -> None:
        self._entries = tuple(_Entry(item, spellings(item.name)) for item in items)
        self.find = lru_cache(maxsize=64)(self._find)

    def _find(self, text: str) -> tuple[Hit, ...]:
        """Items matching `text`: earlier in the name first, then in the catalogue's order."""
        wanted = typed(text)
        if not wanted:
            return ()
        found = [hit for entry in self._entries if (hit := _match(entry, wanted))]
        return tuple(sorted(found, key=lambda hit: (hit.mark[1] == 0, hit.mark[0])))


def _match(entry: _Entry, wanted: str) -> Hit | None:
    found = mark(entry.spellings, wanted)
    if found is not None:
        return Hit(entry.item, found)
    if wanted.isdecimal() and int(wanted) == entry.item.number:
        return Hit(entry.item)
    return None
