"""Tables as a workbook (.xlsx) and as CSV files that office programs open as they are."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal
from pathlib import Path

import xlsxwriter

from broker.commands.attendance_tables import Cell, Table

_FORMULA = ("=", "+", "-", "@", "\t", "\r")  # what a cell may not begin with that a person wrote
_WIDEST, _NARROWEST = 40, 6


def write(folder: Path, name: str, tables: Sequence[Table], at: datetime) -> list[Path]:
    """One workbook `name`.xlsx and a CSV file for each table, below `folder`, which is made.

    The same tables give the same bytes: `at` is said to be when they were made. Raises `OSError`.
    """
    folder.mkdir(parents=True, exist_ok=True)
    book = folder / f"{name}.xlsx"
    _workbook(book, tables, at)
    return [book, *(_csv(folder / f"{name}-{each.key}.csv", each) for each in tables)]


def _workbook(file: Path, tables: Sequence[Table], at: datetime) -> None:
    options = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with xlsxwriter.Workbook(str(file), options) as book:
        book.set_properties({"created": at.replace(tzinfo=None)})
        bold = book.add_format({"bold": True, "bg_color": "#DDE6F0"})
        for table in tables:
            sheet = book.add_worksheet(table.name)
            sheet.freeze_panes(1, 2)
            for column, width in enumerate(_widths(table)):
                sheet.set_column(column, column, width)
            sheet.write_row(0, 0, table.head, bold)
            for at_row, row in enumerate(table.rows, 1):
                sheet.write_row(at_row, 0, row)


def _widths(table: Table) -> list[int]:
    """Chinese characters are two columns wide; the foot of the chart may run over."""
    columns = [[each] for each in table.head]
    for row in table.rows:
        if len(row) == len(table.head):
            for column, cell in zip(columns, row, strict=True):
                column.append(str(cell))
    return [min(max(map(_cells, each), default=0) + 2, _WIDEST) or _NARROWEST for each in columns]


def _cells(text: str) -> int:
    return sum(2 if ord(each) > 0x2E7F else 1 for each in text)


def _csv(file: Path, table: Table) -> Path:
    """UTF-8 with a byte order mark, without which Excel takes Chinese for something else."""
    with file.open("w", encoding="utf-8-sig", newline="") as out:
        writer = csv.writer(out)
        writer.writerow(table.head)
        writer.writerows([_harmless(cell) for cell in row] for row in table.rows)
    return file


def _harmless(cell: Cell) -> str:
    """A number as it is; a text that would be reckoned as a formula with a mark before it."""
    if isinstance(cell, Decimal | int):
        return str(cell)
    return f"'{cell}" if cell.startswith(_FORMULA) else cell
