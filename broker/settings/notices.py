"""The table of notices, one a row: `from,until,title,text,title_en,text_en`."""

from __future__ import annotations

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
    name, found = str(file), []
    errors: list[ConfigError] = []
    try:
        for row in rows(name, decode(name, contents(file, missing=_MISSING)), COLUMNS):
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
    line, (first, last, title, text, title_en, text_en) = row
    for said, most in ((title, LONGEST_TITLE), (text, LONGEST_TEXT)):
        if not 0 < len(said) <= most:
            raise _error(file, line, f"a text has {len(said)} characters", f"write 1 to {most}")
    for said, most in ((title_en, 3 * LONGEST_TITLE), (text_en, 3 * LONGEST_TEXT)):
        if len(said) > most:
            raise _error(file, line, f"a text has {len(said)} characters", f"write at most {most}")
    for said in row[1]:
        if found := flaw(said):
            raise _error(file, line, f"here stands {found}", "write the text anew")
    days = _day(file, line, first), _day(file, line, last)
    if days[0] > days[1]:
        remedy = "write the first day before the last"
        raise _error(file, line, f"{last} is before {first}", remedy)
    return Notice(*days, title, text, title_en or title, text_en or text)


def _day(file: str, line: int, text: str) -> date:
    try:
        return written_day(text)
    except ValueError as error:
        raise _error(file, line, f"{text[:20]!r} is no day", WRITE_DAYS) from error


def _error(file: str, line: int, problem: str, remedy: str) -> ConfigError:
    return ConfigError(file, f"line {line}", problem, remedy)
