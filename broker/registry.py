"""Drivers, roles, mocks and commands, found by name through entry points and loaded only then.

An out-of-tree driver is a package with one entry point; nothing here is edited for it.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import suppress
from enum import StrEnum
from importlib import import_module
from operator import attrgetter
from pathlib import Path
from typing import Any

from broker.domain.errors import ConfigError


class Group(StrEnum):
    """The entry point groups of the hall."""

    DISPLAY = "hall.display"
    EVALUATOR = "hall.evaluator"
    FINGERPRINT = "hall.fingerprint"
    PRINTER = "hall.printer"
    CARD_READER = "hall.card_reader"
    SCANNER = "hall.scanner"
    TERMINAL = "hall.terminal"
    MOCK = "hall.mock"
    PAPER = "hall.paper"
    ROLE = "hall.role"
    COMMAND = "hall.command"


def names(group: Group) -> tuple[str, ...]:
    """Every name of a group, sorted; loads nothing."""
    return tuple(sorted(_installed(group)))


def load(group: Group, name: str) -> Any:
    """Load one entry. `ConfigError` names what there is when `name` is not there, and what the
    entry lacks where it cannot be imported."""
    target = _installed(group).get(name)
    if target is None:
        known = ", ".join(names(group)) or "none installed"
        problem = f"no such name is installed{unread()}"
        raise ConfigError(group, name, problem, f"use one of: {known}")
    try:
        module, _, thing = target.partition(":")
        return attrgetter(thing)(import_module(module))
    except (Exception, SystemExit) as error:  # somebody else's module may raise anything there
        problem = f"{target} cannot be loaded ({type(error).__name__}: {error})"
        remedy = "install what it needs, or uninstall the package that brings it"
        raise ConfigError(group, name, problem, remedy) from error


def _installed(group: Group) -> dict[str, str]:
    """`module:object` by name. The standard reader brings the e-mail package along, a tenth of a
    screen's whole start, so it is asked only where the folders of `sys.path` know nothing."""
    found: dict[str, str] = {}
    for file in _entry_files():
        for name, target in _entries(_read(file) or "", group):
            found.setdefault(name, target)  # the first on the path, as with modules
    return found or _in_archives(group)


def unread() -> str:
    """For the end of a sentence about what is missing: the lists that nobody can read. What they
    name is not there, and all others are."""
    files = [str(file) for file in _entry_files() if _read(file) is None]
    return f"; cannot be read, so nobody knows what it brings: {', '.join(files)}" if files else ""


def _read(file: Path) -> str | None:
    try:
        return file.read_text("utf-8")
    except (OSError, ValueError):  # ValueError: its bytes are no UTF-8
        return None


def _entry_files() -> Iterator[Path]:
    """Of every package there is. In a folder that cannot be read there is none: one is the folder
    somebody happens to be in."""
    for folder in dict.fromkeys(sys.path):
        for kind in ("dist", "egg"):
            with suppress(OSError):
                yield from sorted(Path(folder).glob(f"*.{kind}-info/entry_points.txt"))


def _entries(text: str, group: str) -> Iterator[tuple[str, str]]:
    """The lines of one section of an entry_points.txt: `name = module:object [extras]`."""
    heading = ""
    for line in text.splitlines():
        name, equals, target = line.partition("=")
        if line.startswith("["):
            heading = line.strip()
        elif equals and heading == f"[{group}]":
            yield name.strip(), target.partition("[")[0].strip()


def _in_archives(group: Group) -> dict[str, str]:
    from importlib.metadata import entry_points

    try:
        return {entry.name: entry.value for entry in entry_points(group=group)}
    except ValueError:  # one of the lists is no UTF-8: `unread` says which
        return {}
