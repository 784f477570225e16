"""Rows of a table that a person writes as CSV, beside hall.toml."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Sequence

from broker.domain.errors import ConfigError
from broker.domain.text.judging import cleaned
from broker.domain.text.matching import normal

Row = tuple[int, list[str]]  # the line, from 1, and its cells


def rows(file: str, text: str, columns: Sequence[str]) -> Iterator[Row]:
    """The rows below the heads, without those that are empty. `ConfigError` where the first line
    does not name `columns`, and where a row is none of a table."""
    reader = csv.reader(io.StringIO(text.removeprefix("\ufeff"), newline=""))
    try:
        heads = next(reader, [])
        if [normal(each) for each in heads] != list(columns):
            problem = f"{','.join(heads)[:60]!r} does not name the columns"
            wanted = f"write `{','.join(columns)}` as the first line"
            raise ConfigError(file, "line 1", problem, wanted)
        for row in reader:
            if any(cell.strip() for cell in row):
                yield reader.line_num, [cleaned(cell).strip() for cell in row]
    except csv.Error as error:
        problem = f"this is no row of a table ({error})"
        place = f"line {reader.line_num}"
        raise ConfigError(file, place, problem, "write the row anew") from error


def check_width(file: str, row: Row, columns: Sequence[str]) -> None:
    """`ConfigError` for a row that has more cells than columns, or fewer."""
    line, cells = row
    if len(cells) != len(columns):
        problem = f"{len(cells)} columns stand here, not {len(columns)}"
        raise ConfigError(file, f"line {line}", problem, "write the row anew")
