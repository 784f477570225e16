"""The texts of hall.toml, each with its place: judged as `broker.domain.text` says."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from broker.domain.text.folding import MARK, folded, in_gbk
from broker.domain.text.judging import cleaned, first_hidden, flaw, says_something

if TYPE_CHECKING:
    from broker.domain.checking import KeyPath

# A file may have whatever name it has.
_OF_FILES = {"port", "file", "place", "heads", "template", "logo", "common"}


def flaws(data: Any) -> Iterator[tuple[KeyPath, str]]:
    """Every text that cannot stand, and why."""
    return ((path, found) for path, text in _texts((), data) if (found := flaw(text)))


def hidden(data: Any) -> Iterator[tuple[KeyPath, str]]:
    """Every text with characters that are left out, and the first of them."""
    return ((path, found) for path, text in _texts((), data) if (found := first_hidden(text)))


def rare(data: Any) -> Iterator[tuple[KeyPath, str]]:
    """Every text with a character that no sign or printer has, and what they show for it."""
    return ((path, found) for path, text in _texts((), data) if (found := rarity(text)))


def rarity(text: str) -> str:
    """The first such character of a text that people would miss; "" where there is none."""
    for each in cleaned(text):
        if not in_gbk(each):
            shown = folded(each, in_gbk, MARK)
            if shown == MARK or (each.isalnum() and not shown.isascii()):
                return f"{each} (U+{ord(each):04X}), for which they show {shown}"
    return ""


def clean(value: Any, key: str = "") -> Any:
    """The same tables, their texts without what is left out."""
    match value:
        case dict():
            return {name: clean(each, name) for name, each in value.items()}
        case list():
            return [clean(each, key) for each in value]
        case str() if key not in _OF_FILES:
            return cleaned(value) if says_something(value) else value  # the one is refused
        case _:
            return value


def _texts(path: KeyPath, value: Any) -> Iterator[tuple[KeyPath, str]]:
    match value:
        case str() if path[-1] not in _OF_FILES:
            yield path, value
        case dict():
            for key, each in value.items():
                yield from _texts((*path, key), each)
        case list():
            for place, each in enumerate(value):
                yield from _texts((*path, place), each)
