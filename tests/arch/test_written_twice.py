"""Nothing of six lines stands twice to the letter: who mends one would forget the other.

Imports do not count, nor empty lines and comments: they say what a file needs, not what it does.
"""

from __future__ import annotations

import ast
from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import islice
from pathlib import Path

from tests.arch.source import ROOT, files

LINES = 6


def written() -> list[Path]:
    """Every Python file, of packages and tests."""
    return [
        *files(),
        *sorted((ROOT / "bench").rglob("*.py")),
        *sorted((ROOT / "tests").rglob("*.py")),
    ]


def imports(tree: ast.Module) -> Iterator[int]:
    """The lines of a file's imports, from 1."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import | ast.ImportFrom):
            yield from range(node.lineno, (node.end_lineno or node.lineno) + 1)


def code(text: str) -> list[tuple[int, str]]:
    """The lines that count, with their numbers."""
    skipped = set(imports(ast.parse(text)))
    numbered = ((at, line.strip()) for at, line in enumerate(text.splitlines(), 1))
    return [(at, line) for at, line in numbered if line and line[0] != "#" and at not in skipped]


def twice(texts: Sequence[tuple[str, str]]) -> list[str]:
    """Where runs of six lines begin that stand somewhere else too, in named texts."""
    found: defaultdict[tuple[str, ...], list[str]] = defaultdict(list)
    for name, text in texts:
        lines = code(text)
        for first, *rest in zip(*(islice(lines, n, None) for n in range(LINES)), strict=False):
            found[first[1], *(line for _, line in rest)].append(f"{name}:{first[0]}")
    return [" ~ ".join(places) for places in found.values() if len(places) > 1]


def test_no_six_lines_stand_twice() -> None:
    texts = [(str(each.relative_to(ROOT)), each.read_text(encoding="utf-8")) for each in written()]
    assert len(texts) > 500
    assert twice(texts) == []


def test_what_stands_twice_is_found() -> None:
    run = "".join(f"x{n} = {n}\n" for n in range(LINES))
    assert twice([("a.py", run), ("b.py", "import os\n\n" + run)]) == ["a.py:1 ~ b.py:3"]
    assert twice([("a.py", run), ("b.py", run.replace("5", "6"))]) == []
