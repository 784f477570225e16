"""The catalogue file: one item a row, `department,number,item`.

Bureaux send what their office programs write, so the file may be UTF-8 with or without a byte
order mark, or GB18030 (which holds GBK and GB 2312).
"""

from __future__ import annotations

import csv
import io
import re
from typing import NamedTuple

from broker.domain.catalogue import Item, queue_for
from broker.domain.errors import ConfigError
from broker.domain.hall import Hall
from broker.domain.text.judging import cleaned, first_hidden, flaw
from broker.domain.text.kinds import LONGEST_ITEM
from broker.domain.text.matching import normal
from broker.settings.files import Fingerprint
from broker.settings.texts import rarity

COLUMNS = ("department", "number", "item")
HIGHEST = 99_999
_LINE_ENDS = re.compile(r"[\r\n]+")
_QUOTED = 60  # characters of a heading that an error repeats

# What the columns are called in tables that bureaux send: in any case of letters, or in Chinese.
_HEADINGS = (
    {"department", "窗口单位", "单位", "部门", "部门名称", "单位名称"},
    {"number", "no", "no.", "序号", "编号", "号码", "事项编号"},
    {"item", "name", "事项", "事项名称", "名称", "项目名称"},
)
_SEPARATED = re.compile(r'"?sep=([,;\t|])"?[,;\t|]*\r?\n')  # a first line for Excel alone
_Row = tuple[int, list[str]]  # the line on which it begins, and its cells


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


class ItemsRead(NamedTuple):
    """The items in the file's order; what is wrong with the rows that are none; and what was left
    out of names. `catalogue` tells this file from another."""

    items: tuple[Item, ...]
    errors: tuple[ConfigError, ...] = ()
    warnings: tuple[ConfigError, ...] = ()
    catalogue: str = ""


def read(file: str, raw: bytes, hall: Hall) -> ItemsRead:
    """What stands in the file.

    A department is named as in hall.toml, by its name or its id. Two items of one name are two
    items: real lists have them.
    """
    try:
        text = decode(file, raw).removeprefix("\ufeff")  # GB18030 has a byte order mark, too
        found = _Catalogue(file, hall).read(*_rows(file, text))
        return found._replace(catalogue=str(Fingerprint(raw)))
    except ConfigError as error:
        return ItemsRead((), (error,))


def _rows(file: str, text: str) -> tuple[list[_Row], list[ConfigError]]:
    """The rows that have something in them, and what is wrong with the quotes of others.

    After a stray quote the reader goes on with the next line; a quote that is never closed takes
    the rest of the file along, and only the line where it stands is blamed.
    """
    separator = _SEPARATED.match(text)
    lines = io.StringIO(text, newline="")
    reader = csv.reader(lines, strict=True, delimiter=separator[1] if separator else ",")
    rows: list[_Row] = []
    errors: list[ConfigError] = []
    begins = 1
    while True:
        try:
            row = next(reader)
        except StopIteration:
            return rows[1:] if separator else rows, errors
        except csv.Error as error:
            errors.append(_misquoted(file, begins, str(error)))
        else:
            if any(cell.strip() for cell in row):
                rows.append((begins, _trimmed(row)))
        begins = reader.line_num + 1


def _misquoted(file: str, line: int, said: str) -> ConfigError:
    if "end of data" in said:
        problem = "a quote is opened here and never closed"
    elif "expected after" in said:
        problem = "a quote is closed in the middle of a name, or opened here and not closed"
    else:
        problem = f"this is no row of a table ({said})"
    remedy = 'put the whole name in quotes and write each quote in it twice (""), or use “ ”'
    return ConfigError(file, f"line {line}", problem, remedy)


def _trimmed(row: list[str]) -> list[str]:
    """Without the empty columns at the end that office programs add."""
    cells = [cell.strip() for cell in row]
    while len(cells) > len(COLUMNS) and not cells[-1]:
        cells.pop()
    return cells


def _heads(row: list[str]) -> bool:
    return len(row) == len(COLUMNS) and all(
        normal(cell) in known for cell, known in zip(row, _HEADINGS, strict=True)
    )


class _Catalogue:
    """The rows of one catalogue, read against the hall they belong to."""

    def __init__(self, file: str, hall: Hall) -> None:
        self._file = file
        self._departments = {normal(each.name): each.id for each in hall.departments}
        self._departments |= {normal(each.id): each.id for each in hall.departments}
        self._queues = {
            each.id: [queue for queue in hall.queues if queue.department == each.id]
            for each in hall.departments
        }
        self._seen: dict[tuple[str, int], int] = {}
        self._warnings: list[ConfigError] = []

    def read(self, rows: list[_Row], errors: list[ConfigError]) -> ItemsRead:
        self._look_at_heading(rows)
        items: list[Item] = []
        for line, row in rows[1:]:
            try:
                items.append(self._item(line, row))
            except ConfigError as error:
                errors.append(error)
        if not items and not errors:
            raise self._error(rows[0][0], "there is no item below the headings", "write one a line")
        return ItemsRead(tuple(items), tuple(errors), tuple(self._warnings))

    def _look_at_heading(self, rows: list[_Row]) -> None:
        wanted = f"write `{','.join(COLUMNS)}` as the first line"
        if not rows:
            raise self._error(1, "the file is empty", wanted)
        line, row = rows[0]
        if not _heads(row):
            found = ",".join(row)
            found = f"{found[:_QUOTED]}…" if len(found) > _QUOTED else found
            raise self._error(line, f"{found!r} does not name the columns", wanted)

    def _error(self, line: int, problem: str, remedy: str) -> ConfigError:
        return ConfigError(self._file, f"line {line}", problem, remedy)

    def _item(self, line: int, row: list[str]) -> Item:
        if len(row) != len(COLUMNS):
            remedy = "write department, number and item; put an item with a comma in quotes"
            raise self._error(line, f"{len(row)} columns stand here, not 3", remedy)
        department, number, name = row
        self._look_for_rows(line, name)
        key = self._departments.get(normal(department))
        if key is None:
            remedy = "write the department's name as hall.toml has it"
            raise self._error(line, f"there is no department {department!r}", remedy)
        name = self._name(line, name)
        return Item(self._number(line, key, number), key, name, queue_for(name, self._queues[key]))

    def _name(self, line: int, text: str) -> str:
        text = _LINE_ENDS.sub(" ", text)  # a cell may have several lines
        if not text:
            raise self._error(line, "the item has no name", "write its name, or remove the line")
        if found := flaw(text):
            raise self._error(line, f"here stands {found}", "write the name anew")
        if len(text) > LONGEST_ITEM:
            problem = f"the name has {len(text)} characters"
            raise self._error(line, problem, f"write at most {LONGEST_ITEM}")
        if found := first_hidden(text):
            problem = f"{found} stands here, which nobody sees: it is left out"
            self._warnings.append(self._error(line, problem, "write the name anew"))
        if found := rarity(text):
            problem = f"signs and printers have no {found}"
            self._warnings.append(
                self._error(line, problem, "write another character, or leave it")
            )
        return cleaned(text)

    def _look_for_rows(self, line: int, name: str) -> None:
        """A name of several lines is real; one that holds rows has a quote that was not closed."""
        starts = (each.partition(",")[0].strip() for each in name.splitlines()[1:])
        if any(normal(each) in self._departments for each in starts):
            raise _misquoted(self._file, line, "end of data")

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
