"""From the text of hall.toml to a `Hall`, or to every reason why not."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import cached_property
from math import isfinite
from typing import TYPE_CHECKING, Any, get_args
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from msgspec import NODEFAULT, MsgspecError, ValidationError, convert
from msgspec.json import decode
from msgspec.structs import FieldInfo, fields

from broker.domain.errors import ConfigError
from broker.domain.hall import Hall
from broker.settings import texts

if TYPE_CHECKING:
    from broker.domain.checking import KeyPath

# What only words an error (`places`, `sentences`) is imported when there is one: every role reads
# hall.toml at its start, and nearly always it is right.


@dataclass(frozen=True)
class HallText:
    """A hall.toml that could be read: its values, and the text they stand in."""

    file: str
    data: dict[str, Any]
    source: str

    @cached_property
    def where(self) -> dict[KeyPath, int]:
        """The line of each value; empty where they nest too deeply to be told."""
        from broker.settings import places

        try:
            return places.lines(self.source)
        except RecursionError:
            return {}

    def error(self, path: KeyPath, problem: str, remedy: str) -> ConfigError:
        """An error at `path`, with its line."""
        from broker.settings import places

        return ConfigError(self.file, places.place(path, self.where), problem, remedy)


JSON = ".json"  # of what a machine was given, that has no hall.toml


def parse(file: str, raw: bytes) -> HallText:
    """Read TOML, or what was made of it for another machine. Raises `ConfigError` with the line
    where it stops being that."""
    if file.endswith(JSON):
        return _given(file, raw)
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw[: error.start].count(b"\n") + 1
        problem = "these bytes are no UTF-8"
        raise ConfigError(file, f"line {line}", problem, "save the file as UTF-8") from error
    try:
        return HallText(file, tomllib.loads(text), text)
    except RecursionError as error:
        problem = "lists are nested beyond reason"
        raise ConfigError(file, "the whole file", problem, "look for stray brackets") from error
    except ValueError as error:
        raise _unread(file, text, error) from error


def _given(file: str, raw: bytes) -> HallText:
    try:
        return HallText(file, decode(raw, type=dict[str, Any]), "")
    except (MsgspecError, UnicodeDecodeError) as error:
        remedy = "have this machine join the hall anew: `hall invite` says how"
        raise ConfigError(file, "the whole file", str(error), remedy) from error


_TWICE = re.compile(r"Cannot (?:declare|overwrite|mutate|redefine)\b.*line (\d+), column (\d+)\)")


def _unread(file: str, text: str, error: ValueError) -> ConfigError:
    """What is wrong with a text that is no TOML, in words for whoever wrote it."""
    if (found := _TWICE.fullmatch(str(error))) and (twice := _twice(file, text, found)):
        return twice
    said, _, where = str(error).rpartition(" (at ")
    remedy = "mend this line: names = values, text in quotes, tables in brackets"
    return ConfigError(file, where.rstrip(")"), said or str(error), remedy)


def _twice(file: str, text: str, found: re.Match[str]) -> ConfigError | None:
    """The reader says where it stands for the second time, and its own word for what."""
    from broker.settings import places

    line, column = int(found[1]), int(found[2])
    above = text.replace("\r\n", "\n").split("\n")[:line]
    read = "\n".join([*above[:-1], above[-1][: column - 1]])
    if (known := places.first_of(read)) is None:
        return None
    path, first, second = known
    problem = f"{places.spell(path)} stands here for the second time, and on line {first} already"
    return ConfigError(file, f"line {second}", problem, "write both in one, and remove the other")


def read(text: HallText) -> Hall | tuple[ConfigError, ...]:
    """The hall, or one error for each table that is not of its shape."""
    try:
        hall = convert(texts.clean(text.data), Hall)
    except ValidationError as error:
        found = [*_missing(text), *_misshapen(text)]
        return tuple(found) or (_error(text, (), error, text.data),)
    return _timezone(text, hall) or _flawed(text) or hall


def _timezone(text: HallText, hall: Hall) -> tuple[ConfigError, ...]:
    try:
        ZoneInfo(hall.hall.timezone)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        problem = f"{hall.hall.timezone!r} is no time zone of this machine"
        remedy = 'write a name like "Asia/Shanghai"'
        return (text.error(("hall", "timezone"), problem, remedy),)
    return ()


def left_out(text: HallText) -> tuple[ConfigError, ...]:
    """What was read without characters that nobody sees: worth a look, and no harm."""
    problem = "{} stands here, which nobody sees: it is left out"
    return tuple(
        text.error(path, problem.format(found), "write the text anew")
        for path, found in texts.hidden(text.data)
    )


def rare(text: HallText) -> tuple[ConfigError, ...]:
    """What signs and slips cannot show as it is written."""
    remedy = "write another character, or leave it"
    return tuple(
        text.error(path, f"signs and printers have no {found}", remedy)
        for path, found in texts.rare(text.data)
    )


def _flawed(text: HallText) -> tuple[ConfigError, ...]:
    return tuple(
        text.error(path, f"here stands {found}", "write the text anew")
        for path, found in texts.flaws(text.data)
    )


def _missing(text: HallText) -> list[ConfigError]:
    return [
        text.error((each.name,), "this table is missing", f"add {_heading(each)}")
        for each in fields(Hall)
        if each.name not in text.data and _required(each)
    ]


def _required(each: FieldInfo) -> bool:
    return each.default is NODEFAULT and each.default_factory is NODEFAULT


def _heading(each: FieldInfo) -> str:
    return f"[[{each.name}]] tables" if _repeated(each) else f"a [{each.name}] table"


def _repeated(each: FieldInfo) -> bool:
    return Ellipsis in get_args(each.type)


def _misshapen(text: HallText) -> list[ConfigError]:
    known = {each.name: each for each in fields(Hall)}
    found = []
    for name, value in text.data.items():
        each = known.get(name)
        if each is None:
            unknown = ValidationError(f"Object contains unknown field `{name}`")
            found.append(_error(text, (), unknown, text.data))
        elif _repeated(each) and isinstance(value, list):
            kind = get_args(each.type)[0]
            found += [e for i, one in enumerate(value) for e in _try(text, (name, i), one, kind)]
        else:
            found += _try(text, (name,), value, each.type)
    return found


def _try(text: HallText, path: KeyPath, value: Any, kind: Any) -> list[ConfigError]:
    try:
        convert(value, kind)
    except ValidationError as error:
        return [_error(text, path, error, value)]
    return []


def _error(text: HallText, above: KeyPath, error: ValidationError, value: Any) -> ConfigError:
    """`value` is what stands at `above`, and does not read."""
    from broker.settings import sentences

    said, below = sentences.split(str(error))
    path = (*above, *below)
    found = _at(value, below)
    key, problem, remedy = sentences.sentence(said, sentences.type_at(Hall, path))
    if isinstance(found, dict) and not key:
        key = _entry(found, sentences.kind_at(Hall, path))
        found = found.get(key)
    if isinstance(found, float) and not isfinite(found):
        problem = f"{found} is no number"
    return text.error((*path, key) if key else path, problem, remedy)


def _at(value: Any, path: KeyPath) -> Any:
    for step in path:
        value = value[step]
    return value


def _entry(mapping: dict[str, Any], kind: Any) -> str:
    """The first key of a mapping that does not read, or whose value does not: the reader itself
    says only that there is one."""
    for key, value in mapping.items():
        try:
            convert({key: value}, kind)
        except ValidationError:
            return key
    return ""
