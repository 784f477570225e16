"""What people come for, in their own words: `common.csv`, in the hall's own order."""

from __future__ import annotations

from msgspec import Struct

ItemKey = tuple[str, int]  # department and number


class CommonWord(Struct, frozen=True):
    """A word, and where it leads: `items`, the likeliest first; or, for what this hall does not
    do, no item and where one goes `instead`."""

    word: str
    items: tuple[ItemKey, ...] = ()
    instead: str = ""
    instead_en: str = ""
