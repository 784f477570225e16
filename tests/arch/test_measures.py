"""The measures of the house: short functions, short files.

A function is counted from its `def` line to its last line, docstring, comments and blank lines
included, decorators not; methods and inner functions count like all others. The ninetieth
percentile is taken over all functions of the six packages, so that a parser's long `match` or a
screen's long table may stand now and then, and no more.
"""

from __future__ import annotations

import ast
from pathlib import Path
from textwrap import dedent

import pytest

from tests.arch.source import Function, called, files, functions, syntax

FUNCTION_P90 = 14
FILE = 300


def length(function: Function) -> int:
    assert function.end_lineno is not None
    return function.end_lineno - function.lineno + 1


def p90(lengths: list[int]) -> int:
    """The least length that nine of ten do not exceed."""
    return sorted(lengths)[-(-len(lengths) * 9 // 10) - 1]


def lines(file: Path) -> int:
    return len(file.read_text("utf-8").splitlines())


def test_nine_functions_of_ten_fit_into_fourteen_lines() -> None:
    lengths = {
        f"{called(file)}:{each.lineno} {each.name}": length(each)
        for file in files()
        for each in functions(syntax(file))
    }
    longest = sorted(lengths, key=lambda name: -lengths[name])[:10]
    assert len(lengths) > 1000
    assert p90(list(lengths.values())) <= FUNCTION_P90, "the longest: " + ", ".join(longest)


def test_a_file_fits_into_three_hundred_lines() -> None:
    too_long = {called(file) for file in files() if lines(file) > FILE}
    assert not too_long


def test_the_measure_of_functions_sees_the_whole_of_each() -> None:
    """The control: decorators are not counted; docstring, comment and blank line are."""
    tree = ast.parse(
        dedent('''\
        class Sign:
            @property
            def text(self) -> str:
                """What it shows."""

                # as it was sent
                def inner() -> str:
                    return ""
                return inner()
        ''')
    )
    assert {each.name: length(each) for each in functions(tree)} == {"text": 7, "inner": 2}


@pytest.mark.parametrize(("long", "seen"), [(1, 14), (2, 15)])
def test_the_percentile_sees_one_long_function_too_many(long: int, seen: int) -> None:
    """The control: one of ten may be long, two of ten may not."""
    assert p90([14] * (10 - long) + [15] * long) == seen


def test_the_measure_of_files_sees_a_long_one(tmp_path: Path) -> None:
    long = tmp_path / "long.py"
    long.write_text("pass\n" * (FILE + 1), "utf-8")
    assert lines(long) > FILE
