"""The floor is what the facts say: projections change it, and nobody else.

What a walk through the syntax cannot see (a rule that changes a ticket it was handed) is seen by
`tests/unit/test_floor_machine.py`, which looks at the floor before and after every decision.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from collections.abc import Set as AbstractSet
from pathlib import Path

import pytest

from tests.arch.source import called, files, syntax

MAY = {"projection", "ground", "floor"}  # modules of broker/domain
FLOORS = {"floor", "_floor"}
CHANGES = {
    "add",
    "append",
    "appendleft",
    "begin",
    "clear",
    "counter",
    "discard",
    "extend",
    "insert",
    "line_of",
    "pop",
    "popitem",
    "release",
    "remove",
    "setdefault",
    "sort",
    "took",
    "update",
}


def changes(tree: ast.AST) -> Iterator[str]:
    """Every place that writes into a floor, or calls what does."""
    aliases = FLOORS | set(_aliases(tree))
    for node in ast.walk(tree):
        match node:
            case ast.Assign(targets=targets) | ast.Delete(targets=targets):
                written = [part for target in targets for part in _parts(target)]
            case ast.AugAssign(target=target) | ast.AnnAssign(target=target):
                written = [target]
            case ast.Call(func=ast.Attribute(attr=how) as function) if how in CHANGES:
                written = [function]
            case _:
                written = []
        yield from (
            f"{each.lineno}: {ast.unparse(each)}" for each in written if _inside(each, aliases)
        )


def _aliases(tree: ast.AST) -> Iterator[str]:
    """Local names of a floor, or of what was taken out of one."""
    for node in ast.walk(tree):
        match node:
            case ast.Assign(targets=[ast.Name(id=name)], value=taken):
                pass
            case ast.For(target=ast.Name(id=name), iter=taken):
                pass
            case ast.NamedExpr(target=ast.Name(id=name), value=taken):
                pass
            case _:
                continue
        if _inside(taken) or (isinstance(taken, ast.Attribute) and taken.attr in FLOORS):
            yield name


def _parts(target: ast.expr) -> list[ast.expr]:
    return target.elts if isinstance(target, ast.Tuple | ast.List) else [target]


def _inside(place: ast.expr, floors: AbstractSet[str] = FLOORS) -> bool:
    """Whether the place lies in a floor, and is not the floor itself."""
    while isinstance(place, ast.Attribute | ast.Subscript | ast.Call):
        place = place.func if isinstance(place, ast.Call) else place.value
        if isinstance(place, ast.Name | ast.Attribute) and _name(place) in floors:
            return True
    return False


def _name(node: ast.Name | ast.Attribute) -> str:
    return node.id if isinstance(node, ast.Name) else node.attr


def may(file: Path) -> bool:
    return called(file).startswith("broker/domain/") and file.stem in MAY


def test_only_projections_change_the_floor() -> None:
    found = {
        f"{called(file)}:{place}"
        for file in files()
        if not may(file)
        for place in changes(syntax(file))
    }
    assert not found


def test_projections_do_change_it() -> None:
    """The control: the same rule sees them at work."""
    assert all(
        list(changes(syntax(file)))
        for file in files()
        if may(file) and file.stem == "projection" and file.parent.name != "attendance"
    )


@pytest.mark.parametrize(
    "line",
    [
        "self._floor.begin(day)",
        "touched, floor.touched = floor.touched, Touched()",
        "floor.counters[1].ticket = ''",
        "floor.tally.called += 1",
        "self.ledger.floor.waiting['qa'].pop(ticket)",
        "del floor.tickets[ticket]",
        "floor.counter(3).clerk = ''",
        "known = self._floor\nknown.strays = 0",
        "counter = floor.counters[1]\ncounter.served += 1",
        "for each in self._floor.counters.values():\n    each.served = 0",
    ],
)
def test_a_change_is_seen(line: str) -> None:
    """The control: the first two stood in the ledger's service."""
    assert list(changes(ast.parse(line)))


@pytest.mark.parametrize(
    "line",
    [
        "self._floor = Floor(hall)",
        "ticket = floor.tickets.get(key)",
        "found = list(floor.calls)\nfound.clear()",
    ],
)
def test_reading_is_no_change(line: str) -> None:
    assert not list(changes(ast.parse(line)))
