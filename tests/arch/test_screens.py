"""What is written down about the screens is true: views change nothing but themselves, and nobody
knows whoever owns it."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from datetime import UTC
from pathlib import Path

import pytest

from kiosk.board.board import Board
from kiosk.panel.flow import PanelFlow
from kiosk.ticket.catalogue import Catalogue
from kiosk.ticket.flow import Flow
from tests.arch.source import ROOT, called, syntax
from tests.stages.halls import small_hall

SCREENS = sorted(file.parent for file in (ROOT / "kiosk").glob("*/view.py"))
OWNERS = {  # they hold a state, or are a part of who does
    *("flow.py", "board.py", "state.py", "navigation.py", "conductor.py"),
    *("acts.py", "lookup.py", "seat.py", "seating.py", "operating.py", "naming.py"),
}
CHANGING = {"pop", "clear", "update", "append", "extend", "insert", "remove", "setdefault", "pick"}


def chain(node: ast.AST) -> list[str]:
    """`self._flow.known.up` as its names; a subscript leads to what it is taken from."""
    if isinstance(node, ast.Attribute):
        return [*chain(node.value), node.attr]
    if isinstance(node, ast.Subscript):
        return [*chain(node.value), "[]"]
    return [node.id] if isinstance(node, ast.Name) else ["()"]


def targets(tree: ast.AST) -> Iterator[list[str]]:
    """Everything that a module assigns to, deletes, or changes by a method of a container."""
    for node in ast.walk(tree):
        match node:
            case ast.Assign(targets=several) | ast.Delete(targets=several):
                yield from map(chain, several)
            case ast.AugAssign(target=one) | ast.AnnAssign(target=one):
                yield chain(one)
            case ast.Call(func=ast.Attribute(attr=name, value=changed)) if name in CHANGING:
                yield chain(changed)


def belongs_to_others(target: list[str]) -> bool:
    """`self.x` is one's own, `self.x.y` is not; a local name's attribute is not either."""
    names = [each for each in target if each != "[]"]
    return len(names) > (2 if names[0] == "self" else 1)


def strangers() -> list[Path]:
    """The files of the screens that hold no state of their own."""
    return [
        file
        for screen in SCREENS
        for file in sorted(screen.rglob("*.py"))
        if file.name not in OWNERS
    ]


@pytest.mark.parametrize("file", strangers(), ids=called)
def test_only_a_flow_changes_what_its_screen_knows(file: Path) -> None:
    found = [".".join(each) for each in targets(syntax(file)) if belongs_to_others(each)]
    assert not found


@pytest.mark.parametrize(
    "line",
    [
        "self._flow.known.display = message",
        "self._board.up = True",
        "flow.known.page += 1",
        "self.known.queues['q'] = state",
        "self._flow.known.queues.pop('q')",
        "flow.known.pick(NOTHING)",
        "del self._world.windows[3]",
    ],
)
def test_a_view_that_changes_its_flow_would_be_seen(line: str) -> None:
    """The control."""
    assert any(map(belongs_to_others, targets(ast.parse(line))))


def test_a_views_own_is_its_own() -> None:
    own = ast.parse("self._pulse = 1\nself.shown.take(look)\nfound = []\nfound.append(1)")
    assert not any(map(belongs_to_others, targets(own)))


def parts(whole: object) -> Iterator[object]:
    """What an object holds, and what that holds; functions it was lent are not followed."""
    waiting, seen = [whole], {id(whole)}
    while waiting:
        each = waiting.pop()
        if isinstance(each, dict):
            held = [*each.keys(), *each.values()]
        elif isinstance(each, list | tuple | set | frozenset):
            held = list(each)
        else:
            slots = getattr(type(each), "__slots__", ())
            held = [*getattr(each, "__dict__", {}).values()]
            held += [getattr(each, name) for name in slots if hasattr(each, name)]
        for one in held:
            if one is whole or (id(one) not in seen and not callable(one)):
                yield one
                if one is not whole:
                    seen.add(id(one))
                    waiting.append(one)


def flows() -> list[object]:
    hall = small_hall()
    kiosk = Flow(hall, Catalogue(hall, ()), "kiosk-1", UTC, lambda: "touch-1")
    return [kiosk, PanelFlow(hall, hall.windows[0]), Board(hall)]


@pytest.mark.parametrize("flow", flows(), ids=lambda flow: type(flow).__name__)
def test_no_part_of_a_flow_knows_the_flow(flow: object) -> None:
    """Objects in a circle are a circle too."""
    held = list(parts(flow))
    assert len(held) > 10
    assert not any(each is flow for each in held)


def test_a_part_that_knows_its_flow_would_be_seen() -> None:
    """The control."""
    flow = flows()[0]
    flow._transaction.walk = [flow]  # type: ignore[attr-defined]  # as it was once
    assert any(each is flow for each in parts(flow))


def test_the_screens_were_looked_at() -> None:
    assert {"ticket", "panel", "board"} <= {screen.name for screen in SCREENS}
    assert len(strangers()) > 30
