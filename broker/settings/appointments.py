"""The table of appointments, one a row: `code,day,slot,queue,item`."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import date, time
from pathlib import Path
from types import MappingProxyType
from typing import NamedTuple
from zoneinfo import ZoneInfo

from broker.domain.appointments import CODE_DIGITS, Appointment, is_code
from broker.domain.errors import ConfigError
from broker.domain.hall import Hall
from broker.domain.hours import is_open
from broker.domain.ids import NO_ITEM, ItemId
from broker.domain.text.written_days import WRITE_DAYS, written_day
from broker.settings.files import contents
from broker.settings.items import decode
from broker.settings.table_end import to_its_end
from broker.settings.table_rows import Row, check_width, rows

COLUMNS = ("code", "day", "slot", "queue", "item")
MOST = 5_000  # rows: a large hall's of three weeks
QueuesOf = Mapping[ItemId, frozenset[str]]  # that serve an item
_MISSING = "name the table of appointments, or remove the key"
_SLOT = re.compile(r"([0-9]{1,2}):([0-9]{2})(?::00)?")


class AppointmentsRead(NamedTuple):
    """The appointments in the file's order, what is wrong with other rows, and the line of each by
    its code and day."""

    appointments: tuple[Appointment, ...] = ()
    errors: tuple[ConfigError, ...] = ()
    lines: Mapping[tuple[str, date], int] = MappingProxyType({})


def load_appointments(file: Path, hall: Hall, queues_of_item: QueuesOf) -> AppointmentsRead:
    """What stands in the file, as far as the hall can honour it."""
    table = _Table(str(file), hall, queues_of_item)
    counted = hall.appointments.counted
    try:
        text = decode(str(file), contents(file, missing=_MISSING))
        for row in to_its_end(str(file), text, rows(str(file), text, COLUMNS), counted=counted):
            table.take(row)
    except ConfigError as error:
        table.errors.append(error)
    if len(table.found) > MOST:
        problem = f"{len(table.found)} appointments stand here"
        table.errors.append(
            ConfigError(str(file), "the whole file", problem, f"keep at most {MOST}")
        )
    return AppointmentsRead(tuple(table.found[:MOST]), tuple(table.errors), table.lines)


def shut_out(file: Path, read: AppointmentsRead, hall: Hall) -> Iterator[ConfigError]:
    """Appointments of a day or an hour at which the hall gives no numbers: nobody can bring their
    code. The ledger minds none of them, for hours are told when somebody comes."""
    zone = ZoneInfo(hall.hall.timezone)
    for each in read.appointments:
        if not is_open(hall.hours, each.begins(zone), zone):
            line = read.lines[each.code, each.day]
            problem = f"the hall is shut on {each.day} at {each.slot:%H:%M}"
            remedy = "book another time, or write the day or the hours in [hours]"
            yield ConfigError(str(file), f"line {line}", problem, remedy)


class _Table:
    """The rows of one table, read against the hall they belong to."""

    def __init__(self, file: str, hall: Hall, queues_of_item: QueuesOf) -> None:
        self._file = file
        self._queues = {each.id for each in hall.queues}
        self._items = {str(item): (item, serve) for item, serve in queues_of_item.items()}
        self.lines: dict[tuple[str, date], int] = {}
        self.found: list[Appointment] = []
        self.errors: list[ConfigError] = []

    def take(self, row: Row) -> None:
        """One row more: an appointment, or an error."""
        try:
            self.found.append(self._appointment(row))
        except ConfigError as error:
            self.errors.append(error)

    def _appointment(self, row: Row) -> Appointment:
        check_width(self._file, row, COLUMNS)
        line, (code, day, slot, queue, item) = row
        if not is_code(code):
            remedy = f"write {CODE_DIGITS} digits, as text where a program takes noughts away"
            raise self._error(line, f"{code[:20]!r} is no code", remedy)
        when = self._day(line, day), self._slot(line, slot)
        self._check_queue(line, queue)
        found = Appointment(code, *when, queue, self._item(line, queue, item))
        first = self.lines.setdefault((code, found.day), line)
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
        try:
            return written_day(text)
        except ValueError as error:
            raise self._error(line, f"{text[:20]!r} is no day", WRITE_DAYS) from error

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
