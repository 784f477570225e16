"""How names are typed, learnt once per catalogue: kept on disk, so that neither the half second nor
the memory of pypinyin's dictionary is spent again. What is damaged or made by another version is
learnt anew; a disk that takes nothing costs only the time."""

from __future__ import annotations

import os
from collections.abc import Sequence
from contextlib import suppress
from importlib.metadata import version
from pathlib import Path

import msgspec
from msgspec import Struct

from kiosk.qt.memory import give_back
from kiosk.words.spelling import Options, Spelling, spelling, spelt

_FORM = 1


class _Kept(Struct, frozen=True):
    """The file. Many characters are typed alike, so a name is a list of places in `options`."""

    made: str
    options: tuple[Options, ...]
    names: dict[str, tuple[int, ...]]


def learn(names: Sequence[str], file: Path) -> tuple[Spelling, ...]:
    """How each of `names` may be typed."""
    known = _read(file)
    wanted = dict.fromkeys(names)
    found = {name: spelt(name, known[name]) if name in known else spelling(name) for name in wanted}
    if found.keys() != known.keys():
        _write(file, found)
    return tuple(found[name] for name in names)


def forget() -> None:
    """The names are learnt: the dictionary, a third of what a screen holds, is not wanted again.

    On the screen's thread, once what was learnt has come to it.
    """
    give_back("pypinyin")


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
