"""What may stand in a text, judged where it enters.

Three sorts of characters that nobody sees are told apart by what they do:

- *hidden* ones have no width and do nothing alone (zero-width spaces and joiners, byte order marks,
  variation selectors). They come along when text is copied from web pages. They are left out, and
  in a file of the hall that is said.
- *obeyed* ones make a device or a reader do something: control characters, line ends, turned
  directions, halves of characters. No name has them by honest accident: the text is refused.
- a text of blanks and hidden ones alone says nothing, and is refused as well.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

_HIDDEN = re.compile(
    "[\u00ad\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200d\u2060-\u2065\u206a-\u206f"
    "\u2800\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff9-\ufffb\U000e0000-\U000e0fff]"
)
_NARROW_BLANK = re.compile("[\u00a0\u1680\u2000-\u200a\u202f\u205f]")
_TURNING = frozenset((0x61C, 0x200E, 0x200F, *range(0x202A, 0x202F), *range(0x2066, 0x206A)))
_LOST = frozenset((0xFFFD, 0xFFFE, 0xFFFF))
_OBEYED = ("Cc", "Cf", "Cs", "Zl", "Zp")
_ENDS_LINE = "\r\n\v\f\x85\u2028\u2029"


def hidden(char: str) -> bool:
    """Whether nobody sees it and nothing obeys it."""
    return _HIDDEN.fullmatch(char) is not None


def flaw(text: str) -> str:
    """Why `text` cannot stand anywhere, as `U+202E, which turns the direction of writing`; "" where
    it can. An empty text can; whether a place may be empty is for its kind to say."""
    if text and not says_something(text):
        return "nothing that anybody sees"
    if text.isprintable() and "\ufffd" not in text:
        return ""
    return next((f"U+{ord(each):04X}, {why}" for each, why in _obeyed(text)), "")


def says_something(text: str) -> bool:
    """Whether there is anything to see in `text`."""
    return any(not (each.isspace() or hidden(each) or _is_obeyed(each)) for each in text)


def cleaned(text: str) -> str:
    """`text` without hidden characters, and with plain blanks for all narrow ones."""
    if text.isascii():
        return text
    return _NARROW_BLANK.sub(" ", _HIDDEN.sub("", text))


def safe(text: str) -> str:
    """`text` as it may stand anywhere, whatever it was: for what machines say. What is obeyed
    becomes a blank, what is hidden or turns the direction nothing."""
    if text.isascii() and text.isprintable():
        return text
    kept = (each for each in cleaned(text) if ord(each) not in _TURNING)
    return "".join(" " if _is_obeyed(each) else each for each in kept)


def first_hidden(text: str) -> str:
    """The first hidden character as `U+200B`; "" where there is none."""
    found = _HIDDEN.search(text)
    return f"U+{ord(found[0]):04X}" if found else ""


def _obeyed(text: str) -> Iterator[tuple[str, str]]:
    for each in text:
        if ord(each) in _TURNING:
            yield each, "which turns the direction of writing"
        elif ord(each) in _LOST:
            yield each, "left by a character that was lost"
        elif each in _ENDS_LINE:
            yield each, "which ends the line"
        elif _is_obeyed(each):
            yield each, "which is a control character"


def _is_obeyed(each: str) -> bool:
    return not hidden(each) and unicodedata.category(each) in _OBEYED
