"""What an import finds: row by row, with the column, and what to do."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from enum import StrEnum
from typing import NamedTuple

from broker.domain.errors import ConfigError

COLUMNS = ("gravity", "file", "line", "column", "item", "problem", "remedy")


class Gravity(StrEnum):
    """What follows from it."""

    ERROR = "error"  # the row is no item; the catalogue there is stays
    WARNING = "warning"  # read otherwise than it stands there
    KEPT = "kept"  # it stays as the hall wrote it, for the delivery has no column for it
    EMPTY = "empty"  # a group that halls publish, and nothing in it


class CatalogueFinding(NamedTuple):
    """One of them. `file` names the sheet, too; `line` 0: no single row."""

    gravity: Gravity
    file: str
    line: int
    column: str
    problem: str
    remedy: str = ""
    item: str = ""

    def __str__(self) -> str:
        return str(self.error())

    def error(self) -> ConfigError:
        """The same as all commands say what is to be mended."""
        place = f"line {self.line}" if self.line else self.item or "the whole file"
        place = f"{place}, {self.column}" if self.column else place
        return ConfigError(self.file, place, self.problem, self.remedy)

    def row(self) -> tuple[str, ...]:
        """Its row of a report."""
        line = str(self.line or "")
        remedy = self.remedy
        return (self.gravity, self.file, line, self.column, self.item, self.problem, remedy)


def grave(found: Iterable[CatalogueFinding]) -> list[CatalogueFinding]:
    """Those that stop an import."""
    return [each for each in found if each.gravity is Gravity.ERROR]


def counted(found: Sequence[CatalogueFinding]) -> Counter[Gravity]:
    """How many of each."""
    return Counter(each.gravity for each in found)
