"""What a simulated device may import: a list of what is allowed, because nobody foresees the rest.

It is a second reading of the maker's sheet. From its driver it shares the sheet's numbers (`spec`)
and nothing else, or a mistake of ours would be made twice and seen by no test. From the hall it
needs the shape of a simulated device and what a link carries. It is pure, so what opens, waits
or runs is not for it; nor is what imports by a name no reader of the code can see.
"""

from __future__ import annotations

import ast
import re
import sys
from collections.abc import Iterator
from importlib.metadata import entry_points
from importlib.util import find_spec, resolve_name
from pathlib import Path

FROM_THE_HALL = ("firmware_mocks.firmware", "broker.link")
WORLD = {
    *("asyncio", "ctypes", "importlib", "multiprocessing", "os", "runpy", "select", "selectors"),
    *("signal", "socket", "sqlite3", "subprocess", "threading", "time"),
}
CALM = sys.stdlib_module_names - WORLD


def strangers(name: str) -> list[str]:
    """What the simulated device of this name imports and must not: `file: module`."""
    room = _room(name)
    return [
        f"{file.name}: {each}"
        for file, package in _files(room)
        for each in imported(file.read_text("utf-8"), package)
        if not allowed(each, name, room)
    ]


def imported(source: str, package: str) -> Iterator[str]:
    """Every name that an import anywhere names, in full: `a.b`, `a.b.thing`."""
    for node in ast.walk(ast.parse(source)):
        match node:
            case ast.Import(names):
                yield from (each.name for each in names)
            case ast.ImportFrom(module, names, level):
                base = resolve_name("." * level + (module or ""), package)
                yield from (f"{base}.{each.name}" for each in names)


def allowed(wanted: str, name: str, room: str) -> bool:
    """Whether the simulated device `name`, which lives in the module `room`, may import that.

    The sheet's numbers are `<anything>.<name>.spec`, or any `spec` of a package that came with it.
    """
    ours = room.startswith("firmware_mocks.")
    sheet = re.escape(name.partition("-")[0])  # `ef01-usb` is of the sheet of `ef01`
    home = rf"(\w+\.)*{sheet}" if ours else rf"{room.partition('.')[0]}(\.\w+)*"
    if re.match(rf"{home}\.spec(\.|$)", wanted):
        return True
    inside = any(f"{wanted}.".startswith(f"{each}.") for each in (room, *FROM_THE_HALL))
    return inside or wanted.partition(".")[0] in CALM


def _room(name: str) -> str:
    """The module its entry point names: a file, or a package with all that is in it."""
    (entry,) = {each.value for each in entry_points(group="hall.mock", name=name)}
    return entry.partition(":")[0]


def _files(room: str) -> list[tuple[Path, str]]:
    """Its files, each with the package that relative imports in it start from."""
    found = find_spec(room)
    assert found is not None
    assert found.origin is not None, f"{room} has no source"
    if not found.submodule_search_locations:
        return [(Path(found.origin), room.rpartition(".")[0])]
    top = Path(found.origin).parent
    return [
        (file, ".".join((room, *file.parent.relative_to(top).parts)))
        for file in sorted(top.rglob("*.py"))
    ]
