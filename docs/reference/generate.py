"""Writes `docs/hall-toml.md`, every key of hall.toml, from the code that reads it.

    .venv/bin/python docs/reference/generate.py

What a table is for stands in the docstring of its struct; what a key means stands in `MEANING`,
for a key has no docstring. A test holds this page to the code.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from enum import Enum
from pathlib import Path
from types import UnionType
from typing import Any, Union, get_args, get_origin

from meanings import MEANING
from msgspec import NODEFAULT, Meta, Struct
from msgspec.structs import FieldInfo, fields

from broker.domain.hall import Hall
from broker.settings.sentences import SHAPES, WORDS

PAGE = Path(__file__).parents[1] / "hall-toml.md"
TITLE = """# Every key of hall.toml

Made by `docs/reference/generate.py` from the code that reads the file; do not write here.
`hall check` says what is wrong in which line. A table in double brackets may stand there many
times. A key in bold must be there.
"""


def page() -> str:
    """The whole page."""
    tables = (line for each in fields(Hall) for line in _table(each))
    return TITLE + "\n" + "\n".join(tables)


def _table(each: FieldInfo) -> Iterator[str]:
    kind, repeated = _struct(each.type)
    name = f"[[{each.name}]]" if repeated else f"[{each.name}]"
    must = each.default is NODEFAULT and each.default_factory is NODEFAULT
    yield f"## `{name}`"
    yield ""
    yield f"{_about(kind)}{'' if must else ' May be left out.'}"
    yield ""
    yield "| key | value | by itself | meaning |"
    yield "|---|---|---|---|"
    for key in fields(kind):
        yield _row(each.name, key)
    yield ""


def _row(table: str, key: FieldInfo) -> str:
    must = key.default is NODEFAULT and key.default_factory is NODEFAULT
    name = f"**`{key.encode_name}`**" if must else f"`{key.encode_name}`"
    default = "" if must else _default(key)
    return f"| {name} | {_value(key.type)} | {default} | {MEANING[f'{table}.{key.encode_name}']} |"


def _default(key: FieldInfo) -> str:
    value = key.default if key.default is not NODEFAULT else key.default_factory()
    match value:
        case None | () | "" | {}:
            return "none"
        case bool():
            return f"`{str(value).lower()}`"
        case tuple():
            plain = [each.value if isinstance(each, Enum) else each for each in value]
            return f"`{plain}`".replace("'", '"')
        case _:
            return f"`{value}`"


def _struct(kind: Any) -> tuple[type[Struct], bool]:
    """The table, and whether it may stand there many times. One that may be left out is no list."""
    table = next((each for each in get_args(kind) if each is not type(None)), kind)
    return table, get_origin(kind) is tuple


def _about(kind: type[Struct]) -> str:
    said = re.sub(r"\s+", " ", kind.__doc__ or "").strip()
    said = re.sub(r"^`\[+\w+\]+` ?", "", said).lstrip(": ")
    return said[:1].upper() + said[1:]


def _quoted(value: Any) -> str:
    """As it is written in TOML."""
    return str(value) if isinstance(value, int) else f'"{value}"'


def _value(kind: Any, meta: tuple[Meta, ...] = ()) -> str:
    """What may stand there, in words."""
    while hasattr(kind, "__metadata__"):
        meta, kind = (*meta, *kind.__metadata__), kind.__origin__
    origin, arguments = get_origin(kind), get_args(kind)
    if origin in (Union, UnionType):
        return _value(next(each for each in arguments if each is not type(None)), meta)
    if origin is tuple:
        many = arguments[-1] is Ellipsis
        inner = _value(arguments[0])
        return f"list of {inner}" if many else f"list of {len(arguments)}: {inner}"
    if origin is dict:
        return f"table: {_value(arguments[0])} = {_value(arguments[1])}"
    if isinstance(kind, type) and issubclass(kind, Enum):
        return ", ".join(f"`{_quoted(each.value)}`" for each in kind)
    if isinstance(kind, type) and issubclass(kind, Struct):
        keys = ", ".join(f"{each.encode_name} = {_value(each.type)}" for each in fields(kind))
        return f"`{{ }}` with {keys}"
    if hasattr(kind, "__supertype__"):
        return _value(kind.__supertype__, meta)
    return f"{WORDS[kind.__name__].partition(',')[0]}{_limits(meta)}"


def _limits(meta: tuple[Meta, ...]) -> str:
    words = []
    for each in meta:
        pattern = each.pattern or ""
        words += [remedy for part, remedy in SHAPES if part in pattern and remedy not in words][:1]
        low = each.ge if each.ge is not None else each.gt
        if low is not None:
            words.append(f"{'from' if each.ge is not None else 'above'} {low}")
        if each.le is not None:
            words.append(f"to {each.le}")
        if each.min_length is not None:
            words.append(f"at least {each.min_length}")
        if each.max_length is not None:
            words.append(f"at most {each.max_length} characters")
    return f": {', '.join(words)}" if words else ""


if __name__ == "__main__":
    PAGE.write_text(page(), "utf-8")
