"""How names are typed, learnt once per catalogue and kept on disk. What is damaged or made by
another version is learnt anew; a disk that takes nothing costs only the time.

pypinyin's dictionary is 70 MB, and never wanted again: whoever loads it in a screen keeps a third
of that for months, between things that stay. So it is loaded in a process of its own, `python -m
kiosk.qt.learning`, which is told names and tells their options; should there be no such process,
it is loaded here all the same.
"""

from __future__ import annotations

import logging
import os
import subprocess
import sys
from collections.abc import Sequence
from contextlib import suppress
from importlib.metadata import version
from pathlib import Path

import msgspec
from msgspec import Struct

from broker.service.parent_death import bound_to_us
from kiosk.words.spelling import Options, Spelling, spelling, spelt

_FORM = 1
_PATIENCE = 120.0  # seconds: a slow machine takes two

logger = logging.getLogger(__name__)


class _Kept(Struct, frozen=True):
    """The file. Many characters are typed alike, so a name is a list of places in `options`."""

    made: str
    options: tuple[Options, ...]
    names: dict[str, tuple[int, ...]]


def learn(names: Sequence[str], file: Path) -> tuple[Spelling, ...]:
    """How each of `names` may be typed."""
    known = _read(file)
    wanted = dict.fromkeys(names)
    new = [name for name in wanted if name not in known]
    options = {**known, **dict(zip(new, _learnt(new), strict=True))} if new else known
    found = {name: spelt(name, options[name]) for name in wanted}
    if found.keys() != known.keys():
        _write(file, found)
    return tuple(found[name] for name in names)


def _learnt(names: Sequence[str]) -> list[tuple[Options, ...]]:
    """The options of each name, from a process that ends with its dictionary."""
    words = bound_to_us([sys.executable, "-m", "kiosk.qt.learning"])
    asked = msgspec.json.encode(names)
    try:
        told = subprocess.run(  # noqa: S603  # this interpreter, and a module of ours
            words, input=asked, capture_output=True, check=True, timeout=_PATIENCE
        )
        found = msgspec.json.decode(told.stdout, type=list[tuple[Options, ...]])
    except (OSError, subprocess.SubprocessError, ValueError) as error:
        logger.info("pinyin is learnt in this process: %s", error)
        found = []
    return found if len(found) == len(names) else [spelling(name).options for name in names]


def _made() -> str:
    return f"{_FORM} pypinyin {version('pypinyin')}"


def _read(file: Path) -> dict[str, tuple[Options, ...]]:
    try:
        kept = msgspec.json.decode(file.read_bytes(), type=_Kept)
        if kept.made != _made():
            return {}
        return {name: tuple(kept.options[n] for n in row) for name, row in kept.names.items()}
    except (OSError, ValueError, IndexError, RecursionError):  # msgspec's errors are ValueErrors
        return {}


def _write(file: Path, found: dict[str, Spelling]) -> None:
    """Whole or not at all: another screen of this machine may read it now."""
    options = tuple(dict.fromkeys(each for name in found.values() for each in name.options))
    places = {each: place for place, each in enumerate(options)}
    names = {name: tuple(places[o] for o in each.options) for name, each in found.items()}
    beside = file.with_name(f"{file.name}.{os.getpid()}")
    with suppress(OSError):
        file.parent.mkdir(parents=True, exist_ok=True)
        beside.write_bytes(msgspec.json.encode(_Kept(_made(), options, names)))
        beside.replace(file)


if __name__ == "__main__":
    asked_for = msgspec.json.decode(sys.stdin.buffer.read(), type=list[str])
    told_back = [spelling(name).options for name in asked_for]
    sys.stdout.buffer.write(msgspec.json.encode(told_back))
