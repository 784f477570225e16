"""What the tests of the house look at: the six packages as text, as syntax and as imports."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path

import grimp

ROOT = Path(__file__).parents[2]
PACKAGES = ("broker", "kiosk", "queue_display", "evaluator", "fingerprint", "firmware_mocks")

Function = ast.FunctionDef | ast.AsyncFunctionDef
Arrows = Mapping[str, frozenset[str]]  # who imports -> whom


def files() -> list[Path]:
    """Every Python file of the six packages."""
    return [file for name in PACKAGES for file in sorted((ROOT / name).rglob("*.py"))]


@cache
def syntax(file: Path) -> ast.Module:
    return ast.parse(file.read_text("utf-8"), str(file))


def functions(tree: ast.AST) -> Iterator[Function]:
    """All of them: methods, and those that stand inside another one."""
    return (node for node in ast.walk(tree) if isinstance(node, Function))


def called(file: Path) -> str:
    """How a failing test names a file."""
    return str(file.relative_to(ROOT))


def module_of(file: Path) -> str:
    """The name by which a file is imported."""
    return ".".join(file.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")


@cache
def graph() -> grimp.ImportGraph:
    """Who imports whom, other people's packages and imports inside functions too."""
    return grimp.build_graph(*PACKAGES, include_external_packages=True, cache_dir=None)


def module_arrows(imports: grimp.ImportGraph) -> Arrows:
    """Imports between single modules. A package stands for its `__init__`."""
    return {
        name: frozenset(imports.find_modules_directly_imported_by(name)) for name in imports.modules
    }


def room_arrows(imports: grimp.ImportGraph, house: str) -> Arrows:
    """Imports between the rooms of a package: its folders, and the files that lie beside them."""
    rooms = imports.find_children(house)
    room_of = {name: room for room in rooms for name in imports.find_descendants(room) | {room}}
    arrows: dict[str, set[str]] = {room: set() for room in rooms}
    for name, room in room_of.items():
        for other in imports.find_modules_directly_imported_by(name):
            arrows[room] |= {room_of[other]} if room_of.get(other, room) != room else set()
    return {room: frozenset(others) for room, others in arrows.items()}


def circles(arrows: Arrows) -> list[list[str]]:
    """Groups in which everybody reaches everybody. None: everything stands on something."""
    reached = {name: _reached(arrows, name) for name in arrows}
    found = {
        frozenset(other for other in reached[name] if name in reached.get(other, ()))
        for name in arrows
        if name in reached[name]
    }
    return sorted(sorted(each) for each in found)


def _reached(arrows: Arrows, start: str) -> set[str]:
    seen: set[str] = set()
    waiting = list(arrows[start])
    while waiting:
        name = waiting.pop()
        if name not in seen:
            seen.add(name)
            waiting += arrows.get(name, ())
    return seen


def floors(arrows: Arrows) -> list[list[str]]:
    """The rooms from the ground up: whoever imports stands a floor above all it imports.

    Raises ValueError where a circle keeps rooms from standing anywhere.
    """
    found: list[list[str]] = []
    placed: set[str] = set()
    while len(placed) < len(arrows):
        floor = sorted(n for n, below in arrows.items() if n not in placed and below <= placed)
        if not floor:
            raise ValueError(f"a circle: {sorted(set(arrows) - placed)}")
        found.append(floor)
        placed |= set(floor)
    return found
