"""Whether a table that a program writes stands there whole.

A program that writes a table may be stopped, or its disk full, and a copy may break off. Within a
row that is seen; at the end of a row it looks like a shorter table. So a table may end with a row
that says how many rows stand above it, `total,128`; and hall.toml may ask for it
(`counted`), for where the end is missing that row is, too.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from broker.domain.errors import ConfigError
from broker.domain.text.matching import normal
from broker.settings.table_rows import Row

TOTALS = ("合计", "total")
_WHOLE = "write it whole, with a line break at its end"
_TOTAL = "have the program that writes it end it with a row `total,NUMBER`: how many rows are above"


def to_its_end(file: str, text: str, found: Iterable[Row], *, counted: bool) -> Iterator[Row]:
    """The rows without that of the total. Raises `ConfigError` behind the sound ones where a row is
    none, where the last line has no end, where the total is another number, and where it is missing
    though it is `counted` on."""
    last: Row | None = None
    total: int | None = None
    count = 0
    try:
        for row in found:
            if total is not None:
                raise _error(file, row, "a row stands below the total", "write the total last")
            if normal(row[1][0]) in TOTALS:
                total = _number(file, row)
                continue
            if last is not None:
                yield last
            last, count = row, count + 1
    except ConfigError:
        yield from filter(None, (last,))
        raise
    if text and total is None and not text.endswith(("\n", "\r")):
        problem = "the last line has no end: the file may be half written"
        raise ConfigError(file, "the last line", problem, _WHOLE)  # of that row a part may be cut
    yield from filter(None, (last,))
    _judge(file, count, total, counted=counted)


def _judge(file: str, count: int, total: int | None, *, counted: bool) -> None:
    if total is None and counted:
        problem = "there is no total: the file may be cut"
        raise ConfigError(file, "the last line", problem, _TOTAL)
    if total is not None and total != count:
        problem = f"the total says {total} rows, and {count} stand above it"
        raise ConfigError(file, "the last line", problem, "write the whole table anew")


def _number(file: str, row: Row) -> int:
    """A total may be cut, too: what is no number is a table that is not whole."""
    said = row[1][1] if len(row[1]) > 1 else ""
    if not (said.isascii() and said.isdigit() and len(said) <= 9) or any(row[1][2:]):
        raise _error(file, row, "this total is no number", _TOTAL)
    return int(said)


def _error(file: str, row: Row, problem: str, remedy: str) -> ConfigError:
    return ConfigError(file, f"line {row[0]}", problem, remedy)


def uncounted(file: str, table: str) -> ConfigError:
    """What is to be said of a table whose end nobody can know; `table` is its name in hall.toml."""
    problem = "nothing says how many rows it has: where it is cut between two rows, nobody can tell"
    remedy = f"end it with a row `total,NUMBER`, and write `counted = true` in [{table}]"
    return ConfigError(file, "the whole file", problem, remedy)
