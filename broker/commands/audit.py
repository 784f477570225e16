"""`hall audit FILE`: an inspector verifies a ledger without the hall running."""

from __future__ import annotations

import argparse
import sqlite3
from collections.abc import Iterable, Iterator
from datetime import datetime
from itertools import chain
from pathlib import Path

from broker.commands.base import Command
from broker.domain.errors import StoreKnown
from broker.ledger.chain import Row
from broker.ledger.disk_errors import known
from broker.ledger.halving import first_at
from broker.ledger.inspection import Inspection
from broker.ledger.migrations import as_written
from broker.ledger.rows import microseconds
from broker.terminal import complain, say


def _add(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", type=Path, help="ledger.db, or a copy of it")


def read(file: Path, begin: datetime | None = None, end: datetime | None = None) -> Iterator[Row]:
    """Every row, read-only, while the hall may be running; or those from `begin` to before `end`.

    Raises `StoreError`.
    """
    if not file.is_file():
        raise StoreKnown(f"{file}: no such file; name the ledger.db of a run directory")
    try:
        db = sqlite3.connect(f"{file.resolve().as_uri()}?mode=ro", uri=True)
        try:
            version: int = db.execute("PRAGMA user_version").fetchone()[0]
            first = 0 if begin is None else first_at(db, microseconds(begin))
            last = None if end is None else first_at(db, microseconds(end))
            query = f"SELECT {as_written(version)} FROM facts WHERE seq >= ? ORDER BY seq"  # noqa: S608  # a constant
            for row in db.execute(query, (first,)):
                if row[0] == last:
                    return
                yield Row(*row)
        finally:
            db.close()
    except sqlite3.Error as error:
        raise known(file, error) from error


def troubles(rows: Iterable[Row]) -> list[str]:
    """What an inspector must know: a broken chain, a number given twice, a ticket called twice."""
    return list(Inspection().troubles(rows))


def damage(file: Path) -> Iterator[str]:
    """What SQLite finds in the pages of the whole file: a sentence, or nothing."""
    try:
        db = sqlite3.connect(f"{file.resolve().as_uri()}?mode=ro", uri=True)
        try:
            verdict: str = db.execute("PRAGMA quick_check(1)").fetchone()[0]
        finally:
            db.close()
    except sqlite3.Error as error:
        raise known(file, error) from error
    if verdict != "ok":
        yield f"the file is damaged ({' '.join(verdict.split())})"


def _run(arguments: argparse.Namespace) -> int:
    file, inspection, found = arguments.file, Inspection(), 0
    for sentence in chain(inspection.troubles(read(file)), damage(file)):
        complain(f"{file}: {sentence}")
        found += 1
    if found:
        return 1
    withheld = f" ({inspection.withheld} withheld)" if inspection.withheld else ""
    last = inspection.last.hex() or "-"
    say(f"{inspection.facts} facts{withheld}, the chain holds; last hash {last}")
    return 0


COMMAND = Command("audit", "verify the chain of a ledger, offline", _add, _run)
