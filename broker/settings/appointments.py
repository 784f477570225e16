"""The table of appointments, one a row: `code,day,slot,queue,item`."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date, time
from pathlib import Path
from typing import NamedTuple

from broker.domain.appointments import CODE_DIGITS, Appointment, is_code
from broker.domain.errors import ConfigError
from broker.domain.hall import Hall
from broker.domain.ids import NO_ITEM, ItemId
from broker.settings.files import contents
from broker.settings.items import decode
from broker.settings.table_rows import Row, check_width, rows

COLUMNS = ("code", "day", "slot", "queue", "item")
MOST = 5_000  # rows: a large hall's of three weeks; every role reads them as it starts
QueuesOf = Mapping[ItemId, frozenset[str]]  # that serve an item
_MISSING = "name the table of appointments, or remove the key"
_DAY = re.compile(r"([0-9]{4})[-/]([0-9]{1,2})[-/]([0-9]{1,2})")  # as office programs write it
_SLOT = re.compile(r"([0-9]{1,2}):([0-9]{2})(?::00)?")


class AppointmentsRead(NamedTuple):
    """The appointments in the file's order, and what is wrong with other rows."""

    appointments: tuple[Appointment, ...] = ()
    errors: tuple[ConfigError, ...] = ()


def load_appointments(file: Path, hall: Hall, queues_of_item: QueuesOf) -> AppointmentsRead:
    """What stands in the file, as far as the hall can honour it."""
    table = _Table(str(file), hall, queues_of_item)
    try:
        text = decode(str(file), contents(file, missing=_MISSING))
        for row in rows(str(file), text, COLUMNS):
            table.take(row)
        table.end(text)
    except ConfigError as error:
        return AppointmentsRead(tuple(table.found), (*table.errors, error))
    if len(table.found) > MOST:
        problem = f"{len(table.found)} appointments stand here"
        many = ConfigError(str(file), "the whole file", problem, f"keep at most {MOST}")
        return AppointmentsRead(tuple(table.found[:MOST]), (*table.errors, many))
    return AppointmentsRead(tuple(table.found), tuple(table.errors))


class _Table:
    """The rows of one table, read against the hall they belong to."""

    def __init__(self, file: str, hall: Hall, queues_of_item: QueuesOf) -> None:
        self._file = file
        self._queues = {each.id for each in hall.queues}
        self._items = {str(item): (item, serve) for item, serve in queues_of_item.items()}
        self._lines: dict[tuple[str, date], int] = {}
        self.found: list[Appointment] = []
        self._sound = False  # the last row
        self.errors: list[ConfigError] = []

    def take(self, row: Row) -> None:
        """One row more: an appointment, or an error."""
        self._sound = False
        try:
            self.found.append(self._appointment(row))
            self._sound = True
        except ConfigError as error:
            self.errors.append(error)

    def end(self, text: str) -> None:
        """A table that is cut, or still written, seldom ends with a line."""
        if text and not text.endswith(("\n", "\r")):
            if self._sound:
                self.found.pop()  # it may be another time, or another item, that was cut
            problem = "the last line has no end: the file may be half written"
            remedy = "write it whole, with a line break at its end"
            self.errors.append(ConfigError(self._file, "the last line", problem, remedy))

    def _appointment(self, row: Row) -> Appointment:
        check_width(self._file, row, COLUMNS)
        line, (code, day, slot, queue, item) = row
        if not is_code(code):
            remedy = f"write {CODE_DIGITS} digits, as text where a program takes noughts away"
            raise self._error(line, f"{code[:20]!r} is no code", remedy)
        when = self._day(line, day), self._slot(line, slot)
        self._check_queue(line, queue)
        found = Appointment(code, *when, queue, self._item(line, queue, item))
        first = self._lines.setdefault((code, found.day), line)
        if first != line:
            problem = f"code {code} stands on line {first} for the same day"
            raise self._error(line, problem, "give each appointment of a day a code of its own")
        return found

    def _check_queue(self, line: int, queue: str) -> None:
        if queue not in self._queues:
            remedy = "write the id of a queue as hall.toml has it"
            raise self._error(line, f"there is no queue {queue[:40]!r}", remedy)

    def _item(self, line: int, queue: str, text: str) -> ItemId:
        """The item, which the queue serves; none where none is named."""
        if not text:
            return NO_ITEM
        item, served_by = self._items.get(text, (NO_ITEM, frozenset()))
        if queue not in served_by:
            problem = f"queue {queue} has no item {text[:60]!r}"
            raise self._error(line, problem, "write it like commerce-admin/10, or leave it empty")
        return item

    def _day(self, line: int, text: str) -> date:
        found = _DAY.fullmatch(text)
        try:
            year, month, day = map(int, found.groups()) if found else (0, 0, 0)
            return date(year, month, day)
        except ValueError as error:
            remedy = "write days like 2026-11-16"
            raise self._error(line, f"{text[:20]!r} is no day", remedy) from error

    def _slot(self, line: int, text: str) -> time:
        found = _SLOT.fullmatch(text)
        try:
            hour, minute = map(int, found.groups()) if found else (-1, 0)
            return time(hour, minute)
        except ValueError as error:
            remedy = "write times like 09:30"
            raise self._error(line, f"{text[:20]!r} is no time", remedy) from error

    def _error(self, line: int, problem: str, remedy: str) -> ConfigError:
        return ConfigError(self._file, f"line {line}", problem, remedy)
