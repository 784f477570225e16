"""What the screens say: one table of key → Chinese, English. Chinese is written first.

`shared` holds what every screen needs; each screen has a file of its own beside it. QML reads the
same table through the singleton `Words`. A sentence that comes with a value (a refusal, the name
of a queue) travels as a `Wording`, never as one language.
"""

from __future__ import annotations

from types import MappingProxyType

from msgspec import Struct

from kiosk.words import board, panel, shared, ticket


class Wording(Struct, frozen=True):
    """The same in both languages."""

    zh: str
    en: str


NOTHING = Wording("", "")


def _table() -> dict[str, Wording]:
    rooms = (shared.WORDS, panel.WORDS, board.WORDS, ticket.WORDS)
    keys = [key for room in rooms for key in room]
    twice = sorted({key for key in keys if keys.count(key) > 1})
    if twice:
        raise ValueError(f"words defined twice: {', '.join(twice)}")
    return {key: Wording(*pair) for room in rooms for key, pair in room.items()}


WORDS = MappingProxyType(_table())


def say(key: str, **values: object) -> Wording:
    """The words of `key` with `{name}` filled in. `KeyError` for words nobody wrote."""
    words = WORDS[key]
    return Wording(words.zh.format(**values), words.en.format(**values))


def for_screen() -> dict[str, dict[str, str]]:
    """The table as QML's `Words.table`."""
    return {key: {"zh": words.zh, "en": words.en} for key, words in WORDS.items()}
