"""Workbooks (.xlsx), read by calamine once they are known to be harmless.

What is read of a cell: its value as it was last reckoned (a formula's result), a date as a date, a
number as the digits it has; of cells that were merged each has the value of the first, for rows
that share a department or an item are often written so.

A workbook is a folder of XML in a zip archive, and calamine lays each sheet out as one rectangle in
memory. So two things are looked at first: how much the archive really unpacks to (what its index
says may be a lie), and how far each sheet reaches (two cells at its corners make seventeen
thousand million).
"""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path

from python_calamine import (
    CalamineError,
    CalamineSheet,
    CalamineWorkbook,
    SheetTypeEnum,
    SheetVisibleEnum,
)

from broker.domain.errors import ConfigError

UNPACKED = 600_000_000  # bytes; a hundred thousand rows of guides have two hundred million
ROWS, CELLS = 200_000, 8_000_000
MOST_MERGED = 200_000  # cells that are filled from merged ones
_PIECE = 1 << 20
_CELL = re.compile(rb'<(?:\w+:)?(?:c|row)\s[^>]*?\br="([A-Z]{0,3})([0-9]{1,7})"')
_Rows = list[tuple[int, list[str]]]
_REMEDY = "save it anew as .xlsx with nothing but the tables, or as CSV"


def read(file: Path, raw: bytes) -> Iterator[tuple[str, _Rows]]:
    """The name of each sheet that is shown, and its rows. Raises `ConfigError`."""
    _look_at(str(file), raw)
    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(raw))
        shown = [
            each.name
            for each in book.sheets_metadata
            if each.typ is SheetTypeEnum.WorkSheet and each.visible is SheetVisibleEnum.Visible
        ]
        for name in shown:
            if rows := _rows(book.get_sheet_by_name(name)):
                yield name, rows
    except (CalamineError, OSError, ValueError) as error:
        raise _unread(str(file), f"this is no workbook ({error})") from error


def _unread(file: str, problem: str) -> ConfigError:
    return ConfigError(file, "the whole file", problem, _REMEDY)


def _look_at(file: str, raw: bytes) -> None:
    try:
        with zipfile.ZipFile(io.BytesIO(raw)) as archive:
            left = UNPACKED
            for member in archive.infolist():
                left = _unpacked(file, archive, member, left)
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError) as error:
        raise _unread(file, "this is no workbook, or a part of one") from error
    except RuntimeError as error:  # as zipfile says that a member is encrypted
        raise _unread(file, "this workbook has a password") from error


def _unpacked(file: str, archive: zipfile.ZipFile, member: zipfile.ZipInfo, left: int) -> int:
    """How much may still come behind this member. It is unpacked in pieces and forgotten."""
    sheet = "/worksheets/" in f"/{member.filename}"
    kept, row, column = b"", 0, 0
    if member.file_size > left:
        raise _unread(file, f"it unpacks to more than {UNPACKED // 1_000_000} MB")
    with archive.open(member) as stream:
        while piece := stream.read(_PIECE):
            left -= len(piece)
            if left < 0:
                raise _unread(file, f"it unpacks to more than {UNPACKED // 1_000_000} MB")
            if sheet:
                row, column = _reach(kept + piece, row, column)
                kept = piece[-100:]
                if row > ROWS or row * column > CELLS:
                    problem = f"a sheet reaches to row {row} and column {column}"
                    raise _unread(file, problem)
    return left


def _reach(text: bytes, row: int, column: int) -> tuple[int, int]:
    for letters, digits in _CELL.findall(text):
        row = max(row, int(digits))
        column = max(column, _column(letters))
    return row, column


def _column(letters: bytes) -> int:
    place = 0
    for each in letters:
        place = place * 26 + each - 64
    return place


def _rows(sheet: CalamineSheet) -> _Rows:
    table = [[_text(cell) for cell in row] for row in sheet.to_python(skip_empty_area=False)]
    filled = 0
    for (top, left), (bottom, right) in sheet.merged_cell_ranges or ():
        filled += (bottom - top + 1) * (right - left + 1)
        if filled > MOST_MERGED or bottom >= len(table):
            continue
        for row in table[top : bottom + 1]:
            row[left : right + 1] = [table[top][left]] * len(row[left : right + 1])
    return [(line, row) for line, row in enumerate(table, 1) if any(row)]


def _text(cell: object) -> str:
    match cell:
        case bool():
            return "1" if cell else "0"
        case float() if cell.is_integer() and abs(cell) < 1e15:
            return str(int(cell))
        case datetime():
            return cell.isoformat(" ") if cell.time().isoformat() != "00:00:00" else f"{cell:%F}"
        case date():
            return cell.isoformat()
        case _:
            return str(cell).strip()
