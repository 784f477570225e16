"""`hall report FILE`: the figures of a ledger; `hall report attendance`: a month of punches; `hall
report timeline`: a day in one row."""

from __future__ import annotations

import argparse
import unicodedata
from calendar import monthrange
from datetime import date, datetime, time, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from broker.commands import attendance_report, timeline
from broker.commands.base import Command
from broker.commands.days import day, month
from broker.domain.hall import Building
from broker.language import chosen
from broker.ledger.figures import Figures, count, table
from broker.ledger.reading import read
from broker.ledger.rows import recorded
from broker.settings import load
from broker.terminal import show

_UNSAID = Building(id="hall", name="", name_en="")  # what hall.toml has where it says nothing
_COLUMN = 20  # half-width cells


def _add(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "file", type=Path, help="ledger.db, or a copy of it; or a word: attendance, timeline"
    )
    parser.add_argument(
        "period",
        nargs="?",
        type=period,
        help="2026-11-23, 2026-11, or 2026-11-02..2026-11-06; without it, everything",
    )
    parser.add_argument(
        "--hall", type=Path, help="hall.toml, for its time zone and where its days begin"
    )
    attendance_report.add(parser)
    parser.add_argument("--window", type=int, default=0, help="timeline: of this window only")


def period(words: str) -> tuple[date, date]:
    """The first and the last day of what somebody wants to see. Raises `ArgumentTypeError`."""
    begin, dots, end = words.partition("..")
    try:
        first, last = _days(begin)[0], _days(end if dots else begin)[1]
    except argparse.ArgumentTypeError as error:
        raise argparse.ArgumentTypeError(
            f"{words}: no period like 2026-11-23, 2026-11 or 2026-11-02..2026-11-06"
        ) from error
    if first > last:
        raise argparse.ArgumentTypeError(f"{words}: ends before it begins")
    return first, last


def _days(words: str) -> tuple[date, date]:
    """The first and the last day of a day or a month. Raises `ArgumentTypeError`."""
    if len(words) == len("2026-11"):
        first = month(words)
        return first, first.replace(day=monthrange(first.year, first.month)[1])
    only = day(words)
    return only, only


def text(figures: Figures) -> str:
    """The table as lines of a terminal; Chinese characters are two cells wide."""
    rows = table(figures)
    return "".join(
        f"  {zh}{' ' * (_COLUMN - _cells(zh))}{chosen('', f'{en:26}')}{value:>10}\n"
        for zh, en, value in rows
    )


def _cells(words: str) -> int:
    return sum(2 if unicodedata.east_asian_width(each) in "WF" else 1 for each in words)


def _run(arguments: argparse.Namespace) -> int:
    if arguments.file == attendance_report.WORD:
        return attendance_report.run(arguments)
    if arguments.file == timeline.WORD:
        return timeline.run(arguments)
    hall = load(arguments.hall, Path()).hall.hall if arguments.hall else _UNSAID
    rows = read(arguments.file, *_moments(arguments.period, hall))
    show(text(count(recorded(row) for row in rows if not row.withheld)))
    return 0


def _moments(
    days: tuple[date, date] | None, hall: Building
) -> tuple[datetime | None, datetime | None]:
    """When the first business day of a period begins, and when the last is over."""
    if days is None:
        return None, None
    zone, cutoff = ZoneInfo(hall.timezone), time(hall.day_cutoff)
    first, last = days[0], days[1] + timedelta(days=1)
    return datetime.combine(first, cutoff, zone), datetime.combine(last, cutoff, zone)


COMMAND = Command("report", "the figures of a ledger as a table", _add, _run)
