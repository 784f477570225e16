"""The catalogue file: one item a row, `department,number,item`.

Bureaux send what their office programs write, so the file may be UTF-8 with or without a byte
order mark, or GB18030 (which holds GBK and GB 2312).
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator

from broker.domain.catalogue import Item, queue_for
from broker.domain.errors import ConfigError
from broker.domain.hall import Hall
from broker.settings.unseen import unseen

COLUMNS = ("department", "number", "item")
HIGHEST = 99_999


def decode(file: str, raw: bytes) -> str:
    """The text of the file. Raises `ConfigError` where it is in neither encoding."""
    line = 1
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            return raw.decode(encoding)
        except UnicodeDecodeError as error:
            line = max(line, raw[: error.start].count(b"\n") + 1)  # the one that got further
    problem = "these bytes are neither UTF-8 nor GB18030"
    raise ConfigError(file, f"line {line}", problem, "save the table as CSV in UTF-8")


def read(file: str, raw: bytes, hall: Hall) -> tuple[tuple[Item, ...], tuple[ConfigError, ...]]:
    """The items in the file's order, and what is wrong with the rows that are none.

    A department is named as in hall.toml, by its name or its id. Two items of one name are two
    items: real lists have them.
    """
    try:
        rows = list(_rows(decode(file, raw)))
        return _Catalogue(file, hall).read(rows)
    except csv.Error as error:
        problem = ConfigError(file, "the whole file", str(error), "save the table as CSV")
    except ConfigError as error:
        problem = error
    return (), (problem,)


def _rows(text: str) -> Iterator[tuple[int, list[str]]]:
    """Each row with the line on which it begins; empty rows are none."""
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    begins = 1
    for row in reader:
        if any(cell.strip() for cell in row):
            yield begins, [cell.strip() for cell in row]
        begins = reader.line_num + 1


class _Catalogue:
    """The rows of one catalogue, read against the hall they belong to."""

    def __init__(self, file: str, hall: Hall) -> None:
        self._file = file
        self._departments = {each.name: each.id for each in hall.departments}
        self._departments |= {each.id: each.id for each in hall.departments}
        self._queues = {
            each.id: [queue for queue in hall.queues if queue.department == each.id]
            for each in hall.departments
        }
        self._seen: dict[tuple[str, int], int] = {}

    def read(
        self, rows: list[tuple[int, list[str]]]
    ) -> tuple[tuple[Item, ...], tuple[ConfigError, ...]]:
        heading = tuple(rows[0][1]) if rows else ()
        if heading != COLUMNS:
            remedy = f"write `{','.join(COLUMNS)}` as the first line"
            raise self._error(1, "the columns are not named", remedy)
        items: list[Item] = []
        errors: list[ConfigError] = []
        for line, row in rows[1:]:
            try:
                items.append(self._item(line, row))
            except ConfigError as error:
                errors.append(error)
        return tuple(items), tuple(errors)

    def _error(self, line: int, problem: str, remedy: str) -> ConfigError:
        return ConfigError(self._file, f"line {line}", problem, remedy)

    def _item(self, line: int, row: list[str]) -> Item:
        if len(row) != len(COLUMNS):
            remedy = "write department, number and item; put an item with a comma in quotes"
            raise self._error(line, f"{len(row)} columns stand here, not 3", remedy)
        department, number, name = row
        key = self._departments.get(department)
        if key is None:
            remedy = "write the department's name as hall.toml has it"
            raise self._error(line, f"there is no department {department!r}", remedy)
        if not name:
            raise self._error(line, "the item has no name", "write its name, or remove the line")
        if found := unseen(name.replace("\n", " ")):  # a cell may have two lines
            raise self._error(
                line, f"here stands {found}, a character nobody sees", "write it anew"
            )
        return Item(self._number(line, key, number), key, name, queue_for(name, self._queues[key]))

    def _number(self, line: int, department: str, text: str) -> int:
        number = int(text) if text.isascii() and text.isdigit() and len(text) <= 5 else 0
        if not 1 <= number <= HIGHEST:
            remedy = f"write a whole number from 1 to {HIGHEST}"
            raise self._error(line, f"{text!r} is no item number", remedy)
        if (department, number) in self._seen:
            problem = f"number {number} is already on line {self._seen[department, number]}"
            raise self._error(line, problem, "number the items of a department without repeats")
        self._seen[department, number] = line
        return number
