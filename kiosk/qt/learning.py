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

Names = dict[str, tuple[Options, ...]]  # the options of each character of a name

_FORM = 1
_PATIENCE = 120.0  # seconds: a slow machine takes two

logger = logging.getLogger(__name__)


class _Kept(Struct, frozen=True):
    """The file, and what the process tells. Many characters are typed alike, so a name is a list of
    places in `options`: equals are one object in it, and while it is read."""

    made: str
    options: tuple[Options, ...]
    names: dict[str, tuple[int, ...]]


def learn(names: Sequence[str], file: Path) -> tuple[Spelling, ...]:
    """How each of `names` may be typed."""
    known = _read(file)
    wanted = dict.fromkeys(names)
    new = [name for name in wanted if name not in known]
    options = {**known, **_learnt(new)} if new else known
    found = {name: spelt(name, options[name]) for name in wanted}
    if found.keys() != known.keys():
        _write(file, found)
    return tuple(found[name] for name in names)


def _learnt(names: Sequence[str]) -> Names:
    """The options of each name, from a process that ends with its dictionary."""
    words = bound_to_us([sys.executable, "-m", "kiosk.qt.learning"])
    asked = msgspec.json.encode(names)
    try:
        told = subprocess.run(  # noqa: S603  # this interpreter, and a module of ours
            words, input=asked, capture_output=True, check=True, timeout=_PATIENCE
        )
        found = _names(msgspec.json.decode(told.stdout, type=_Kept))
    except (OSError, subprocess.SubprocessError, ValueError, IndexError) as error:
        logger.info("pinyin is learnt in this process: %s", error)
        found = {}
    return found if found.keys() >= set(names) else _spelt_here(names)


def _spelt_here(names: Sequence[str]) -> Names:
    return {name: spelling(name).options for name in names}


def _kept(names: Names) -> _Kept:
    options = tuple(dict.fromkeys(each for row in names.values() for each in row))
    places = {each: place for place, each in enumerate(options)}
    return _Kept(_made(), options, {n: tuple(places[o] for o in row) for n, row in names.items()})


def _names(kept: _Kept) -> Names:
    options = [tuple(map(sys.intern, each)) for each in kept.options]
    return {name: tuple(options[place] for place in row) for name, row in kept.names.items()}


def _made() -> str:
    return f"{_FORM} pypinyin {version('pypinyin')}"


def _read(file: Path) -> Names:
    try:
        kept = msgspec.json.decode(file.read_bytes(), type=_Kept)
        return _names(kept) if kept.made == _made() else {}
    except (OSError, ValueError, IndexError, RecursionError):  # msgspec's errors are ValueErrors
        return {}


def _write(file: Path, found: dict[str, Spelling]) -> None:
    """Whole or not at all: another screen of this machine may read it now."""
    kept = _kept({name: each.options for name, each in found.items()})
    beside = file.with_name(f"{file.name}.{os.getpid()}")
    with suppress(OSError):
        file.parent.mkdir(parents=True, exist_ok=True)
        beside.write_bytes(msgspec.json.encode(kept))
        beside.replace(file)


if __name__ == "__main__":
    asked_for = msgspec.json.decode(sys.stdin.buffer.read(), type=list[str])
    sys.stdout.buffer.write(msgspec.json.encode(_kept(_spelt_here(asked_for))))
