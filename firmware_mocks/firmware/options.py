"""Reading `--set name=value`: each word understood, or refused with a sentence that names it."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from typing import TypeVar

T = TypeVar("T")


def refuse_unknown(said: Mapping[str, str], known: Iterable[str]) -> None:
    """Raises ValueError for the first name that is no option of this device."""
    for name in sorted(set(said) - set(known)):
        raise ValueError(f"there is no option “{name}”; there are {', '.join(known)}")


def whole(
    said: Mapping[str, str], name: str, usual: int, least: int, most: int, *, base: int = 10
) -> int:
    """A whole number; `usual` where nothing was said."""
    text = said.get(name)
    try:
        value = usual if text is None else int(text, base)
    except ValueError:
        value = least - 1
    if not least <= value <= most:
        raise ValueError(f"{name}={text}: say a whole number from {least} to {most}")
    return value


def number(said: Mapping[str, str], name: str, usual: float, most: float = math.inf) -> float:
    """A finite number from 0."""
    text = said.get(name)
    try:
        value = usual if text is None else float(text)
    except ValueError:
        value = -1.0
    if not 0 <= value <= most or math.isinf(value):
        limit = "" if math.isinf(most) else f" to {most:g}"
        raise ValueError(f"{name}={text}: say a number from 0{limit}")
    return value


def one_of(said: Mapping[str, str], name: str, usual: str, known: Mapping[str, T]) -> T:
    """What a word stands for."""
    text = said.get(name, usual)
    if text not in known:
        raise ValueError(f"{name}={text}: say {' or '.join(known)}")
    return known[text]


def fingers(said: Mapping[str, str], name: str, capacity: int) -> dict[int, str]:
    """Whose invented finger is enrolled in which slot: `NAME:SLOT,NAME:SLOT…`, or names alone,
    from slot 0 on. The bench says so of a hall's staff to every reader that has the option
    `enrolled`."""
    found: dict[int, str] = {}
    for place, entry in enumerate(each for each in said.get(name, "").split(",") if each):
        finger, _, slot = entry.partition(":")
        where = slot or str(place)
        if not finger or not where.isdecimal() or int(where) >= capacity:
            raise ValueError(f"{name}: “{entry}”: say NAME:SLOT with a slot below {capacity}")
        found[int(where)] = finger
    return found
