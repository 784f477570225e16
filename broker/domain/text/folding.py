"""What stands for a character that a glass, a paper or a font has not, where text leaves.

A mark that something is missing is the last resort. Before it, in this order: the character
itself; a twin of it (¥ and ￥); what Unicode calls compatible with it (㎡ is m2, Ａ is A, a
compatibility ideograph is the ideograph); the letter without its accent. What nobody sees is
nothing, and one emoji is one mark, however many characters it is made of.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator
from functools import cache

from broker.domain.text.judging import first_hidden, safe

MARK = "〓"  # something stands here that cannot be shown

Shows = Callable[[str], bool]
"""Whether a glass, a paper or a font has this character."""

# Twins, the likest first: what people take for the same. Each stands for the others of its row.
_ALIKE = (
    "¥￥",
    "£￡",
    "¢￠",
    "$＄",
    "-－‐‑−–—",
    "—―–－-",
    "·•・∙‧●",
    "~～〜∼",
    "'’‘ʼ＇",
    '"”“＂',
    "×✕✖╳",
    "√✓✔☑",
    "★⭐🌟",
    "☆✩",
    "→➡⇒➔",
    "←⬅⇐",
    "↑⬆⇑",
    "↓⬇⇓",
    "○◯⭕",
    "■◼⬛",
    "□◻⬜",
    "！❗❕⚠",
    "？❓❔",
    "吉𠮷",
    "…⋯",
    "／\\⁄∕",
    "℃°",
    "≤⩽≦",
    "≥⩾≧",
)
_SAID = {
    "€": "EUR",
    "©": "(C)",
    "®": "(R)",
    "‰": "/1000",
    "‱": "/10000",
    "☎": "电话：",
    "📞": "电话：",
    "📱": "手机：",
}
_SIGNS = ("+", "−")  # as NFKC has them
_EMOJI = re.compile(
    "[\U0001f1e6-\U0001f1ff]{2}"  # a flag
    "|[#*0-9]\ufe0f?\u20e3"  # a key
    "|[\u2190-\u2bff\U0001f000-\U0001faff][\ufe0f\U0001f3fb-\U0001f3ff]*"
    "(?:\u200d[\u2190-\u2bff\U0001f000-\U0001faff][\ufe0f\U0001f3fb-\U0001f3ff]*)*"
)


def folded(text: str, shows: Shows, missing: str) -> str:
    """`text` in characters that are shown, `missing` in the place of what has no other."""
    if text.isprintable() and all(map(shows, text)) and not first_hidden(text):
        return text
    return "".join(_folded(unicodedata.normalize("NFC", text), shows, missing))


def _folded(text: str, shows: Shows, missing: str) -> Iterator[str]:
    place = 0
    before = ""
    while place < len(text):
        emoji = _EMOJI.match(text, place)
        piece = emoji[0] if emoji else text[place]
        place += len(piece)
        said = _piece(piece, before, shows, missing)
        yield said
        before = before + said if said.isdigit() else said


def _piece(piece: str, before: str, shows: Shows, missing: str) -> str:
    plain = safe(piece)
    if len(plain) > 1:  # an emoji made of several, or a key: its first character, or the mark
        return _piece(plain[0], before, shows, missing)
    if plain in ("", " "):
        return plain
    if shows(plain):
        return plain
    said = _instead(plain, before, shows, frozenset())
    return _mark(plain, missing) if said is None else said


def _instead(char: str, before: str, shows: Shows, asked: frozenset[str]) -> str | None:
    """What says the same in characters that are shown; None where nothing does.

    What stands for a character may itself have others: ⁻ is compatible with −, whose twin is `-`.
    So those that are not shown are asked in their turn, and none twice (`asked`): twins stand for
    each other, and would for ever.
    """
    others = list(_others(char, before))
    if char in asked:
        return None
    for said in others:
        if all(map(shows, said)):
            return said
    for said in others:
        parts = [
            each if shows(each) else _instead(each, "", shows, asked | {char}) for each in said
        ]
        if None not in parts:
            return "".join(filter(None, parts))
    return None


def _mark(char: str, missing: str) -> str:
    """An accent that cannot be shown leaves its letter; everything else leaves a mark."""
    return "" if unicodedata.combining(char) else missing


def _others(char: str, before: str) -> Iterator[str]:
    """What says the same, the likest first. `before` is what stands before it, as far back as the
    first figure of a number."""
    yield from _twins().get(char, "")
    if char in _SAID:
        yield _SAID[char]
    compatible = unicodedata.normalize("NFKC", char)
    if compatible != char:
        yield _beside(compatible, before, char)
    bare = "".join(
        each for each in unicodedata.normalize("NFKD", char) if not unicodedata.combining(each)
    )
    if bare and bare != char:
        yield _beside(bare, before, char)
    if "!" <= char <= "~":
        yield chr(ord(char) + 0xFEE0)  # the full width, where a font has only that


def _beside(said: str, before: str, char: str) -> str:
    """A raised figure, its sign or a fraction after a figure would make another number of it: 10²
    is not 102, 10⁻³ is not 10-3, and 1½ is not 11/2."""
    said = said.replace("\u2044", "/")
    sign = said in _SIGNS and unicodedata.decomposition(char).startswith("<super>")
    if not (before[-1:].isdigit() and (said[:1].isdigit() or sign)):
        return said
    if len(said) > 1:
        return f" {said}"
    return said if before.startswith("^") else f"^{said}"


def in_gbk(char: str) -> bool:
    """Whether GBK has it, in whose order the fonts of signs and printers are."""
    try:
        char.encode("gbk")
    except UnicodeEncodeError:
        return False
    return True


@cache
def _twins() -> dict[str, str]:
    found: dict[str, str] = {}
    for row in _ALIKE:
        for each in row:
            found[each] = found.get(each, "") + row.replace(each, "")
    return found
