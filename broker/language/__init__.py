"""In which language commands speak: English, as it stands in the code, or Chinese.

How this works. The English sentence is the key, as with gettext, and `{0}`, `{1}` stand for what
is filled in. Sentences come together where they arise, often from parts of several rooms (`FILE:
PLACE: problem — remedy`) and of drivers of somebody else; so they are translated where they are
written (`broker.terminal`), part by part, and what no table knows stays as it is. Nothing but a
terminal is translated: alerts, slips and screens have their own two languages.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

VARIABLES = ("LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG")  # in gettext's order
_HOLE = re.compile(r"\\\{\d\\\}")
_Pattern = tuple[re.Pattern[str], str]


def chinese() -> bool:
    """Whether this process is to speak Chinese."""
    said = next((os.environ[name] for name in VARIABLES if os.environ.get(name)), "")
    return said.lower().startswith("zh")


def choose(words: list[str]) -> list[str]:
    """The words without `--language zh` or `--language=en`, which this and all that it starts
    follow."""
    left, at = [], 0
    while at < len(words):
        name, equals, value = words[at].partition("=")
        at += 1
        if name != "--language":
            left.append(words[at - 1])
            continue
        if not equals and at < len(words):
            value, at = words[at], at + 1
        os.environ["LANGUAGE"] = value
    return left


def translated(text: str) -> str:
    """Lines as this process is to say them."""
    if not chinese():
        return text
    return "\n".join(_line(line) for line in text.split("\n"))


def _line(line: str) -> str:
    words = line.strip()
    return line.replace(words, _known(words) or words) if words else line


def _known(text: str) -> str | None:
    """A sentence or a part of one; None where no table knows anything in it."""
    left, dash, right = text.partition(" — ")
    if dash:
        problem, remedy = _known(left), _known(right)
        return f"{problem or left} — {remedy or right}" if problem or remedy else None
    return _whole(text) or next(_behind(text), None)


def _behind(text: str) -> Iterator[str]:
    """What is known behind a place: `FILE: PLACE: problem`."""
    for colon in re.finditer(": ", text):
        if found := _whole(text[colon.end() :]):
            places = text[: colon.start()].split(": ")
            yield ": ".join([*(_whole(each) or each for each in places), found])


def _whole(text: str) -> str | None:
    exact, patterns = _table()
    if text in exact:
        return exact[text]
    for pattern, chinese_words in patterns:
        if match := pattern.fullmatch(text):
            filled = (_known(each) or each for each in match.groups())
            return chinese_words.format(*filled)
    return None


@cache
def table() -> dict[str, str]:
    """The Chinese sentences by the English ones."""
    lines = (Path(__file__).parent / "zh.txt").read_text("utf-8").splitlines()
    said = [line for line in lines if line and not line.startswith("#")]
    return dict(zip(said[::2], said[1::2], strict=True))


@cache
def _table() -> tuple[dict[str, str], list[_Pattern]]:
    """What stands for itself, and what has holes, the most words first."""
    exact = {en: zh for en, zh in table().items() if "{0}" not in en}
    holed = sorted((en for en in table() if "{0}" in en), key=len, reverse=True)
    patterns = [
        (re.compile(_HOLE.sub("(.+?)", re.escape(en)), re.DOTALL), table()[en]) for en in holed
    ]
    return exact, patterns
