"""A long text on as many leaves as it needs: nothing scrolls, nothing is cut off. Pure."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Sequence

from kiosk.ticket.measures import WORDS

_ENDS = ("。", "！", "？", "；", ".", "!", "?", ";")


def leaves(text: str, fits: Callable[[str], bool]) -> tuple[str, ...]:
    """`text` in pieces that fit, each as long as it can be and ending with a sentence where one
    ends in its second half. Nothing but blanks at the edges of pieces is lost."""
    words, found = WORDS.findall(text.strip()), []
    while words:
        many = _many(words, fits)
        found.append("".join(words[:many]).strip())
        words = words[many:]
    return tuple(each for each in found if each)


def _many(words: Sequence[str], fits: Callable[[str], bool]) -> int:
    """How many words the next leaf takes; at least one."""

    def too_long(many: int) -> bool:
        return not fits("".join(words[:many]).strip())

    most = max(1, bisect_right(range(1, len(words) + 1), False, key=too_long))
    if most == len(words):
        return most
    whole = (many for many in range(most, most // 2, -1) if words[many - 1].endswith(_ENDS))
    return next(whole, most)
