"""Erasing from the ledger what the law no longer lets us keep: bodies go, hashes stay.

How it works, and why the chain holds. A fact is hashed with the digest of its salt and body
(`chain`), so its body can go and the digest stays in the place of the salt. What is erased, whose
it was, when and by whom is a fact of its own, in the same transaction: either both are on disk, or
neither. Then the file is written anew, for a page keeps what was deleted from it until something
else needs the room, and so does the log. Only who is at the machine while the ledger is closed can
do it; over the bus nothing can be erased.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing
from datetime import date, datetime
from pathlib import Path
from typing import NamedTuple

from broker.domain.attendance.facts import MonthClosed, StaffForgotten
from broker.domain.attendance.forgetting import is_about
from broker.domain.enrolment.facts import FingerKept, FingersErased
from broker.domain.errors import StoreKnown
from broker.domain.facts import AnyFact
from broker.domain.ids import RequestId, StaffId
from broker.ledger.chain import Row
from broker.ledger.disk_errors import known
from broker.ledger.rows import recorded
from broker.ledger.store import Store
from broker.service.life import new_id

SOURCE = "forget"


class Traces(NamedTuple):
    """What a ledger has of somebody: facts that can be read, earlier erasures, fingers, and the
    closed months whose accounts name the number for good."""

    rows: tuple[Row, ...]
    facts: tuple[AnyFact, ...]
    erased: tuple[tuple[datetime, StaffForgotten], ...]
    fingers: frozenset[tuple[str, int]]
    months: tuple[date, ...]


def traces(store: Store, staff: StaffId) -> Traces:
    """Read the whole ledger. Raises `StoreError`."""
    rows, facts = list[Row](), list[AnyFact]()
    erased, fingers = list[tuple[datetime, StaffForgotten]](), set[tuple[str, int]]()
    months = list[date]()
    for row in store.rows():
        if row.withheld:
            continue
        each = recorded(row)
        fact = each.fact
        if is_about(fact, staff):
            rows.append(row)
            facts.append(fact)
        elif isinstance(fact, StaffForgotten) and fact.staff == staff:
            erased.append((each.at, fact))
        elif isinstance(fact, FingerKept) and fact.staff == staff:
            fingers.add((fact.reader, fact.slot))
        elif isinstance(fact, FingersErased) and fact.staff == staff:
            fingers -= {(fact.reader, slot) for slot in fact.slots}
        elif isinstance(fact, MonthClosed) and staff in fact.staff:
            months.append(fact.month)
    return Traces(tuple(rows), tuple(facts), tuple(erased), frozenset(fingers), tuple(months))


def erase(store: Store, rows: Sequence[Row], told: Iterator[StaffForgotten], now: datetime) -> None:
    """Take the bodies of these facts out, and write who wanted it. Raises `StoreError`."""
    old = next((row.seq for row in rows if row.seal is None), None)
    if old is not None:
        raise StoreKnown(
            f"{store.file}: fact {old} is of format 1, of which nothing can be taken out"
        )
    store.begin(write=True)
    store.record(list(told), now, SOURCE, RequestId(new_id()))
    for row in rows:
        store.withhold(row)
    store.commit()
    scrub(store.file)


def scrub(file: Path) -> None:
    """Write the file anew, so that nothing of what was taken out is left in its pages and its log.
    Raises `StoreError`; as long as somebody reads the file, its old pages stay for him."""
    try:
        with closing(sqlite3.connect(file, isolation_level=None)) as db:
            db.execute("VACUUM")
            busy, *_ = db.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
    except sqlite3.Error as error:
        raise known(file, error) from error
    if busy:
        raise StoreKnown(
            f"{file}: it is erased, but another program reads the file, and until that ends the"
            " file's old pages keep the words; end it, then say this again"
        )
