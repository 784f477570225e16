"""The whole audit of an open ledger: chain, numbers, heads of former evenings, pages."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator
from datetime import date, datetime, time, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from broker.domain.errors import StoreKnown
from broker.domain.hall import Building
from broker.ledger.halving import first_at
from broker.ledger.heads import Head, Sought, parsed
from broker.ledger.inspection import Inspection
from broker.ledger.reading import damage, opened, rows
from broker.ledger.rows import microseconds
from broker.settings.files import bounded

_LARGEST = 10_000_000  # bytes of a file of heads: a line of 90 a day


def findings(
    db: sqlite3.Connection, inspection: Inspection, heads: Iterable[Head] = ()
) -> Iterator[str]:
    """A sentence for everything an inspector must know, while the ledger is read once."""
    sought = Sought(heads)
    yield from inspection.troubles(sought.watched(rows(db)))
    yield from sought.missing()
    yield from damage(db)


def kept_heads(file: Path) -> tuple[list[Head], list[str]]:
    """The heads in a file, none where it is not there yet. Raises `StoreKnown`."""
    try:
        found = bounded(file, _LARGEST)  # /dev/zero has no end, and a pipe maybe no beginning
        if len(found) > _LARGEST:
            raise StoreKnown(f"{file}: larger than the heads of three centuries")
        return parsed(found.decode("utf-8"))
    except FileNotFoundError:
        return [], []
    except (OSError, UnicodeDecodeError) as error:
        raise StoreKnown(f"{file}: the heads cannot be read ({error})") from error


def keep_head(file: Path, head: Head) -> None:
    """Write a head into a file, unless it is the last there. Raises `StoreKnown`."""
    if kept_heads(file)[0][-1:] == [head]:
        return
    try:
        with file.open("a", encoding="utf-8") as out:
            out.write(f"{head.line()}\n")
    except OSError as error:
        raise StoreKnown(f"{file}: the head cannot be written ({error.strerror})") from error


def business_day(moment: datetime, hall: Building) -> date:
    """The hall's day at a moment."""
    local = moment.astimezone(ZoneInfo(hall.timezone))
    return (local - timedelta(hours=hall.day_cutoff)).date()


def head_of(file: Path, day: date, hall: Building) -> Head | None:
    """The hash of the last fact up to the end of a business day; None where there is no fact."""
    over = datetime.combine(day + timedelta(days=1), time(hall.day_cutoff), ZoneInfo(hall.timezone))
    with opened(file) as (db, _):
        last = first_at(db, microseconds(over)) - 1
        row = next(rows(db, last), None) if last else None
    return None if row is None else Head(day, row.seq, row.hash.hex())
