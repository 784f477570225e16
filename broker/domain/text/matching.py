"""When two texts are the same to whoever types them, lists them or looks for them.

One normal form for all: full and half width, capitals, compatible forms (㎡ is m2, ① is 1), blanks
and what nobody sees make no difference. Where something is typed, marks make none either, and ü is
v, as keyboards have it.
"""

from __future__ import annotations

import unicodedata
from typing import NamedTuple

from broker.domain.text.judging import cleaned, hidden

_U_WITH_DOTS = "u\u0308"  # with or without a tone above it


class SpeltAt(NamedTuple):
    """One character of the normal form, and which character of the text it stands for."""

    char: str
    place: int


def normal(text: str) -> str:
    """The normal form of `text`, with its marks."""
    return "".join(cleaned(unicodedata.normalize("NFKC", text)).casefold().split())


def letters(text: str) -> str:
    """What somebody typed, in its normal form and without marks."""
    return "".join(each.char for each in signs(text) if each.char.isalnum())


def signs(text: str) -> tuple[SpeltAt, ...]:
    """The normal form with its places: letters, figures and marks; no blanks, nothing hidden."""
    return tuple(SpeltAt(char, place) for place, each in enumerate(text) for char in _plain(each))


def _plain(char: str) -> str:
    """`char` in its normal form: none, one or several."""
    folded = unicodedata.normalize("NFKC", char).casefold()
    bare = unicodedata.normalize("NFD", folded).replace(_U_WITH_DOTS, "v")
    return "".join(
        each for each in bare if not (unicodedata.combining(each) or each.isspace() or hidden(each))
    )
