"""What the docstring of a class lists, "- `name`: what it means", is there under that name."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from textwrap import dedent

import pytest

from tests.arch.driver_api import MODULES, source
from tests.arch.source import called, files, syntax

LISTED = re.compile(r"^ *- ((?:`\w+(?:\([^`]*\))?`(?:, | and )?)+)", re.MULTILINE)
CODE = re.compile(r"`[^`]+`(\w*)")  # and what follows it without a space
DOCUMENTED = ast.Module | ast.ClassDef | ast.FunctionDef
NAME = re.compile(r"`(\w+)")


def listed(node: ast.ClassDef) -> set[str]:
    """Every name before the words of a list's item; `show(address, sign)` is called `show`."""
    items = LISTED.findall(ast.get_docstring(node) or "")
    return {name for item in items for name in NAME.findall(item)}


def own(node: ast.ClassDef) -> Iterator[str]:
    """Fields, values, methods and what they are given."""
    for each in node.body:
        match each:
            case ast.AnnAssign(target=ast.Name(id=name)):
                yield name
            case ast.Assign(targets=targets):
                yield from (target.id for target in targets if isinstance(target, ast.Name))
            case ast.FunctionDef(name=name, args=given):
                yield name
                yield from (argument.arg for argument in [*given.args, *given.kwonlyargs])


def classes(trees: list[ast.Module]) -> dict[str, ast.ClassDef]:
    return {
        node.name: node
        for tree in trees
        for node in ast.walk(tree)
        if isinstance(node, ast.ClassDef)
    }


def missing(node: ast.ClassDef, known: dict[str, ast.ClassDef]) -> set[str]:
    """What it lists and neither has nor inherits."""
    above = [
        known[base.id] for base in node.bases if isinstance(base, ast.Name) and base.id in known
    ]
    inherited = {name for each in above for name in own(each)}
    return listed(node) - set(own(node)) - inherited


def test_what_a_docstring_lists_is_there() -> None:
    known = classes([syntax(file) for file in files()])
    wrong = {
        f"{called(file)}: {node.name}": names
        for file in files()
        for node in classes([syntax(file)]).values()
        if (names := missing(node, known))
    }
    assert not wrong


def glued(text: str) -> list[str]:
    return [end for end in CODE.findall(text) if end]


@pytest.mark.parametrize("module", MODULES)
def test_code_in_a_docstring_of_the_api_ends_at_a_word(module: str) -> None:
    """`count`th is read as code without an end where the site is built: say it in another way."""
    nodes = [node for node in ast.walk(ast.parse(source(module))) if isinstance(node, DOCUMENTED)]
    assert not [end for node in nodes for end in glued(ast.get_docstring(node) or "")]


def test_enough_was_listed() -> None:
    """The control: several classes list what they have, drivers before all."""
    lists = {
        name for name, node in classes([syntax(file) for file in files()]).items() if listed(node)
    }
    assert {"Driver", "SignDriver", "ExchangeRules"} <= lists
    assert len(lists) > 5


def test_a_name_that_is_gone_would_be_seen() -> None:
    source = dedent('''\
        class Base:
            poll: float = 1.0

        class Policy(Base):
            """Times.

            - `answer`: how long one may take.
            - `look(at)`, `poll`: how often.
            """

            answer_seconds: float = 0.5

            def look(self, at: float) -> None: ...
        ''')
    known = classes([ast.parse(source)])
    assert missing(known["Policy"], known) == {"answer"}


def test_half_a_word_of_code_would_be_seen() -> None:
    assert glued("the `count`th call, one of two `Link`s; `a` and `b`, or `c`") == ["th", "s"]
