"""The reader's own messages, turned into sentences an installer can act on."""

from __future__ import annotations

import re
from difflib import get_close_matches
from enum import Enum
from typing import Any, TypeGuard, get_args, get_origin

from msgspec import Struct
from msgspec.structs import FieldInfo, fields

from broker.domain.checking import KeyPath
from broker.domain.hall import Member

WORDS = {
    "int": "a whole number",
    "float": "a number",
    "str": 'text in quotes, like "text"',
    "bool": "true or false",
    "array": "a list in square brackets",
    "object": "a table",
    "null": "nothing",
    "date": "a date without quotes",
    "datetime": "a time without quotes",
    "time": "a time without quotes",
}

# What a pattern of `broker.domain.hall` asks for, in words: a part of the pattern → the remedy.
SHAPES = (
    (":[0-5]", 'write a time of day from "00:00" to "23:59", like "08:30"'),
    ("[a-z0-9][a-z0-9-]", "use lower-case letters, digits and hyphens, at most 31 of them"),
    (
        "[A-HJ-NP-Z]",
        'use one or two capital letters, like "A"; no I and no O, which look like 1 and 0',
    ),
    ("Ctrl|", 'write a key with what is held beside it, like "Ctrl+Alt+N" or "F9"'),
    ("(0[1-9]|1[0-2])-", 'write a day of the year, month first, like "02-28"'),
    ("{3,8}", 'write 3 to 8 digits in quotes, like "1001"'),
)


_PIN = "take the line out, and set the PIN with `hall pin set` on the ledger's machine"


def split(message: str) -> tuple[str, KeyPath]:
    """The reader's message in two: what it says, and the path it says it of."""
    said, _, where = message.partition(" - at ")
    where = where.removeprefix("`key` in ").strip("`").replace("[...]", "")  # of a mapping
    steps = re.findall(r"\.([^.\[]+)|\[(\d+)\]", where)
    return said, tuple(int(index) if index else name for name, index in steps)


def sentence(said: str, table: Any) -> tuple[str, str, str]:
    """The key it is about (or ""), the problem and the remedy.

    `table` is the type at the path of the message, to name what could have been meant.
    """
    if match := re.fullmatch(r"Object contains unknown field `(.*)`", said, re.DOTALL):
        if (table, match[1]) == (Member, "pin"):
            return "pin", "PINs are not here any more", _PIN
        return match[1], "there is no such setting", _meant(match[1], _known(table))
    if match := re.fullmatch(r"Object missing required field `(.*)`", said):
        return match[1], "this is missing", _line(match[1], table)
    if match := re.fullmatch(r"Invalid enum value (.*)", said, re.DOTALL):
        return "", f"{match[1]} is not one of the values known here", _choose(match[1], table)
    if match := re.fullmatch(r"Expected `str` matching regex '(.*)'", said, re.DOTALL):
        return "", "the text is not of the right form", _shape(match[1])
    if match := re.fullmatch(r"Expected `(.*)`, got `(.*)`", said):
        return "", f"{WORDS.get(match[2], match[2])} stands here", f"write {_either(match[1])}"
    return "", *_limit(said)


def _line(name: str, table: Any) -> str:
    """What to add, and of what form its value is where only one form is right."""
    kind = next((each.type for each in _fields(table) if each.encode_name == name), None)
    pattern = next((each.pattern for each in getattr(kind, "__metadata__", ()) if each.pattern), "")
    return f"add a line `{name} = …`" + (f": {_shape(pattern)}" if pattern else "")


def _limit(said: str) -> tuple[str, str]:
    if match := re.fullmatch(r"Expected `(\w+)` of length (?:(>=|<=|<|>) )?(\d+).*", said):
        unit = "characters" if match[1] == "str" else "entries"
        word = {">=": "at least", "<=": "at most", "<": "fewer than", ">": "more than"}
        amount = f"{word.get(match[2] or '', 'exactly')} {match[3]} {unit}"
        return "this is of the wrong length", f"write {amount}"
    if match := re.fullmatch(r"Expected `(\w+)` (>=|<=|<|>) (\S+)", said):
        word = {">=": "at least", "<=": "at most", "<": "less than", ">": "more than"}
        kind = WORDS.get(match[1], match[1])
        return "the number is out of range", f"write {kind} of {word[match[2]]} {match[3]}"
    if said.startswith(("Number out of range", "Integer value out of range")):
        return "the number is out of range", "write a smaller one"
    return said, "correct this value"


def _either(kinds: str) -> str:
    return " or ".join(WORDS.get(kind, kind) for kind in kinds.split(" | ") if kind != "null")


def _meant(word: str, known: list[str]) -> str:
    near = get_close_matches(word, known, 1)
    if near:
        return f"did you mean `{near[0]}`?"
    return f"remove it; known here: {', '.join(known) or 'nothing'}"


def _choose(word: str, kind: Any) -> str:
    known = [str(each.value) for each in kind if each.value] if _is_enum(kind) else []
    if near := get_close_matches(word.strip("'"), known, 1):
        return f'did you mean "{near[0]}"?'
    return f"use one of: {', '.join(known)}" if known else "use a value of the list in the manual"


def _is_enum(kind: Any) -> TypeGuard[type[Enum]]:
    return isinstance(kind, type) and issubclass(kind, Enum)


def _shape(pattern: str) -> str:
    for part, remedy in SHAPES:
        if part in pattern:
            return remedy
    return f"match the pattern {pattern}"


def _known(table: Any) -> list[str]:
    return [each.encode_name for each in _fields(table)]


def _fields(table: Any) -> tuple[FieldInfo, ...]:
    return fields(table) if isinstance(table, type) and issubclass(table, Struct) else ()


def type_at(root: Any, path: KeyPath) -> Any:
    """The type that hall.toml has at `path`; `object` where a path leaves what is known.

    A mapping is stood for by the type of its keys, or of its values where any word is a key: that
    is what can be misspelt in it.
    """
    kind = kind_at(root, path)
    if get_origin(kind) is not dict:
        return kind
    keys, values = get_args(kind)
    return keys if _is_enum(keys) else values


def kind_at(root: Any, path: KeyPath) -> Any:
    """The same, and a mapping is a mapping."""
    kind = root
    for step in path:
        kind = _within(_bare(kind), step)
    return _bare(kind)


def _within(kind: Any, step: str | int) -> Any:
    if isinstance(kind, type) and issubclass(kind, Struct):
        return next((each.type for each in fields(kind) if each.encode_name == step), object)
    arguments = get_args(kind)
    return arguments[0] if arguments and isinstance(step, int) else object


def _bare(kind: Any) -> Any:
    """Without `Annotated[…]` and `… | None`."""
    while hasattr(kind, "__metadata__"):
        kind = kind.__origin__
    options = [each for each in get_args(kind) if each is not type(None)]
    if type(None) in get_args(kind) and len(options) == 1:
        return _bare(options[0])
    return kind
