"""`hall audit FILE`: an inspector verifies a ledger without the hall running."""

from __future__ import annotations

import argparse
import sqlite3
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from broker.commands.base import Command
from broker.domain.calling.facts import TicketCalled
from broker.domain.errors import StoreKnown
from broker.domain.tickets.facts import TicketReserved
from broker.ledger.chain import Row, breaks
from broker.ledger.store import AS_WRITTEN, known, recorded


def _add(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", type=Path, help="ledger.db, or a copy of it")


def read(file: Path) -> Iterator[Row]:
    """Every row, read-only, while the hall may be running. Raises `StoreError`."""
    if not file.is_file():
        raise StoreKnown(f"{file}: no such file; name the ledger.db of a run directory")
    try:
        db = sqlite3.connect(f"{file.resolve().as_uri()}?mode=ro", uri=True)
        try:
            query = f"SELECT {AS_WRITTEN} FROM facts ORDER BY seq"  # noqa: S608  # a constant
            for row in db.execute(query):
                yield Row(*row)
        finally:
            db.close()
    except sqlite3.Error as error:
        raise known(file, error) from error


def troubles(rows: list[Row]) -> list[str]:
    """What an inspector must know: a broken chain, a number given twice, a ticket called twice."""
    facts = [recorded(row).fact for row in rows]
    given = Counter((fact.day, fact.number) for fact in facts if isinstance(fact, TicketReserved))
    called = Counter(fact.call for fact in facts if isinstance(fact, TicketCalled))
    return [
        *breaks(rows),
        *(
            f"number {number} was given {n} times on {day}"
            for (day, number), n in given.items()
            if n > 1
        ),
        *(f"call {call} was made {n} times" for call, n in called.items() if n > 1),
    ]


def _run(arguments: argparse.Namespace) -> int:
    rows = list(read(arguments.file))
    found = troubles(rows)
    for sentence in found:
        sys.stderr.write(f"{arguments.file}: {sentence}\n")
    if found:
        return 1
    last = rows[-1].hash.hex() if rows else "-"
    sys.stdout.write(f"{len(rows)} facts, the chain holds; last hash {last}\n")
    return 0


COMMAND = Command("audit", "verify the chain of a ledger, offline", _add, _run)
