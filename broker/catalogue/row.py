"""One row of a table: its cells by their columns, which item it is of, and what is wrong with it.

What is wrong with a cell is noted and the row goes on, so that one import says everything.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import NamedTuple, TypeVar

from broker.catalogue import cells
from broker.catalogue.cells import CellError
from broker.catalogue.findings import CatalogueFinding, Gravity
from broker.domain.guides import Term, TermUnit
from broker.domain.hall import Hall
from broker.domain.text.kinds import LONGEST_ITEM
from broker.domain.text.matching import normal
from broker.settings.items import HIGHEST

V = TypeVar("V")


class ItemKey(NamedTuple):
    """What a row says of which item it is; what it does not say is "" or 0."""

    department: str = ""
    number: int = 0
    code: str = ""
    handle_item: str = ""
    name: str = ""


class SheetRow:
    """The cells of one row, by their columns; what is wrong with them is noted."""

    def __init__(
        self,
        where: tuple[str, int],
        cells: Mapping[str, str],
        findings: list[CatalogueFinding],
        columns: Sequence[str],
    ) -> None:
        self.file, self.line = where
        self.spoilt = False
        self._cells = cells
        self._columns = columns
        self._findings = findings

    def text(self, column: str) -> str:
        """The cell as it stands there."""
        return self._cells.get(column, "")

    def has(self, column: str) -> bool:
        """Whether its table has such a column, though the cell may be empty."""
        return column in self._columns

    def value(self, column: str, of: Callable[[str], V], without: V) -> V:
        """The value of the cell; `without` where it is empty. A wrong one spoils the row."""
        return self._value(column, of, without, Gravity.ERROR)

    def perhaps(self, column: str, of: Callable[[str], V], without: V) -> V:
        """The same, and a wrong one is `without` and no worse."""
        return self._value(column, of, without, Gravity.WARNING)

    def note(self, gravity: Gravity, column: str, problem: str, remedy: str) -> None:
        """Something is to be said of this row."""
        self.spoilt = self.spoilt or gravity is Gravity.ERROR
        self._findings.append(
            CatalogueFinding(gravity, self.file, self.line, column, problem, remedy)
        )

    def _value(self, column: str, of: Callable[[str], V], without: V, gravity: Gravity) -> V:
        text = self.text(column)
        if not text:
            return without
        try:
            return of(text)
        except CellError as error:
            self.note(gravity, column, error.problem, error.remedy)
            return without


class KeyReader:
    """Says which item a row is of, against the hall it is for."""

    def __init__(self, hall: Hall) -> None:
        self._departments = {normal(each.name): each.id for each in hall.departments}
        self._departments |= {normal(each.id): each.id for each in hall.departments}
        for name, key in hall.catalogue.departments.items():
            self._departments[normal(name)] = self._departments.get(normal(key), "")
        self._unknown: set[str] = set()

    def key(self, row: SheetRow) -> ItemKey:
        """Which item a row is, or belongs to."""
        return ItemKey(
            self._department(row),
            row.value("number", partial(cells.whole, least=1, most=HIGHEST), 0),
            row.value("task_code", cells.line, ""),
            row.value("task_handle_item", cells.line, ""),
            row.value("task_name", item_name, ""),
        )

    def _department(self, row: SheetRow) -> str:
        said = row.text("dept_name")
        key = self._departments.get(normal(said), "")
        if said and not key:
            row.spoilt = True
            if said not in self._unknown:  # once; its other rows would only follow
                self._unknown.add(said)
                remedy = "write it as hall.toml has it, or say it in [catalogue.departments]"
                problem = f"there is no department {said!r}"
                row.note(Gravity.ERROR, "dept_name", problem, remedy)
        return key


def term(
    row: SheetRow, columns: tuple[str, str], note: str, units: Mapping[str, TermUnit]
) -> Term | None:
    """The term in the columns of its count and its unit; None where none can be read."""
    count, unit = columns
    return row.perhaps(count, lambda text: cells.term(text, row.text(unit), note, units), None)


def item_name(text: str) -> str:
    """The name of an item."""
    return cells.line(text, LONGEST_ITEM)


def needed(row: SheetRow, column: str) -> str:
    """A cell of one line that may not be empty."""
    said = row.value(column, cells.line, "")
    if not said and not row.spoilt:
        row.note(Gravity.ERROR, column, "this is empty", "write it, or remove the line")
    return said


def of_row(
    where: tuple[str, int],
    columns: Sequence[str],
    row: Sequence[str],
    findings: list[CatalogueFinding],
) -> SheetRow:
    """The row's cells by their columns; the first that says something where two are alike."""
    found: dict[str, str] = {}
    for column, cell in zip(columns, row, strict=False):
        if column and cell and column not in found:
            found[column] = cell
    return SheetRow(where, found, findings, columns)
