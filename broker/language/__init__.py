"""In which language commands speak: English, as it stands in the code, or Chinese.

How this works. The English sentence is the key, as with gettext, and `{0}`, `{1}` stand for what
is filled in. Sentences come together where they arise, often from parts of several rooms (`FILE:
PLACE: problem — remedy`) and of drivers of somebody else; so they are translated where they are
written (`broker.terminal`), part by part, and what no table knows stays as it is. Slips and screens
have their own two languages; an alert has, too, but what it is filled with comes from a device, a
port or the disk, in English, and is translated when it is filled in (`filled`).

A sentence of a thousand is found without trying a thousand: each is looked at only where its
longest piece of fixed words stands in the text, and its pieces are looked for once, from left to
right. How much is joined and nested has an end. So a loop that others wait for can afford it, and a
stranger who writes on the bus keeps nobody busy.
"""

from __future__ import annotations

import os
import re
from functools import cache, lru_cache
from itertools import accumulate
from pathlib import Path

from broker.domain.alerts import Sentences
from broker.domain.errors import ConfigError

VARIABLES = ("LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG")  # in gettext's order
LANGUAGES = ("zh", "en")
_USE = "use zh or en"
_HOLE = re.compile(r"\{\d\}")
_NUMBER = re.compile(r"\d+|'[^']*'")
_LONGEST = 600  # characters; what is longer, or joined of more, was written to keep us busy
_MOST = {" — ": 4, " · ": 4, "; ": 8, ": ": 16, ", ": 60}
_DEPTH = 5  # sentences within sentences
_BEFORE = re.compile(r"\s*(?:\d\d:\d\d:\d\d )?")
_CLASS = re.compile(r"(.+) \((\w+)\)", re.DOTALL)


def chinese() -> bool:
    """Whether this process is to speak Chinese."""
    said = next((os.environ[name] for name in VARIABLES if os.environ.get(name)), "")
    return said.lower().startswith("zh")


def choose(words: list[str]) -> list[str]:
    """The words without `--language zh` or `--language=en`, which this and all that it starts
    follow. `ConfigError` for a language there is not."""
    left, at = [], 0
    while at < len(words):
        name, equals, value = words[at].partition("=")
        at += 1
        if name != "--language":
            left.append(words[at - 1])
            continue
        if not equals and at < len(words):
            value, at = words[at], at + 1
        if value.lower().replace("_", "-").partition("-")[0] not in LANGUAGES:
            raise ConfigError("hall", f"--language {value}", "there is no such language", _USE)
        os.environ["LANGUAGE"] = value
    return left


def translated(text: str) -> str:
    """Lines as this process is to say them."""
    return in_chinese(text) if chinese() else text


def chosen(zh: str, en: str) -> str:
    """That of two words which this process is to say: those too short to stand in a table."""
    return zh if chinese() else en


def in_chinese(text: str) -> str:
    """Lines in Chinese, whatever this process speaks."""
    return "\n".join(_line(line) for line in text.split("\n"))


def filled(sentences: Sentences, **values: object) -> Sentences:
    """Both sentences with their values in place, each in its language as far as a table knows."""
    said = {name: str(value) for name, value in values.items()}
    zh = {name: in_chinese(value) for name, value in said.items()}
    return Sentences(sentences.zh.format(**zh), sentences.en.format(**said))


def _line(line: str) -> str:
    """With what stands before and behind its words: blanks, and the time at which it was said."""
    before = _BEFORE.match(line)
    words = line[before.end() if before else 0 :].rstrip()
    if not words or len(words) > _LONGEST or any(words.count(each) > _MOST[each] for each in _MOST):
        return line
    return line.replace(words, _known(words) or words)


@lru_cache(2000)
def _known(text: str, depth: int = _DEPTH) -> str | None:
    """A sentence or a part of one; None where no table knows anything in it."""
    return (
        _beside(text, depth, " — ", " — ")
        or _alone(text, depth)
        or _joined(text, depth)
        or _behind(text, depth)
        or _beside(text, depth, "; ", "；")
        or _beside(text, depth, " · ", " · ")
        or _named(text, depth)
        or _beside(text, depth, ", ", "，")
        or _beside(text, depth, ": ", ": ")
    )


def _beside(text: str, depth: int, between: str, chinese_between: str) -> str | None:
    """What is known of two sentences that stand one behind the other."""
    left, found, right = text.partition(between)
    if not found:
        return None
    first, second = _known(left, depth), _known(right, depth)
    return f"{first or left}{chinese_between}{second or right}" if first or second else None


def _named(text: str, depth: int) -> str | None:
    """What an error of somebody else's says, with the class of it behind."""
    match = _CLASS.fullmatch(text)
    said = _known(match[1], depth) if match else None
    return f"{said}（{match[2]}）" if match and said else None


def _alone(text: str, depth: int) -> str | None:
    """One sentence, with no sign in its holes that could join two, but at the end of one that has
    such a sign itself."""
    english = _entry(text)
    if english is None:
        return None
    inside = _filling(english, text) or ()
    last = inside[:-1] if "; " in english else inside
    return None if any("; " in each for each in last) else _behind(text, depth)


def _joined(text: str, depth: int) -> str | None:
    """Whole sentences that somebody joined; a sentence with such a sign of its own is one still."""
    for sign in re.finditer("; ", text):
        first = _behind(text[: sign.start()], depth)
        if first and (second := _known(text[sign.end() :], depth)):
            return f"{first}；{second}"
    return None


def _behind(text: str, depth: int) -> str | None:
    """What is known of all of it, or behind a place (`FILE: PLACE: problem`): that of which a table
    knows the most, for `{0} is no number` fits more than it says."""
    begins = [0, *(colon.end() for colon in re.finditer(": ", text))]
    found = [(known, begin) for begin in begins if (known := _entry(text[begin:])) is not None]
    if not found:
        return None
    english, begin = max(found, key=lambda each: (_fixed(each[0]), -each[1]))
    places = text[:begin].split(": ")[:-1]
    left = (_known(each, depth) or each for each in places)
    return ": ".join([*left, _said(english, text[begin:], depth)])


def _entry(text: str) -> str | None:
    """The English sentence of the table that `text` is, or is a filled one of."""
    if text in table():
        return text
    for words, english in _holed():
        if words in text and _fits(english, text):
            return english
    return None


def _fits(english: str, text: str) -> bool:
    """No hole begins within a bracket and ends outside it: that would be half of two sentences."""
    inside = _filling(english, text)
    return inside is not None and all(map(_closed, inside))


def _closed(value: str) -> bool:
    """Whether each bracket is closed behind where it was opened, as "line 3): no (" is not."""
    depths = accumulate((each == "(") - (each == ")") for each in value)
    return min(depths, default=0) >= 0 and value.count("(") == value.count(")")


def _said(english: str, text: str, depth: int) -> str:
    """The Chinese of an entry, filled as it is in `text`."""
    inside = _filling(english, text) or ()
    if depth:
        inside = tuple(_known(each, depth - 1) or each for each in inside)
    return table()[english].format(*inside)


def _filling(english: str, text: str) -> tuple[str, ...] | None:
    """What stands in the holes of an entry; None where `text` is no such sentence.

    Each fixed piece is taken where it is found first, behind the one before it: where it stands
    there, every other way fits too, so nothing is tried twice, whatever a stranger wrote.
    """
    first, *others = _pieces(english)
    if not text.startswith(first) or not (others or text == first):
        return None
    found, at, before = [], len(first), first
    for index, piece in enumerate(others, 1):
        least = at + (not before[-1:].isalpha())  # a word may run into nothing
        end = len(text) - len(piece) if index == len(others) else text.find(piece, least)
        value = text[at:end]
        if end < least or not text.startswith(piece, end) or not _may_stand(value, before, piece):
            return None
        found.append(value)
        at, before = end + len(piece), piece
    return tuple(found)


def _may_stand(value: str, before: str, behind: str) -> bool:
    """Behind "line " and "column " stands a number, or a name in quotes. A sentence that begins
    with a hole has no place (`FILE: PLACE: `) in it, for the Chinese one may begin with other
    words; but one that goes on another ("{0}; trying on") has all of that in front."""
    if not before and not behind.startswith(";"):
        return ": " not in value
    return not before.endswith(("line ", "column ")) or _NUMBER.fullmatch(value) is not None


def _fixed(english: str) -> int:
    """How many characters an entry knows."""
    return len(_HOLE.sub("", english))


@cache
def table() -> dict[str, str]:
    """The Chinese sentences by the English ones."""
    lines = (Path(__file__).parent / "zh.txt").read_text("utf-8").splitlines()
    said = [line for line in lines if line and not line.startswith("#")]
    return dict(zip(said[::2], said[1::2], strict=True))


@cache
def _holed() -> list[tuple[str, str]]:
    """The sentences with holes, the most words first, each behind its longest fixed words."""
    holed = sorted((each for each in table() if "{0}" in each), key=_fixed, reverse=True)
    return [(max(_pieces(each), key=len), each) for each in holed]


@cache
def _pieces(english: str) -> list[str]:
    return _HOLE.split(english)
