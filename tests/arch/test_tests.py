"""Tests that could not fail are defects: none leaves before its end, and none asserts nothing."""

from __future__ import annotations

import ast
from collections.abc import Iterator

import pytest

from tests.arch.source import ROOT

FILES = sorted((ROOT / "tests").rglob("test_*.py"))


def written(tree: ast.Module) -> Iterator[ast.FunctionDef]:
    """Every test of a file, in classes too."""
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef) and node.name.startswith("test_"):
            yield node


def own(test: ast.FunctionDef) -> Iterator[ast.AST]:
    """What a test itself does, without the functions it makes."""
    waiting: list[ast.AST] = list(test.body)
    while waiting:
        node = waiting.pop()
        yield node
        if not isinstance(node, ast.FunctionDef | ast.Lambda | ast.ClassDef):
            waiting += ast.iter_child_nodes(node)


def leaves_early(test: ast.FunctionDef) -> bool:
    """Whether there is a way out before the end."""
    return any(isinstance(node, ast.Return) for node in own(test))


def swallows(test: ast.FunctionDef) -> bool:
    """Whether an exception may end in nothing."""
    handlers = [node for node in own(test) if isinstance(node, ast.ExceptHandler)]
    return any(isinstance(handler.body[0], ast.Pass | ast.Continue) for handler in handlers)


def asks(test: ast.FunctionDef) -> bool:
    """Whether it says anything that may be untrue: an assertion, an expected exception, or the call
    of a function that asserts for it."""
    return any(isinstance(node, ast.Assert | ast.Call | ast.Raise) for node in own(test))


def test_no_test_leaves_early_or_swallows_what_it_came_for() -> None:
    found = [
        (str(file.relative_to(ROOT)), test)
        for file in FILES
        for test in written(ast.parse(file.read_text("utf-8")))
    ]
    assert len(found) > 3000
    assert [(file, test.name) for file, test in found if leaves_early(test)] == []
    assert [(file, test.name) for file, test in found if swallows(test)] == []
    assert [(file, test.name) for file, test in found if not asks(test)] == []


@pytest.mark.parametrize(
    "body",
    [
        "if x:\n        return\n    assert y()",
        "try:\n        y()\n    except ValueError:\n        return\n    assert y()",
        "for x in y():\n        try:\n            z()\n        except OSError:\n            pass",
        "for x in y():\n        try:\n            z()\n        except X:\n            continue",
        "x = 1",
    ],
)
def test_the_control_sees_a_test_that_cannot_fail(body: str) -> None:
    (test,) = written(ast.parse(f"def test_x():\n    {body}\n"))
    assert leaves_early(test) or swallows(test) or not asks(test)


def test_the_control_leaves_a_test_with_a_helper_alone() -> None:
    code = "def test_x():\n    def helper():\n        return 1\n    assert helper() == 1\n"
    (test,) = written(ast.parse(code))
    assert not leaves_early(test)
    assert not swallows(test)
    assert asks(test)
