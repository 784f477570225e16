"""The house in figures: `python -m tests.arch.figures` counts them anew, for whoever compares.

Counted are the six packages. A function is counted from its `def` line to its last one; a public
one has no underscore before its name. A line of code is one that is neither empty nor only a
comment.
"""

from __future__ import annotations

import ast
import io
import sys
import tokenize
from collections.abc import Iterator
from pathlib import Path
from statistics import median

from tests.arch.source import (
    circles,
    files,
    floors,
    functions,
    graph,
    module_arrows,
    room_arrows,
    syntax,
)
from tests.arch.test_measures import length, lines, p90
from tests.arch.test_names import more_than_once, names


def figures() -> Iterator[tuple[str, str]]:
    """What is counted, and how many."""
    every = list(files())
    lengths = [length(each) for file in every for each in functions(syntax(file))]
    yield "files, and lines in the longest", f"{len(every)}, {max(map(lines, every))}"
    yield "functions", str(len(lengths))
    yield (
        "lines of a function: median, nine of ten, longest",
        (f"{median(lengths):g}, {p90(lengths)}, {max(lengths)}"),
    )
    yield "public functions and classes with a docstring", f"{documented(every):.0%}"
    yield "lines of code to one line of comment", f"{code(every) / comments(every):.0f}"
    stand = names({str(file): syntax(file) for file in every})
    yield "class names in more than one file", str(len(more_than_once(stand)))
    yield (
        "modules, and circles among them",
        (f"{len(every)}, {len(circles(module_arrows(graph())))}"),
    )
    rooms = room_arrows(graph(), "kiosk")
    yield (
        "the kiosk's rooms, arrows between them, floors",
        (f"{len(rooms)}, {sum(map(len, rooms.values()))}, {len(floors(rooms))}"),
    )


def documented(every: list[Path]) -> float:
    public = [
        node
        for file in every
        for node in ast.walk(syntax(file))
        if isinstance(node, ast.FunctionDef | ast.ClassDef) and not node.name.startswith("_")
    ]
    return sum(ast.get_docstring(node) is not None for node in public) / len(public)


def comments(every: list[Path]) -> int:
    """Comments, those at the end of a line too."""
    return sum(
        token.type == tokenize.COMMENT
        for file in every
        for token in tokenize.generate_tokens(io.StringIO(file.read_text("utf-8")).readline)
    )


def code(every: list[Path]) -> int:
    return sum(
        bool(line.strip()) and not line.strip().startswith("#")
        for file in every
        for line in file.read_text("utf-8").splitlines()
    )


if __name__ == "__main__":
    for what, how_many in figures():
        sys.stdout.write(f"{what}: {how_many}\n")
