"""What QML reads of the values that Python shows, found in its text: enough of a reader of QML to
follow names from a look to its last field."""

from __future__ import annotations

import re
import types
from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import Enum
from pathlib import Path
from typing import Any, TypeGuard, Union, get_args, get_origin, get_type_hints

from msgspec import Struct

from broker.domain.opinions.facts import About, OpinionKind
from broker.domain.requests import Standing
from broker.domain.tickets.facts import WaitBasis
from kiosk.input.came import CardProblem, CardRead
from kiosk.ticket.pages.high import HighPart
from kiosk.words.values import Page

CHAIN = re.compile(r"[A-Za-z_]\w*(?:\??\.[A-Za-z_]\w*|\[[^\[\]]*\])*")
LINK = re.compile(r"\??\.([A-Za-z_]\w*)|(\[)")
OPENS = re.compile(r"(?:^|[\s:;{(])([A-Z]\w*)(?: on \w+)?\s*\{$")
GIVEN = re.compile(
    r"(?P<declared>(?:readonly |required |default )*property \w+ )?"
    r"(?P<name>[a-z_]\w*)\s*:\s*(?P<words>.*)",
    re.DOTALL,
)
ELEMENT = "[]"
LATER = {  # what a look or a screen is said to hold, and imports only where somebody asks
    each.__name__: each
    for each in (About, CardProblem, CardRead, HighPart, OpinionKind, Standing, WaitBasis)
}
JS = {"length", "map", "slice", "split", "replace", "toUpperCase"}


@dataclass
class Given:
    """An expression. `name` is empty for handlers and functions; `declared`: a new property."""

    name: str
    words: str
    declared: bool = False


@dataclass
class Block:
    """One object of a QML file: its type, what it is given, and the objects in it."""

    kind: str
    given: list[Given] = field(default_factory=list)
    inside: list[Block] = field(default_factory=list)


def parse(text: str) -> Block:
    """The objects of a file, in a block without a name. Functions and handlers are given too."""
    text = re.sub(r"//[^\n]*", "", text)
    text = re.sub(r'"(?:[^"\\\n]|\\.)*"', '""', text)
    top = Block("")
    stack, piece, depth = [top], "", 0
    for char in text:
        if char == "{" and depth == 0 and (opened := OPENS.search(piece + "{")):
            block = Block(opened[1])
            stack[-1].inside.append(block)
            stack.append(block)
            piece = ""
            continue
        depth += (char in "({[") - (char in ")}]")
        if char == "}" and depth < 0:
            _give(stack.pop(), piece)
            piece, depth = "", 0
        elif char in "\n;" and depth == 0 and not re.search(r"[:?+*/=<>&|-]\s*$", piece):
            _give(stack[-1], piece)
            piece = ""
        else:
            piece += char
    return top


def _give(block: Block, piece: str) -> None:
    piece = piece.strip()
    said = GIVEN.fullmatch(piece)
    if said:
        block.given.append(Given(said["name"], said["words"], declared=bool(said["declared"])))
    elif piece.startswith(tuple("?:+-*/&|")) and block.given:
        block.given[-1].words += f" {piece}"  # an expression goes on in the next line
    else:
        block.given.append(Given("", piece))


def is_struct(kind: object) -> TypeGuard[type[Struct]]:
    return isinstance(kind, type) and issubclass(kind, Struct)


def bare(kind: Any) -> Any:
    """Without None; of several pages, the base of all."""
    if get_origin(kind) in (Union, types.UnionType):
        left = [each for each in get_args(kind) if each is not type(None)]
        return left[0] if len(left) == 1 else Page
    return kind


def member(kind: Any, name: str) -> Any:
    """The type of a member; `AttributeError` where there is none."""
    kind = bare(kind)
    if get_origin(kind) is tuple:
        if name == ELEMENT:
            return get_args(kind)[0]
        if name in JS:
            return None
    elif is_struct(kind):
        if name in kind.__struct_fields__:
            return get_type_hints(kind, localns=LATER)[name]
        if name == "name" and issubclass(kind, Page):
            return str
    elif kind is str and name in JS:
        return None
    raise AttributeError(f"{getattr(kind, '__name__', kind)} has no {name!r}")


class Reader:
    """Follows every name of one screen. `reads` are the fields that were read, `errors` the names
    that lead nowhere."""

    def __init__(self, folder: Path, look: type[Struct], pages: dict[str, type[Page]]) -> None:
        self._files = {file.stem: parse(file.read_text("utf-8")) for file in folder.glob("*.qml")}
        self._look = look
        self._given: dict[str, dict[str, Any]] = {
            name: {"page": pages[name]} for name in self._files if name in pages
        }
        self.reads: set[tuple[str, str]] = set()
        self.errors: set[str] = set()
        for _ in range(3):  # what a part is given is known once its user was read
            for name, block in self._files.items():
                self._read(name, block, {"shown": look, **self._given.get(name, {})}, set())

    def _read(self, file: str, block: Block, names: dict[str, Any], ids: set[str]) -> None:
        """All of a block. `names` are the known ones here, `ids` those of the file's objects."""
        ids = ids or set(_ids(block))
        names = dict(names)
        for each in sorted(block.given, key=lambda each: not each.declared):
            kinds = list(self._kinds(file, each.words, names, ids))
            if kinds and each.name:
                self._hand(block.kind, each.name, kinds[-1])
            if kinds and each.declared:
                names[each.name] = kinds[-1]
            if each.name == "model" and kinds and get_origin(bare(kinds[-1])) is tuple:
                names["modelData"] = member(kinds[-1], ELEMENT)
        for inner in block.inside:
            self._read(file, inner, names, ids)

    def _hand(self, part: str, name: str, kind: Any) -> None:
        if part in self._files:
            self._given.setdefault(part, {})[name] = kind

    def _kinds(self, file: str, words: str, names: dict[str, Any], ids: set[str]) -> Iterator[Any]:
        """The types of all chains of an expression that begin with a known name."""
        mapped = re.search(r"(\S+)\.map\((\w+) =>", words)
        if mapped:
            for kind in self._kinds(file, mapped[1], names, ids):
                names = {**names, mapped[2]: member(kind, ELEMENT)}
        for chain in CHAIN.findall(words):
            links = [name or ELEMENT for name, _ in LINK.findall("." + chain)]
            if links[0] in ids and links[0] not in names:
                links = links[1:]
            if not links or links[0] not in names or names[links[0]] is None:
                continue
            at = re.search(rf"\bat\({re.escape(chain)}, ", words)
            kind = self._walk(
                file, chain, names[links[0]], [*links[1:], *([ELEMENT] if at else [])]
            )
            if kind is not None:
                yield kind

    def _walk(self, file: str, chain: str, kind: Any, links: list[str]) -> Any:
        for name in links:
            if kind is None or (isinstance(bare(kind), type) and issubclass(bare(kind), Enum)):
                return None
            try:
                after = member(kind, name)
            except AttributeError as error:
                self.errors.add(f"{file}.qml: {chain}: {error}")
                return None
            if is_struct(bare(kind)):
                self.reads.add((bare(kind).__name__, name))
            kind = after
        return kind


def _ids(block: Block) -> Iterator[str]:
    yield from (each.words.strip() for each in block.given if each.name == "id")
    for each in block.inside:
        yield from _ids(each)


def structs(look: type[Struct], pages: dict[str, type[Page]]) -> dict[str, type[Struct]]:
    """Every Struct that a look is made of, by name."""
    found: dict[str, type[Struct]] = {}
    waiting: list[Any] = [look, *pages.values()]
    while waiting:
        kind = waiting.pop()
        waiting += get_args(kind)
        if is_struct(kind) and kind.__name__ not in found:
            found[kind.__name__] = kind
            waiting += get_type_hints(kind, localns=LATER).values()
    return found
