"""The table of notices, one a row: `from,until,title,text,title_en,text_en`."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from datetime import date
from pathlib import Path
from typing import NamedTuple

from broker.domain.errors import ConfigError
from broker.domain.notices import Notice
from broker.domain.text.judging import flaw
from broker.domain.text.written_days import WRITE_DAYS, written_day
from broker.settings.files import contents
from broker.settings.items import decode
from broker.settings.table_rows import Row, check_width, rows

COLUMNS = ("from", "until", "title", "text", "title_en", "text_en")
LONGEST_TITLE, LONGEST_TEXT = 60, 1000  # characters
MOST = 200  # rows; nobody reads more
_MISSING = "name the table of notices, or remove the key"


class NoticesRead(NamedTuple):
    """The notices in the file's order, and what is wrong with other rows."""

    notices: tuple[Notice, ...] = ()
    errors: tuple[ConfigError, ...] = ()


def load_notices(file: Path) -> NoticesRead:
    """What stands in the file."""
    name = str(file)
    try:
        text = decode(name, contents(file, missing=_MISSING))
    except ConfigError as error:
        return NoticesRead(errors=(error,))
    return read_notices(name, text)


def read_notices(name: str, text: str) -> NoticesRead:
    """What stands in the text of a table that is called so."""
    found: list[Notice] = []
    errors: list[ConfigError] = []
    try:
        for row in rows(name, text, COLUMNS):
            try:
                found.append(_notice(name, row))
            except ConfigError as error:
                errors.append(error)
    except ConfigError as error:
        errors.append(error)
    if len(found) > MOST:
        problem = f"{len(found)} notices stand here"
        errors.append(ConfigError(name, "the whole file", problem, f"keep at most {MOST}"))
    return NoticesRead(tuple(found), tuple(errors))


def _notice(file: str, row: Row) -> Notice:
    check_width(file, row, COLUMNS)
    return notice(file, f"line {row[0]}", row[1])


def notice(file: str, place: str, cells: Sequence[str]) -> Notice:
    """The notice that six cells say. `ConfigError` names file and place where they say none."""
    first, last, title, text, title_en, text_en = cells
    for said, most in ((title, LONGEST_TITLE), (text, LONGEST_TEXT)):
        if not 0 < len(said) <= most:
            problem = f"a text has {len(said)} characters"
            raise ConfigError(file, place, problem, f"write 1 to {most}")
    for said, most in ((title_en, 3 * LONGEST_TITLE), (text_en, 3 * LONGEST_TEXT)):
        if len(said) > most:
            problem = f"a text has {len(said)} characters"
            raise ConfigError(file, place, problem, f"write at most {most}")
    for said in cells:
        if found := flaw(said):
            raise ConfigError(file, place, f"here stands {found}", "write the text anew")
    days = _day(file, place, first), _day(file, place, last)
    if days[0] > days[1]:
        remedy = "write the first day before the last"
        raise ConfigError(file, place, f"{last} is before {first}", remedy)
    return Notice(*days, title, text, title_en or title, text_en or text)


def cells_of(each: Notice) -> tuple[str, ...]:
    """The cells that say this notice; no English where it says its Chinese."""
    title_en = "" if each.title_en == each.title else each.title_en
    text_en = "" if each.text_en == each.text else each.text_en
    return (each.first.isoformat(), each.last.isoformat(), each.title, each.text, title_en, text_en)


def written(notices: Iterable[Notice]) -> str:
    """The text of a table of them."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(COLUMNS)
    writer.writerows(cells_of(each) for each in notices)
    return out.getvalue()


def _day(file: str, place: str, text: str) -> date:
    try:
        return written_day(text)
    except ValueError as error:
        raise ConfigError(file, place, f"{text[:20]!r} is no day", WRITE_DAYS) from error
