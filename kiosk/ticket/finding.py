"""What is learnt once per catalogue, so that items are found and characters written. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from msgspec import Struct

from broker.domain.catalogue import Item
from broker.domain.common_words import CommonWord
from kiosk.ticket.search import ItemSearch, all_names
from kiosk.words.pinyin import PinyinInput, characters
from kiosk.words.spelling import Spelling
from kiosk.words.vocabulary import vocabulary


class Learnt(Struct, frozen=True):
    """The index over the items, and characters by pinyin."""

    search: ItemSearch
    writing: PinyinInput


def to_learn(items: Sequence[Item], common: Sequence[CommonWord]) -> tuple[str, ...]:
    """Everything whose spelling has to be known."""
    known = (*all_names(items, common), *_words(items, common), *characters())
    return tuple(dict.fromkeys(known))


def finding(
    items: Sequence[Item], common: Sequence[CommonWord], spellings: Mapping[str, Spelling]
) -> Learnt:
    """All of it. `spellings` has those of `to_learn`; some tenths of a second for a large
    catalogue."""
    names = all_names(items, common)
    writing = PinyinInput(_words(items, common), spellings, names)
    return Learnt(ItemSearch(items, spellings, common), writing)


def _words(items: Sequence[Item], common: Sequence[CommonWord]) -> tuple[str, ...]:
    called = (*(each.word for each in common), *(word for item in items for word in item.synonyms))
    return vocabulary(called, [item.name for item in items])
