"""`hall report attendance --month 2026-11`: a workbook and CSV files of a month of punches."""

from __future__ import annotations

import argparse
from datetime import date
from pathlib import Path

from broker.commands.attendance_month import Month, reckoned
from broker.commands.days import month
from broker.domain.errors import ConfigError
from broker.language import chosen
from broker.ledger.service import FILE
from broker.service.clock import hall_clock
from broker.settings import load_without_items
from broker.terminal import complain, say

WORD = Path("attendance")


def add(parser: argparse.ArgumentParser) -> None:
    """The options that go with the word."""
    parser.add_argument("--month", type=month, help="2026-11, with the word attendance")
    parser.add_argument("--run", type=Path, help="where the hall keeps its ledger")
    parser.add_argument("--ledger", type=Path, help="a copy of the ledger instead")
    parser.add_argument("--rules", type=Path, help="attendance.toml (default: beside hall.toml)")
    parser.add_argument("--out", type=Path, default=Path("out"), help="folder of the files")


def run(arguments: argparse.Namespace) -> int:
    """Write the files, and say which."""
    if arguments.hall is None or arguments.month is None:
        missing = "--hall" if arguments.hall is None else "--month"
        raise ConfigError("command line", missing, "this is missing", "name it")
    found = of(arguments, arguments.month)
    from broker.commands import attendance_files, attendance_tables  # brings the workbook along

    tables = attendance_tables.tables(found)
    name = f"attendance-{arguments.month:%Y-%m}"
    for file in attendance_files.write(arguments.out, name, tables, found.until):
        say(str(file))
    remark(found)
    return 0


def of(arguments: argparse.Namespace, begins: date) -> Month:
    """The month that somebody asks for, from the ledger of the hall or a copy."""
    settings = load_without_items(arguments.hall, arguments.run)
    ledger = arguments.ledger or settings.run / FILE
    return reckoned(settings, ledger, arguments.rules, begins, hall_clock().now())


def remark(found: Month) -> None:
    """What whoever reads the figures has to know beside them."""
    closed = found.gathered.closed
    if closed is None:
        say(chosen("本月尚未封账。", "The month is not closed."))
    else:
        say(chosen(f"本月已由 {closed.by} 封账。", f"The month was closed by {closed.by}."))
    doubt(found)


def doubt(found: Month) -> None:
    """What may be wrong with them."""
    if late := found.gathered.late:
        complain(f"{late} facts came after it was closed and do not count")
    if waiting := len(found.gathered.waiting):
        complain(f"Kept apart and not counted: punches {waiting}; see `hall quarantine`")
    if found.forgotten:
        complain(
            f"{', '.join(sorted(found.forgotten))}: erased since, so what the month came to when it"
            " was closed cannot be compared"
        )
    if not found.announced:
        complain(
            f"the holidays of {found.begins.year} are not known: install a newer chinesecalendar,"
            " or write them into [hours] of hall.toml"
        )
