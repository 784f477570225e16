"""Characters that nobody sees: what they do to a sign, a slip or a terminal nobody expects."""

from __future__ import annotations

import unicodedata

_KINDS = ("Cc", "Cf", "Cs", "Zl", "Zp")  # control, zero width and direction, halves, line ends


def unseen(words: str) -> str:
    """The first of them in a text, as `U+200B`; "" where there is none."""
    if words.isprintable():
        return ""
    found = (each for each in words if unicodedata.category(each) in _KINDS)
    return next((f"U+{ord(each):04X}" for each in found), "")
