"""The tables in a bureau's files: CSV in whatever encoding, workbooks, folders of them."""

from __future__ import annotations

import csv
import hashlib
import io
import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from broker.catalogue.findings import CatalogueFinding, Gravity
from broker.domain.entries import CatalogueSource
from broker.domain.errors import ConfigError
from broker.settings import items
from broker.settings.files import contents

CSV, WORKBOOK = ".csv", ".xlsx"
MOST_FILES = 200
_UTF_16 = (b"\xff\xfe", b"\xfe\xff")
_MARK = re.compile(r'"?sep=([,;\t|])"?[,;\t|]*\r?\n')
_MISREAD = "put the text in quotes and write each quote in it twice"


class SourceSheet(NamedTuple):
    """One table: what a finding calls it, and its rows that have something in them, each with the
    line on which it begins. `open`: the line of a last row that nothing ends, 0 where there is
    none; such a row may have been cut."""

    name: str
    rows: list[tuple[int, list[str]]]
    open: int = 0


class SheetsRead(NamedTuple):
    """What stood in the sources."""

    sheets: list[SourceSheet]
    sources: tuple[CatalogueSource, ...]
    findings: list[CatalogueFinding]


def read(places: Sequence[Path]) -> SheetsRead:
    """All tables of the files, and of the files in the folders. What cannot be read is a finding;
    raises nothing."""
    found = SheetsRead([], (), [])
    sources: list[CatalogueSource] = []
    for file in _files(places, found.findings):
        try:
            raw = contents(file, missing="check the path")
            found.sheets.extend(_sheets(file, raw, found.findings))
        except ConfigError as error:
            found.findings.append(_of(error))
        else:
            sources.append(CatalogueSource(file.name, hashlib.sha256(raw).hexdigest()))
    return found._replace(sources=tuple(sources))


def _files(places: Sequence[Path], findings: list[CatalogueFinding]) -> Iterator[Path]:
    for place in places:
        try:
            inside = sorted(place.iterdir()) if place.is_dir() else [place]
        except (OSError, ValueError) as error:
            reason = getattr(error, "strerror", None) or str(error)
            findings.append(_bad(str(place), reason, "make it a folder you may read"))
            continue
        fit = [each for each in inside if each == place or _fits(each)]
        if not fit or len(fit) > MOST_FILES:
            problem = f"{len(fit)} files end in .csv or .xlsx here"
            findings.append(_bad(str(place), problem, "name the files, or another folder"))
            continue
        yield from fit


def _fits(file: Path) -> bool:
    return file.suffix.lower() in {CSV, WORKBOOK} and not file.name.startswith((".", "~$"))


def _sheets(file: Path, raw: bytes, findings: list[CatalogueFinding]) -> list[SourceSheet]:
    if raw.startswith(b"PK") or file.suffix.lower() == WORKBOOK:
        from broker.catalogue import workbook

        found = [
            SourceSheet(f"{file.name} [{name}]", rows) for name, rows in workbook.read(file, raw)
        ]
        if not found:
            problem = "this workbook has no table that is shown and has something in it"
            raise ConfigError(str(file), "the whole file", problem, "name another file")
        return found
    if raw.startswith(b"\xd0\xcf\x11\xe0"):  # an OLE file: .xls, or a workbook with a password
        problem = "this is an old workbook (.xls), or one with a password"
        raise ConfigError(str(file), "the whole file", problem, "save it as .xlsx, without one")
    text = decode(str(file), raw)
    rows = list(_csv(file.name, text, findings))
    ended = not rows or text.endswith(("\n", "\r"))
    return [SourceSheet(file.name, rows, 0 if ended else rows[-1][0])]


def decode(file: str, raw: bytes) -> str:
    """The text of a CSV file: Excel's "Unicode text" is UTF-16, all else as `items.decode`."""
    if not raw.startswith(_UTF_16):
        return items.decode(file, raw).removeprefix("\ufeff")
    try:
        return raw.decode("utf-16").removeprefix("\ufeff")
    except UnicodeDecodeError as error:
        problem = "this begins as UTF-16 and does not go on so"
        remedy = "save the table as CSV in UTF-8"
        raise ConfigError(file, "the whole file", problem, remedy) from error


def _csv(name: str, text: str, findings: list[CatalogueFinding]) -> Iterator[tuple[int, list[str]]]:
    lines = io.StringIO(text, newline="")
    reader = csv.reader(lines, strict=True, delimiter=_delimiter(text))
    begins, marked = 1, _MARK.match(text) is not None
    while True:
        try:
            row = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            problem = f"this is no row of a table ({error})"
            findings.append(CatalogueFinding(Gravity.ERROR, name, begins, "", problem, _MISREAD))
            row = []
        if any(cell.strip() for cell in row) and not (marked and begins == 1):
            yield begins, [cell.strip() for cell in row]
        begins = reader.line_num + 1


def _delimiter(text: str) -> str:
    """What the first line parts its cells with."""
    if marked := _MARK.match(text):
        return marked[1]
    first = text.lstrip("\r\n").partition("\n")[0]
    return max(",\t;", key=lambda each: (first.count(each), each == ","))


def _of(error: ConfigError) -> CatalogueFinding:
    line = re.fullmatch(r"line (\d+)", error.place)
    number = int(line[1]) if line else 0
    return CatalogueFinding(Gravity.ERROR, error.file, number, "", error.problem, error.remedy)


def _bad(file: str, problem: str, remedy: str) -> CatalogueFinding:
    return CatalogueFinding(Gravity.ERROR, file, 0, "", problem, remedy)
