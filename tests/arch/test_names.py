"""One word for one idea: a class name stands in one file, or says here why in two."""

from __future__ import annotations

import ast
from collections import defaultdict
from collections.abc import Iterable, Mapping
from textwrap import dedent

from tests.arch.source import called, files, syntax

TWICE = {
    "Ack": "what two makers call it in their sheets, each within its own protocol",
    "Beep": "what two makers call it in their sheets, each within its own protocol",
    "GuideDesk": "the table of hall.toml; the one who plays it in a rehearsal",
}


def names(modules: Mapping[str, ast.AST]) -> dict[str, set[str]]:
    """Where each class name stands, inner classes too."""
    found: dict[str, set[str]] = defaultdict(set)
    for where, tree in modules.items():
        for node in ast.walk(tree):
            if isinstance(node, ast.ClassDef):
                found[node.name].add(where)
    return found


def more_than_once(found: Mapping[str, Iterable[str]]) -> dict[str, list[str]]:
    return {name: sorted(where) for name, where in found.items() if len(list(where)) > 1}


def test_a_class_name_stands_for_one_idea() -> None:
    found = more_than_once(names({called(file): syntax(file) for file in files()}))
    assert not {name: where for name, where in found.items() if name not in TWICE}
    assert found.keys() >= TWICE.keys(), "a reason for what stands once would let it stand twice"


def test_a_name_that_stands_twice_would_be_seen() -> None:
    """The control: in two files, also within a class or a function; twice in one file is not it."""
    one = ast.parse("class Press: ...")
    other = ast.parse(
        dedent("""\
        def make():
            class Press: ...
            class Key: ...
        class Key: ...
        """)
    )
    assert more_than_once(names({"one.py": one, "other.py": other})) == {
        "Press": ["one.py", "other.py"]
    }
