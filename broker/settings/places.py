"""Where in a TOML file each value stands.

The standard reader gives values without their lines, and an installer who is told
`windows[3].queues[0]` must count tables. This reads the text a second time, for lines only, and
only after the standard reader has accepted it, so nothing here need judge what is right.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass

from broker.domain.checking import KeyPath

TOKEN = re.compile(
    r'(?P<text>"""(?:\\.|[^\\])*?"{3,5}'
    r"|'''.*?'{3,5}"
    r'|"(?:\\.|[^"\\\n])*"'
    r"|'[^'\n]*')"
    r"|(?P<skip>[ \t\r]+|\#[^\n]*)"
    r"|(?P<newline>\n)"
    r"|(?P<mark>[\[\]{}=,.])"
    r"|(?P<bare>[^\s\[\]{}=,\#\"'.]+)",
    re.DOTALL,
)


@dataclass(frozen=True, slots=True)
class _Token:
    text: str
    line: int


def _tokens(text: str) -> list[_Token]:
    found = []
    line = 1
    for match in TOKEN.finditer(text):
        if match.lastgroup != "skip":
            found.append(_Token(match.group(), line))
        line += match.group().count("\n")
    return found


def _plain(key: str) -> str:
    """A key without its quotes."""
    if key[0] in "\"'":
        return str(tomllib.loads(f"key = {key}")["key"])
    return key


class _Reading:
    """One walk over the tokens, noting the line of every value."""

    def __init__(self, text: str) -> None:
        self.tokens = _tokens(text)
        self.at = 0
        self.lines: dict[KeyPath, int] = {}
        self.last: tuple[KeyPath, int] = ((), 1)  # the heading or name that was read last
        self._latest: dict[KeyPath, int] = {}  # index of the last table of each array of tables

    def run(self) -> None:
        table: KeyPath = ()
        while self.at < len(self.tokens):
            if self._here() == "\n":
                self.at += 1
            elif self._here() == "[":
                table = self._header()
            else:
                self._pair(table)

    def _here(self) -> str:
        return self.tokens[self.at].text if self.at < len(self.tokens) else "\n"

    def _note(self, path: KeyPath) -> None:
        if self.at < len(self.tokens):
            self.lines.setdefault(path, self.tokens[self.at].line)

    def _header(self) -> KeyPath:
        start = self.at
        while self._here() == "[":
            self.at += 1
        repeated = self.at - start == 2
        keys = self._keys()
        self.last = tuple(keys), self.tokens[start].line
        path: KeyPath = ()
        for index, key in enumerate(keys):
            path = (*path, key)
            last = index == len(keys) - 1
            if last and repeated:
                self._note(path)
                self._latest[path] = self._latest.get(path, -1) + 1
            if path in self._latest:
                path = (*path, self._latest[path])
        self._note(path)
        self.at += 2 if repeated else 1
        return path

    def _keys(self) -> list[str]:
        keys = [_plain(self._here())]
        self.at += 1
        while self._here() == ".":
            keys.append(_plain(self.tokens[self.at + 1].text))
            self.at += 2
        return keys

    def _pair(self, table: KeyPath) -> None:
        start = self.at
        path = table
        for key in self._keys():
            path = (*path, key)
            self.lines.setdefault(path, self.tokens[start].line)
        self.last = path, self.tokens[start].line
        self.at += 1  # the equals sign
        self._value(path)

    def _value(self, path: KeyPath) -> None:
        self._note(path)
        match self._here():
            case "[":
                self._elements(path)
            case "{":
                self._inline(path)
            case _:
                while self._here() not in {",", "]", "}", "\n"}:
                    self.at += 1

    def _elements(self, path: KeyPath) -> None:
        self.at += 1
        index = 0
        while self.at < len(self.tokens) and self._here() != "]":
            if self._here() in {",", "\n"}:
                self.at += 1
                continue
            self._value((*path, index))
            index += 1
        self.at += 1

    def _inline(self, path: KeyPath) -> None:
        self.at += 1
        while self.at < len(self.tokens) and self._here() != "}":
            if self._here() == ",":
                self.at += 1
            else:
                self._pair(path)
        self.at += 1


def lines(text: str) -> dict[KeyPath, int]:
    """The line, from 1, of every table, key and array element of a well-formed TOML text."""
    reading = _Reading(text.replace("\r\n", "\n"))
    reading.run()
    return reading.lines


def first_of(text: str) -> tuple[KeyPath, int, int] | None:
    """Of a text that ends where something was given a second time: what, the line on which it
    stands first, and the line of its second. None where it cannot be told."""
    reading = _Reading(text.replace("\r\n", "\n"))
    reading.run()
    path, second = reading.last
    first = reading.lines.get(path, second)
    return (path, first, second) if first < second else None


def spell(path: Sequence[str | int]) -> str:
    """`("windows", 3, "queues", 0)` → `windows[3].queues[0]`, counted from 0 as TOML tools do."""
    words = ""
    for step in path:
        words += f"[{step}]" if isinstance(step, int) else f".{step}" if words else step
    return words


def place(path: KeyPath, where: dict[KeyPath, int]) -> str:
    """`windows[3].queues[0] (line 214)`; the line of the table around what is not there."""
    for length in range(len(path), 0, -1):
        if path[:length] in where:
            return f"{spell(path)} (line {where[path[:length]]})"
    return spell(path) or "the whole file"
