"""`hall catalogue export`: the catalogue in the columns of the exchange, for its next round."""

from __future__ import annotations

import argparse
import csv
import io
from collections.abc import Sequence
from datetime import date, datetime, time
from pathlib import Path

import xlsxwriter

from broker.catalogue.tables import CatalogueTable, tables
from broker.commands.catalogue_files import needed, place
from broker.domain.errors import ConfigError
from broker.service.whole_file import write_whole
from broker.terminal import say

_PLACES = "write a folder, or a file that ends in .csv or .xlsx"
_READABLE = 0o644
_PLAIN = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}


def export(arguments: argparse.Namespace) -> int:
    """Write a folder of CSV files, a workbook, or the items alone as one CSV file."""
    if len(arguments.names) != 1:
        raise ConfigError("hall catalogue", "export", "one place is to be named", _PLACES)
    where = place(arguments.hall)
    found = needed(where)
    made = tables(found.entries, {each.id: each.name for each in where.hall.departments})
    for file in write(Path(arguments.names[0]), made, found.header.made):
        say(f"Written: {file}")
    return 0


def write(target: Path, found: Sequence[CatalogueTable], made: date) -> list[Path]:
    """Have the tables at `target`. The same catalogue gives the same bytes. Raises `OSError`, and
    `ConfigError` for a file of another kind."""
    match target.suffix.lower():
        case ".xlsx":
            write_whole(target, _workbook(found, made), _READABLE)
            return [target]
        case ".csv":
            write_whole(target, _csv(found[0]), _READABLE)
            say("A single CSV file has the items alone: their materials, steps and questions need"
                " a folder or a workbook.")  # fmt: skip
            return [target]
        case kind if kind and not target.is_dir():
            problem = f"a catalogue is not written as {kind}"
            raise ConfigError("hall catalogue", f"export {target}", problem, _PLACES)
        case _:
            target.mkdir(parents=True, exist_ok=True)
            return [_in_folder(target, each) for each in found]


def _in_folder(folder: Path, table: CatalogueTable) -> Path:
    file = folder / f"{table.kind.value}.csv"
    write_whole(file, _csv(table), _READABLE)
    return file


def _csv(table: CatalogueTable) -> bytes:
    """UTF-8 with a byte order mark, without which Excel takes Chinese for something else."""
    out = io.StringIO(newline="")
    csv.writer(out).writerows([table.head, *table.rows])
    return out.getvalue().encode("utf-8-sig")


def _workbook(found: Sequence[CatalogueTable], made: date) -> bytes:
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, _PLAIN) as book:
        book.set_properties({"created": datetime.combine(made, time())})
        bold = book.add_format({"bold": True, "bg_color": "#DDE6F0"})
        for table in found:
            sheet = book.add_worksheet(table.kind.value)
            sheet.freeze_panes(1, 0)
            sheet.write_row(0, 0, table.head, bold)
            for at, row in enumerate(table.rows, 1):
                sheet.write_row(at, 0, row)
    return out.getvalue()
